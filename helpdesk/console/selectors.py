"""What the desk's first pages show: one person's work, and the whole desk at a glance."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Count, F, Q, QuerySet
from django.utils.timezone import now

from accounts.models import Presence, User
from chat.models import Conversation, ConversationQuerySet
from chat.permissions import visible_conversations
from chat.selectors import last_words, queue
from helpdesk.ledger.models import Event, Failure
from tickets.models import Ticket
from tickets.permissions import visible_tickets
from tickets.selectors import unfinished_counts

SHOWN = 20
HOUR = timedelta(hours=1)
STEP = timedelta(minutes=5)


def own_presence(user: User) -> Presence | None:
    """Whether the person takes work now; None for one who never said."""
    return Presence.objects.filter(user=user).first()


def my_chats(user: User) -> list[Conversation]:
    """The person's running chats, the one waiting longest for a word from them first, each with its last message."""
    mine: ConversationQuerySet = visible_conversations(user).active().filter(agent=user)
    chats = list(mine.for_list().order_by("last_message_at")[:SHOWN])
    words = last_words(chats)
    for chat in chats:
        chat.last_message = words.get(chat.pk)  # type: ignore[attr-defined]
    return chats


def my_tickets(user: User) -> "QuerySet[Ticket]":
    """The person's tickets that wait for us, by the next promise that falls due."""
    mine = visible_tickets(user).assigned_to(user).waiting_on_us()
    return mine.for_list().order_by(F("next_due_at").asc(nulls_last=True), "pk")[:SHOWN]


@dataclass(frozen=True)
class Desk:
    """What waits for anybody: sizes only."""

    queued: int
    oldest_at: datetime | None
    unassigned: int
    at_risk: int
    breached: int


def desk(user: User) -> Desk:
    """Two queries: the queue, and the tickets in one pass. Each number is the length of the list it opens."""
    waiting = [at for at in queue().values_list("queued_at", flat=True) if at]
    numbers = unfinished_counts(user)
    return Desk(
        queued=len(waiting),
        oldest_at=min(waiting, default=None),
        unassigned=numbers["unassigned"],
        at_risk=numbers["soon"],
        breached=numbers["late"],
    )


@dataclass(frozen=True)
class Board:
    """The live board's numbers with a line for each, a point every five minutes: the last hour, oldest first, and for
    what falls due the hour to come."""

    desk: Desk
    active: int
    agents: dict[str, int]
    lines: dict[str, list[float]] = field(default_factory=dict)
    undelivered: int = 0

    def lately(self, verb: str) -> int:
        """How often the verb was recorded in the last hour."""
        return int(sum(self.lines.get(verb, ())))

    @property
    def broken_lately(self) -> int:
        return self.lately("ticket.breached")

    @property
    def opened_lately(self) -> int:
        return self.lately("ticket.opened")

    @property
    def oldest_wait(self) -> timedelta | None:
        return now() - self.desk.oldest_at if self.desk.oldest_at else None


def board(user: User) -> Board:
    """Everything the live board shows: a handful of queries however large the desk is."""
    moment = now()
    chats = lately(moment)
    points = [moment - HOUR + STEP * n for n in range(1, 13)]
    lines = {
        "waiting": [float(sum(waits(chat, at) for chat in chats)) for at in points],
        "oldest": [oldest(chats, at) for at in points],
        "active": [float(sum(runs(chat, at) for chat in chats)) for at in points],
        "due": falling_due(user, moment),
        **counted(("ticket.opened", "ticket.breached"), moment),
    }
    running = sum(runs(chat, moment) for chat in chats)
    return Board(desk(user), running, agents_by_state(), lines, undelivered(user))


def undelivered(user: User) -> int:
    """How many events their subscribers keep failing on: an administrator's concern, 0 for everybody else."""
    return Failure.objects.alarming().count() if user.is_administrator else 0


Times = tuple[datetime, datetime | None, datetime | None]


def lately(moment: datetime) -> list[Times]:
    """(queued, accepted, ended) of every chat that asked for a person and was not over an hour ago."""
    rows = Conversation.objects.filter(queued_at__isnull=False).filter(
        Q(ended_at=None) | Q(ended_at__gt=moment - HOUR)
    )
    times = rows.values_list("queued_at", "accepted_at", "ended_at")
    return [(queued, accepted, ended) for queued, accepted, ended in times if queued]


def waits(chat: Times, at: datetime) -> bool:
    """Whether the chat stood in the queue at that moment."""
    queued, accepted, ended = chat
    return queued <= at and (accepted is None or accepted > at) and (ended is None or ended > at)


def runs(chat: Times, at: datetime) -> bool:
    """Whether somebody was answering the chat at that moment."""
    _queued, accepted, ended = chat
    return accepted is not None and accepted <= at and (ended is None or ended > at)


def oldest(chats: Iterable[Times], at: datetime) -> float:
    """Seconds the longest-waiting chat had waited at that moment; 0 when none waited."""
    return max(((at - chat[0]).total_seconds() for chat in chats if waits(chat, at)), default=0.0)


def counted(verbs: tuple[str, ...], moment: datetime) -> dict[str, list[float]]:
    """How often each verb was recorded in each five minutes of the last hour."""
    lines = {verb: [0.0] * 12 for verb in verbs}
    events = Event.objects.filter(verb__in=verbs, at__gt=moment - HOUR, at__lte=moment)
    for verb, at in events.values_list("verb", "at"):
        lines[verb][min(11, int((at - (moment - HOUR)) / STEP))] += 1
    return lines


def falling_due(user: User, moment: datetime) -> list[float]:
    """How many promises fall due in each five minutes of the hour to come."""
    line = [0.0] * 12
    for due_at in visible_tickets(user).due_soon().values_list("next_due_at", flat=True):
        if due_at:
            line[min(11, max(0, int((due_at - moment) / STEP)))] += 1
    return line


def agents_by_state() -> dict[str, int]:
    """How many agents are in each state, in the order of the states; those without a presence are offline."""
    counted_states = dict(
        Presence.objects.filter(user__is_staff=True, user__is_active=True)
        .values_list("state")
        .annotate(number=Count("pk"))
    )
    return {state: counted_states.get(state, 0) for state in Presence.State.values}
