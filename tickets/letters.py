"""What we write to people: each letter is a row of the transaction it tells of, sent afterwards by the worker.

Automatic letters carry none of the text that came in, so that nobody can make us write to strangers, and say of
themselves that they are automatic, so that machines do not answer them.
"""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation

from accounts.models import User
from helpdesk.lib.jobs import later
from helpdesk.lib.languages import get as language_of
from helpdesk.lib.letters import LOOP_HEADER, inliner, new_mail_id
from tickets.links import absolute, confirm_url, rate_url, reply_address
from tickets.models import MailIn, MailOut, Message, Participant, Rating, Ticket

AUTOMATIC = {
    "Auto-Submitted": "auto-replied",
    "X-Auto-Response-Suppress": "All",
    "Precedence": "bulk",
}
AUTO_REPLIES = (MailOut.Kind.RECEIPT, MailOut.Kind.CONFIRM)
QUIET = timedelta(hours=1)
REFERENCES = 10


def write_reply(message: Message) -> list[MailOut]:
    """Tell everybody outside the desk, except its author, what was said. A note or a notice is told to nobody."""
    if message.kind != Message.Kind.PUBLIC:
        return []
    taking_part = Participant.objects.filter(ticket_id=message.ticket_id).exclude(user=message.author)
    outside = taking_part.filter(user__is_staff=False, user__is_active=True).select_related("user")
    context = {"message": message, "files": list(message.files.all())}
    return [
        write(MailOut.Kind.REPLY, message.ticket, participant.user, participant=participant, context=context)
        for participant in outside
    ]


def write_receipt(ticket: Ticket) -> MailOut | None:
    """Say that we have the request and by when we answer; at most one such letter an hour and address."""
    if was_told_lately(ticket.requester, *AUTO_REPLIES):
        return None
    return write(MailOut.Kind.RECEIPT, ticket, ticket.requester)


def write_confirmation(ticket: Ticket) -> MailOut | None:
    """Ask a guest to prove the address; the one link confirms every request waiting under it.

    At most one an hour and address; a receipt, which carries no link, does not stand for it.
    """
    if was_told_lately(ticket.requester, MailOut.Kind.CONFIRM):
        return None
    context = {"link": confirm_url(ticket.requester)}
    return write(MailOut.Kind.CONFIRM, ticket, ticket.requester, context=context)


def write_solved(ticket: Ticket) -> MailOut | None:
    """Say that it is solved and ask how it was; once per solve, and no more once it was rated."""
    if Rating.objects.of(ticket).exists():
        return None
    context = {"rate_link": rate_url(ticket, ticket.requester.language), "scores": [5, 4, 3, 2, 1]}
    return write(MailOut.Kind.SOLVED, ticket, ticket.requester, context=context)


def write_secret_warning(ticket: Ticket, author: User) -> MailOut | None:
    """Say that a mail held a secret, that it was taken out, and that it counts as stolen; at most once an hour."""
    if was_told_lately(author, MailOut.Kind.WARNING):
        return None
    link = f"{absolute('tickets:ticket-new', author.language)}?topic=security"
    return write(MailOut.Kind.WARNING, ticket, author, context={"lane_link": link})


def was_told_lately(user: User, *kinds: str) -> bool:
    since = timezone.now() - QUIET
    return MailOut.objects.filter(to=user.email, kind__in=kinds, created_at__gt=since).exists()


def write(
    kind: str,
    ticket: Ticket,
    recipient: User,
    *,
    participant: Participant | None = None,
    context: dict[str, Any] | None = None,
) -> MailOut:
    """The letter in the recipient's language and time, waiting to be sent once this transaction commits."""
    participant = participant or Participant.objects.filter(ticket=ticket, user=recipient).first()
    with translation.override(recipient.language), timezone.override(zone_of(recipient)):
        texts = rendered(kind, ticket, recipient, context or {})
    message = (context or {}).get("message")
    mail = MailOut.objects.create(
        ticket=ticket,
        message=message,
        participant=participant,
        recipient=recipient,
        kind=kind,
        to=recipient.email,
        language=recipient.language,
        mail_id=new_mail_id(),
        headers=headers(kind, ticket, recipient, participant),
        **texts,
    )
    later("tickets.tasks.send_mail", mail.pk)
    return mail


def zone_of(user: User) -> str:
    return user.timezone or settings.TIME_ZONE


def rendered(kind: str, ticket: Ticket, recipient: User, context: dict[str, Any]) -> dict[str, str]:
    values = {
        "ticket": ticket,
        "recipient": recipient,
        "brand": settings.BRAND_NAME,
        "language": language_of(recipient.language),
        "zone": zone_of(recipient),
        "ticket_link": absolute("tickets:ticket-detail", recipient.language, ticket.public_id),
        "home_link": settings.BASE_URL,
        **context,
    }
    subject = render_to_string(f"tickets/mail/{kind}_subject.txt", values)
    return {
        "subject": " ".join(subject.split())[:250],
        "text": render_to_string(f"tickets/mail/{kind}.txt", values).strip() + "\n",
        "html": inliner().inline(render_to_string(f"tickets/mail/{kind}.html", values)),
    }


def headers(kind: str, ticket: Ticket, recipient: User, participant: Participant | None) -> dict[str, str]:
    lines = {LOOP_HEADER: settings.SUPPORT_ADDRESS, "Content-Language": recipient.language}
    if kind != MailOut.Kind.REPLY:
        lines |= AUTOMATIC
    if participant and kind != MailOut.Kind.CONFIRM:
        lines["Reply-To"] = reply_address(participant)
    earlier = references(ticket, recipient)
    if earlier:
        lines["In-Reply-To"] = earlier[-1]
        lines["References"] = " ".join(earlier)
    return lines


def references(ticket: Ticket, recipient: User) -> list[str]:
    """Message-IDs this person has sent or been sent about the ticket, oldest first."""
    ours = MailOut.objects.filter(ticket=ticket, recipient=recipient).values_list("created_at", "mail_id")
    theirs = MailIn.objects.filter(ticket=ticket, sender=recipient.email).exclude(mail_id="")
    ids = [mail_id for _at, mail_id in sorted([*ours, *theirs.values_list("received_at", "mail_id")])]
    plain = [mail_id for mail_id in ids if mail_id.isascii() and mail_id.isprintable() and " " not in mail_id]
    return plain[:1] + plain[1:][-REFERENCES:]


__all__ = ["write_confirmation", "write_receipt", "write_reply", "write_secret_warning", "write_solved"]
