"""Letters to subscribers: each told once of an announcement and once of each update, sent by the worker."""

import smtplib
from datetime import timedelta

from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F
from django.utils.timezone import now

from accounts.models import User
from helpdesk.ledger import record
from helpdesk.lib.jobs import later
from helpdesk.lib.letters import is_permanent, new_mail_id, wait_minutes, words_of
from knowledgebase.announcements.letters import as_message
from knowledgebase.announcements.models import Announcement, AnnouncementLetter, IncidentUpdate
from knowledgebase.announcements.selectors import subscriptions_to

LEASE = timedelta(minutes=5)
GIVE_UP = timedelta(hours=24)
BATCH = 500
Status = AnnouncementLetter.Status


@transaction.atomic
def write_letters(
    announcement: Announcement, update: IncidentUpdate | None, *, after: int, actor: User | None
) -> int:
    """A letter for each subscriber past `after`, at most five hundred; the rest is written by a next job.

    A subscriber who has this letter already gets no second one, however often it is called. Returns how many it looked at.
    """
    found = list(subscriptions_to(announcement).filter(pk__gt=after).order_by("pk")[:BATCH])
    if not found:
        return 0
    letters = [
        AnnouncementLetter(subscription=row, announcement=announcement, update=update, mail_id=new_mail_id())
        for row in found
    ]
    AnnouncementLetter.objects.bulk_create(letters, ignore_conflicts=True)
    data = {"letters": len(found), "update": update.pk if update else None}
    record("announcement.mailed", announcement, actor=actor, data=data)
    later("knowledgebase.announcements.tasks.send_due_letters")
    if len(found) == BATCH:
        path = "knowledgebase.announcements.tasks.write_letters_after"
        later(path, announcement.pk, update.pk if update else None, found[-1].pk)
    return len(found)


def send_letter(
    letter: AnnouncementLetter, *, actor: User | None, connection: BaseEmailBackend | None = None
) -> AnnouncementLetter | None:
    """Hand one letter to the mail server; one worker at a time has it, and a sent one is not sent again.

    A worker that dies between the server's yes and our note leaves it to be sent again under the same Message-ID. None
    when it was taken back: the address has not said yes, or the announcement is a draft again.
    """
    if not claim(letter):
        return letter
    letter = AnnouncementLetter.objects.select_related("subscription", "announcement", "update").get(
        pk=letter.pk
    )
    if is_overtaken(letter):
        letter.delete()
        return None
    try:
        as_message(letter, connection).send()
    except (smtplib.SMTPException, OSError, ValueError) as error:
        if connection:
            connection.close()  # the next letter opens a fresh line
        return note_failure(letter, error, actor=actor)
    return note_sent(letter, actor=actor)


def claim(letter: AnnouncementLetter) -> bool:
    due = AnnouncementLetter.objects.filter(pk=letter.pk, status=Status.QUEUED, next_try_at__lte=now())
    return bool(due.update(next_try_at=now() + LEASE, attempts=F("attempts") + 1))


def is_overtaken(letter: AnnouncementLetter) -> bool:
    """A question already answered, or news of what is not public or to an address that did not say yes."""
    if letter.announcement is None:
        return letter.subscription.confirmed_at is not None
    return letter.announcement.is_draft or letter.subscription.confirmed_at is None


@transaction.atomic
def note_sent(letter: AnnouncementLetter, *, actor: User | None) -> AnnouncementLetter:
    """The mail server took it."""
    letter.status, letter.sent_at, letter.last_error = Status.SENT, now(), ""
    letter.save(update_fields=["status", "sent_at", "last_error"])
    return letter


@transaction.atomic
def note_failure(letter: AnnouncementLetter, error: Exception, *, actor: User | None) -> AnnouncementLetter:
    """A refusal for good ends it; anything else is tried again, later each time, for a day: older news is none."""
    letter.last_error = words_of(error)
    if is_permanent(error) or now() - letter.created_at > GIVE_UP:
        letter.status = Status.FAILED
        record("subscription.unreached", letter.subscription, actor=actor, data={"letter": letter.pk})
    letter.next_try_at = now() + timedelta(minutes=wait_minutes(letter.attempts))
    letter.save(update_fields=["status", "last_error", "next_try_at"])
    return letter
