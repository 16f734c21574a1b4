"""A conversation's life outside the queue: its start, its end, what was read."""

import uuid
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.timezone import now

from accounts.models import User
from chat.actions.posting import say, topic_of, topic_of_agent
from chat.models import Conversation, Message
from helpdesk.ledger import record
from helpdesk.ledger.live import tell


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who is at the other end: a signed-in customer, or whatever a visitor told us."""

    customer: User | None = None
    name: str = ""
    email: str = ""
    language: str = "en"
    page_url: str = ""


def start_conversation(
    visitor: Visitor, *, start_key: uuid.UUID, topic: str = "", actor: User | None
) -> Conversation:
    """Open a conversation and let the bot introduce itself. The same `start_key` finds the same conversation,
    so a double click or a retry after a lost answer starts nothing new."""
    found = Conversation.objects.filter(start_key=start_key).first()
    if found:
        return found
    try:
        with transaction.atomic():
            return open_conversation(visitor, start_key, topic, actor)
    except IntegrityError:
        return Conversation.objects.get(start_key=start_key)


def open_conversation(visitor: Visitor, start_key: uuid.UUID, topic: str, actor: User | None) -> Conversation:
    conversation = Conversation.objects.create(
        start_key=start_key,
        customer=visitor.customer,
        visitor_name=visitor.name,
        visitor_email=visitor.email,
        language=visitor.language,
        page_url=visitor.page_url,
        topic=topic,
    )
    record(
        "chat.started",
        conversation,
        actor=actor,
        customer=visitor.customer,
        data={"language": visitor.language},
    )
    say(conversation, "greeting", by=Message.Author.BOT, once="greeting")
    conversation.refresh_from_db(fields=["last_seq", "last_message_at"])
    return conversation


@transaction.atomic
def end_conversation(
    conversation: Conversation,
    *,
    actor: User | None,
    resolution: str = Conversation.Resolution.SOLVED,
    code: str = "ended",
) -> Conversation:
    """End it; ending an ended one changes nothing. Both sides read why in the transcript."""
    conversation = Conversation.objects.select_for_update().get(pk=conversation.pk)
    if conversation.is_ended:
        return conversation
    conversation.status = Conversation.Status.ENDED
    conversation.resolution = resolution
    conversation.ended_at = now()
    conversation.save(update_fields=["status", "resolution", "ended_at"])
    if code != "ticket":
        say(conversation, code, once="ended")
    record(
        "chat.ended",
        conversation,
        actor=actor,
        customer=conversation.customer,
        data={"resolution": str(resolution)},
    )
    conversation.refresh_from_db(fields=["last_seq", "last_message_at"])
    return conversation


def mark_read(conversation: Conversation, *, seq: int, agent: User | None = None) -> bool:
    """Move one side's reading mark forward, never back and never past what was said. True when it moved.

    Without `agent` it is the visitor's. Only the agent who has the chat moves the desk's: a colleague who looks
    in does not make it "seen".
    """
    field = "agent_read_seq" if agent else "visitor_read_seq"
    rows = Conversation.objects.filter(pk=conversation.pk, last_seq__gte=seq, **{f"{field}__lt": seq})
    if agent:
        rows = rows.filter(agent=agent)
    if not rows.update(**{field: seq}):
        return False
    side = "agent" if agent else "visitor"
    transaction.on_commit(lambda: tell(topic_of(conversation.pk), {"read": {"by": side, "seq": seq}}))
    if agent:
        screens = topic_of_agent(agent.pk)
        transaction.on_commit(lambda: tell(screens, {"chat": conversation.pk}))
    return True


def mark_seen(conversation: Conversation) -> None:
    """The visitor's tab is open, so their place in the queue stands."""
    Conversation.objects.filter(pk=conversation.pk).update(visitor_seen_at=now())
