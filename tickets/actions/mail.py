"""Sending what was written, and remembering how it went."""

import smtplib
from datetime import timedelta

from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from helpdesk.ledger import record
from helpdesk.lib.letters import is_permanent, sender, wait_minutes, words_of
from tickets.models import MailOut

LEASE = timedelta(minutes=5)
GIVE_UP = timedelta(hours=72)


def send_letter(mail: MailOut, *, actor: User | None = None) -> MailOut:
    """Hand one letter to the mail server; only one worker at a time has it, and a sent one is not sent again.

    A worker that dies between the server's yes and our note leaves the letter to be sent again after the lease,
    under the same Message-ID; one whose tries never come to an end is given up by its age. A survey that waited while its ticket was re-opened is taken back unsent.
    """
    if not claim(mail):
        mail.refresh_from_db()
        return mail
    mail.refresh_from_db()
    if is_overtaken(mail):
        mail.delete()
        return mail
    if mail.attempts > 1 and timezone.now() - mail.created_at > GIVE_UP:
        return fail_letter(mail, reason=mail.last_error, actor=actor)
    try:
        as_message(mail).send()
    except (smtplib.SMTPException, OSError, ValueError) as error:
        return note_failure(mail, error, actor=actor)
    return note_sent(mail, actor=actor)


def claim(mail: MailOut) -> bool:
    now = timezone.now()
    due = MailOut.objects.filter(pk=mail.pk, status=MailOut.Status.QUEUED, next_try_at__lte=now)
    return bool(due.update(next_try_at=now + LEASE, attempts=F("attempts") + 1))


def is_overtaken(mail: MailOut) -> bool:
    """It says that a ticket is solved which is open again, or which a later letter says it of."""
    if mail.kind != MailOut.Kind.SOLVED or mail.ticket is None:
        return False
    later = mail.ticket.mails.filter(kind=MailOut.Kind.SOLVED, pk__gt=mail.pk)
    return not mail.ticket.is_finished or later.exists()


def as_message(mail: MailOut) -> EmailMultiAlternatives:
    headers = {**mail.headers, "Message-ID": mail.mail_id}
    message = EmailMultiAlternatives(mail.subject, mail.text, sender(), [mail.to], headers=headers)
    message.attach_alternative(mail.html, "text/html")
    return message


@transaction.atomic
def note_sent(mail: MailOut, *, actor: User | None) -> MailOut:
    """The mail server took it; a delivery report that came first has the last word."""
    queued = MailOut.objects.filter(pk=mail.pk, status=MailOut.Status.QUEUED)
    is_noted = queued.update(status=MailOut.Status.SENT, sent_at=timezone.now(), last_error="")
    mail.refresh_from_db()
    if not is_noted:
        return mail
    if mail.ticket:
        data = {"mail": mail.pk, "kind": mail.kind}
        record("mail.sent", mail.ticket, actor=actor, customer=mail.recipient, data=data)
    return mail


@transaction.atomic
def note_failure(mail: MailOut, error: Exception, *, actor: User | None) -> MailOut:
    """A refusal for good ends it and tells the desk; anything else is tried again, later each time, for three days."""
    mail.last_error = words_of(error)
    is_final = is_permanent(error) or timezone.now() - mail.created_at > GIVE_UP
    if not is_final:
        mail.next_try_at = timezone.now() + timedelta(minutes=wait_minutes(mail.attempts))
        mail.save(update_fields=["last_error", "next_try_at"])
        return mail
    return fail_letter(mail, reason=mail.last_error, actor=actor)


@transaction.atomic
def fail_letter(mail: MailOut, *, reason: str, actor: User | None) -> MailOut:
    """The letter did not arrive and will not; also called when a delivery report says so. Twice equals once."""
    mail = MailOut.objects.select_for_update().get(pk=mail.pk)
    if mail.status == MailOut.Status.FAILED:
        return mail
    mail.status, mail.last_error = MailOut.Status.FAILED, reason[:300]
    mail.save(update_fields=["status", "last_error"])
    if mail.ticket:
        data = {"mail": mail.pk, "kind": mail.kind}
        record("mail.failed", mail.ticket, actor=actor, customer=mail.recipient, data=data)
    return mail
