"""Writing to us: the form, what follows it, and proving an address."""

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from accounts.models import User
from helpdesk.lib.errors import DomainError, Missing
from helpdesk.lib.pages import page
from helpdesk.lib.rates import caller_of, enforce
from helpdesk.lib.secrets import mask
from knowledgebase.contact import Channel, contact_channels
from tickets.actions import Opening, confirm_ticket, open_guest_ticket, open_ticket
from tickets.forms import ContactForm
from tickets.limits import count_request
from tickets.links import user_to_confirm
from tickets.models import Ticket, Topic
from tickets.selectors import article_of, suggestions_for

SENT = "ticket_sent"
DECLINED = "ticket_declined"
WARNED = "ticket_warned"
NOBODYS = UUID(int=0)
SUGGESTIONS_AT_MOST = (60, 60)


@never_cache
@login_not_required
@require_http_methods(["GET", "POST"])
def ticket_new(request: HttpRequest) -> HttpResponse:
    if request.method == "GET":
        form = ContactForm(user=request.user, initial={"topic": topic_from(request)})
        return contact_page(request, form)
    form = ContactForm(request.POST, request.FILES, user=request.user)
    if not form.is_valid():
        return contact_page(request, form, status=422)
    try:
        count_request(request)
        ticket = submit(request, form)
    except DomainError as refusal:
        return contact_page(request, form.refused(refusal), status=refusal.status)
    remember(request, ticket, warned=gives_secret(form))
    return redirect("tickets:ticket-sent")


def contact_page(request: HttpRequest, form: ContactForm, *, status: int = 200) -> HttpResponse:
    """The form; before it, when the topic leads to the security lane, how to lock the account."""
    topic = Topic.objects.filter(is_security=True, slug=form["topic"].value() or "").first()
    context = {
        "form": form,
        "is_security": topic is not None,
        "advice": article_of(topic, request.LANGUAGE_CODE) if topic else None,
        "channels": other_ways(request),
    }
    return page(request, "tickets/contact.html", context, status=status)


def other_ways(request: HttpRequest) -> list[Channel]:
    """The ways to reach us beside the one the reader is on."""
    return [channel for channel in contact_channels() if channel.url != request.path]


def topic_from(request: HttpRequest) -> str:
    """`?topic=` names a topic; `security` is whichever leads to the security lane."""
    wanted = request.GET.get("topic", "")
    offered = Topic.objects.filter(is_active=True)
    found = offered.filter(is_security=True) if wanted == "security" else offered.filter(slug=wanted[:40])
    return found.values_list("slug", flat=True).first() or ""


def submit(request: HttpRequest, form: ContactForm) -> Ticket:
    sent = form.cleaned_data
    opening: Opening = {
        "topic": sent["topic"],
        "files": sent["attachments"],
        "client_id": sent["client_id"],
        "language": request.LANGUAGE_CODE,
        "channel": Ticket.Channel.WEB,
    }
    if request.user.is_authenticated:
        return open_ticket(request.user, subject=sent["subject"], body=sent["body"], **opening)
    return open_guest_ticket(sent["email"], subject=sent["subject"], body=sent["body"], **opening)


def gives_secret(form: ContactForm) -> bool:
    """Told from what was sent and not from what was kept, so that a declined request is answered alike."""
    return any(mask(form.cleaned_data[name]).kinds for name in ("subject", "body"))


def remember(request: HttpRequest, ticket: Ticket, *, warned: bool = False) -> None:
    """What the next page shows; a declined request has no row to be found by."""
    request.session[WARNED] = warned
    request.session[SENT] = str(ticket.public_id)
    request.session[DECLINED] = (
        None if ticket.pk else [ticket.number, ticket.requester.email, ticket.client_id]
    )


def declined(request: HttpRequest) -> Ticket | None:
    """A session of before the third value was kept has two."""
    kept = request.session.get(DECLINED)
    if not kept:
        return None
    number, email, *sent = kept
    return Ticket(number=number, requester=User(email=email), client_id=sent[0] if sent else "")


@never_cache
@login_not_required
@require_GET
def ticket_sent(request: HttpRequest) -> HttpResponse:
    """Shown to the browser that sent the request, from its session; it names no more than they typed."""
    ticket = declined(request) or (
        Ticket.objects.select_related("requester")
        .filter(public_id=request.session.get(SENT, NOBODYS))
        .first()
    )
    if ticket is None:
        return redirect("tickets:ticket-new")
    context = {"ticket": ticket, "gave_secret": request.session.get(WARNED, False)}
    return page(request, "tickets/sent.html", context)


@login_not_required
@require_GET
def article_suggestions(request: HttpRequest) -> HttpResponse:
    enforce(f"suggestions:{caller_of(request)}", *SUGGESTIONS_AT_MOST)
    hits = suggestions_for(request.GET.get("subject", ""), request.LANGUAGE_CODE)
    return render(request, "tickets/_suggestions.html", {"hits": hits})


@never_cache
@login_not_required
@require_http_methods(["GET", "POST"])
def guest_confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The link lists what waits under this address; only the button sends it on."""
    person = user_to_confirm(token)
    waiting = Ticket.objects.unconfirmed().filter(requester=person)
    if request.method == "GET":
        return page(request, "tickets/confirm.html", {"waiting": waiting, "person": person})
    chosen = list(waiting.filter(public_id__in=request.POST.getlist("ticket")[:50]))
    for ticket in chosen:
        confirm_ticket(ticket)
    if not chosen:
        raise Missing(_("There is nothing left to confirm. We have your request."))
    remember(request, chosen[0])
    return redirect("tickets:ticket-sent")
