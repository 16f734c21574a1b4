"""The queue and the agents: asking for a person, accepting, giving back."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.timezone import now
from django.utils.translation import gettext as _

from accounts.actions import heartbeat
from accounts.models import AWAY_AFTER, User
from accounts.selectors import agents_for_chat
from chat.actions.conversations import end_conversation
from chat.actions.posting import say
from chat.models import GONE_AFTER, LOST_AFTER, Conversation
from helpdesk.ledger import record
from helpdesk.lib.errors import Conflict

Status = Conversation.Status


@transaction.atomic
def ask_person(conversation: Conversation, *, actor: User | None, reason: str = "asked") -> Conversation:
    """Queue it for a person; from here on the bot is silent. Already queued or accepted: nothing changes.

    With nobody reachable the visitor is told at once and offered a ticket instead of a queue that does not move.
    """
    conversation = locked_open(conversation)
    if conversation.status != Status.BOT:
        return conversation
    if not agents_for_chat(conversation.language).exists():
        say(conversation, "offline", once=f"offline-{now():%Y%m%d%H%M}")
        return conversation
    return enqueue(conversation, actor, reason)


@transaction.atomic
def ask_security(conversation: Conversation, *, actor: User | None, reason: str = "security") -> Conversation:
    """Queue it ahead of every other question, also when nobody is at the desk: whoever comes looks here first.

    One that waits already moves to the security lane; one with an agent stays with the agent, marked.
    """
    conversation = locked_open(conversation)
    if conversation.is_urgent:
        return conversation
    conversation.is_urgent = True
    if conversation.status == Status.BOT:
        return enqueue(conversation, actor, reason)
    conversation.save(update_fields=["is_urgent"])
    record("chat.marked_urgent", conversation, actor=actor, customer=conversation.customer)
    return conversation


def locked_open(conversation: Conversation) -> Conversation:
    row = Conversation.objects.select_for_update().get(pk=conversation.pk)
    if row.is_ended:
        raise Conflict(_("This conversation has ended. Start a new one."), code="ended")
    return row


def enqueue(conversation: Conversation, actor: User | None, reason: str) -> Conversation:
    conversation.status = Status.QUEUED
    conversation.queued_at = now()
    conversation.save(update_fields=["status", "queued_at", "is_urgent"])
    say(conversation, "urgent_queued" if conversation.is_urgent else "queued", once="queued")
    data = {"reason": reason, "urgent": conversation.is_urgent}
    record("chat.queued", conversation, actor=actor, customer=conversation.customer, data=data)
    return conversation


@transaction.atomic
def accept_conversation(conversation: Conversation, *, actor: User) -> Conversation:
    """Take it from the queue: one conditional UPDATE, so of any number who try exactly one wins.

    Raises Conflict naming the winner. The winner accepting again changes nothing.
    """
    waiting = Conversation.objects.filter(pk=conversation.pk, status=Status.QUEUED, agent=None)
    won = waiting.update(status=Status.ACTIVE, agent=actor, accepted_at=now())
    conversation = Conversation.objects.select_related("agent", "customer").get(pk=conversation.pk)
    if not won:
        return already_accepted(conversation, actor)
    heartbeat(actor)
    say(conversation, "agent_joined", name=actor.short_name)
    waited = (conversation.accepted_at or now()) - (conversation.queued_at or now())
    record(
        "chat.accepted",
        conversation,
        actor=actor,
        customer=conversation.customer,
        data={"waited_seconds": round(waited.total_seconds())},
    )
    conversation.refresh_from_db(fields=["last_seq", "last_message_at"])
    return conversation


def already_accepted(conversation: Conversation, actor: User) -> Conversation:
    if conversation.status == Status.ACTIVE and conversation.agent_id == actor.pk:
        return conversation
    if conversation.agent:
        raise Conflict(
            _("%(name)s has already accepted this chat.") % {"name": conversation.agent},
            code="already_accepted",
        )
    raise Conflict(_("This chat is no longer waiting."), code="not_waiting")


@transaction.atomic
def release_conversation(
    conversation: Conversation, *, actor: User | None, code: str = "agent_left"
) -> Conversation:
    """Give it back. It keeps the time it first queued, so it stands at the head of its lane."""
    conversation = Conversation.objects.select_for_update().get(pk=conversation.pk)
    if conversation.status != Status.ACTIVE or conversation.agent is None:
        return conversation
    agent = conversation.agent
    conversation.status = Status.QUEUED
    conversation.agent = conversation.accepted_at = None
    conversation.queued_at = conversation.queued_at or now()
    conversation.save(update_fields=["status", "agent", "accepted_at", "queued_at"])
    say(conversation, code, name=agent.short_name)
    data = {"from": agent.pk, "reason": code}
    record("chat.released", conversation, actor=actor, customer=conversation.customer, data=data)
    return conversation


def requeue_lost() -> int:
    """Whoever was left by an agent's dead connection: told after a minute, back at the head after a minute and a
    half. Safe to run from several processes at once. Returns how many went back."""
    silent = Q(agent__presence__seen_at__lt=now() - AWAY_AFTER) | Q(agent__presence=None)
    rows = Conversation.objects.active().filter(silent, accepted_at__lt=now() - AWAY_AFTER)
    moved = 0
    for conversation in rows.select_related("agent", "agent__presence"):
        if heard_from(conversation) < now() - LOST_AFTER:
            release_conversation(conversation, actor=None, code="agent_lost")
            moved += 1
        elif conversation.agent:
            occasion = f"away-{heard_from(conversation):%Y%m%d%H%M%S}"
            say(conversation, "agent_away", once=occasion, name=conversation.agent.short_name)
    return moved


def heard_from(conversation: Conversation) -> datetime:
    """The last sign of life from its agent: a heartbeat, or accepting it."""
    presence = getattr(conversation.agent, "presence", None)
    times = [conversation.accepted_at, presence.seen_at if presence else None]
    return max(time for time in times if time)


def give_up_left() -> int:
    """End what waits for nobody: the visitor's tab has been closed for five minutes. Returns how many."""
    return sum(give_up_conversation(conversation, actor=None) for conversation in left_alone())


def left_alone() -> QuerySet[Conversation]:
    return Conversation.objects.queued().filter(visitor_seen_at__lt=now() - GONE_AFTER, is_urgent=False)


@transaction.atomic
def give_up_conversation(conversation: Conversation, *, actor: User | None) -> bool:
    """End it as abandoned if it still waits for nobody: an agent may have accepted it, or its visitor come back,
    since somebody looked. True when it ended."""
    row = left_alone().select_for_update().filter(pk=conversation.pk).first()
    if row is None:
        return False
    end_conversation(row, actor=actor, resolution=Conversation.Resolution.ABANDONED, code="abandoned")
    return True
