"""The customer's own requests: list, conversation, files, rating."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import User
from helpdesk.lib.errors import DomainError, Missing
from helpdesk.lib.pages import page
from helpdesk.lib.paging import keyset
from helpdesk.lib.uploads import attachment_response
from tickets.actions import rate, reply_to_ticket, solve_ticket
from tickets.forms import RatingForm, ReplyForm
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
from tickets.views.person import signed_in


@never_cache
@require_GET
def ticket_list(request: HttpRequest) -> HttpResponse:
    own = visible_tickets(request.user).filter(participants__user=signed_in(request)).for_list()
    found = keyset(own, request.GET.get("after", ""), order=("-updated_at", "-pk"), size=20)
    return page(request, "tickets/list.html", {"found": found})


@never_cache
@require_GET
def ticket_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    ticket = access_ticket(request.user, public_id)
    return page(request, "tickets/detail.html", conversation(request, ticket, ReplyForm()))


def conversation(request: HttpRequest, ticket: Ticket, form: ReplyForm) -> dict[str, object]:
    rating = Rating.objects.filter(subject_type="tickets.ticket", subject_id=ticket.pk).first()
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


@require_POST
def ticket_reply(request: HttpRequest, public_id: UUID) -> HttpResponse:
    ticket = access_ticket(request.user, public_id, to=can_reply)
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
    """A link in a mail may be opened by machines, so it only shows the form; the button rates."""
    subject = subject_to_rate(token)
    if request.method == "GET":
        form = RatingForm(initial={"score": request.GET.get("score", "")[:1]})
        return page(request, "tickets/rate.html", {"form": form, "subject": subject})
    form = RatingForm(request.POST)
    if not form.is_valid():
        return page(request, "tickets/rate.html", {"form": form, "subject": subject}, status=422)
    rate(subject, **form.cleaned_data, customer=customer_of(subject))
    return page(request, "tickets/rated.html", {"subject": subject})


def customer_of(subject: object) -> User | None:
    """Whoever asked for help: the link went to them."""
    return getattr(subject, "requester", None) or getattr(subject, "customer", None)
