"""Promises that passed unkept, and those that could not be made."""

import logging
from datetime import datetime

from django.db import transaction

from accounts.models import User
from helpdesk.ledger import record
from helpdesk.ledger.models import Event
from tickets.models import SlaBreach, Ticket

NO_PROMISE = "ticket.unpromised"
logger = logging.getLogger(__name__)


@transaction.atomic
def note_breach(ticket: Ticket, clock: str, *, due_at: datetime, actor: User | None) -> None:
    """Write down that a promise passed unkept, once."""
    _row, is_new = SlaBreach.objects.get_or_create(ticket=ticket, clock=clock, due_at=due_at)
    if is_new:
        data = {"clock": clock, "due_at": due_at.isoformat()}
        record("ticket.breached", ticket, actor=actor, customer=ticket.requester, data=data)


@transaction.atomic
def note_no_promise(ticket: Ticket, *, actor: User | None) -> None:
    """Raise the alarm, once a ticket: its calendar has too few hours to promise anything."""
    if Event.objects.about(ticket).filter(verb=NO_PROMISE).exists():
        return
    logger.error("No time could be promised for ticket %s by policy %s.", ticket.pk, ticket.policy_id)
    record(NO_PROMISE, ticket, actor=actor, customer=ticket.requester, data={"policy": ticket.policy_id})
