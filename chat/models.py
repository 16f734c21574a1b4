"""Conversations and what was said in them."""

import uuid
from datetime import timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from chat.words import VISITOR, system_words
from helpdesk.lib.secrets import shown

MAX_BODY = 4000
LOST_AFTER = timedelta(seconds=90)
"""How long an agent's screens may be silent before their chats go back to the head of the queue."""
GONE_AFTER = timedelta(minutes=5)
"""How long a waiting visitor's tab may be closed before their place is given up."""


class ConversationQuerySet(models.QuerySet["Conversation"]):
    def open(self) -> "ConversationQuerySet":
        return self.exclude(status=Conversation.Status.ENDED)

    def with_bot(self) -> "ConversationQuerySet":
        return self.filter(status=Conversation.Status.BOT)

    def queued(self) -> "ConversationQuerySet":
        return self.filter(status=Conversation.Status.QUEUED)

    def active(self) -> "ConversationQuerySet":
        return self.filter(status=Conversation.Status.ACTIVE)

    def ended(self) -> "ConversationQuerySet":
        return self.filter(status=Conversation.Status.ENDED)

    def in_queue_order(self) -> "ConversationQuerySet":
        """Urgent first, then whoever has waited longest: one order for the list, the position and the next."""
        return self.order_by("-is_urgent", "queued_at", "pk")

    def for_list(self) -> "ConversationQuerySet":
        return self.select_related("customer", "agent", "ticket")

    for_detail = for_list


class Conversation(models.Model):
    """One chat, from the first word to its end: first with the bot, then perhaps queued, then with an agent.

    `customer` is empty for a visitor nobody knows; such a visitor is let in by a signed token bound to the row.
    `queued_at` survives a hand-back, so whoever lost their agent stands at the head of the queue again.
    """

    class Status(models.TextChoices):
        BOT = "bot", _("With the bot")
        QUEUED = "queued", _("Waiting")
        ACTIVE = "active", _("With an agent")
        ENDED = "ended", _("Ended")

    class Resolution(models.TextChoices):
        NONE = "", pgettext_lazy("how a chat came out", "Open")
        SOLVED = "solved", _("Solved")
        TICKET = "ticket", _("Became a ticket")
        UNSOLVED = "unsolved", _("Not solved")
        ABANDONED = "abandoned", _("Visitor left")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    start_key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    customer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="conversations",
    )
    visitor_name = models.CharField(_("name"), max_length=120, blank=True)
    visitor_email = models.EmailField(_("e-mail"), blank=True)
    language = models.CharField(_("language"), max_length=12, default="en")
    topic = models.CharField(_("topic"), max_length=40, blank=True)
    page_url = models.CharField(_("page"), max_length=500, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.BOT)
    resolution = models.CharField(
        _("outcome"), max_length=10, choices=Resolution, default=Resolution.NONE, blank=True
    )
    is_urgent = models.BooleanField(_("urgent"), default=False)
    agent = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="chats"
    )
    ticket = models.OneToOneField(
        "tickets.Ticket", on_delete=models.SET_NULL, null=True, blank=True, related_name="conversation"
    )
    created_at = models.DateTimeField(default=now, db_index=True)
    queued_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    last_message_at = models.DateTimeField(default=now)
    visitor_seen_at = models.DateTimeField(default=now)
    last_seq = models.PositiveIntegerField(default=0)
    visitor_read_seq = models.PositiveIntegerField(default=0)
    agent_read_seq = models.PositiveIntegerField(default=0)

    objects: ClassVar[models.Manager["Conversation"]] = ConversationQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("conversation")
        verbose_name_plural = _("conversations")
        indexes = [
            models.Index(
                fields=["-is_urgent", "queued_at", "id"], name="chat_queue", condition=Q(status="queued")
            ),
            models.Index(fields=["agent", "status"], name="chat_agent_status"),
            models.Index(fields=["status", "-last_message_at"], name="chat_status_recent"),
            models.Index(fields=["accepted_at"], name="chat_accepted"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="active") | Q(agent__isnull=False, accepted_at__isnull=False),
                name="chat_active_has_agent",
            ),
            models.CheckConstraint(
                condition=~Q(status="queued") | Q(agent__isnull=True, queued_at__isnull=False),
                name="chat_queued_has_none",
            ),
            models.CheckConstraint(
                condition=~Q(status="bot") | Q(agent__isnull=True, accepted_at__isnull=True),
                name="chat_bot_has_no_agent",
            ),
            models.CheckConstraint(
                condition=Q(status="ended", ended_at__isnull=False)
                | (~Q(status="ended") & Q(ended_at__isnull=True)),
                name="chat_ended_has_time",
            ),
            models.CheckConstraint(
                condition=Q(visitor_read_seq__lte=F("last_seq")) & Q(agent_read_seq__lte=F("last_seq")),
                name="chat_read_what_was_said",
            ),
        ]

    def __str__(self) -> str:
        return self.who

    @property
    def who(self) -> str:
        """The visitor's name as agents see it."""
        if self.customer_id and self.customer:
            return str(self.customer)
        return self.visitor_name or self.visitor_email or str(_("Visitor"))

    @property
    def is_ended(self) -> bool:
        return self.status == self.Status.ENDED

    @property
    def is_finished(self) -> bool:
        """May be rated (tickets.actions.rate)."""
        return self.is_ended


class MessageQuerySet(models.QuerySet["Message"]):
    def after(self, seq: int) -> "MessageQuerySet":
        return self.filter(seq__gt=seq).order_by("seq")

    def for_transcript(self) -> "MessageQuerySet":
        return self.select_related("author").order_by("seq")


class Message(models.Model):
    """One thing said. `seq` counts without gaps within the conversation and is the only order there is.

    `client_id` is made by whoever sends; the same sender's same id is the same message, however often it arrives.
    A system message keeps its `code` in `data`, so that each reader sees it in their own language.
    """

    class Author(models.TextChoices):
        VISITOR = "visitor", _("Visitor")
        AGENT = "agent", _("Agent")
        BOT = "bot", _("Bot")
        SYSTEM = "system", _("System")

    class Kind(models.TextChoices):
        TEXT = "text", _("Text")
        SYSTEM = "system", _("Notice")
        ARTICLE = "article", _("Article")
        SAFETY = "safety", _("Safety advice")

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="messages")
    seq = models.PositiveIntegerField()
    author_kind = models.CharField(_("from"), max_length=10, choices=Author)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="chat_messages",
    )
    sender_key = models.CharField(max_length=32)
    client_id = models.CharField(max_length=64, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.TEXT)
    body = models.TextField(_("text"), max_length=MAX_BODY, blank=True)
    data = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(default=now)

    objects: ClassVar[models.Manager["Message"]] = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["conversation_id", "seq"]
        verbose_name = _("chat message")
        verbose_name_plural = _("chat messages")
        constraints = [
            models.UniqueConstraint(fields=["conversation", "seq"], name="chat_seq_once"),
            models.UniqueConstraint(
                fields=["conversation", "sender_key", "client_id"],
                condition=~Q(client_id=""),
                name="chat_client_id_once",
            ),
            models.CheckConstraint(condition=Q(seq__gte=1), name="chat_seq_from_one"),
            models.CheckConstraint(
                condition=~Q(author_kind="agent") | Q(author__isnull=False), name="chat_agent_is_somebody"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.conversation_id} · {self.seq}"

    @property
    def text(self) -> str:
        """What the visitor sees, in the reader's language where Vigil itself is speaking."""
        return self.text_for(VISITOR)

    def text_for(self, side: str) -> str:
        """The same for the visitor's or the agent's side: a notice speaks to its reader."""
        return system_words(self.data, side) or shown(self.body)

    @property
    def author_name(self) -> str:
        """How the author is named to the visitor: an agent by first name, nobody else by anything."""
        return self.author.short_name if self.author_kind == self.Author.AGENT and self.author else ""

    def frame(self, side: str = VISITOR) -> dict[str, Any]:
        """The message as sockets and the HTTP fallback carry it to one side (docs/realtime.md)."""
        return {
            "type": "message",
            "seq": self.seq,
            "client_id": self.client_id,
            "author": self.author_kind,
            "name": self.author_name,
            "kind": self.kind,
            "body": self.text_for(side),
            "data": self.data,
            "at": self.created_at.isoformat(),
        }
