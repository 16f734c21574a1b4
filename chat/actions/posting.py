"""Saying something: one transaction for whatever came together, each message exactly once, sequences without gaps."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from accounts.models import User
from chat.models import MAX_BODY, Conversation, Message
from chat.words import system_words
from helpdesk.ledger import Entry, record_many
from helpdesk.ledger.live import tell
from helpdesk.lib.clean_text import clean_text
from helpdesk.lib.errors import Conflict, DomainError, Invalid, Missing
from helpdesk.lib.secrets import Kind as SecretKind
from helpdesk.lib.secrets import Masked, mask

Key = tuple[int, str, str]
Author = Message.Author
Kind = Message.Kind
PEOPLE = (Author.VISITOR, Author.AGENT)


@dataclass(frozen=True, slots=True)
class Draft:
    """A message before it has a place: who says what where. `client_id` makes sending it twice the same as once."""

    conversation_id: int
    author_kind: str
    body: str
    client_id: str = ""
    author: User | None = None
    kind: str = Kind.TEXT
    data: dict[str, Any] = field(default_factory=dict)

    @property
    def sender_key(self) -> str:
        return (
            f"agent:{self.author.pk}"
            if self.author_kind == Author.AGENT and self.author
            else self.author_kind
        )

    @property
    def key(self) -> Key:
        return (self.conversation_id, self.sender_key, self.client_id)


@dataclass(frozen=True, slots=True)
class Posted:
    """What became of a draft: the stored row (new, or the one an earlier try left), or why it was refused.

    `event_id` names the ledger's event of a new row, for whoever wants its subscribers run at once.
    """

    message: Message | None = None
    refusal: DomainError | None = None
    is_new: bool = False
    event_id: int = 0
    verb: str = ""
    removed: Counter[SecretKind] = field(default_factory=Counter)


def post_message(draft: Draft) -> Posted:
    """Post one message; a refusal is raised."""
    posted = post_messages([draft])[0]
    if posted.refusal:
        raise posted.refusal
    return posted


def post_messages(batch: Sequence[Draft]) -> list[Posted]:
    """Write a batch in one transaction and answer each draft in its place; one refused draft stops no other.

    The conversations' rows are locked in the order of their ids, so two batches cannot deadlock. A draft whose
    client id is already stored gets the stored row, whatever its text now says. Listeners are told after commit.
    No secret is written: it is taken out, and the visitor who sent it is told what to do now.
    """
    said = [readied(draft) for draft in batch]
    with transaction.atomic():
        rows = locked({draft.conversation_id for draft in batch})
        known = already_stored(batch)
        outcomes = [settle(one, rows, known) for one in said]
        warned = [settle(readied(warning_after(message)), rows, known) for message in gave_away(outcomes)]
        fresh = [posted.message for posted in (*outcomes, *warned) if posted.is_new and posted.message]
        events = store(fresh, rows)
        record_masked(outcomes)
    return [with_event(posted, events) for posted in outcomes]


def locked(ids: Iterable[int]) -> dict[int, Conversation]:
    rows = Conversation.objects.select_for_update().filter(pk__in=set(ids)).order_by("pk")
    return {row.pk: row for row in rows}


def already_stored(batch: Sequence[Draft]) -> dict[Key, Message]:
    named = [draft for draft in batch if draft.client_id]
    if not named:
        return {}
    rows = Message.objects.select_related("author").filter(
        conversation_id__in={draft.conversation_id for draft in named},
        client_id__in={draft.client_id for draft in named},
    )
    return {(row.conversation_id, row.sender_key, row.client_id): row for row in rows}


@dataclass(frozen=True, slots=True)
class Said:
    """A draft whose text has been cleaned and searched, which is done before anything is locked."""

    draft: Draft
    body: Masked
    refusal: DomainError | None = None


def readied(draft: Draft) -> Said:
    try:
        body = clean_text(draft.body, max_length=MAX_BODY, multiline=True).strip()
    except Invalid as error:
        return Said(draft, Masked(""), error)
    return Said(draft, mask(body) if draft.author_kind in PEOPLE else Masked(body))


def settle(said: Said, rows: dict[int, Conversation], known: dict[Key, Message]) -> Posted:
    """Give one draft its number, find the row it already has, or say why not. `rows` and `known` move on with it."""
    draft, masked = said.draft, said.body
    if draft.client_id and draft.key in known:
        return Posted(known[draft.key])
    conversation = rows.get(draft.conversation_id)
    refusal = said.refusal or refusal_of(draft, masked.text, conversation)
    if refusal or conversation is None:
        return Posted(refusal=refusal)
    conversation.last_seq += 1
    message = Message(
        conversation=conversation,
        seq=conversation.last_seq,
        author_kind=draft.author_kind,
        author=draft.author,
        sender_key=draft.sender_key,
        client_id=draft.client_id,
        kind=draft.kind,
        body=masked.text,
        data=draft.data,
        created_at=now(),
    )
    if draft.client_id:
        known[draft.key] = message
    return Posted(message, is_new=True, removed=masked.kinds)


def gave_away(outcomes: Iterable[Posted]) -> list[Message]:
    """The visitors' new messages from which a secret was taken out."""
    return [
        posted.message
        for posted in outcomes
        if posted.removed and posted.message and posted.message.author_kind == Author.VISITOR
    ]


def warning_after(message: Message) -> Draft:
    """What Vigil says to a visitor who has given away a secret."""
    data = {"code": "secret_removed"}
    with override(message.conversation.language):
        body = system_words(data)
    once = f"secret-{message.seq}"
    return Draft(message.conversation_id, Author.SYSTEM, body, client_id=once, kind=Kind.SYSTEM, data=data)


def record_masked(outcomes: Iterable[Posted]) -> None:
    """Which kinds of secret were taken out of which message; never the secret."""
    record_many(
        [
            Entry(
                "secret.masked",
                posted.message.conversation,
                actor=posted.message.author,
                customer=posted.message.conversation.customer,
                data={"seq": posted.message.seq, "kinds": {str(k): n for k, n in posted.removed.items()}},
            )
            for posted in outcomes
            if posted.removed and posted.message
        ]
    )


def refusal_of(draft: Draft, body: str, conversation: Conversation | None) -> DomainError | None:
    if conversation is None:
        return Missing()
    if not body:
        return Invalid(
            _("Write something first."), code="empty", fields={"body": [_("Write something first.")]}
        )
    if draft.author_kind == Author.SYSTEM:
        return None
    if conversation.is_ended:
        return Conflict(_("This conversation has ended. Start a new one."), code="ended")
    if draft.author_kind == Author.BOT and conversation.status != Conversation.Status.BOT:
        return Conflict(_("The bot is silent once a person was asked for."), code="handed_over")
    if draft.author_kind == Author.AGENT and not is_theirs(conversation, draft.author):
        return Conflict(_("This conversation is no longer yours."), code="not_yours")
    return None


def is_theirs(conversation: Conversation, agent: User | None) -> bool:
    return bool(
        agent and conversation.status == Conversation.Status.ACTIVE and conversation.agent_id == agent.pk
    )


def store(
    messages: Sequence[Message], rows: dict[int, Conversation]
) -> dict[tuple[int, int], tuple[int, str]]:
    """Insert the numbered rows, move their conversations on, record; returns (event id, verb) by place."""
    if not messages:
        return {}
    Message.objects.bulk_create(messages)
    touched = {message.conversation_id: rows[message.conversation_id] for message in messages}
    for message in messages:
        touched[message.conversation_id].last_message_at = message.created_at
    Conversation.objects.bulk_update(touched.values(), ["last_seq", "last_message_at"])
    frames = [(topic_of(message.conversation_id), nudge(message)) for message in messages]
    frames += [(topic_of_agent(row.agent_id), {"chat": row.pk}) for row in touched.values() if row.agent_id]
    transaction.on_commit(lambda: tell_all(frames))
    events = record_many([entry_of(message) for message in messages])
    return {(e.subject_id, e.data["seq"]): (e.pk, e.verb) for e in events}


def tell_all(frames: Iterable[tuple[str, dict[str, Any]]]) -> None:
    for topic, frame in frames:
        tell(topic, frame)


def topic_of(conversation_id: int) -> str:
    """Where one conversation's sockets listen; the same topic the ledger nudges for its events."""
    return f"chat.conversation.{conversation_id}"


def topic_of_agent(agent_id: int) -> str:
    """Where every screen of one agent's listens, whatever page it shows: one of their chats has moved."""
    return f"user.{agent_id}"


def nudge(message: Message) -> dict[str, Any]:
    """The new row as it is kept, each socket says it in its reader's language; one that misses a row fetches it."""
    return {"frame": {**message.frame(), "body": message.body}}


def entry_of(message: Message) -> Entry:
    conversation = message.conversation
    to_bot = message.author_kind == Author.VISITOR and conversation.status == Conversation.Status.BOT
    return Entry(
        "chat.message_asked" if to_bot else "chat.message_posted",
        conversation,
        actor=message.author,
        customer=conversation.customer,
        data={"seq": message.seq, "from": message.author_kind},
    )


def with_event(posted: Posted, events: dict[tuple[int, int], tuple[int, str]]) -> Posted:
    if not posted.is_new or posted.message is None:
        return posted
    event_id, verb = events[(posted.message.conversation_id, posted.message.seq)]
    return replace(posted, event_id=event_id, verb=verb)


def say(
    conversation: Conversation, code: str, *, by: str = Author.SYSTEM, once: str = "", **values: str
) -> Message | None:
    """Let Vigil say one of its sentences; `once` names the occasion, so that telling it twice says it once."""
    data = {"code": code, **values}
    with override(conversation.language):
        body = system_words(data)
    kind = Kind.SYSTEM if by == Author.SYSTEM else Kind.TEXT
    return post_message(Draft(conversation.pk, by, body, client_id=once, kind=kind, data=data)).message
