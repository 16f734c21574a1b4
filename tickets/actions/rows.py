"""What every action on a ticket shares: the lock, the number, the next seq, the files."""

import hashlib
from collections.abc import Iterable
from typing import NotRequired, TypedDict

from django.conf import settings
from django.core.files.base import ContentFile
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from helpdesk.lib.uploads import Accepted
from tickets.actions.breaches import note_breach, note_no_promise
from tickets.actions.secrets import Safe, note_masked, without_secrets
from tickets.models import Counter, File, Message, Ticket
from tickets.promises import DUE_FIELDS, unnoticed, work_out


class Extras(TypedDict, total=False):
    """What may come with a message. The same `client_id` from the same author is the same message."""

    channel: str
    client_id: str
    files: Iterable[Accepted]
    quoted: str
    html: str
    last_seq: NotRequired[int | None]


def lock_ticket(ticket: Ticket) -> Ticket:
    """The row as it is now, ours until the transaction ends."""
    return Ticket.objects.select_for_update().get(pk=ticket.pk)


def take_number() -> str:
    """The next ticket number; the counter's row stays locked until the transaction ends."""
    if not Counter.objects.filter(name="ticket").update(value=F("value") + 1):
        Counter.objects.get_or_create(name="ticket")
        Counter.objects.filter(name="ticket").update(value=F("value") + 1)
    value = Counter.objects.values_list("value", flat=True).get(name="ticket")
    return f"{settings.TICKET_PREFIX}-{value:06d}"


def searched(body: str, extras: Extras) -> Safe:
    return without_secrets(
        body, quoted=extras.get("quoted", ""), html=extras.get("html", ""), files=extras.get("files", ())
    )


def append_message(ticket: Ticket, *, author: User | None, kind: str, safe: Safe, extras: Extras) -> Message:
    """Write the next message of a locked ticket; its seq follows the last without a gap."""
    ticket.last_seq += 1
    message = Message.objects.create(
        ticket=ticket,
        seq=ticket.last_seq,
        author=author,
        kind=kind,
        body=safe.body,
        quoted=safe.quoted,
        html=safe.html,
        channel=extras.get("channel", Ticket.Channel.WEB),
        client_id=extras.get("client_id", ""),
        created_at=timezone.now(),
    )
    store_files(message, safe.files)
    note_masked(ticket, safe.kinds, message=message, author=author)
    return message


def store_files(message: Message, files: Iterable[Accepted]) -> None:
    for file in files:
        file.file.seek(0)
        content = file.file.read()
        File.objects.create(
            message=message,
            name=file.name,
            stored=ContentFile(content, name=f"tickets/{file.stored_name()}"),
            kind=file.kind,
            mime=file.mime,
            size=file.size,
            sha256=hashlib.sha256(content).hexdigest(),
            width=file.width,
            height=file.height,
        )


def stored_before(ticket: Ticket, author: User, client_id: str) -> Message | None:
    """The message a repeated send has already made."""
    if not client_id:
        return None
    return Message.objects.filter(ticket=ticket, author=author, client_id=client_id).first()


def save_facts(ticket: Ticket, *fields: str) -> None:
    """Save the named facts of a locked ticket with what they mean for its promises.

    Called after a change of status is in the ledger, from which the pauses are read. A promise that has passed by now
    was broken, though the clock's next look would find it kept or gone: it is written down first.
    """
    for clock, due_at in unnoticed(ticket):
        note_breach(ticket, clock, due_at=due_at, actor=None)
    ticket.updated_at = timezone.now()
    if not work_out(ticket):
        note_no_promise(ticket, actor=None)
    ticket.save(update_fields=[*fields, *DUE_FIELDS, "updated_at"])
