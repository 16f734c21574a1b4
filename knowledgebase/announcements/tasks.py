"""The clockwork of announcements: what is due to begin or to end is noted, and subscribers are written to."""

from contextlib import suppress
from smtplib import SMTPException
from time import monotonic

from django.core.mail import get_connection

from helpdesk.lib.jobs import every, later
from knowledgebase.announcements.actions import (
    end_announcement,
    forget_unconfirmed,
    send_letter,
    start_announcement,
    write_letters,
)
from knowledgebase.announcements.models import Announcement, AnnouncementLetter
from knowledgebase.announcements.selectors import due_letters, due_to_end, due_to_start

ENOUGH_SECONDS = 45
AT_ONCE = 200


def keep_time() -> int:
    """Job, every minute: note what began and what ended by the clock. Returns how many."""
    beginning, ending = list(due_to_start()[:100]), list(due_to_end()[:100])
    for announcement in beginning:
        start_announcement(announcement, actor=None)
    for announcement in ending:
        end_announcement(announcement, actor=None)
    return len(beginning) + len(ending)


def write_letters_after(announcement: int, update: int | None, after: int) -> int:
    """Job: write to the next subscribers past `after` of what began or went on. Returns how many."""
    row = Announcement.objects.filter(pk=announcement).first()
    if row is None or row.is_draft:
        return 0
    told = row.updates.filter(pk=update).first() if update else None
    return write_letters(row, told, after=after, actor=None)


def send_letter_now(pk: int) -> None:
    """Job: send one letter, if nobody has."""
    letter = AnnouncementLetter.objects.filter(pk=pk).first()
    if letter:
        send_letter(letter, actor=None)


def send_due_letters() -> int:
    """Job, every minute and after writing: send what is due over one connection. Returns how many it tried.

    It stops in good time before a job is killed in the midst of a letter, and leaves the rest to another one.
    """
    start, tried = monotonic(), 0
    connection = get_connection()
    with suppress(SMTPException, OSError):
        connection.open()
    for letter in list(due_letters()[:AT_ONCE]):
        send_letter(letter, actor=None, connection=connection)
        tried += 1
        if monotonic() - start > ENOUGH_SECONDS:
            break
    connection.close()
    if due_letters().exists():
        later("knowledgebase.announcements.tasks.send_due_letters")
    return tried


def forget_addresses() -> int:
    """Job, every day: forget addresses that never said yes. Returns how many."""
    return forget_unconfirmed(actor=None)


every("announcements-time", "knowledgebase.announcements.tasks.keep_time", minutes=1)
every("announcements-mail", "knowledgebase.announcements.tasks.send_due_letters", minutes=1)
every("announcements-forget", "knowledgebase.announcements.tasks.forget_addresses", minutes=1440)
