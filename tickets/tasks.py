"""The desk's clockwork: broken promises are noticed, solved tickets are put away."""

from datetime import timedelta

from django.utils import timezone

from helpdesk.lib.jobs import every
from tickets.actions import close_ticket, note_breach
from tickets.models import Ticket
from tickets.promises import newly_breached

PUT_AWAY_AFTER = timedelta(days=7)


def notice_breaches() -> int:
    """Job, every minute: write down promises that have passed. Returns how many were new."""
    found = newly_breached()
    for ticket, clock, due_at in found:
        note_breach(ticket, clock, due_at=due_at, actor=None)
    return len(found)


def put_away_solved() -> int:
    """Job, every hour: close what has been solved for a week without a word. Returns how many."""
    quiet = Ticket.objects.filter(status=Ticket.Status.SOLVED, solved_at__lt=timezone.now() - PUT_AWAY_AFTER)
    found = list(quiet[:500])
    for ticket in found:
        close_ticket(ticket, actor=None)
    return len(found)


every("tickets-breaches", "tickets.tasks.notice_breaches", minutes=1)
every("tickets-put-away", "tickets.tasks.put_away_solved", minutes=60)
