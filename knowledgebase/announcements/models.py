"""Announcements in many languages, how an incident went on, and who is told by mail."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from helpdesk.lib import languages

SPOKEN = [(code, row.english) for code, row in languages.LANGUAGES.items()]
MAX_BODY = 20_000
MAX_UPDATE = 5_000


class AnnouncementQuerySet(models.QuerySet["Announcement"]):
    def begun(self) -> "AnnouncementQuerySet":
        """What readers may have seen: published, its hour has come. Also what is over."""
        return self.exclude(status=Announcement.Status.DRAFT).filter(starts_at__lte=now())

    def with_words(self) -> "AnnouncementQuerySet":
        return self.prefetch_related("words")

    def with_course(self) -> "AnnouncementQuerySet":
        return self.prefetch_related("words", "updates__words")


class Announcement(models.Model):
    """One thing everybody should know for a while; what it says is in its words.

    A published one is seen from `starts_at` until `ends_at`, by the clock alone: no job has to run for it.
    """

    class Kind(models.TextChoices):
        NOTICE = "notice", pgettext_lazy("announcement", "Notice")
        MAINTENANCE = "maintenance", _("Maintenance")
        INCIDENT = "incident", _("Incident")
        SECURITY = "security", _("Security warning")

    class Severity(models.TextChoices):
        INFO = "info", _("For information")
        MINOR = "minor", _("Minor")
        MAJOR = "major", _("Major")
        CRITICAL = "critical", pgettext_lazy("severity", "Critical")

    class Audience(models.TextChoices):
        EVERYONE = "everyone", _("Everyone")
        CUSTOMERS = "customers", _("Signed-in customers")
        STAFF = "staff", _("Staff")

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("Published")
        ENDED = "ended", _("Ended")

    class Stage(models.TextChoices):
        INVESTIGATING = "investigating", _("Investigating")
        IDENTIFIED = "identified", _("Cause found")
        MONITORING = "monitoring", _("Watching the fix")
        RESOLVED = "resolved", _("Resolved")

    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.NOTICE)
    severity = models.CharField(_("severity"), max_length=10, choices=Severity, default=Severity.INFO)
    audience = models.CharField(_("audience"), max_length=10, choices=Audience, default=Audience.EVERYONE)
    shows_in_help = models.BooleanField(_("on the help center"), default=True)
    shows_in_widget = models.BooleanField(_("in the chat"), default=True)
    shows_in_form = models.BooleanField(_("on the request form"), default=True)
    source_language = models.CharField(
        _("source language"), max_length=12, choices=SPOKEN, default=languages.DEFAULT
    )
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT)
    stage = models.CharField(_("stage"), max_length=14, choices=Stage, blank=True)
    starts_at = models.DateTimeField(_("starts"), null=True, blank=True)
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    started_at = models.DateTimeField(_("started"), null=True, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("author"),
    )
    created_at = models.DateTimeField(default=now, editable=False)
    updated_at = models.DateTimeField(_("updated"), default=now)

    objects = AnnouncementQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("announcement")
        verbose_name_plural = _("announcements")
        constraints = [
            models.CheckConstraint(
                condition=Q(status="draft") | Q(starts_at__isnull=False), name="kb_announced_has_start"
            ),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True)
                | Q(starts_at__isnull=True)
                | Q(ends_at__gte=models.F("starts_at")),
                name="kb_announced_ends_later",
            ),
        ]
        indexes = [
            models.Index(fields=["status", "-starts_at"], name="kb_announced"),
            models.Index(fields=["-created_at", "-id"], name="kb_announced_list"),
        ]

    def __str__(self) -> str:
        return self.slug

    @property
    def is_draft(self) -> bool:
        return self.status == self.Status.DRAFT

    @property
    def is_incident(self) -> bool:
        return self.kind == self.Kind.INCIDENT

    @property
    def is_dismissible(self) -> bool:
        """A reader may put it away; not what nobody should miss."""
        return self.severity != self.Severity.CRITICAL

    def is_on(self, at: datetime | None = None) -> bool:
        """Readers are told it at this moment."""
        at = at or now()
        is_begun = self.starts_at is not None and self.starts_at <= at
        return self.status == self.Status.PUBLISHED and is_begun and not self._is_past(at)

    @property
    def is_scheduled(self) -> bool:
        is_ahead = self.starts_at is not None and self.starts_at > now()
        return self.status == self.Status.PUBLISHED and is_ahead

    @property
    def is_over(self) -> bool:
        return self.status == self.Status.ENDED or (not self.is_draft and self._is_past(now()))

    def _is_past(self, at: datetime) -> bool:
        return self.ends_at is not None and self.ends_at <= at

    def said_in(self, language: str) -> "AnnouncementWords | None":
        """Its words in the reader's language or the nearest one; costs no query after `with_words`."""
        words: AnnouncementWords | None = best_of(self.words.all(), language, self.source_language)
        return words


def best_of(rows: Any, language: str, source: str) -> Any:
    """The row a reader of `language` is shown: their language, its relatives, English, the source, then any."""
    by_code = {row.language: row for row in rows}
    order = (*languages.fallbacks(language), source, *sorted(by_code))
    return next((by_code[code] for code in order if code in by_code), None)


class AnnouncementWords(models.Model):
    """What an announcement says in one language: the line of the banner, the page, and later how it ended."""

    announcement = models.ForeignKey(Announcement, on_delete=models.CASCADE, related_name="words")
    language = models.CharField(_("language"), max_length=12, choices=SPOKEN)
    title = models.CharField(_("title"), max_length=140)
    body = models.TextField(_("body"), blank=True, max_length=MAX_BODY)
    afterword = models.TextField(_("afterword"), blank=True, max_length=MAX_BODY)

    class Meta:
        ordering = ["announcement_id", "language"]
        verbose_name = _("announcement's words")
        verbose_name_plural = _("announcements' words")
        constraints = [
            models.UniqueConstraint(fields=["announcement", "language"], name="kb_announced_once"),
            models.CheckConstraint(condition=~Q(title=""), name="kb_announcement_titled"),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.language})"

    @property
    def direction(self) -> str:
        return languages.direction(self.language)


class IncidentUpdate(models.Model):
    """How an incident went on: a stage and some words, never taken back."""

    announcement = models.ForeignKey(Announcement, on_delete=models.CASCADE, related_name="updates")
    stage = models.CharField(_("stage"), max_length=14, choices=Announcement.Stage)
    posted_at = models.DateTimeField(_("posted"), default=now)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("author"),
    )

    class Meta:
        ordering = ["-posted_at", "-pk"]
        verbose_name = _("incident update")
        verbose_name_plural = _("incident updates")
        indexes = [models.Index(fields=["announcement", "-posted_at"], name="kb_incident_course")]

    def __str__(self) -> str:
        return f"{self.announcement_id} {self.stage}"

    def said_in(self, language: str) -> "UpdateWords | None":
        """Its words in the reader's language or the nearest one; costs no query after `with_course`."""
        words: UpdateWords | None = best_of(self.words.all(), language, languages.DEFAULT)
        return words


class UpdateWords(models.Model):
    """An update in one language; translations may come after the first words went out."""

    update = models.ForeignKey(IncidentUpdate, on_delete=models.CASCADE, related_name="words")
    language = models.CharField(_("language"), max_length=12, choices=SPOKEN)
    text = models.TextField(_("text"), max_length=MAX_UPDATE)

    class Meta:
        ordering = ["update_id", "language"]
        verbose_name = _("update's words")
        verbose_name_plural = _("updates' words")
        constraints = [
            models.UniqueConstraint(fields=["update", "language"], name="kb_update_said_once"),
            models.CheckConstraint(condition=~Q(text=""), name="kb_update_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.update_id} ({self.language})"

    @property
    def direction(self) -> str:
        return languages.direction(self.language)


class Subscription(models.Model):
    """An address that asked to be told by mail; told only once it is confirmed. Ending it removes the row."""

    email = models.EmailField(_("e-mail"), unique=True)
    language = models.CharField(_("language"), max_length=12, choices=SPOKEN, default=languages.DEFAULT)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("person"),
    )
    asked_at = models.DateTimeField(_("asked"), default=now)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")

    def __str__(self) -> str:
        return self.email


class AnnouncementLetter(models.Model):
    """A letter to one subscriber, rendered when it is sent. `mail_id` never changes, so that a mail sent twice is shown once."""

    class Status(models.TextChoices):
        QUEUED = "queued", _("On its way")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Could not be delivered")

    subscription = models.ForeignKey(Subscription, on_delete=models.CASCADE, related_name="letters")
    announcement = models.ForeignKey(
        Announcement, on_delete=models.CASCADE, null=True, blank=True, related_name="letters"
    )
    update = models.ForeignKey(
        IncidentUpdate, on_delete=models.CASCADE, null=True, blank=True, related_name="letters"
    )
    mail_id = models.CharField(max_length=200, unique=True)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_try_at = models.DateTimeField(default=now)
    last_error = models.CharField(_("last error"), max_length=300, blank=True)
    created_at = models.DateTimeField(default=now)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("announcement letter")
        verbose_name_plural = _("announcement letters")
        constraints = [
            models.UniqueConstraint(
                fields=["subscription", "announcement"],
                condition=Q(update__isnull=True, announcement__isnull=False),
                name="kb_announced_by_mail_once",
            ),
            models.UniqueConstraint(
                fields=["subscription", "update"],
                condition=Q(update__isnull=False),
                name="kb_updated_by_mail_once",
            ),
        ]
        indexes = [models.Index(fields=["status", "next_try_at"], name="kb_announced_queue")]

    def __str__(self) -> str:
        return f"{self.subscription_id} {self.announcement_id or ''}"
