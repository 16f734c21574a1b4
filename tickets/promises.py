"""By when the desk owes what: worked out from facts and a calendar, never counted up.

The facts are the ticket's own times and its status changes in the ledger; the clocks stand still while the next step
is the customer's. Working it out again at any moment gives the same answer.
"""

import json
from datetime import datetime, timedelta
from functools import lru_cache

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from helpdesk.ledger.models import Event
from helpdesk.lib.business_time import Calendar
from helpdesk.lib.errors import Invalid
from tickets.models import BusinessCalendar, SlaBreach, SlaTarget, Ticket
from tickets.models.sla import days_of, shifts_of

DUE_FIELDS = ("first_response_due_at", "next_response_due_at", "resolution_due_at", "next_due_at")
CLOCKS = {
    SlaBreach.Clock.FIRST_RESPONSE: "first_response_due_at",
    SlaBreach.Clock.NEXT_RESPONSE: "next_response_due_at",
    SlaBreach.Clock.RESOLUTION: "resolution_due_at",
}
STATUS_VERBS = ("ticket.status_changed", "ticket.solved", "ticket.reopened", "ticket.closed")
STANDING = (Ticket.Status.WAITING, Ticket.Status.SOLVED, Ticket.Status.CLOSED)
MINUTE = timedelta(minutes=1)


def calendar_for(row: BusinessCalendar) -> Calendar:
    """The row's working hours as something that can count."""
    return parsed_calendar(row.timezone, json.dumps(row.periods, sort_keys=True), tuple(row.holidays))


@lru_cache(maxsize=64)
def parsed_calendar(zone: str, periods: str, holidays: tuple[str, ...]) -> Calendar:
    return Calendar.parse(zone, shifts_of(json.loads(periods)), holidays=days_of(holidays))


def work_out(ticket: Ticket) -> bool:
    """Set the ticket's due fields from the facts; saving is the caller's. Runs after the change is in the ledger.

    False when the calendar cannot keep what is promised: then nothing is, as no customer is turned away for it.
    """
    promise_nothing(ticket)
    target = target_of(ticket)
    if target is None or ticket.confirmed_at is None or ticket.status in STANDING:
        return True
    try:
        promise(ticket, target, since=ticket.confirmed_at)
    except (Invalid, ValueError):
        promise_nothing(ticket)
        return False
    return True


def promise_nothing(ticket: Ticket) -> None:
    for name in DUE_FIELDS:
        setattr(ticket, name, None)


def promise(ticket: Ticket, target: SlaTarget, *, since: datetime) -> None:
    calendar = calendar_for(target.policy.calendar)
    pauses = pauses_of(ticket)

    def due(start: datetime, minutes: int) -> datetime:
        return calendar.due(start, minutes + paused_minutes(calendar, pauses, start))

    if ticket.first_response_at is None:
        ticket.first_response_due_at = due(since, target.first_response_minutes)
    elif ticket.asked_at:
        ticket.next_response_due_at = due(ticket.asked_at, target.next_response_minutes)
    ticket.resolution_due_at = due(since, target.resolution_minutes)
    dues = (ticket.first_response_due_at, ticket.next_response_due_at, ticket.resolution_due_at)
    ticket.next_due_at = min(moment for moment in dues if moment)


def target_of(ticket: Ticket) -> SlaTarget | None:
    if ticket.policy_id is None:
        return None
    targets = SlaTarget.objects.select_related("policy__calendar")
    return targets.filter(policy_id=ticket.policy_id, priority=ticket.priority).first()


def pauses_of(ticket: Ticket) -> list[tuple[datetime, datetime]]:
    """When the next step was not ours, from the ledger; a pause that has not ended is left out."""
    changes = (
        Event.objects.about(ticket).filter(verb__in=STATUS_VERBS).order_by("pk").values_list("at", "data")
    )
    pauses, since = [], None
    for at, data in changes:
        stands = data["to"] in STANDING
        if stands and since is None:
            since = at
        elif since is not None and not stands:
            pauses.append((since, at))
            since = None
    return pauses


def paused_minutes(calendar: Calendar, pauses: list[tuple[datetime, datetime]], start: datetime) -> int:
    """Working minutes of the pauses after `start`, begun ones counted whole."""
    total = sum((calendar.elapsed(max(a, start), b) for a, b in pauses if b > start), timedelta())
    return -(-total // MINUTE)


def newly_breached() -> list[tuple[Ticket, str, datetime]]:
    """Promises that have passed and are not written down as broken yet."""
    now = timezone.now()
    overdue = Ticket.objects.breached().filter(any_unnoticed(now))
    return [(ticket, clock, due_at) for ticket in overdue[:500] for clock, due_at in unnoticed(ticket)]


def unnoticed(ticket: Ticket) -> list[tuple[str, datetime]]:
    """The clocks of this ticket whose time has passed and is not written down, by what was last worked out."""
    now = timezone.now()
    dues = [(str(clock), getattr(ticket, name)) for clock, name in CLOCKS.items()]
    passed = [(clock, due_at) for clock, due_at in dues if due_at and due_at <= now]
    if not passed:
        return []
    known = set(ticket.breaches.values_list("clock", "due_at"))
    return [pair for pair in passed if pair not in known]


def any_unnoticed(now: datetime) -> Q:
    condition = Q(pk=None)
    for clock, name in CLOCKS.items():
        noticed = SlaBreach.objects.filter(ticket=OuterRef("pk"), clock=clock, due_at=OuterRef(name))
        condition |= Q(~Exists(noticed), **{f"{name}__lte": now})
    return condition
