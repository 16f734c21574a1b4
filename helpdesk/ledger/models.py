"""What happened: one row an event, never changed, never removed."""

from datetime import datetime
from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from helpdesk.ledger.registry import words_of


class AppendOnly(Exception):
    """Somebody tried to rewrite what happened."""


class EventQuerySet(models.QuerySet["Event"]):
    def about(self, subject: models.Model) -> "EventQuerySet":
        return self.filter(subject_type=subject._meta.label_lower, subject_id=subject.pk)

    def for_timeline(self) -> "EventQuerySet":
        return self.select_related("actor").order_by("pk")

    def update(self, **kwargs: Any) -> NoReturn:
        raise AppendOnly("The ledger is append-only.")

    def delete(self) -> NoReturn:
        raise AppendOnly("The ledger is append-only.")


class Event(models.Model):
    """One thing that happened: who, what, to which object, for which customer, when.

    `data` holds ids, numbers and short codes, never the text of a message. On PostgreSQL a trigger refuses
    update and delete as well; the one door is the setting `vigil.erasing`, opened by the erasure service.
    """

    at = models.DateTimeField(db_index=True)
    verb = models.CharField(max_length=64)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="acts"
    )
    subject_type = models.CharField(max_length=64)
    subject_id = models.BigIntegerField()
    customer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="history"
    )
    data = models.JSONField(default=dict, blank=True)
    request_id = models.CharField(max_length=64, blank=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = gettext_lazy("event")
        verbose_name_plural = gettext_lazy("events")
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "id"], name="ledger_subject"),
            models.Index(fields=["verb", "at"], name="ledger_verb_at"),
            models.Index(fields=["customer", "id"], name="ledger_customer"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnly("The ledger is append-only.")
        super().save(*args, **kwargs)

    @property
    def subject(self) -> str:
        return f"{self.subject_type}.{self.subject_id}"

    @property
    def text(self) -> str:
        """The event in the reader's language."""
        values = {"actor": self.actor_name, **self.data}
        words = str(words_of(self.verb))
        try:
            return words % values
        except (KeyError, ValueError, TypeError):
            return words

    @property
    def actor_name(self) -> str:
        return str(self.actor) if self.actor_id else _("Vigil")

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnly("The ledger is append-only.")


class Subscriber(models.Model):
    """Since which event a subscriber listens, so that a new one does not act on the past."""

    name = models.CharField(max_length=200, unique=True)
    since = models.BigIntegerField()

    def __str__(self) -> str:
        return self.name


class Delivery(models.Model):
    """The mark that a subscriber's effects of one event are in the database."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="deliveries")
    subscriber = models.CharField(max_length=200)
    done_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "subscriber"], name="ledger_delivered_once")]

    def __str__(self) -> str:
        return f"{self.event_id} {self.subscriber}"


ALARM_TRIES = 5
"""From this many failed tries on, about half an hour after the first, administrators are told."""


class FailureQuerySet(models.QuerySet["Failure"]):
    def due(self, moment: datetime) -> "FailureQuerySet":
        return self.filter(next_try_at__lte=moment).order_by("next_try_at", "pk")

    def delivered(self) -> "FailureQuerySet":
        """A later try, or another worker, has succeeded."""
        return self.filter(Exists(self.marks()))

    def open(self) -> "FailureQuerySet":
        return self.filter(~Exists(self.marks()))

    def alarming(self) -> "FailureQuerySet":
        return self.open().filter(tries__gte=ALARM_TRIES)

    def marks(self) -> models.QuerySet[Delivery]:
        return Delivery.objects.filter(event=OuterRef("event"), subscriber=OuterRef("subscriber"))


class Failure(models.Model):
    """An event a subscriber has not dealt with yet although it was tried: why, how often, and when it is next.

    `error` is the class of what went wrong and empty when the try was cut off; the log holds the rest. Without a
    next time Vigil has given up, and only an administrator tries again.
    """

    event = models.ForeignKey(
        Event, on_delete=models.PROTECT, related_name="failures", verbose_name=gettext_lazy("event")
    )
    subscriber = models.CharField(gettext_lazy("subscriber"), max_length=200)
    error = models.CharField(gettext_lazy("error"), max_length=100, blank=True)
    tries = models.PositiveIntegerField(gettext_lazy("tries"), default=1)
    first_tried_at = models.DateTimeField(gettext_lazy("first tried"), auto_now_add=True)
    next_try_at = models.DateTimeField(gettext_lazy("next try"), null=True, blank=True, db_index=True)

    objects = FailureQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("delivery that failed")
        verbose_name_plural = gettext_lazy("deliveries that failed")
        constraints = [models.UniqueConstraint(fields=["event", "subscriber"], name="ledger_failed_once")]

    def __str__(self) -> str:
        return f"{self.event_id} {self.subscriber}"
