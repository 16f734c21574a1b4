"""Promises that passed unkept."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from helpdesk.ledger import record
from tickets.models import SlaBreach, Ticket


@transaction.atomic
def note_breach(ticket: Ticket, clock: str, *, due_at: datetime, actor: User | None) -> None:
    """Write down that a promise passed unkept, once."""
    _row, is_new = SlaBreach.objects.get_or_create(ticket=ticket, clock=clock, due_at=due_at)
    if is_new:
        data = {"clock": clock, "due_at": due_at.isoformat()}
        record("ticket.breached", ticket, actor=actor, customer=ticket.requester, data=data)
