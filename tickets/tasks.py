"""The desk's clockwork: letters leave, broken promises are noticed, solved tickets are put away."""

from datetime import timedelta
from time import monotonic

from django.conf import settings
from django.utils import timezone

from helpdesk.lib.jobs import every
from tickets.actions import handle_mail, note_breach, put_away, send_letter
from tickets.mailbox import poll
from tickets.models import MailIn, MailOut, Ticket
from tickets.promises import newly_breached

PUT_AWAY_AFTER = timedelta(days=7)
ENOUGH_SECONDS = 45


def notice_breaches() -> int:
    """Job, every minute: write down promises that have passed. Returns how many were new."""
    found = newly_breached()
    for ticket, clock, due_at in found:
        note_breach(ticket, clock, due_at=due_at, actor=None)
    return len(found)


def put_away_solved() -> int:
    """Job, every hour: close what has been solved for a week without a word. Returns how many."""
    before = timezone.now() - PUT_AWAY_AFTER
    found = list(Ticket.objects.filter(status=Ticket.Status.SOLVED, solved_at__lt=before)[:500])
    return sum(put_away(ticket, before=before, actor=None).is_closed for ticket in found)


def send_mail(pk: int) -> None:
    """Job: send one letter, if nobody has."""
    mail = MailOut.objects.filter(pk=pk).first()
    if mail:
        send_letter(mail)


def send_due_mail() -> int:
    """Job, every minute: send what is due again, and what a lost job left. Returns how many it tried.

    It stops in good time before a job is killed in the midst of a letter; the rest is due in the next minute.
    """
    due = MailOut.objects.filter(status=MailOut.Status.QUEUED, next_try_at__lte=timezone.now())
    start, tried = monotonic(), 0
    for mail in list(due.order_by("next_try_at")[:200]):
        send_letter(mail)
        tried += 1
        if monotonic() - start > ENOUGH_SECONDS:
            break
    return tried


def handle_left_mail() -> int:
    """Job, every five minutes: try again what could not be handled when it came. Returns how many."""
    before = timezone.now() - timedelta(minutes=2)
    left = list(MailIn.objects.filter(outcome=MailIn.Outcome.RECEIVED, received_at__lt=before)[:100])
    for row in left:
        handle_mail(row)
    return len(left)


def fetch_mail() -> int:
    """Job, every minute: take in what lies in the mailbox, where one is set. Returns how many."""
    return poll(settings.IMAP_URL) if settings.IMAP_URL else 0


every("tickets-mail-left", "tickets.tasks.handle_left_mail", minutes=5)
every("tickets-mail-fetch", "tickets.tasks.fetch_mail", minutes=1)
every("tickets-mail", "tickets.tasks.send_due_mail", minutes=1)
every("tickets-breaches", "tickets.tasks.notice_breaches", minutes=1)
every("tickets-put-away", "tickets.tasks.put_away_solved", minutes=60)
