"""Taking in mail: kept whole first, then read, then added to a ticket, made into one, or held with the reason."""

import hashlib
import logging
from collections import Counter
from datetime import timedelta
from typing import TypedDict

from django.db import transaction
from django.db.models import F
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.actions import create_customer
from accounts.models import User
from accounts.permissions import can_work
from helpdesk.ledger import record
from helpdesk.lib.errors import Conflict, Invalid
from helpdesk.lib.languages import INTERFACE, detect
from helpdesk.lib.secrets import Kind as SecretKind
from helpdesk.lib.uploads import MAX_FILES, Accepted, inspect
from tickets.actions.mail import fail_letter
from tickets.actions.opening import open_ticket
from tickets.actions.secrets import note_masked
from tickets.actions.thread import reply_to_ticket
from tickets.channels.email import Kind, Parsed, kind_of, mask_mail, parse
from tickets.channels.email.uploads import as_upload
from tickets.links import is_reply_address, participant_at
from tickets.models import MailIn, MailOut, Message, Participant, Ticket

log = logging.getLogger(__name__)


class FromMail(TypedDict):
    """What a mail brings beside its text."""

    channel: str
    client_id: str
    files: list[Accepted]
    quoted: str
    html: str


LARGEST = 25_000_000
# Told from the mail as it came: without its secrets it may be shorter.
TOO_LARGE = "too_large"
TRIES = 3
SENDER_AT_MOST = 30
SENDER_WINDOW = timedelta(hours=1)
Outcome, Reason = MailIn.Outcome, MailIn.Reason


class Held(Exception):
    """This mail is not acted upon by itself; a person may."""

    def __init__(self, reason: str, ticket: Ticket | None = None, outcome: str = Outcome.HELD) -> None:
        super().__init__(reason)
        self.reason, self.ticket, self.outcome = reason, ticket, outcome


def receive_mail(raw: bytes, *, actor: User | None = None) -> MailIn:
    """Keep a mail as it came, then do what it asks for. The same bytes again are the same mail.

    Reading may fail on a mail nobody has thought of; the mail is then kept, tried twice more by the clock and
    held, and the others flow.
    """
    row = keep(raw)
    if row.outcome == Outcome.RECEIVED:
        handle_mail(row, actor=actor)
    return row


def keep(raw: bytes) -> MailIn:
    """The row of these bytes; what is written has no secret in it, and a flag says which kinds were taken out."""
    digest = hashlib.sha256(raw).hexdigest()
    row = MailIn.objects.filter(sha256=digest).first()
    if row is not None:
        return row
    kept, kinds = looked_through(raw[: LARGEST + 1], digest)
    flags = [f"masked {kind} {count}" for kind, count in kinds.items()]
    flags += [TOO_LARGE] if len(raw) > LARGEST else []
    return MailIn.objects.get_or_create(sha256=digest, defaults={"raw": kept, "flags": flags})[0]


def looked_through(raw: bytes, digest: str) -> tuple[bytes, Counter[SecretKind]]:
    """A mail nobody has thought of is kept as it is rather than lost."""
    try:
        return mask_mail(raw)
    except Exception as error:
        kind = type(error).__name__
        log.error("mail %s could not be looked through for secrets: %s", digest[:12], kind)
        return raw, Counter()


def masked_in(row: MailIn) -> Counter[SecretKind]:
    """The kinds of secret that were taken out before the mail was kept."""
    told = [flag.split() for flag in row.flags if flag.startswith("masked ")]
    return Counter({SecretKind(kind): int(count) for _masked, kind, count in told})


def handle_mail(row: MailIn, *, actor: User | None = None) -> None:
    """One try at a kept mail; its effects and its outcome stand or fall together.

    A try is counted before it begins: a mail that kills its worker is held like one that cannot be read.
    """
    if row.attempts >= TRIES:
        hold_unreadable(row)
        return
    MailIn.objects.filter(pk=row.pk).update(attempts=F("attempts") + 1)
    try:
        with transaction.atomic():
            decide(row, actor)
    except Exception:
        log.exception("mail %s could not be handled", row.pk)
        row.refresh_from_db()
        if row.attempts >= TRIES:
            hold_unreadable(row)


def hold_unreadable(row: MailIn) -> None:
    """Unless another worker has come to an end with it."""
    waiting = MailIn.objects.filter(pk=row.pk, outcome=Outcome.RECEIVED)
    waiting.update(outcome=Outcome.HELD, reason=Reason.UNREADABLE)
    row.refresh_from_db()


def decide(row: MailIn, actor: User | None) -> None:
    locked = MailIn.objects.select_for_update().get(pk=row.pk)
    if locked.outcome != Outcome.RECEIVED:
        return
    mail = parse(bytes(row.raw))
    describe_row(row, mail)
    try:
        refuse_unfit(row, mail)
        message, is_new = deliver(row, mail)
        row.ticket, row.message = message.ticket, message
        row.outcome = Outcome.OPENED if is_new else Outcome.APPENDED
        note_masked(message.ticket, masked_in(row), message=message, author=message.author)
    except Held as held:
        row.outcome, row.reason, row.ticket = held.outcome, held.reason, held.ticket
    row.save(update_fields=[*DESCRIBED, "outcome", "reason", "ticket", "message"])
    if row.outcome == Outcome.HELD:
        record("mail.held", row, actor=actor, data={"reason": row.reason})


DESCRIBED = ("sender", "sent_to", "subject", "mail_id", "flags")


def describe_row(row: MailIn, mail: Parsed) -> None:
    row.sender, row.subject, row.mail_id = mail.sender, mail.subject, mail.mail_id
    row.sent_to = next(iter(mail.recipients), "")[:254]
    row.flags = [flag for flag in row.flags if flag == TOO_LARGE or flag.startswith("masked ")] + mail.flags


def refuse_unfit(row: MailIn, mail: Parsed) -> None:
    """Everything that is held or put aside before anybody asks which ticket it belongs to."""
    if len(row.raw) > LARGEST or TOO_LARGE in row.flags:
        raise Held(Reason.TOO_LARGE)
    put_machines_aside(mail)
    if not mail.sender:
        raise Held(Reason.NO_SENDER)
    refuse_repeated(row, mail)
    if not mail.text.strip() and not mail.attachments:
        raise Held(Reason.EMPTY)


def put_machines_aside(mail: Parsed) -> None:
    """Our own mail come back, delivery reports and automatic answers open nothing and are answered by nothing."""
    kind = kind_of(mail)
    if kind is Kind.LOOP or MailOut.objects.filter(mail_id=mail.mail_id).exists():
        raise Held(Reason.LOOP, outcome=Outcome.IGNORED)
    if kind is Kind.BOUNCE:
        raise Held(Reason.BOUNCE, note_bounce(mail), Outcome.BOUNCED)
    if kind is Kind.AUTOMATIC:
        raise Held(Reason.AUTOMATIC, outcome=Outcome.IGNORED)


def refuse_repeated(row: MailIn, mail: Parsed) -> None:
    same = MailIn.objects.filter(sender=mail.sender).exclude(pk=row.pk)
    done = same.filter(outcome__in=(Outcome.APPENDED, Outcome.OPENED))
    if mail.mail_id and done.filter(mail_id=mail.mail_id).exists():
        raise Held(Reason.DUPLICATE, outcome=Outcome.IGNORED)
    if same.filter(received_at__gt=timezone.now() - SENDER_WINDOW).count() >= SENDER_AT_MOST:
        raise Held(Reason.TOO_MANY)


def note_bounce(mail: Parsed) -> Ticket | None:
    """Mark the letter a final report is about as failed; only who got the letter can know its Message-ID."""
    named = [*mail.references, *mail.returned_ids]
    letter = MailOut.objects.filter(mail_id__in=named).select_related("ticket").first()
    if letter and mail.is_final_report:
        fail_letter(letter, reason=mail.subject, actor=None)
    return letter.ticket if letter else None


def deliver(row: MailIn, mail: Parsed) -> tuple[Message, bool]:
    """The message this mail became and whether it opened a ticket."""
    participant = participant_of(mail)
    if participant is None:
        return open_from(row, mail), True
    check_sender(mail, participant)
    if participant.ticket.is_closed:
        return open_from(row, mail), True
    if not participant.ticket.is_confirmed:
        raise Held(Reason.UNCONFIRMED, participant.ticket)
    return reply_to_ticket(
        participant.ticket, body=body_of(mail), actor=participant.user, **extras_of(row, mail)
    ), False


def participant_of(mail: Parsed) -> Participant | None:
    """Whose reply this is: by the signed address first, then by a Message-ID of ours; anything made up is held."""
    for address in filter(is_reply_address, mail.recipients):
        participant = participant_at(address)
        if participant is None:
            raise Held(Reason.FORGED_ADDRESS)
        return participant
    letters = MailOut.objects.filter(mail_id__in=mail.references, participant__isnull=False)
    letter = letters.select_related("participant__user", "participant__ticket").order_by("-pk").first()
    return letter.participant if letter else None


def check_sender(mail: Parsed, participant: Participant) -> None:
    """The address belongs to one person: only they may use it, and only while they may reply."""
    user = participant.user
    if mail.sender != user.email.lower():
        raise Held(Reason.FOREIGN_SENDER, participant.ticket)
    may = can_work(user) if user.is_staff else user.is_active and participant.can_reply
    if not may:
        raise Held(Reason.NOT_ALLOWED, participant.ticket)


def open_from(row: MailIn, mail: Parsed) -> Message:
    """A new ticket of whoever the mail says it is from; the answer goes to that address and nowhere else."""
    known = User.objects.filter(email=mail.sender).first()
    if known and known.is_staff:
        raise Held(Reason.STAFF_SENDER)
    if known and not known.is_active:
        raise Held(Reason.NOT_ALLOWED)
    language = spoken_in(mail, known)
    requester = create_customer(mail.sender, name=mail.sender_name, language=language)
    with translation.override(language):
        subject = mail.subject or _("No subject")
    extras = extras_of(row, mail)
    ticket = open_ticket(
        requester, subject=subject[:200], body=body_of(mail), topic="other", language=language, **extras
    )
    return ticket.messages.get(seq=1)


def spoken_in(mail: Parsed, known: User | None) -> str:
    """The language of the text when it is one of ours, else the person's, else English."""
    own = known.language if known else "en"
    found = detect(mail.text[:2000], default=own)
    return found if found in INTERFACE else own


def body_of(mail: Parsed) -> str:
    return mail.text.strip() or _("(only files)")


def extras_of(row: MailIn, mail: Parsed) -> FromMail:
    return {
        "channel": Ticket.Channel.MAIL,
        "client_id": f"mail-{row.sha256[:48]}",
        "files": accepted_files(row, mail),
        "quoted": mail.quoted,
        "html": mail.html,
    }


def accepted_files(row: MailIn, mail: Parsed) -> list[Accepted]:
    """The files that may be kept; each refused one leaves a flag with its name and the reason."""
    accepted: list[Accepted] = []
    for attachment in mail.attachments:
        if len(accepted) >= MAX_FILES:
            row.flags.append(f"file_refused too_many_files {attachment.name}")
            continue
        try:
            accepted.append(inspect(as_upload(attachment)))
        except Invalid as refused:
            row.flags.append(f"file_refused {refused.code} {attachment.name}")
    return accepted


@transaction.atomic
def recover_mail(row: MailIn, *, actor: User) -> Ticket:
    """A person decided that a mail is honest: it opens a new ticket of its sender.

    It is never added to the ticket it aimed at: whoever sent it would then read on in it.
    """
    row = MailIn.objects.select_for_update().get(pk=row.pk)
    if row.outcome not in MailIn.RECOVERABLE:
        raise Conflict(_("This mail has been dealt with already."))
    if not row.is_readable:
        raise Conflict(_("This mail cannot be read, so no ticket can be made of it."))
    mail = parse(bytes(row.raw))
    if not mail.sender:
        raise Conflict(_("This mail names no sender to whom we could answer."))
    try:
        message = open_from(row, mail)
    except Held:
        raise Conflict(
            _("This sender cannot have a ticket: a colleague, or a deactivated account.")
        ) from None
    note_masked(message.ticket, masked_in(row), message=message, author=message.author)
    row.ticket, row.message, row.outcome, row.handled_by = message.ticket, message, Outcome.OPENED, actor
    row.save(update_fields=["ticket", "message", "outcome", "handled_by", "flags"])
    record("mail.recovered", row, actor=actor, customer=message.ticket.requester, data={"reason": row.reason})
    return message.ticket


@transaction.atomic
def discard_mail(row: MailIn, *, actor: User) -> MailIn:
    """A person decided that a held mail needs no answer; it stays on record and may still be recovered."""
    row = MailIn.objects.select_for_update().get(pk=row.pk)
    if row.outcome != Outcome.HELD:
        return row
    row.outcome, row.handled_by = Outcome.DISCARDED, actor
    row.save(update_fields=["outcome", "handled_by"])
    record("mail.discarded", row, actor=actor, data={"reason": row.reason})
    return row
