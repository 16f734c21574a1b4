"""The mail of two weeks: the letters that carried the desk's answers, and what came in that nobody could act upon.

Letters are rendered by the desk's own templates. Incoming mails are real bytes, and `tests/demo/test_mail.py` hands
them to the desk again: it must decide as told here.
"""

import hashlib
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime

from django.conf import settings
from django.utils import timezone, translation

from helpdesk.demo.threads import Desk
from helpdesk.lib.letters import new_mail_id
from tickets.channels.email import parse
from tickets.letters import headers, rendered, zone_of
from tickets.links import reply_address
from tickets.models import MailIn, MailOut, Message, Participant

REFUSED = "SMTPRecipientsRefused: 550 5.1.1 The e-mail account that you tried to reach does not exist"
BUSY = "SMTPResponseException: (421, b'4.7.0 Try again later')"
Outcome, Reason = MailIn.Outcome, MailIn.Reason


def tell_mail(desk: Desk, rng: random.Random) -> None:
    """Every answer left as a letter; the last but one came back and the last still tries. Then what came in."""
    participants = {(each.ticket_id, each.user_id): each for each in Participant.objects.all()}
    answers = [m for thread in desk.threads for m in thread.messages if is_answer(m)]
    answers.sort(key=lambda message: message.created_at)
    letters = [letter_of(m, participants[m.ticket_id, m.ticket.requester_id], rng) for m in answers]
    for letter in letters:
        letter.sent_at = min(letter.created_at + timedelta(seconds=rng.randint(1, 9)), desk.past.now)
    if len(letters) > 1:
        fail(letters[-2])
        keep_trying(letters[-1], desk.past.now)
    MailOut.objects.bulk_create(letters, batch_size=200)
    for letter in letters:
        tell_fate(desk, letter)
    take_in(desk, letters)


def is_answer(message: Message) -> bool:
    return message.kind == Message.Kind.PUBLIC and message.is_from_staff


def letter_of(message: Message, participant: Participant, rng: random.Random) -> MailOut:
    ticket = message.ticket
    customer = ticket.requester
    with translation.override(customer.language), timezone.override(zone_of(customer)):
        words = rendered(MailOut.Kind.REPLY, ticket, customer, {"message": message, "files": []})
    return MailOut(
        ticket=ticket,
        message=message,
        participant=participant,
        recipient=customer,
        kind=MailOut.Kind.REPLY,
        to=customer.email,
        language=customer.language,
        mail_id=new_mail_id(),
        headers=headers(MailOut.Kind.REPLY, ticket, customer, participant),
        status=MailOut.Status.SENT,
        attempts=1,
        created_at=message.created_at,
        next_try_at=message.created_at,
        **words,
    )


def fail(letter: MailOut) -> None:
    letter.status, letter.last_error = MailOut.Status.FAILED, REFUSED


def keep_trying(letter: MailOut, now: datetime) -> None:
    letter.status, letter.sent_at = MailOut.Status.QUEUED, None
    letter.attempts, letter.last_error, letter.next_try_at = 5, BUSY, now + timedelta(hours=2)


def tell_fate(desk: Desk, letter: MailOut) -> None:
    """As the worker would have, when the mail server answered."""
    if letter.sent_at is None or letter.ticket is None:
        return
    told = {"mail": letter.pk, "kind": str(letter.kind)}
    verb = "mail.sent" if letter.status == MailOut.Status.SENT else "mail.failed"
    desk.past.tell(letter.sent_at, verb, letter.ticket, customer=letter.recipient, data=told)
    if verb == "mail.failed":
        letter.sent_at = None
        letter.save(update_fields=["sent_at"])


@dataclass(frozen=True, slots=True)
class Arrival:
    """A mail of the past and what became of it."""

    hours_ago: float
    sender: str
    to: str
    subject: str
    body: str
    outcome: str
    reason: str
    extra: tuple[tuple[str, str], ...] = ()


def arrivals(letter: MailOut) -> Iterator[Arrival]:
    """`letter` is an answer whose address strangers try to use."""
    support, reply = settings.SUPPORT_ADDRESS, settings.REPLY_ADDRESS
    name, _at, domain = reply.partition("@")
    participant = letter.participant
    theirs = reply_address(participant) if participant else support
    yield Arrival(
        52, "Billing <accounts@invoices.example>", f"{name}+1-{'0' * 32}@{domain}", "Overdue invoice 88121",
        "Please pay the attached invoice today.", Outcome.HELD, Reason.FORGED_ADDRESS,
    )  # fmt: skip
    yield Arrival(
        29, "A friend <helper@mailbox.example>", theirs, letter.subject,
        "I answer for the account owner. Send the money to my address instead.",
        Outcome.HELD, Reason.FOREIGN_SENDER,
    )  # fmt: skip
    yield Arrival(
        20, "Ana <ana@agent.demo>", support, "Password reset for a customer",
        "Hi team, please switch off two-step sign-in for this customer.", Outcome.HELD, Reason.STAFF_SENDER,
    )  # fmt: skip
    yield Arrival(
        9, "chen@newcomer.example", support, "(no text)", "", Outcome.HELD, Reason.EMPTY,
    )  # fmt: skip
    yield Arrival(
        6, letter.to, theirs, "Out of office", "I am away until Monday.", Outcome.IGNORED, Reason.AUTOMATIC,
        (("Auto-Submitted", "auto-replied"),),
    )  # fmt: skip


def take_in(desk: Desk, letters: list[MailOut]) -> None:
    if not letters:
        return
    told_of = [each for each in arrivals(letters[0])]
    rows = [row_of(arrival, desk.past.now, number) for number, arrival in enumerate(told_of)]
    for row in rows:
        if row.reason == Reason.FOREIGN_SENDER:
            row.ticket = letters[0].ticket
    MailIn.objects.bulk_create(rows)
    for row in rows:
        if row.outcome == Outcome.HELD:
            desk.past.tell(row.received_at, "mail.held", row, data={"reason": str(row.reason)})


def row_of(arrival: Arrival, now: datetime, number: int) -> MailIn:
    at = now - timedelta(hours=arrival.hours_ago)
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = arrival.sender, arrival.to, arrival.subject
    mail["Date"], mail["Message-ID"] = (
        format_datetime(at),
        f"<demo-{number}-{int(at.timestamp())}@mail.example>",
    )
    for header, value in arrival.extra:
        mail[header] = value
    mail.set_content(arrival.body)
    raw = mail.as_bytes()
    read = parse(raw)
    return MailIn(
        sha256=hashlib.sha256(raw).hexdigest(),
        raw=raw,
        mail_id=read.mail_id,
        sender=read.sender,
        sent_to=read.recipients[0][:254],
        subject=read.subject,
        outcome=arrival.outcome,
        reason=arrival.reason,
        flags=read.flags,
        attempts=1,
        received_at=at,
    )
