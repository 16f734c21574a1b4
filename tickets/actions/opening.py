"""A new ticket: from somebody we know, or from a guest who must prove the address first."""

from collections.abc import Iterable
from typing import TypedDict, Unpack

from django.db import transaction
from django.utils import timezone

from accounts.actions import checked_address, claim_mailbox, create_customer
from accounts.models import User
from helpdesk.ledger import record
from helpdesk.ledger.models import Event
from helpdesk.lib.uploads import Accepted
from tickets.actions.rows import Extras, append_message, lock_ticket, save_facts, take_number
from tickets.actions.secrets import Safe, note_masked, without_secrets
from tickets.actions.thread import move_status
from tickets.letters import write_confirmation, write_receipt
from tickets.models import Message, Participant, SlaPolicy, Ticket, Topic
from tickets.permissions import can_ask_as_guest


class Opening(TypedDict, total=False):
    """What may come with a new ticket. The same `client_id` from the same requester is the same ticket."""

    topic: str
    language: str
    channel: str
    client_id: str
    files: Iterable[Accepted]
    quoted: str
    html: str


def open_ticket(
    requester: User, *, subject: str, body: str, actor: User | None = None, **opening: Unpack[Opening]
) -> Ticket:
    """Open a ticket for a person whose address is known to be theirs. Sent twice, it is opened once."""
    safe = safe_opening(subject, body, opening)
    with transaction.atomic():
        ticket, is_new = write_ticket(requester, safe, opening)
        if is_new:
            start_work(ticket, actor=actor or requester)
    return ticket


def open_guest_ticket(
    email: str, *, subject: str, body: str, actor: User | None = None, **opening: Unpack[Opening]
) -> Ticket:
    """Keep a guest's request until the address is proven.

    Until then the desk sees it among the unconfirmed, no clock runs, and the only mail that leaves is the one
    with the link, which carries none of the submitted text: the form cannot be used to write to strangers.
    Who names an address that may not ask is answered alike, with a ticket that is never saved.
    """
    safe = safe_opening(subject, body, opening)
    with transaction.atomic():
        if not can_ask_as_guest(email):
            return decline_guest(email, opening.get("client_id", ""), actor)
        requester = create_customer(email, language=opening.get("language", "en"))
        ticket, is_new = write_ticket(requester, safe, opening)
        if is_new:
            record(
                "ticket.requested", ticket, actor=actor, customer=requester, data={"number": ticket.number}
            )
            write_confirmation(ticket)
    return ticket


def safe_opening(subject: str, body: str, opening: Opening) -> Safe:
    return without_secrets(
        body,
        title=subject,
        quoted=opening.get("quoted", ""),
        html=opening.get("html", ""),
        files=opening.get("files", ()),
    )


def decline_guest(email: str, client_id: str, actor: User | None) -> Ticket:
    """It looks like a ticket: it uses up a number, and sent again with its `client_id` it has the same one. The
    ledger alone knows, beside the person in whose name it was tried."""
    person = User.objects.get(email=checked_address(email))
    number = declined_before(person, client_id)
    if not number:
        fresh = take_number()
        number = declined_before(person, client_id) or fresh
        if number == fresh:
            record("ticket.declined", person, actor=actor, data={"number": number, "client_id": client_id})
    return Ticket(number=number, requester=person, client_id=client_id)


def declined_before(person: User, client_id: str) -> str:
    if not client_id:
        return ""
    tries = Event.objects.about(person).filter(verb="ticket.declined", data__client_id=client_id)
    return str(tries.values_list("data__number", flat=True).first() or "")


@transaction.atomic
def confirm_ticket(ticket: Ticket, *, actor: User | None = None) -> Ticket:
    """The guest followed the link: the address is theirs, the desk gets the ticket, the clocks start.

    One that was closed meanwhile, taken for a stranger's, is open again: its owner has shown that they want an answer.
    """
    ticket = lock_ticket(ticket)
    if ticket.is_confirmed:
        return ticket
    claim_mailbox(ticket.requester, actor=actor or ticket.requester)
    if ticket.is_closed:
        ticket.solved_at = ticket.closed_at = None
        move_status(ticket, Ticket.Status.OPEN, actor or ticket.requester)
    start_work(ticket, actor=actor or ticket.requester)
    return ticket


def write_ticket(requester: User, safe: Safe, opening: Opening) -> tuple[Ticket, bool]:
    """The rows of a ticket and its first message; the second value is False when they were there before."""
    client_id = opening.get("client_id", "")
    before = opened_before(requester, client_id)
    if before:
        return before, False
    number = take_number()
    before = opened_before(requester, client_id)
    if before:
        return before, False
    topic = Topic.objects.filter(slug=opening.get("topic", "other")).first()
    ticket = Ticket.objects.create(
        number=number,
        subject=safe.title.text[:200],
        requester=requester,
        topic=opening.get("topic", "other"),
        priority=topic.priority if topic else Ticket.Priority.NORMAL,
        team=topic.team if topic else None,
        language=opening.get("language") or requester.language,
        channel=opening.get("channel", Ticket.Channel.WEB),
        client_id=client_id,
        policy=SlaPolicy.objects.first(),
    )
    Participant.objects.create(ticket=ticket, user=requester, role=Participant.Role.REQUESTER)
    extras: Extras = {"channel": ticket.channel}
    message = append_message(ticket, author=requester, kind=Message.Kind.PUBLIC, safe=safe, extras=extras)
    note_masked(ticket, safe.title.kinds, message=message, author=requester)
    ticket.save(update_fields=["last_seq"])
    return ticket, True


def opened_before(requester: User, client_id: str) -> Ticket | None:
    if not client_id:
        return None
    return Ticket.objects.filter(requester=requester, client_id=client_id).first()


def start_work(ticket: Ticket, *, actor: User) -> None:
    """From now on the desk owes an answer."""
    ticket.confirmed_at = ticket.asked_at = timezone.now()
    save_facts(ticket, "confirmed_at", "asked_at", "status", "solved_at", "closed_at")
    data = {
        "number": ticket.number,
        "topic": ticket.topic,
        "channel": ticket.channel,
        "priority": ticket.priority,
    }
    record("ticket.opened", ticket, actor=actor, customer=ticket.requester, data=data)
    write_receipt(ticket)
