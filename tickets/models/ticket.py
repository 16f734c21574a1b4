"""The ticket itself, what it is about, and the counter its number comes from."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

OPEN_STATUSES = ("new", "open", "waiting")
WORKING_STATUSES = ("new", "open")
SOON = timedelta(hours=1)


class Counter(models.Model):
    """The last number given out under a name; taken by one conditional UPDATE inside the caller's transaction."""

    name = models.CharField(max_length=40, unique=True)
    value = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name} {self.value}"


class Topic(models.Model):
    """What a customer may choose to write about; `names` and `hints` hold one text per language."""

    slug = models.SlugField(_("slug"), max_length=40, unique=True)
    names = models.JSONField(_("names"), default=dict)
    hints = models.JSONField(_("hints"), default=dict, blank=True)
    priority = models.CharField(_("priority"), max_length=10, default="normal")
    team = models.ForeignKey(
        "accounts.Team", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    is_security = models.BooleanField(_("needs the security lane"), default=False)
    is_active = models.BooleanField(_("offered"), default=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        ordering = ["position", "slug"]
        verbose_name = _("topic")
        verbose_name_plural = _("topics")

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.words(self.names) or self.slug.replace("-", " ").capitalize()

    @property
    def hint(self) -> str:
        return self.words(self.hints)

    @staticmethod
    def words(texts: dict[str, str]) -> str:
        language = translation.get_language() or settings.LANGUAGE_CODE
        return texts.get(language) or texts.get(settings.LANGUAGE_CODE, "")


class TicketQuerySet(models.QuerySet["Ticket"]):
    def confirmed(self) -> "TicketQuerySet":
        """Without guests' tickets whose address nobody has proven yet."""
        return self.filter(confirmed_at__isnull=False)

    def unconfirmed(self) -> "TicketQuerySet":
        return self.filter(confirmed_at__isnull=True)

    def open(self) -> "TicketQuerySet":
        """Not finished: new, open or waiting on the customer."""
        return self.confirmed().filter(status__in=OPEN_STATUSES)

    def waiting_on_us(self) -> "TicketQuerySet":
        return self.confirmed().filter(status__in=WORKING_STATUSES)

    def solved(self) -> "TicketQuerySet":
        return self.confirmed().filter(status__in=("solved", "closed"))

    def assigned_to(self, user: Any) -> "TicketQuerySet":
        return self.open().filter(assignee=user)

    def unassigned(self) -> "TicketQuerySet":
        return self.open().filter(assignee=None)

    def breached(self) -> "TicketQuerySet":
        """A promise has passed unkept and is still owed."""
        return self.waiting_on_us().filter(next_due_at__lte=timezone.now())

    def at_risk(self) -> "TicketQuerySet":
        """A promise falls due within the hour, or has passed."""
        return self.waiting_on_us().filter(next_due_at__lte=timezone.now() + SOON)

    def due_soon(self) -> "TicketQuerySet":
        """A promise falls due within the hour and can still be kept."""
        moment = timezone.now()
        return self.waiting_on_us().filter(next_due_at__gt=moment, next_due_at__lte=moment + SOON)

    def for_list(self) -> "TicketQuerySet":
        return self.select_related("requester", "assignee")

    def for_detail(self) -> "TicketQuerySet":
        return self.select_related("requester", "assignee", "team", "policy")


class Ticket(models.Model):
    """One matter of one customer. `last_seq` is the seq of its newest message; both move under the row's lock.

    The due fields are derived by `tickets.promises.work_out` from facts (creation, answers, status changes in the ledger) and a
    calendar; they are kept here only so that lists can sort by them.
    """

    class Status(models.TextChoices):
        NEW = "new", pgettext_lazy("a ticket is", "New")
        OPEN = "open", pgettext_lazy("a ticket is", "Open")
        WAITING = "waiting", pgettext_lazy("a ticket is", "Waiting on customer")
        SOLVED = "solved", pgettext_lazy("a ticket is", "Solved")
        CLOSED = "closed", pgettext_lazy("a ticket is", "Closed")

    class Priority(models.TextChoices):
        LOW = "low", _("Low")
        NORMAL = "normal", _("Normal")
        HIGH = "high", _("High")
        URGENT = "urgent", _("Urgent")

    class Channel(models.TextChoices):
        WEB = "web", _("Web")
        MAIL = "mail", _("Mail")
        CHAT = "chat", _("Chat")
        API = "api", _("API")

    number = models.CharField(_("number"), max_length=20, unique=True)
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    subject = models.CharField(_("subject"), max_length=200)
    requester = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="tickets")
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.NEW)
    priority = models.CharField(_("priority"), max_length=10, choices=Priority, default=Priority.NORMAL)
    topic = models.SlugField(_("topic"), max_length=40, default="other")
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="assigned_tickets",
    )
    team = models.ForeignKey(
        "accounts.Team", on_delete=models.SET_NULL, null=True, blank=True, related_name="tickets"
    )
    language = models.CharField(_("language"), max_length=12, default="en")
    channel = models.CharField(_("channel"), max_length=10, choices=Channel, default=Channel.WEB)
    client_id = models.CharField(max_length=64, blank=True)
    last_seq = models.PositiveIntegerField(default=0)

    created_at = models.DateTimeField(_("opened"), default=timezone.now)
    updated_at = models.DateTimeField(_("updated"), default=timezone.now)
    confirmed_at = models.DateTimeField(_("address confirmed"), null=True, blank=True)
    first_response_at = models.DateTimeField(_("first response"), null=True, blank=True)
    asked_at = models.DateTimeField(_("waiting for us since"), null=True, blank=True)
    solved_at = models.DateTimeField(_("solved"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    reopened_at = models.DateTimeField(_("re-opened"), null=True, blank=True)

    policy = models.ForeignKey(
        "SlaPolicy", on_delete=models.PROTECT, null=True, blank=True, related_name="tickets"
    )
    first_response_due_at = models.DateTimeField(_("first response due"), null=True, blank=True)
    next_response_due_at = models.DateTimeField(_("next response due"), null=True, blank=True)
    resolution_due_at = models.DateTimeField(_("resolution due"), null=True, blank=True)
    next_due_at = models.DateTimeField(_("next due"), null=True, blank=True)

    objects = TicketQuerySet.as_manager()

    class Meta:
        ordering = ["-updated_at", "-pk"]
        verbose_name = _("ticket")
        verbose_name_plural = _("tickets")
        constraints = [
            models.UniqueConstraint(
                fields=["requester", "client_id"],
                condition=~models.Q(client_id=""),
                name="tickets_opened_once",
            ),
        ]
        indexes = [
            models.Index(fields=["status", "next_due_at", "id"], name="tickets_due"),
            models.Index(fields=["assignee", "status", "next_due_at"], name="tickets_assignee"),
            models.Index(fields=["requester", "-updated_at"], name="tickets_requester"),
            models.Index(fields=["-updated_at", "-id"], name="tickets_updated"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.subject}"

    def get_absolute_url(self) -> str:
        return reverse("tickets:ticket-detail", args=[self.public_id])

    @property
    def console_url(self) -> str:
        return reverse("tickets-console:ticket-detail", args=[self.number])

    @property
    def is_confirmed(self) -> bool:
        return self.confirmed_at is not None

    @property
    def is_closed(self) -> bool:
        return self.status == self.Status.CLOSED

    @property
    def is_finished(self) -> bool:
        return self.status in (self.Status.SOLVED, self.Status.CLOSED)

    @property
    def is_paused(self) -> bool:
        """The clock stands still: the next step is the customer's."""
        return self.status == self.Status.WAITING

    @property
    def answer_due_at(self) -> datetime | None:
        """By when the customer is promised to hear from us."""
        return self.first_response_due_at or self.next_response_due_at

    @property
    def sla_state(self) -> str:
        """`done`, `paused`, `none`, `breached`, `soon` or `ok`: the word on the promise's pill."""
        if self.is_finished:
            return "done"
        if self.is_paused:
            return "paused"
        if self.next_due_at is None:
            return "none"
        left = self.next_due_at - timezone.now()
        if left <= timedelta(0):
            return "breached"
        return "soon" if left <= SOON else "ok"
