"""Reads shared by the page, the socket, the console and the API."""

from dataclasses import dataclass
from datetime import timedelta
from math import ceil
from typing import Any

from django.db.models import Count, F, OuterRef, Q, Subquery
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from accounts.permissions import Anyone
from accounts.selectors import agents_for_chat
from chat.models import Conversation, ConversationQuerySet, Message, MessageQuerySet
from chat.permissions import can_answer
from chat.words import AGENT, VISITOR
from tickets.models import Rating, Ticket

ENOUGH = 10
LATELY = timedelta(minutes=15)


def queue() -> ConversationQuerySet:
    """Who waits for a person, in the order they will be served."""
    return Conversation.objects.queued().in_queue_order()


def queue_position(conversation: Conversation) -> int:
    """Place in its lane, from 1; 0 when it is not waiting. The security lane is a lane of its own, so that a
    normal place never rises."""
    if conversation.status != Conversation.Status.QUEUED:
        return 0
    before = Q(queued_at__lt=conversation.queued_at) | Q(
        queued_at=conversation.queued_at, pk__lt=conversation.pk
    )
    return Conversation.objects.queued().filter(before, is_urgent=conversation.is_urgent).count() + 1


def queue_positions() -> dict[int, int]:
    """Every waiting conversation's place in its lane, from one query."""
    places: dict[int, int] = {}
    lanes = {True: 0, False: 0}
    for pk, is_urgent in queue().values_list("pk", "is_urgent"):
        lanes[is_urgent] += 1
        places[pk] = lanes[is_urgent]
    return places


def transcript(conversation: Conversation, after: int = 0) -> MessageQuerySet:
    """What was said after number `after`, in order, with its authors."""
    return conversation.messages.after(after).for_transcript()


PAGE = 200


def frames_after(conversation: Conversation, after: int, side: str) -> list[dict[str, Any]]:
    """A page of what this side of the conversation misses."""
    return [message.frame(side) for message in transcript(conversation, after)[:PAGE]]


def news_after(conversation: Conversation, after: int, agent: Anyone | None = None) -> dict[str, Any]:
    """What the HTTP fallback answers: missed messages and the state, for the visitor's side or for `agent`."""
    side = AGENT if agent else VISITOR
    return {
        "messages": frames_after(conversation, after, side),
        "status": status_frame(conversation, agent),
    }


def status_frame(conversation: Conversation, agent: Anyone | None) -> dict[str, Any]:
    """The conversation's state as sockets and the HTTP fallback carry it; `agent` None means the visitor's side."""
    frame = {
        "type": "status",
        "status": conversation.status,
        "resolution": conversation.resolution,
        "agent": conversation.agent.short_name if conversation.agent else "",
        "last_seq": conversation.last_seq,
        "read": {"visitor": conversation.visitor_read_seq, "agent": conversation.agent_read_seq},
        "can_send": can_answer(agent, conversation) if agent else not conversation.is_ended,
    }
    if conversation.customer_id and conversation.ticket and not agent:
        frame["request_url"] = conversation.ticket.get_absolute_url()
    if conversation.status == Conversation.Status.QUEUED:
        wait = present_wait(conversation.language)
        frame["queue"] = {
            "type": "queue",
            "position": queue_position(conversation),
            "wait": wait.state,
            "text": wait.text,
        }
    return frame


@dataclass(frozen=True, slots=True)
class Wait:
    """What may honestly be said about the wait: `available`, `busy` or `offline`, and a range or none."""

    state: str
    low_minutes: int = 0
    high_minutes: int = 0

    @property
    def text(self) -> str:
        if self.state == "offline":
            return _("Nobody is at the desk now. A ticket is answered by e-mail.")
        if self.state == "busy":
            return _("We are busy and cannot say how long it takes.")
        if not self.high_minutes:
            return _("Someone is at the desk now.")
        if self.high_minutes == 1:
            return _("Usually under a minute.")
        if self.low_minutes == self.high_minutes:
            return ngettext(
                "Usually about %(n)s minute.", "Usually about %(n)s minutes.", self.high_minutes
            ) % {"n": self.high_minutes}
        return ngettext(
            "Usually %(low)s to %(n)s minute.", "Usually %(low)s to %(n)s minutes.", self.high_minutes
        ) % {"low": self.low_minutes, "n": self.high_minutes}


def present_wait(language: str) -> Wait:
    """From the chats accepted in the last quarter of an hour: half of them to nine tenths of them waited between
    `low` and `high`. Fewer than ten say nothing, and then no number is given."""
    if not agents_for_chat(language).exists():
        return Wait("offline")
    accepted = Conversation.objects.filter(accepted_at__gt=now() - LATELY, queued_at__isnull=False)
    pairs = list(accepted.values_list("queued_at", "accepted_at")[:500])
    waits = sorted((taken - queued).total_seconds() for queued, taken in pairs if taken and queued)
    if len(waits) < ENOUGH:
        free = not Conversation.objects.queued().exists()
        return Wait("available") if free else Wait("busy")
    low, high = waits[len(waits) // 2], waits[(len(waits) * 9) // 10]
    return Wait("available", max(1, ceil(low / 60)), max(1, ceil(high / 60)))


@dataclass(frozen=True, slots=True)
class ChatLists:
    """An agent's list: who waits, whose chats are theirs, what ended lately; each row with its `last_words`, each of
    theirs with what is `unread`."""

    waiting: list[Conversation]
    mine: list[Conversation]
    others: list[Conversation]
    recent: list[Conversation]
    last: dict[int, Message]
    unread: dict[int, int]

    @property
    def urgent(self) -> list[Conversation]:
        return [row for row in self.waiting if row.is_urgent]

    @property
    def in_turn(self) -> list[Conversation]:
        """The lane whose places ordinary visitors are told."""
        return [row for row in self.waiting if not row.is_urgent]


LISTED = 50
RECENT = 10


def chat_lists(agent: User) -> ChatLists:
    """Everything the chats' list shows, in six queries whatever its length."""
    waiting = list(queue().for_list()[:LISTED])
    active = list(Conversation.objects.active().for_list().order_by("-last_message_at")[: LISTED * 2])
    mine = [row for row in active if row.agent_id == agent.pk]
    others = [row for row in active if row.agent_id != agent.pk][:LISTED]
    recent = list(Conversation.objects.ended().filter(agent=agent).for_list().order_by("-ended_at")[:RECENT])
    last = last_words([*waiting, *mine, *others, *recent])
    return ChatLists(waiting, mine, others, recent, last, unread_by_agent(mine))


def unread_by_agent(conversations: list[Conversation]) -> dict[int, int]:
    """How much the visitor wrote in each since its agent last looked; the bot and notices are not counted."""
    pks = [row.pk for row in conversations]
    written = Message.objects.filter(
        conversation__in=pks,
        author_kind=Message.Author.VISITOR,
        seq__gt=F("conversation__agent_read_seq"),
    )
    return dict(written.order_by().values_list("conversation").annotate(Count("pk")))


@dataclass(frozen=True, slots=True)
class EarlierWork:
    """What the desk already knows of the person: their open tickets and their former chats."""

    tickets: list[Ticket]
    chats: list[Conversation]


def earlier_work(conversation: Conversation, limit: int = 5) -> EarlierWork:
    """Of a known customer only: an address a visitor typed proves nothing."""
    if conversation.customer_id is None:
        return EarlierWork([], [])
    tickets = Ticket.objects.filter(requester_id=conversation.customer_id).order_by("-pk")[:limit]
    chats = Conversation.objects.filter(customer_id=conversation.customer_id).exclude(pk=conversation.pk)
    return EarlierWork(list(tickets), list(chats.for_list().order_by("-pk")[:limit]))


def is_rated(conversation: Conversation) -> bool:
    """Whether the visitor has said how it was."""
    kind = conversation._meta.label_lower
    return Rating.objects.filter(subject_type=kind, subject_id=conversation.pk).exists()


def last_words(conversations: list[Conversation]) -> dict[int, Message]:
    """What a person said last in each, for a list, from one query; notices and the bot are passed over."""
    people = (Message.Author.VISITOR, Message.Author.AGENT)
    said = Message.objects.filter(conversation=OuterRef("pk"), author_kind__in=people)
    newest = Subquery(said.order_by("-seq").values("pk")[:1])
    rows = Conversation.objects.filter(pk__in=[row.pk for row in conversations])
    found = Message.objects.filter(pk__in=rows.annotate(newest=newest).values("newest"))
    return {message.conversation_id: message for message in found}
