"""A chat's life, told after the fact: the same verbs as `chat.actions`, each at a moment of the past."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import override

from accounts.models import User
from chat.models import Conversation, Message
from chat.words import system_words
from helpdesk.demo.past import Happening, Past
from helpdesk.demo.threads import Thread
from knowledgebase.models import ArticleTranslation
from knowledgebase.selectors import article_url
from tickets.models import Rating

Author, Kind, Status = Message.Author, Message.Kind, Conversation.Status
KEEP_OPEN = timedelta(days=1)
"""A demo visitor who waits keeps the tab open, so that the queue is not given up before anybody has looked."""


@dataclass(slots=True)
class Lounge:
    """All rows of the chats to be written."""

    past: Past
    articles: dict[tuple[str, str], ArticleTranslation]
    talks: list["Talk"] = field(default_factory=list)

    @classmethod
    def of(cls, past: Past) -> "Lounge":
        rows = ArticleTranslation.objects.published().select_related("article")
        return cls(past, {(row.article.slug, row.language): row for row in rows})

    def write(self) -> None:
        self.talks.sort(key=lambda talk: talk.row.created_at)
        for talk in self.talks:
            talk.number_ticket()
        Conversation.objects.bulk_create([talk.row for talk in self.talks])
        Message.objects.bulk_create([m for talk in self.talks for m in talk.messages], batch_size=500)
        Rating.objects.bulk_create([r for talk in self.talks for r in talk.ratings()])


class Talk:
    """One conversation and all that was said in it. Each verb takes its moment first."""

    def __init__(self, lounge: Lounge, at: datetime, row: Conversation) -> None:
        self.lounge, self.row = lounge, row
        self.messages: list[Message] = []
        self.rated: list[tuple[datetime, int, str]] = []
        self.thread: Thread | None = None
        self.converted: Happening
        row.created_at = row.last_message_at = row.visitor_seen_at = at
        lounge.talks.append(self)
        self.tell(at, "chat.started", row.customer, {"language": row.language})
        self.vigil_says(at, "greeting", by=Author.BOT, once="greeting")

    def tell(self, at: datetime, verb: str, actor: User | None, data: dict[str, Any]) -> Happening:
        return self.lounge.past.tell(at, verb, self.row, actor=actor, customer=self.row.customer, data=data)

    def say(self, at: datetime, by: str, body: str, **more: Any) -> Message:
        author: User | None = more.get("author")
        self.row.last_seq += 1
        self.row.last_message_at = at
        message = Message(
            conversation=self.row,
            seq=self.row.last_seq,
            author_kind=by,
            sender_key=f"agent:{author.pk}" if author and by == Author.AGENT else str(by),
            body=body,
            created_at=at,
            **more,
        )
        self.messages.append(message)
        asked = by == Author.VISITOR and self.row.status == Status.BOT
        verb = "chat.message_asked" if asked else "chat.message_posted"
        self.tell(at, verb, author, {"seq": message.seq, "from": str(by)})
        return message

    def vigil_says(
        self, at: datetime, code: str, *, by: str = Author.SYSTEM, once: str = "", **values: str
    ) -> None:
        data = {"code": code, **values}
        with override(self.row.language):
            body = system_words(data)
        kind = Kind.SYSTEM if by == Author.SYSTEM else Kind.TEXT
        self.say(at, by, body, kind=kind, client_id=once, data=data)

    def ask(self, at: datetime, body: str) -> Message:
        self.row.visitor_seen_at = at
        return self.say(
            at, Author.VISITOR, body, author=self.row.customer, client_id=f"demo-{self.row.last_seq + 1}"
        )

    def bot_answers(self, at: datetime, slug: str) -> None:
        """The article on the matter, as the bot shows it: title, summary, address."""
        article = self.lounge.articles[(slug, self.row.language)]
        data = {
            "code": "article",
            "title": article.title,
            "url": article_url(article),
            "extract": article.summary,
            "language": article.language,
            "confidence": 0.82,
            "more": [],
        }
        with override(self.row.language):
            body = system_words(data)
        self.say(at, Author.BOT, body, kind=Kind.ARTICLE, client_id=f"answer-{self.row.last_seq}", data=data)

    def queue(self, at: datetime, *, reason: str) -> None:
        self.row.is_urgent = reason == "security"
        self.row.status, self.row.queued_at = Status.QUEUED, at
        self.vigil_says(at, "urgent_queued" if self.row.is_urgent else "queued", once="queued")
        self.tell(at, "chat.queued", None, {"reason": reason, "urgent": self.row.is_urgent})

    def accept(self, at: datetime, agent: User) -> None:
        self.row.status, self.row.agent, self.row.accepted_at = Status.ACTIVE, agent, at
        self.vigil_says(at, "agent_joined", name=agent.short_name)
        waited = at - (self.row.queued_at or at)
        self.tell(at, "chat.accepted", agent, {"waited_seconds": round(waited.total_seconds())})

    def answer(self, at: datetime, body: str) -> None:
        self.say(at, Author.AGENT, body, author=self.row.agent, client_id=f"demo-{self.row.last_seq + 1}")

    def end(self, at: datetime, *, actor: User | None, resolution: str, code: str = "ended") -> None:
        self.row.status, self.row.resolution, self.row.ended_at = Status.ENDED, resolution, at
        if code != "ticket":
            self.vigil_says(at, code, once="ended")
        self.row.visitor_read_seq = self.row.agent_read_seq = self.row.last_seq
        self.tell(at, "chat.ended", actor, {"resolution": str(resolution)})

    def continue_as(self, at: datetime, thread: Thread) -> None:
        """The chat ends and goes on as a ticket, whose number is known when all rows are written."""
        self.row.ticket = thread.ticket
        self.thread = thread
        self.vigil_says(at, "ticket", once="ticket", number="")
        self.end(at, actor=self.row.agent, resolution=Conversation.Resolution.TICKET, code="ticket")
        self.converted = self.tell(at, "chat.converted", self.row.agent, {"number": ""})

    def number_ticket(self) -> None:
        """Fill in the number of the ticket this chat became."""
        if self.thread is None:
            return
        number = self.thread.ticket.number
        told = next(message for message in self.messages if message.data.get("code") == "ticket")
        told.data["number"] = number
        with override(self.row.language):
            told.body = system_words(told.data)
        self.converted.data["number"] = number

    def wait_on(self) -> None:
        self.row.visitor_seen_at = self.lounge.past.now + KEEP_OPEN

    def rate(self, at: datetime, score: int, comment: str) -> None:
        self.rated.append((at, score, comment))
        self.tell(at, "chat.rated", self.row.customer, {"score": score})

    def ratings(self) -> list[Rating]:
        return [
            Rating(
                subject_type="chat.conversation",
                subject_id=self.row.pk,
                customer=self.row.customer,
                agent=self.row.agent,
                score=score,
                comment=comment,
                language=self.row.language,
                created_at=at,
            )
            for at, score, comment in self.rated
        ]
