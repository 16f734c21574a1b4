"""Mail on its way out, and every mail that came in with what became of it."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tickets.models.thread import Message, Participant
from tickets.models.ticket import Ticket


class MailOut(models.Model):
    """A mail to one person, written in the transaction of what it tells and sent by the worker.

    `mail_id` never changes, so that a mail sent twice is shown once by the reader's program.
    """

    class Status(models.TextChoices):
        QUEUED = "queued", _("On its way")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Could not be delivered")

    class Kind(models.TextChoices):
        REPLY = "reply", pgettext_lazy("a message", "Reply")
        RECEIPT = "receipt", _("Receipt")
        CONFIRM = "confirm", _("Address confirmation")
        SOLVED = "solved", _("Solved, with survey")
        WARNING = "warning", _("Warning about a secret")

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, null=True, blank=True, related_name="mails")
    message = models.ForeignKey(
        Message, on_delete=models.CASCADE, null=True, blank=True, related_name="mails"
    )
    participant = models.ForeignKey(
        Participant, on_delete=models.SET_NULL, null=True, blank=True, related_name="mails"
    )
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="ticket_mails"
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    to = models.EmailField(_("to"))
    subject = models.CharField(_("subject"), max_length=250)
    text = models.TextField(_("text"))
    html = models.TextField()
    headers = models.JSONField(default=dict)
    language = models.CharField(max_length=12)
    mail_id = models.CharField(max_length=200, unique=True)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_try_at = models.DateTimeField(default=timezone.now)
    last_error = models.CharField(_("last error"), max_length=300, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("outgoing mail")
        verbose_name_plural = _("outgoing mail")
        constraints = [
            models.UniqueConstraint(
                fields=["message", "recipient", "kind"],
                condition=models.Q(message__isnull=False),
                name="tickets_mail_once",
            ),
        ]
        indexes = [
            models.Index(fields=["status", "next_try_at"], name="tickets_mail_queue"),
            models.Index(fields=["to", "kind", "created_at"], name="tickets_mail_to"),
        ]

    def __str__(self) -> str:
        return f"{self.to} {self.get_kind_display()}"


class MailInQuerySet(models.QuerySet["MailIn"]):
    def held(self) -> "MailInQuerySet":
        """Waiting for a person to decide."""
        return self.filter(outcome="held")

    def for_list(self) -> "MailInQuerySet":
        return self.defer("raw")


class MailIn(models.Model):
    """A mail as it came, kept whole, with what became of it and why."""

    class Outcome(models.TextChoices):
        RECEIVED = "received", _("Not dealt with yet")
        APPENDED = "appended", _("Added to a ticket")
        OPENED = "opened", _("Opened a ticket")
        HELD = "held", _("Held")
        IGNORED = "ignored", _("Automatic, kept aside")
        BOUNCED = "bounced", _("Bounce")
        DISCARDED = "discarded", _("Discarded")

    class Reason(models.TextChoices):
        NONE = "", _("–")
        FORGED_ADDRESS = "forged_address", _("The reply address is not one of ours")
        FOREIGN_SENDER = "foreign_sender", _("The sender does not take part in this ticket")
        NOT_ALLOWED = "not_allowed", _("The sender may no longer reply")
        STAFF_SENDER = "staff_sender", _("It claims to come from one of our agents")
        UNCONFIRMED = "unconfirmed", _("The ticket's address is not confirmed yet")
        AUTOMATIC = "automatic", _("An automatic answer")
        BOUNCE = "bounce", _("A delivery report")
        DUPLICATE = "duplicate", _("The same mail came before")
        LOOP = "loop", _("Our own mail came back")
        NO_SENDER = "no_sender", _("There is no usable sender")
        TOO_LARGE = "too_large", _("Larger than we take")
        TOO_MANY = "too_many", _("Too many mails from this sender")
        UNREADABLE = "unreadable", _("It could not be read")
        EMPTY = "empty", _("Neither text nor file")

    RECOVERABLE = (Outcome.HELD, Outcome.IGNORED, Outcome.DISCARDED)

    sha256 = models.CharField(max_length=64, unique=True)
    raw = models.BinaryField()
    mail_id = models.CharField(max_length=300, blank=True, db_index=True)
    sender = models.CharField(_("from"), max_length=254, blank=True)
    sent_to = models.CharField(_("to"), max_length=254, blank=True)
    subject = models.CharField(_("subject"), max_length=250, blank=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, default=Outcome.RECEIVED)
    reason = models.CharField(_("reason"), max_length=20, choices=Reason, blank=True, default="")
    flags = models.JSONField(default=list, blank=True)
    ticket = models.ForeignKey(
        Ticket, on_delete=models.SET_NULL, null=True, blank=True, related_name="mails_in"
    )
    message = models.OneToOneField(
        Message, on_delete=models.SET_NULL, null=True, blank=True, related_name="mail_in"
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    received_at = models.DateTimeField(_("received"), default=timezone.now)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = MailInQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("incoming mail")
        verbose_name_plural = _("incoming mail")
        indexes = [
            models.Index(fields=["outcome", "-id"], name="tickets_mail_in_outcome"),
            models.Index(fields=["sender", "received_at"], name="tickets_mail_in_sender"),
        ]

    def __str__(self) -> str:
        return self.subject or self.mail_id or f"{self.pk}"

    @property
    def console_url(self) -> str:
        return reverse("tickets-console:mail-detail", args=[self.pk])

    @property
    def is_held(self) -> bool:
        """It waits for a person to decide."""
        return self.outcome == self.Outcome.HELD

    @property
    def is_readable(self) -> bool:
        """False for a mail that broke or killed whoever read it: it is not read again."""
        return self.reason != self.Reason.UNREADABLE

    @property
    def may_open_ticket(self) -> bool:
        """A person may still make a ticket of it, also after it was discarded; a colleague cannot be its customer."""
        is_ours = self.reason == self.Reason.STAFF_SENDER
        return self.outcome in self.RECOVERABLE and self.is_readable and bool(self.sender) and not is_ours
