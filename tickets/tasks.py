"""The desk's clockwork: letters leave, broken promises are noticed, solved tickets are put away."""

from datetime import timedelta

from django.utils import timezone

from helpdesk.lib.jobs import every
from tickets.actions import close_ticket, note_breach, send_letter
from tickets.models import MailOut, Ticket
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


def send_mail(pk: int) -> None:
    """Job: send one letter, if nobody has."""
    mail = MailOut.objects.filter(pk=pk).first()
    if mail:
        send_letter(mail)


def send_due_mail() -> int:
    """Job, every minute: send what is due again, and what a lost job left. Returns how many it tried."""
    due = MailOut.objects.filter(status=MailOut.Status.QUEUED, next_try_at__lte=timezone.now())
    found = list(due.order_by("next_try_at")[:200])
    for mail in found:
        send_letter(mail)
    return len(found)


every("tickets-mail", "tickets.tasks.send_due_mail", minutes=1)
every("tickets-breaches", "tickets.tasks.notice_breaches", minutes=1)
every("tickets-put-away", "tickets.tasks.put_away_solved", minutes=60)
