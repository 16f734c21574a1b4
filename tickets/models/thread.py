"""What is said on a ticket, by whom, with which files."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from helpdesk.lib.secrets import was_masked
from tickets.models.ticket import Ticket


def new_nonce() -> str:
    return uuid.uuid4().hex


class Participant(models.Model):
    """A person who takes part in a ticket. `nonce` is bound into their reply address; a new one ends the old address."""

    class Role(models.TextChoices):
        REQUESTER = "requester", _("Requester")
        COPIED = "copied", _("Copied")
        AGENT = "agent", _("Agent")

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="participants")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="participations"
    )
    role = models.CharField(_("role"), max_length=10, choices=Role, default=Role.REQUESTER)
    can_reply = models.BooleanField(_("may reply"), default=True)
    nonce = models.CharField(max_length=32, default=new_nonce, editable=False)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        constraints = [models.UniqueConstraint(fields=["ticket", "user"], name="tickets_participant_once")]

    def __str__(self) -> str:
        return f"{self.user} · {self.ticket_id}"


class MessageQuerySet(models.QuerySet["Message"]):
    def public(self) -> "MessageQuerySet":
        """What the customer may read: no notes."""
        return self.exclude(kind="note")

    def for_thread(self) -> "MessageQuerySet":
        return self.select_related("author").prefetch_related("files").order_by("seq")


class Message(models.Model):
    """One entry of the thread. `html` and `quoted` come from mail: `html` is as received and cleaned when shown."""

    class Kind(models.TextChoices):
        PUBLIC = "public", pgettext_lazy("a message", "Reply")
        NOTE = "note", _("Internal note")
        SYSTEM = "system", _("Notice")

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="messages")
    seq = models.PositiveIntegerField()
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="ticket_messages",
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.PUBLIC)
    body = models.TextField(_("text"))
    quoted = models.TextField(_("quoted text"), blank=True)
    html = models.TextField(blank=True)
    channel = models.CharField(max_length=10, choices=Ticket.Channel, default=Ticket.Channel.WEB)
    client_id = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["ticket_id", "seq"]
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        constraints = [
            models.UniqueConstraint(fields=["ticket", "seq"], name="tickets_message_seq"),
            models.UniqueConstraint(
                fields=["ticket", "author", "client_id"],
                condition=~models.Q(client_id=""),
                name="tickets_message_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ticket_id} #{self.seq}"

    @property
    def was_masked(self) -> bool:
        """Whether a secret was taken out of the text before it was kept."""
        return was_masked(self.body)

    @property
    def is_note(self) -> bool:
        return self.kind == self.Kind.NOTE

    @property
    def is_from_staff(self) -> bool:
        return self.author is not None and self.author.is_staff


class File(models.Model):
    """A file of a message: private, under a made-up name, served only by a view that asks who wants it."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(_("name"), max_length=200)
    stored = models.FileField(max_length=200)
    kind = models.CharField(max_length=10)
    mime = models.CharField(_("type"), max_length=100)
    size = models.PositiveBigIntegerField(_("size"))
    sha256 = models.CharField(max_length=64)
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("file")
        verbose_name_plural = _("files")

    def __str__(self) -> str:
        return self.name
