"""What can be reviewed, read alike: a chat and a ticket become one kind of transcript.

Reviewers see words, notes and timings; of the customer they see the name and the language, not the address.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from chat.models import Conversation
from chat.models import Message as ChatMessage
from chat.words import AGENT
from helpdesk.lib.errors import Missing
from helpdesk.lib.languages import get as get_language
from qa.models import SubjectType
from tickets.models import Message as TicketMessage
from tickets.models import Rating, Ticket

RATING_TYPES = {SubjectType.CHAT: "chat.conversation", SubjectType.TICKET: "tickets.ticket"}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A closed conversation somebody handled, as the draw sees it."""

    subject_type: str
    subject_id: int
    agent_id: int
    language: str
    closed_at: datetime | None


@dataclass(slots=True)
class Line:
    """One entry of a transcript. `waited` stands on an agent's answer: how long the customer had waited for it."""

    seq: int
    side: str
    name: str
    body: str
    at: datetime
    is_note: bool = False
    waited: timedelta | None = None


@dataclass(slots=True)
class Subject:
    """A conversation with its transcript; without lines when it stands in a list."""

    subject_type: str
    pk: int
    title: str
    customer: str
    language: str
    topic: str
    opened_at: datetime
    closed_at: datetime | None
    taken_at: datetime | None = None
    lines: list[Line] = field(default_factory=list)
    rating: Rating | None = None

    @property
    def language_name(self) -> str:
        return get_language(self.language).native

    @property
    def seqs(self) -> list[int]:
        return [line.seq for line in self.lines]

    @property
    def first_answer(self) -> timedelta | None:
        """How long the customer waited for the first word of a person."""
        return next((line.waited for line in self.lines if line.waited is not None), None)

    @property
    def duration(self) -> timedelta | None:
        return self.closed_at - self.opened_at if self.closed_at else None


def closed_chats(since: datetime, until: datetime) -> list[Candidate]:
    """Chats that ended in the period and had an agent."""
    ended = Conversation.objects.filter(
        status="ended", agent__isnull=False, ended_at__gte=since, ended_at__lt=until
    )
    rows = ended.values_list("pk", "agent_id", "language", "ended_at")
    return [Candidate(SubjectType.CHAT.value, *row) for row in rows]


def closed_tickets(since: datetime, until: datetime) -> list[Candidate]:
    """Tickets solved in the period, and still solved or closed, that an agent worked on."""
    done = Ticket.objects.solved().filter(assignee__isnull=False, solved_at__gte=since, solved_at__lt=until)
    rows = done.values_list("pk", "assignee_id", "language", "solved_at")
    return [Candidate(SubjectType.TICKET.value, *row) for row in rows]


Key = tuple[str, int]


def subject_cards(keys: Iterable[Key]) -> dict[Key, Subject]:
    """What a list shows about each conversation, with its rating, in three queries whatever their number."""
    wanted = list(keys)
    chats = Conversation.objects.select_related("customer").filter(pk__in=ids_of(wanted, SubjectType.CHAT))
    tickets = Ticket.objects.select_related("requester").filter(pk__in=ids_of(wanted, SubjectType.TICKET))
    cards = {(SubjectType.CHAT.value, chat.pk): card_of_chat(chat) for chat in chats}
    cards |= {(SubjectType.TICKET.value, ticket.pk): card_of_ticket(ticket) for ticket in tickets}
    for key, rating in ratings_of(wanted).items():
        if key in cards:
            cards[key].rating = rating
    return cards


def ids_of(keys: Sequence[Key], kind: str) -> list[int]:
    return [pk for subject_type, pk in keys if subject_type == kind]


def ratings_of(keys: Sequence[Key]) -> dict[Key, Rating]:
    names = {name: str(kind) for kind, name in RATING_TYPES.items()}
    matches = Q(pk__in=[])
    for kind, name in RATING_TYPES.items():
        matches |= Q(subject_type=name, subject_id__in=ids_of(keys, kind))
    return {
        (names[rating.subject_type], rating.subject_id): rating for rating in Rating.objects.filter(matches)
    }


def load_subject(subject_type: str, pk: int) -> Subject:
    """The conversation with its whole transcript; Missing when it was erased."""
    subject = subject_cards([(subject_type, pk)]).get((subject_type, pk))
    if subject is None:
        raise Missing(_("This conversation is no longer there."))
    subject.lines = lines_of_chat(subject) if subject_type == SubjectType.CHAT else lines_of_ticket(subject)
    measure_waits(subject)
    return subject


def card_of_chat(chat: Conversation) -> Subject:
    name = (chat.customer.short_name if chat.customer else chat.visitor_name) or _("Visitor")
    return Subject(
        subject_type=SubjectType.CHAT.value,
        pk=chat.pk,
        title=_("Chat with %(name)s") % {"name": name},
        customer=name,
        language=chat.language,
        topic=chat.topic,
        opened_at=chat.created_at,
        closed_at=chat.ended_at,
        taken_at=chat.accepted_at,
    )


def card_of_ticket(ticket: Ticket) -> Subject:
    return Subject(
        subject_type=SubjectType.TICKET.value,
        pk=ticket.pk,
        title=f"{ticket.number} {ticket.subject}",
        customer=ticket.requester.short_name if ticket.requester.name else _("Customer"),
        language=ticket.language,
        topic=ticket.topic,
        opened_at=ticket.created_at,
        closed_at=ticket.solved_at,
    )


def lines_of_chat(subject: Subject) -> list[Line]:
    sides = {"visitor": "customer", "agent": "agent", "bot": "bot"}
    messages = ChatMessage.objects.filter(conversation_id=subject.pk).select_related("author").order_by("seq")
    return [
        Line(
            seq=message.seq,
            side=sides.get(message.author_kind, "system"),
            name=name_in(subject, sides.get(message.author_kind, "system"), message.author),
            body=body_of(message),
            at=message.created_at,
        )
        for message in messages
    ]


def body_of(message: ChatMessage) -> str:
    """The words, and below them the title of the article a message cites."""
    return "\n".join(filter(None, [message.text_for(AGENT), str(message.data.get("title", ""))]))


def lines_of_ticket(subject: Subject) -> list[Line]:
    messages = TicketMessage.objects.filter(ticket_id=subject.pk).select_related("author").order_by("seq")
    return [
        Line(
            seq=message.seq,
            side=side_of(message),
            name=name_in(subject, side_of(message), message.author),
            body=message.body,
            at=message.created_at,
            is_note=message.is_note,
        )
        for message in messages
    ]


def side_of(message: TicketMessage) -> str:
    if message.kind == TicketMessage.Kind.SYSTEM or message.author is None:
        return "system"
    return "agent" if message.is_from_staff else "customer"


def name_in(subject: Subject, side: str, author: object) -> str:
    if side == "customer":
        return subject.customer
    if side == "bot":
        return _("Assistant")
    return str(author) if author else _("Vigil")


def measure_waits(subject: Subject) -> None:
    """Note on each first answer of a person how long the customer had waited, since they wrote or asked for one."""
    asked_at: datetime | None = None
    for line in subject.lines:
        if line.side == "customer":
            asked_at = asked_at or line.at
        elif line.side == "agent" and not line.is_note and asked_at:
            line.waited = line.at - asked_at
            asked_at = None
