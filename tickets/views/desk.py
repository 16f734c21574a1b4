"""The desk's pages: lists, one ticket, and what an agent does to it."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.permissions import signed_in, staff_required
from helpdesk.lib import html
from helpdesk.lib.errors import Conflict, DomainError, Invalid, Missing
from helpdesk.lib.pages import page
from helpdesk.lib.paging import keyset
from tickets.actions import add_note, answer_ticket, assign_ticket, change_priority, change_status
from tickets.filters import ListFilter
from tickets.forms import AssignForm, ComposerForm
from tickets.models import Message, Ticket
from tickets.permissions import access_ticket, can_work_ticket, visible_mail, visible_tickets
from tickets.selectors import (
    VIEWS,
    colleagues,
    contacts_of,
    timeline,
    topics_by_slug,
    unfinished_counts,
    view_named,
)

PAGE = 50
SETTABLE = ("open", "waiting", "solved", "closed")
FRAME_POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'"


def the_list(request: HttpRequest) -> dict[str, Any]:
    """The list column: which view, how narrowed, which page of it."""
    view, topics = view_named(request.GET.get("view", "")), topics_by_slug()
    narrowing = ListFilter(request.GET, topics=topics)
    tickets = narrowing.narrow(view.choose(visible_tickets(request.user).for_list(), signed_in(request)))
    return {
        "views": VIEWS,
        "topics": topics,
        "view": view,
        "counts": unfinished_counts(signed_in(request)),
        "held_count": visible_mail(request.user).held().count(),
        "narrowing": narrowing,
        "found": keyset(tickets, request.GET.get("after", ""), order=narrowing.order, size=PAGE),
        "open_number": request.GET.get("open", ""),
        "query": query_of(request, view.key),
    }


def query_of(request: HttpRequest, view: str) -> str:
    """What keeps the list as it is in a link that adds to it."""
    kept = request.GET.copy()
    for name in ("after", "open"):
        kept.pop(name, None)
    kept["view"] = view
    return f"{kept.urlencode()}&"


@never_cache
@staff_required
@require_GET
def ticket_list(request: HttpRequest) -> HttpResponse:
    return page(
        request, "tickets/console/list.html", the_list(request), fragment="tickets/console/_rows.html"
    )


@never_cache
@staff_required
@require_http_methods(["GET", "POST"])
def ticket_detail(request: HttpRequest, number: str) -> HttpResponse:
    """Reading and writing share the address, so that a refused text, a reload and signing in again stay here."""
    ticket = access_ticket(request.user, number, to=can_work_ticket)
    if request.method == "POST":
        return write_message(request, ticket)
    context = detail(request, ticket, ComposerForm(initial={"last_seq": ticket.last_seq, "kind": "public"}))
    return page(request, "tickets/console/detail.html", context, fragment="tickets/console/_live.html")


def detail(request: HttpRequest, ticket: Ticket, form: ComposerForm) -> dict[str, Any]:
    listed = the_list(request)
    return {
        **listed,
        **neighbours(listed["found"].rows, ticket),
        "ticket": ticket,
        "open_number": ticket.number,
        "items": timeline(signed_in(request), ticket),
        "topic": listed["topics"].get(ticket.topic),
        "contacts": contacts_of(ticket, signed_in(request)),
        "form": form,
        "colleagues": colleagues(),
        "statuses": statuses_of(ticket),
        "priorities": Ticket.Priority.choices,
    }


def neighbours(rows: Sequence[Ticket], ticket: Ticket) -> dict[str, str]:
    """The numbers before and after a ticket in its list; empty at the ends and when it is not on this page."""
    numbers = [row.number for row in rows]
    here = numbers.index(ticket.number) if ticket.number in numbers else len(numbers)
    return {
        "previous_number": numbers[here - 1] if 0 < here < len(numbers) else "",
        "next_number": numbers[here + 1] if here + 1 < len(numbers) else "",
    }


def write_message(request: HttpRequest, ticket: Ticket) -> HttpResponse:
    form = ComposerForm(request.POST, request.FILES)
    if not form.is_valid():
        return page(request, "tickets/console/detail.html", detail(request, ticket, form), status=422)
    try:
        send(ticket, form, request)
    except Conflict as refusal:
        return show_refusal(request, ticket.number, form, refusal)
    return back_to(request, ticket)


def send(ticket: Ticket, form: ComposerForm, request: HttpRequest) -> None:
    if form.cleaned_data["kind"] == Message.Kind.NOTE:
        add_note(ticket, actor=signed_in(request), **form.message())
        messages.success(request, _("Note kept. Only colleagues read it."))
        return
    then, last_seq = form.cleaned_data["then"] or Ticket.Status.WAITING, form.cleaned_data["last_seq"]
    answer_ticket(ticket, then, actor=signed_in(request), last_seq=last_seq, **form.message())
    messages.success(request, _("Reply sent."))


def show_refusal(request: HttpRequest, number: str, form: ComposerForm, refusal: DomainError) -> HttpResponse:
    """The page as it is now, the text kept, what is new marked; sending again means it was read."""
    ticket = access_ticket(request.user, number, to=can_work_ticket)
    fresh = ComposerForm(initial={**form.cleaned_data, "last_seq": ticket.last_seq})
    context = detail(request, ticket, fresh)
    read = form.cleaned_data["last_seq"]
    context |= {"refusal": refusal.message, "seen_seq": ticket.last_seq if read is None else read}
    context["lost_files"] = bool(form.files)
    return page(request, "tickets/console/detail.html", context, status=refusal.status)


def statuses_of(ticket: Ticket) -> list[tuple[str, Any]]:
    """The ticket's status and those it may be given: an address nobody proved leaves only to close it."""
    settable = SETTABLE if ticket.is_confirmed else ("closed",)
    return [pair for pair in Ticket.Status.choices if pair[0] in (ticket.status, *settable)]


def back_to(request: HttpRequest, ticket: Ticket) -> HttpResponse:
    """To the ticket, in the list the agent came from."""
    query = request.GET.urlencode()
    return redirect(f"{ticket.console_url}?{query}" if query else ticket.console_url)


@staff_required
@require_POST
def ticket_assign(request: HttpRequest, number: str) -> HttpResponse:
    ticket = access_ticket(request.user, number, to=can_work_ticket)
    form = AssignForm(request.POST)
    if not form.is_valid():
        message = _("Choose somebody from the list.")
        raise Invalid(message, fields={"assignee": [message]})
    assign_ticket(ticket, form.cleaned_data["assignee"], actor=signed_in(request))
    return back_to(request, ticket)


@staff_required
@require_POST
def ticket_take(request: HttpRequest, number: str) -> HttpResponse:
    ticket = access_ticket(request.user, number, to=can_work_ticket)
    assign_ticket(ticket, signed_in(request), actor=signed_in(request))
    return back_to(request, ticket)


@staff_required
@require_POST
def ticket_status(request: HttpRequest, number: str) -> HttpResponse:
    ticket = access_ticket(request.user, number, to=can_work_ticket)
    change_status(ticket, request.POST.get("status", ""), actor=signed_in(request))
    return back_to(request, ticket)


@staff_required
@require_POST
def ticket_priority(request: HttpRequest, number: str) -> HttpResponse:
    ticket = access_ticket(request.user, number, to=can_work_ticket)
    change_priority(ticket, request.POST.get("priority", ""), actor=signed_in(request))
    return back_to(request, ticket)


@staff_required
@xframe_options_sameorigin
@require_GET
def message_html(request: HttpRequest, number: str, seq: int) -> HttpResponse:
    """A mail as it looked, cleaned, for a sandboxed frame: under this policy nothing runs and nothing is fetched."""
    ticket = access_ticket(request.user, number, to=can_work_ticket)
    message = Message.objects.filter(ticket=ticket, seq=seq).exclude(html="").first()
    if message is None:
        raise Missing
    response = page(request, "tickets/console/frame.html", {"content": html.clean(message.html)})
    response.headers["Content-Security-Policy"] = FRAME_POLICY
    return response
