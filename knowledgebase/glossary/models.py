"""Terms and what they are called and mean in each language. The tables belong to the knowledgebase app."""

from django.db import models
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from helpdesk.lib import languages

LANGUAGE_CHOICES = [(code, row.english) for code, row in languages.LANGUAGES.items()]


class Term(models.Model):
    """A word or name worth explaining; what it is called and means is in its translations."""

    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    category = models.ForeignKey(
        "knowledgebase.Category",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="terms",
        verbose_name=_("category"),
    )
    source_language = models.CharField(
        _("source language"), max_length=12, choices=LANGUAGE_CHOICES, default=languages.DEFAULT
    )
    is_name_kept = models.BooleanField(_("same name in every language"), default=False)
    related_terms = models.ManyToManyField("self", symmetrical=True, blank=True)
    related_articles = models.ManyToManyField("knowledgebase.Article", related_name="terms", blank=True)
    created_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        app_label = "knowledgebase"
        ordering = ["slug"]
        verbose_name = _("term")
        verbose_name_plural = _("terms")

    def __str__(self) -> str:
        return self.slug


class TermTranslation(models.Model):
    """A term in one language. `source_revision` is the source's revision these words were made from; `doubt` says why
    they may be no translation at all."""

    class Doubt(models.TextChoices):
        SAME = "same", _("Still the source text")
        LANGUAGE = "language", _("Still in the source language")
        SHORT = "short", _("Short definition not translated")

    term = models.ForeignKey(Term, on_delete=models.CASCADE, related_name="translations")
    language = models.CharField(_("language"), max_length=12, choices=LANGUAGE_CHOICES)
    name = models.CharField(_("name"), max_length=120)
    short = models.CharField(_("short definition"), max_length=300)
    long = models.TextField(_("explanation"), blank=True, max_length=20_000)
    synonyms = models.JSONField(_("synonyms"), default=list, blank=True)
    is_locked = models.BooleanField(_("locked"), default=False)
    doubt = models.CharField(_("doubt"), max_length=10, choices=Doubt, blank=True)
    revision = models.PositiveIntegerField(_("revision"), default=1)
    source_revision = models.PositiveIntegerField(_("made from revision"), null=True, blank=True)
    updated_at = models.DateTimeField(_("updated"), default=now)

    class Meta:
        app_label = "knowledgebase"
        ordering = ["term_id", "language"]
        verbose_name = _("term translation")
        verbose_name_plural = _("term translations")
        constraints = [
            models.UniqueConstraint(fields=["term", "language"], name="kb_term_translated_once"),
            models.CheckConstraint(condition=~Q(name="") & ~Q(short=""), name="kb_term_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.language})"

    @property
    def direction(self) -> str:
        return languages.direction(self.language)
