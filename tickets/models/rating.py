"""What customers say about how they were helped."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class RatingQuerySet(models.QuerySet["Rating"]):
    def of(self, subject: models.Model) -> "RatingQuerySet":
        """What was said about this ticket or chat: one rating or none."""
        return self.filter(subject_type=subject._meta.label_lower, subject_id=subject.pk)


class Rating(models.Model):
    """One score for one solved ticket or ended chat. `agent` is who had the work when it was rated."""

    subject_type = models.CharField(max_length=64)
    subject_id = models.BigIntegerField()
    customer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="ratings"
    )
    agent = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="ratings_received",
    )
    score = models.PositiveSmallIntegerField(_("score"))
    comment = models.TextField(_("comment"), blank=True)
    language = models.CharField(max_length=12, default="en")
    created_at = models.DateTimeField(default=timezone.now)

    objects = RatingQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("rating")
        verbose_name_plural = _("ratings")
        constraints = [
            models.UniqueConstraint(fields=["subject_type", "subject_id"], name="tickets_rated_once"),
            models.CheckConstraint(condition=models.Q(score__range=(1, 5)), name="tickets_score_range"),
        ]
        indexes = [models.Index(fields=["agent", "created_at"], name="tickets_rating_agent")]

    def __str__(self) -> str:
        return f"{self.subject_type}.{self.subject_id}: {self.score}"
