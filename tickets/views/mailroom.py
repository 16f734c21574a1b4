"""Mail that was held: why, what it says, and what a person makes of it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from accounts.permissions import signed_in, staff_required
from helpdesk.lib.pages import page
from helpdesk.lib.paging import keyset
from tickets.actions import discard_mail, recover_mail
from tickets.channels.email import parse
from tickets.models import MailIn
from tickets.permissions import access_mail, visible_mail

SHOWN_UNREAD = 2000
SHOWN = {
    "held": (MailIn.Outcome.HELD,),
    "aside": (MailIn.Outcome.IGNORED, MailIn.Outcome.BOUNCED, MailIn.Outcome.DISCARDED),
    "all": MailIn.Outcome.values,
}


def the_mail(request: HttpRequest) -> dict[str, Any]:
    state = request.GET.get("state", "held")
    state = state if state in SHOWN else "held"
    rows = visible_mail(request.user).filter(outcome__in=SHOWN[state]).for_list()
    found = keyset(rows, request.GET.get("after", ""), order=("-pk",), size=50)
    return {"state": state, "found": found, "query": f"state={state}&"}


@never_cache
@staff_required
@require_GET
def mail_list(request: HttpRequest) -> HttpResponse:
    return page(request, "tickets/console/mail_list.html", the_mail(request))


@never_cache
@staff_required
@require_GET
def mail_detail(request: HttpRequest, pk: int) -> HttpResponse:
    row = access_mail(request.user, pk)
    raw = bytes(row.raw)
    context = {**the_mail(request), "row": row, "mail": parse(raw) if row.is_readable else None}
    context["beginning"] = "" if row.is_readable else raw[:SHOWN_UNREAD].decode("utf-8", "replace")
    return page(request, "tickets/console/mail_detail.html", context)


@staff_required
@require_POST
def mail_recover(request: HttpRequest, pk: int) -> HttpResponse:
    ticket = recover_mail(access_mail(request.user, pk), actor=signed_in(request))
    messages.success(request, _("A new ticket was made of it."))
    return redirect(ticket.console_url)


@staff_required
@require_POST
def mail_discard(request: HttpRequest, pk: int) -> HttpResponse:
    discard_mail(access_mail(request.user, pk), actor=signed_in(request))
    messages.success(request, _("Discarded. It stays on record, under “Put aside”."))
    return redirect("tickets-console:mail-list")
