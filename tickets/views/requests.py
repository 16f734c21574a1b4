"""The customer's own requests: list, conversation, files, rating."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import Model
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import User
from accounts.permissions import signed_in
from helpdesk.lib.errors import DomainError, Missing
from helpdesk.lib.pages import page
from helpdesk.lib.paging import keyset
from helpdesk.lib.uploads import attachment_response
from tickets.actions import rate, refuse_unfinished, reply_to_ticket, solve_ticket
from tickets.forms import SCORES, RatingForm, ReplyForm
from tickets.links import rate_token, subject_to_rate
from tickets.models import Rating, Ticket
from tickets.permissions import (
    access_ticket,
    can_rate,
    can_reply,
    visible_files,
    visible_messages,
    visible_tickets,
)
from tickets.selectors import topics_by_slug

LOW = 2


@never_cache
@require_GET
def ticket_list(request: HttpRequest) -> HttpResponse:
    own = visible_tickets(request.user).filter(participants__user=signed_in(request)).for_list()
    found = keyset(own, request.GET.get("after", ""), order=("-updated_at", "-pk"), size=20)
    return page(request, "tickets/list.html", {"found": found})


@never_cache
@require_http_methods(["GET", "POST"])
def ticket_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    if request.method == "POST":
        return write_reply(request, access_ticket(request.user, public_id, to=can_reply))
    ticket = access_ticket(request.user, public_id)
    return page(request, "tickets/detail.html", conversation(request, ticket, ReplyForm()))


def conversation(request: HttpRequest, ticket: Ticket, form: ReplyForm) -> dict[str, object]:
    rating = Rating.objects.of(ticket).first()
    asks = ticket.is_finished and can_rate(request.user, ticket)
    return {
        "ticket": ticket,
        "thread": visible_messages(request.user, ticket).public().for_thread(),
        "topic": topics_by_slug().get(ticket.topic),
        "rating": rating,
        "rate_token": rate_token(ticket) if asks and not rating else "",
        "may_reply": can_reply(request.user, ticket) and not ticket.is_closed,
        "form": form,
    }


def write_reply(request: HttpRequest, ticket: Ticket) -> HttpResponse:
    form = ReplyForm(request.POST, request.FILES)
    if not form.is_valid():
        return page(request, "tickets/detail.html", conversation(request, ticket, form), status=422)
    try:
        reply_to_ticket(ticket, actor=signed_in(request), **form.message())
    except DomainError as refusal:
        context = conversation(request, ticket, form.refused(refusal))
        return page(request, "tickets/detail.html", context, status=refusal.status)
    messages.success(request, _("Your reply is with us."))
    return redirect(ticket)


@require_POST
def ticket_solve(request: HttpRequest, public_id: UUID) -> HttpResponse:
    ticket = access_ticket(request.user, public_id, to=can_reply)
    solve_ticket(ticket, actor=signed_in(request))
    messages.success(request, _("Marked as solved. Thank you for telling us."))
    return redirect(ticket)


@require_GET
def file_download(request: HttpRequest, public_id: UUID) -> FileResponse:
    file = visible_files(request.user).filter(public_id=public_id).first()
    if file is None:
        raise Missing
    return attachment_response(file.stored.open("rb"), file.name, mime=file.mime)


@never_cache
@login_not_required
@require_http_methods(["GET", "POST"])
def rating_new(request: HttpRequest, token: str) -> HttpResponse:
    """A link in a mail may be opened by machines, so it only shows the form; the button rates.

    Once there is a score, the link shows it: a form that no longer counts would be a trap.
    """
    subject = subject_to_rate(token)
    rating = Rating.objects.of(subject).first()
    if rating:
        return page(request, "tickets/rated.html", thanks(request, subject, rating))
    refuse_unfinished(subject)
    if request.method == "GET":
        form = RatingForm(initial={"score": request.GET.get("score", "")[:1]})
        return page(request, "tickets/rate.html", {"form": form, "subject": subject})
    form = RatingForm(request.POST)
    if not form.is_valid():
        return page(request, "tickets/rate.html", {"form": form, "subject": subject}, status=422)
    rate(subject, **form.cleaned_data, customer=customer_of(subject))
    return redirect("tickets:rating-new", token)


def thanks(request: HttpRequest, subject: Model, rating: Rating) -> dict[str, object]:
    """What was said, and where it goes on: to the request for whoever may open it."""
    is_ticket = isinstance(subject, Ticket)
    mine = is_ticket and visible_tickets(request.user).filter(pk=subject.pk).exists()
    return {
        "score": rating.score,
        "word": dict(SCORES)[rating.score],
        "is_unhappy": is_ticket and rating.score <= LOW,
        "ticket": subject if mine else None,
    }


def customer_of(subject: object) -> User | None:
    """Whoever asked for help: the link went to them."""
    return getattr(subject, "requester", None) or getattr(subject, "customer", None)
