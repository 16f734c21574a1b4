"""When a chat cannot solve it: the conversation goes on as a ticket."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from accounts.models import User
from chat.actions.conversations import end_conversation
from chat.actions.posting import say
from chat.models import Conversation, Message
from chat.selectors import transcript
from helpdesk.ledger import record
from helpdesk.lib.errors import Conflict, Invalid
from tickets.actions import open_guest_ticket, open_ticket
from tickets.actions.opening import Opening
from tickets.models import Ticket

SUBJECT_LENGTH = 80
NO_ADDRESS = _("Enter an e-mail address so that we can answer.")
SPEAKERS = {
    Message.Author.VISITOR: _("Customer"),
    Message.Author.BOT: _("Bot"),
    Message.Author.SYSTEM: _("Notice"),
}


@transaction.atomic
def convert_to_ticket(
    conversation: Conversation, *, email: str = "", subject: str = "", actor: User | None
) -> Conversation:
    """Open a ticket that carries the whole transcript, and end the chat. Converted twice, it is converted once.

    A visitor nobody knows must leave an address; the ticket then waits for the link in the mail we send there,
    because an address typed into a chat proves nothing. One that may not ask gets no ticket, and nothing the
    visitor sees tells it from the others.
    """
    conversation = Conversation.objects.select_for_update().get(pk=conversation.pk)
    if conversation.resolution == Conversation.Resolution.TICKET:
        return conversation
    if conversation.is_ended:
        raise Conflict(_("This conversation has ended. Write to us with the contact form."), code="ended")
    ticket = ticket_of(conversation, email or conversation.visitor_email, subject, actor)
    conversation.ticket = ticket if ticket.pk else None
    conversation.visitor_email = conversation.visitor_email or email
    conversation.save(update_fields=["ticket", "visitor_email"])
    say(
        conversation,
        "ticket" if conversation.customer_id else "ticket_confirm",
        once="ticket",
        number=ticket.number,
    )
    ended = end_conversation(
        conversation, actor=actor, resolution=Conversation.Resolution.TICKET, code="ticket"
    )
    if ticket.pk:
        facts = {"number": ticket.number}
        record("chat.converted", conversation, actor=actor, customer=ticket.requester, data=facts)
    return ended


def ticket_of(conversation: Conversation, email: str, subject: str, actor: User | None) -> Ticket:
    """The new ticket; one without a key when the address may not ask."""
    with override(conversation.language):
        opening: Opening = {
            "language": conversation.language,
            "channel": "chat",
            "topic": "account-compromised" if conversation.is_urgent else conversation.topic or "other",
            "client_id": f"chat-{conversation.public_id}",
        }
        title = subject.strip() or first_words(conversation)
        body = as_text(conversation)
    if conversation.customer:
        return open_ticket(conversation.customer, subject=title, body=body, actor=actor, **opening)
    if not email:
        raise Invalid(NO_ADDRESS, code="email", fields={"email": [NO_ADDRESS]})
    return open_guest_ticket(email, subject=title, body=body, actor=actor, **opening)


def first_words(conversation: Conversation) -> str:
    """The first thing the visitor wrote, as a subject line."""
    first = conversation.messages.filter(author_kind=Message.Author.VISITOR).order_by("seq").first()
    line = " ".join(first.body.split()) if first else str(_("Chat"))
    return line if len(line) <= SUBJECT_LENGTH else line[: SUBJECT_LENGTH - 1] + "…"


def as_text(conversation: Conversation) -> str:
    """The transcript as plain text, one paragraph a message."""
    lines = []
    for message in transcript(conversation):
        speaker = message.author_name or str(SPEAKERS.get(Message.Author(message.author_kind), ""))
        lines.append(f"{speaker}, {message.created_at:%H:%M} UTC\n{message.text}")
    return "\n\n".join(lines)
