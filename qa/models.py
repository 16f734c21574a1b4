"""Quality reviews: versioned scorecards, seeded samples of closed conversations, and what reviewers found."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.timezone import now
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

PERSON = settings.AUTH_USER_MODEL

Translations = dict[str, dict[str, str]]
"""Language code → the name of a field → its words."""


def said(translations: Translations, field: str, otherwise: str) -> str:
    """The field in the reader's language, else as it was first written."""
    return translations.get(get_language() or "", {}).get(field) or otherwise


class Scorecard(models.Model):
    """One version of the questions a reviewer answers. A version somebody has reviewed with never changes:
    a new version is published instead, and old reviews keep theirs."""

    name = models.CharField(_("name"), max_length=80)
    version = models.PositiveIntegerField(_("version"), default=1)
    is_current = models.BooleanField(_("in use for new reviews"), default=False)
    translations = models.JSONField(_("translations"), default=dict, blank=True)
    created_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        ordering = ["name", "-version"]
        verbose_name = _("scorecard")
        verbose_name_plural = _("scorecards")
        constraints = [
            models.UniqueConstraint(fields=["name", "version"], name="qa_scorecard_version_once"),
            models.UniqueConstraint(
                fields=["is_current"], condition=Q(is_current=True), name="qa_scorecard_one_current"
            ),
        ]

    def __str__(self) -> str:
        return f"{said(self.translations, 'name', self.name)} v{self.version}"


class Criterion(models.Model):
    """One question of a scorecard, with its words in other languages. Failing a critical one makes the review zero."""

    scorecard = models.ForeignKey(Scorecard, on_delete=models.PROTECT, related_name="criteria")
    position = models.PositiveSmallIntegerField(_("position"))
    text = models.CharField(_("question"), max_length=200)
    help = models.CharField(_("what a pass looks like"), max_length=300, blank=True)
    weight = models.PositiveSmallIntegerField(
        _("weight"), default=10, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    is_critical = models.BooleanField(_("critical"), default=False)
    translations = models.JSONField(_("translations"), default=dict, blank=True)

    class Meta:
        ordering = ["scorecard_id", "position"]
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        constraints = [
            models.UniqueConstraint(fields=["scorecard", "position"], name="qa_criterion_position_once"),
            models.CheckConstraint(condition=Q(weight__range=(1, 100)), name="qa_criterion_weight"),
        ]

    def __str__(self) -> str:
        return self.question

    @property
    def question(self) -> str:
        return said(self.translations, "text", self.text)

    @property
    def hint(self) -> str:
        return said(self.translations, "help", self.help)


class SubjectType(models.TextChoices):
    CHAT = "chat", _("Chat")
    TICKET = "ticket", _("Ticket")


class Sample(models.Model):
    """One draw: from how many closed conversations, with which seed, how many were taken.

    Kept so that anybody can draw again and see that nobody picked by hand (`selectors.redraw`).
    """

    reviewer = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="samples")
    seed = models.PositiveIntegerField(_("seed"))
    closed_from_at = models.DateTimeField(_("closed from"))
    closed_before_at = models.DateTimeField(_("closed before"))
    kinds = models.JSONField(_("kinds"), default=list)
    languages = models.JSONField(_("languages"), default=list, blank=True)
    wanted = models.PositiveSmallIntegerField(_("asked for"))
    population = models.PositiveIntegerField(_("to choose from"))
    drawn = models.PositiveSmallIntegerField(_("drawn"))
    created_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("sample")
        verbose_name_plural = _("samples")
        constraints = [
            models.CheckConstraint(
                condition=Q(drawn__lte=F("population")) & Q(drawn__lte=F("wanted")), name="qa_sample_sizes"
            ),
            models.CheckConstraint(
                condition=Q(closed_from_at__lt=F("closed_before_at")), name="qa_sample_period"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.drawn}/{self.population} · {self.seed}"


class ReviewQuerySet(models.QuerySet["Review"]):
    def drafts(self) -> "ReviewQuerySet":
        return self.filter(status=Review.Status.DRAFT)

    def finished(self) -> "ReviewQuerySet":
        return self.exclude(status=Review.Status.DRAFT)

    def for_list(self) -> "ReviewQuerySet":
        return self.select_related("agent", "reviewer", "scorecard")

    def for_detail(self) -> "ReviewQuerySet":
        return self.select_related("agent", "reviewer", "scorecard", "sample").prefetch_related(
            "scorecard__criteria", "answers", "pins__criterion"
        )


class Review(models.Model):
    """One reviewer's judgement of how one agent handled one closed conversation.

    The score is a percentage with one decimal; how it is counted stands in `qa.scoring.score_of`.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SUBMITTED = "submitted", _("Submitted")
        ACKNOWLEDGED = "acknowledged", _("Acknowledged")

    scorecard = models.ForeignKey(Scorecard, on_delete=models.PROTECT, related_name="reviews")
    sample = models.ForeignKey(Sample, on_delete=models.PROTECT, null=True, related_name="reviews")
    reviewer = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="reviews_written")
    agent = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="reviews_received")
    subject_type = models.CharField(_("kind"), max_length=10, choices=SubjectType)
    subject_id = models.BigIntegerField()
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.DRAFT)
    score = models.DecimalField(_("score"), max_digits=4, decimal_places=1, null=True, blank=True)
    is_zeroed = models.BooleanField(_("critical criterion failed"), default=False)
    comment = models.TextField(_("comment"), blank=True)
    agent_comment = models.TextField(_("agent's comment"), blank=True)
    seconds_spent = models.PositiveIntegerField(_("seconds spent"), default=0)
    created_at = models.DateTimeField(default=now, editable=False)
    updated_at = models.DateTimeField(default=now, editable=False)
    submitted_at = models.DateTimeField(null=True, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        indexes = [
            models.Index(fields=["reviewer", "status"], name="qa_review_queue"),
            models.Index(fields=["agent", "submitted_at"], name="qa_review_agent"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(reviewer=F("agent")), name="qa_review_not_own_work"),
            models.UniqueConstraint(fields=["subject_type", "subject_id"], name="qa_review_subject_once"),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__range=(0, 100)), name="qa_review_score_percent"
            ),
            models.CheckConstraint(
                condition=Q(status="draft", score__isnull=True, submitted_at__isnull=True)
                | Q(
                    status__in=["submitted", "acknowledged"], score__isnull=False, submitted_at__isnull=False
                ),
                name="qa_review_scored_when_submitted",
            ),
            models.CheckConstraint(
                condition=Q(status="acknowledged", acknowledged_at__isnull=False)
                | (~Q(status="acknowledged") & Q(acknowledged_at__isnull=True)),
                name="qa_review_acknowledged_at",
            ),
            models.CheckConstraint(
                condition=Q(is_zeroed=False) | Q(score=0), name="qa_review_zero_when_critical"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_subject_type_display()} {self.subject_id} · {self.agent}"

    @property
    def is_draft(self) -> bool:
        return self.status == self.Status.DRAFT


class Answer(models.Model):
    """Pass, fail or not applicable for one criterion of one review."""

    class Value(models.TextChoices):
        PASS = "pass", _("Yes")
        FAIL = "fail", _("No")
        NA = "na", _("Does not apply")

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="answers")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="answers")
    value = models.CharField(_("answer"), max_length=4, choices=Value, blank=True)
    comment = models.CharField(_("comment"), max_length=500, blank=True)

    class Meta:
        ordering = ["criterion_id"]
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        constraints = [models.UniqueConstraint(fields=["review", "criterion"], name="qa_answer_once")]

    def __str__(self) -> str:
        return f"{self.criterion_id} {self.value}"


class Pin(models.Model):
    """A message of the conversation the reviewer points at as evidence."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="pins")
    seq = models.PositiveIntegerField()
    criterion = models.ForeignKey(
        Criterion, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["seq"]
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        constraints = [models.UniqueConstraint(fields=["review", "seq"], name="qa_pin_once")]

    def __str__(self) -> str:
        return f"{self.review_id} #{self.seq}"
