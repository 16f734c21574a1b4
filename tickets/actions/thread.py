"""What is said on a ticket."""

from typing import Unpack

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from helpdesk.ledger import record
from helpdesk.lib.errors import Conflict
from tickets.actions.rows import Extras, append_message, lock_ticket, save_facts, searched, stored_before
from tickets.actions.secrets import Safe
from tickets.letters import write_reply
from tickets.models import Message, Ticket


def reply_to_ticket(ticket: Ticket, *, body: str, actor: User, **extras: Unpack[Extras]) -> Message:
    """Say something the customer reads.

    A repeated `client_id` returns the stored message, whatever its text. With `last_seq` the reply is refused as
    stale when somebody else has written since. The desk's reply hands the next step to the customer, the
    customer's hands it back and re-opens a solved ticket.
    """
    safe = searched(body, extras)
    with transaction.atomic():
        return write_answer(lock_ticket(ticket), safe, actor, extras)


def write_answer(ticket: Ticket, safe: Safe, actor: User, extras: Extras) -> Message:
    """The message of a locked ticket and all that follows from it."""
    before = stored_before(ticket, actor, extras.get("client_id", ""))
    if before:
        return before
    refuse_reply(ticket, actor, extras.get("last_seq"))
    message = append_message(ticket, author=actor, kind=Message.Kind.PUBLIC, safe=safe, extras=extras)
    if actor.is_staff:
        take_in_answer(ticket, actor)
    else:
        take_in_question(ticket, actor)
    save_facts(ticket, *CHANGED_BY_REPLY)
    write_reply(message)
    record(
        "ticket.replied",
        ticket,
        actor=actor,
        customer=ticket.requester,
        data={
            "seq": message.seq,
            "by": "staff" if actor.is_staff else "customer",
            "channel": message.channel,
        },
    )
    return message


CHANGED_BY_REPLY = (
    "last_seq",
    "status",
    "assignee",
    "first_response_at",
    "asked_at",
    "solved_at",
    "reopened_at",
)


def add_note(ticket: Ticket, *, body: str, actor: User, **extras: Unpack[Extras]) -> Message:
    """Write to colleagues only: no clock moves and no mail leaves."""
    safe = searched(body, extras)
    with transaction.atomic():
        return write_note(lock_ticket(ticket), safe, actor, extras)


def write_note(ticket: Ticket, safe: Safe, actor: User, extras: Extras) -> Message:
    """The note of a locked ticket, written once."""
    before = stored_before(ticket, actor, extras.get("client_id", ""))
    if before:
        return before
    message = append_message(ticket, author=actor, kind=Message.Kind.NOTE, safe=safe, extras=extras)
    ticket.updated_at = timezone.now()
    ticket.save(update_fields=["last_seq", "updated_at"])
    record("ticket.noted", ticket, actor=actor, customer=ticket.requester, data={"seq": message.seq})
    return message


def refuse_reply(ticket: Ticket, actor: User, last_seq: int | None) -> None:
    if ticket.is_closed:
        raise Conflict(_("This ticket is closed. Please open a new one and name this number."), code="closed")
    if not ticket.is_confirmed:
        raise Conflict(
            _("The customer has not confirmed the address yet, so no mail can be sent."), code="unconfirmed"
        )
    if last_seq is None:
        return
    newer = ticket.messages.filter(seq__gt=last_seq, kind=Message.Kind.PUBLIC).exclude(author=actor)
    if newer.exists():
        raise Conflict(_("Somebody has written meanwhile. Read what is new, then send again."), code="stale")


def take_in_answer(ticket: Ticket, actor: User) -> None:
    """The desk has answered: the customer's wait is over, and whoever answers an unowned ticket owns it."""
    now = timezone.now()
    ticket.first_response_at = ticket.first_response_at or now
    ticket.asked_at = None
    if ticket.assignee_id is None:
        ticket.assignee = actor
        record("ticket.assigned", ticket, actor=actor, customer=ticket.requester, data={"to": actor.pk})
    move_status(ticket, Ticket.Status.WAITING, actor)


def take_in_question(ticket: Ticket, actor: User) -> None:
    """The customer has written: somebody waits on us from now, or still does."""
    now = timezone.now()
    ticket.asked_at = ticket.asked_at or now
    if ticket.status == Ticket.Status.SOLVED:
        ticket.solved_at, ticket.reopened_at = None, now
    if ticket.status in (Ticket.Status.SOLVED, Ticket.Status.WAITING):
        move_status(ticket, Ticket.Status.OPEN, actor)


def move_status(ticket: Ticket, status: str, actor: User | None) -> None:
    """Set a locked ticket's status and tell the ledger from what to what; saving is the caller's."""
    if ticket.status == status:
        return
    verb = verb_of(ticket.status, status)
    data = {"from": ticket.status, "to": str(status)}
    ticket.status = status
    record(verb, ticket, actor=actor, customer=ticket.requester, data=data)


def verb_of(before: str, after: str) -> str:
    if after in (Ticket.Status.SOLVED, Ticket.Status.CLOSED):
        return f"ticket.{after}"
    return "ticket.reopened" if before == Ticket.Status.SOLVED else "ticket.status_changed"
