"""Articles in many languages, their revisions, what readers said of them, and the index they are found by."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from helpdesk.lib import languages
from knowledgebase.announcements.models import Announcement as Announcement
from knowledgebase.glossary.models import Term as Term
from knowledgebase.glossary.models import TermTranslation as TermTranslation

LANGUAGE_CHOICES = [(code, row.english) for code, row in languages.LANGUAGES.items()]
MAX_BODY = 100_000


class CategoryQuerySet(models.QuerySet["Category"]):
    def with_titles(self) -> "CategoryQuerySet":
        return self.prefetch_related("translations")


class Category(models.Model):
    """A shelf of articles. Shelves nest; a shelf never stands inside itself."""

    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    icon = models.CharField(_("icon"), max_length=40, default="book-open")
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("parent"),
    )

    objects = CategoryQuerySet.as_manager()

    class Meta:
        ordering = ["position", "slug"]
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        constraints = [
            models.CheckConstraint(condition=~Q(parent=F("pk")), name="kb_category_not_own_parent"),
        ]

    def __str__(self) -> str:
        return self.slug

    def clean(self) -> None:
        seen = {self.pk}
        above = self.parent
        while above is not None:
            if above.pk in seen:
                raise ValidationError(
                    {"parent": _("A category cannot stand inside itself. Choose another parent.")}
                )
            seen.add(above.pk)
            above = above.parent

    def words(self, language: str) -> "CategoryTranslation | None":
        """Title and description in the reader's language or the nearest one; costs no query after `with_titles`."""
        rows = {row.language: row for row in self.translations.all()}
        return next((rows[code] for code in languages.fallbacks(language) if code in rows), None)

    def title(self, language: str) -> str:
        row = self.words(language)
        return row.title if row else self.slug.replace("-", " ").capitalize()


class CategoryTranslation(models.Model):
    """A category's words in one language."""

    category = models.ForeignKey(Category, on_delete=models.CASCADE, related_name="translations")
    language = models.CharField(_("language"), max_length=12, choices=LANGUAGE_CHOICES)
    title = models.CharField(_("title"), max_length=120)
    description = models.CharField(_("description"), max_length=300, blank=True)

    class Meta:
        ordering = ["category_id", "language"]
        verbose_name = _("category translation")
        verbose_name_plural = _("category translations")
        constraints = [
            models.UniqueConstraint(fields=["category", "language"], name="kb_category_translated_once"),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.language})"


class Article(models.Model):
    """One thing a reader may want to know; what it says is in its translations."""

    class Status(models.TextChoices):
        LIVE = "live", _("Live")
        ARCHIVED = "archived", _("Archived")

    slug = models.SlugField(_("slug"), max_length=120, unique=True)
    category = models.ForeignKey(
        Category, on_delete=models.PROTECT, related_name="articles", verbose_name=_("category")
    )
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.LIVE)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_promoted = models.BooleanField(_("promoted"), default=False)
    source_language = models.CharField(
        _("source language"), max_length=12, choices=LANGUAGE_CHOICES, default=languages.DEFAULT
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="owned_articles",
        verbose_name=_("owner"),
    )
    verified_at = models.DateTimeField(_("verified"), null=True, blank=True)
    created_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        ordering = ["position", "slug"]
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        indexes = [models.Index(fields=["category", "position"], name="kb_article_shelf")]

    def __str__(self) -> str:
        return self.slug


class RelatedArticle(models.Model):
    """`article` points its readers to `target`, in the order of `position`."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="related_links")
    target = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="pointed_at_by")
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("related article")
        verbose_name_plural = _("related articles")
        constraints = [
            models.UniqueConstraint(fields=["article", "target"], name="kb_related_once"),
            models.CheckConstraint(condition=~Q(article=F("target")), name="kb_related_to_another"),
        ]

    def __str__(self) -> str:
        return f"{self.article_id} → {self.target_id}"


class TranslationQuerySet(models.QuerySet["ArticleTranslation"]):
    def published(self) -> "TranslationQuerySet":
        """What readers may see: published words of a live article."""
        return self.filter(status=ArticleTranslation.Status.PUBLISHED, article__status=Article.Status.LIVE)

    def for_list(self) -> "TranslationQuerySet":
        return self.select_related("article__category").defer("body")

    def with_source(self) -> "TranslationQuerySet":
        """Adds `source_now`: the live revision of the translation this one was made from."""
        source = ArticleTranslation.objects.filter(
            article=OuterRef("article"), language=OuterRef("article__source_language")
        )
        return self.annotate(source_now=Subquery(source.values("revision")[:1]))

    def stale(self) -> "TranslationQuerySet":
        return (
            self.with_source()
            .exclude(language=F("article__source_language"))
            .filter(source_revision__lt=F("source_now"))
        )


class ArticleTranslation(models.Model):
    """An article in one language: the words readers see now, which are those of revision `revision`.

    A newer revision may be staged (`latest_revision`) while the live words stay. `source_revision` is the source
    language's revision these words were made from; when the source moves on, they are stale.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("Published")

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="translations")
    language = models.CharField(_("language"), max_length=12, choices=LANGUAGE_CHOICES)
    title = models.CharField(_("title"), max_length=200)
    summary = models.CharField(_("summary"), max_length=500, blank=True)
    body = models.TextField(_("body"), blank=True, max_length=MAX_BODY)
    questions = models.JSONField(_("example questions"), default=list, blank=True)
    revision = models.PositiveIntegerField(_("revision"), default=1)
    latest_revision = models.PositiveIntegerField(_("latest revision"), default=1)
    source_revision = models.PositiveIntegerField(_("made from revision"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.DRAFT)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    publish_at = models.DateTimeField(_("publish at"), null=True, blank=True)
    updated_at = models.DateTimeField(_("updated"), default=now)

    objects = TranslationQuerySet.as_manager()

    class Meta:
        ordering = ["article_id", "language"]
        verbose_name = _("translation")
        verbose_name_plural = _("translations")
        constraints = [
            models.UniqueConstraint(fields=["article", "language"], name="kb_translated_once"),
            models.CheckConstraint(condition=~Q(title=""), name="kb_translation_titled"),
            models.CheckConstraint(
                condition=Q(revision__gte=1, latest_revision__gte=F("revision")), name="kb_revision_order"
            ),
            models.CheckConstraint(
                condition=~Q(status="published") | Q(published_at__isnull=False), name="kb_published_has_date"
            ),
        ]
        indexes = [
            models.Index(fields=["language", "status", "-updated_at"], name="kb_translation_recent"),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.language})"

    @property
    def is_published(self) -> bool:
        return self.status == self.Status.PUBLISHED

    @property
    def is_source(self) -> bool:
        return self.language == self.article.source_language

    @property
    def has_staged_edit(self) -> bool:
        return self.latest_revision > self.revision

    @property
    def is_stale(self) -> bool:
        """Made from an older source; needs `with_source` or costs one query."""
        if self.is_source or self.source_revision is None:
            return False
        source = getattr(self, "source_now", None) or self._source_revision_now()
        return bool(source and source > self.source_revision)

    def _source_revision_now(self) -> Any:
        rows = ArticleTranslation.objects.filter(article=self.article, language=self.article.source_language)
        return rows.values_list("revision", flat=True).first()

    @property
    def direction(self) -> str:
        return languages.direction(self.language)


class Revision(models.Model):
    """The words of a translation as they were saved, kept for good."""

    translation = models.ForeignKey(ArticleTranslation, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField(_("number"))
    title = models.CharField(_("title"), max_length=200)
    summary = models.CharField(_("summary"), max_length=500, blank=True)
    body = models.TextField(_("body"), blank=True)
    questions = models.JSONField(_("example questions"), default=list, blank=True)
    source_revision = models.PositiveIntegerField(_("made from revision"), null=True, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["translation_id", "-number"]
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        constraints = [models.UniqueConstraint(fields=["translation", "number"], name="kb_revision_once")]

    def __str__(self) -> str:
        return f"{self.title} · {self.number}"


class Vote(models.Model):
    """Whether a revision helped one reader. `voter` is a person (`u.12`) or a browser (`v.…`), once per revision."""

    class Reason(models.TextChoices):
        UNCLEAR = "unclear", _("I could not follow it")
        OTHER_PROBLEM = "other-problem", _("It answers another question")
        WRONG = "wrong", _("Something in it is wrong or out of date")
        STILL_STUCK = "still-stuck", _("I did it and it did not work")

    translation = models.ForeignKey(ArticleTranslation, on_delete=models.CASCADE, related_name="votes")
    revision = models.PositiveIntegerField(_("revision"))
    voter = models.CharField(_("voter"), max_length=64)
    is_helpful = models.BooleanField(_("helpful"))
    reason = models.CharField(_("reason"), max_length=20, choices=Reason, blank=True)
    created_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("vote")
        verbose_name_plural = _("votes")
        constraints = [
            models.UniqueConstraint(fields=["translation", "revision", "voter"], name="kb_voted_once"),
        ]
        indexes = [models.Index(fields=["translation", "is_helpful"], name="kb_vote_counts")]

    def __str__(self) -> str:
        return f"{self.translation_id}.{self.revision} {'+' if self.is_helpful else '−'}"


class SearchRow(models.Model):
    """A published translation as the search sees it: terms of `helpdesk.lib.text`, separated by spaces.

    Written only by `knowledgebase.search`. The database's own full-text index stands on top of these columns.
    """

    translation = models.OneToOneField(
        ArticleTranslation, on_delete=models.CASCADE, related_name="search_row"
    )
    language = models.CharField(max_length=12)
    category = models.ForeignKey(Category, on_delete=models.CASCADE, related_name="+")
    title = models.TextField(blank=True)
    questions = models.TextField(blank=True)
    summary = models.TextField(blank=True)
    body = models.TextField(blank=True)
    plain = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["language", "category"], name="kb_search_language")]

    def __str__(self) -> str:
        return f"{self.translation_id} ({self.language})"


class SearchTerm(models.Model):
    """In how many rows of a language a term stands; the ranking weighs rare terms higher."""

    language = models.CharField(max_length=12)
    term = models.CharField(max_length=80)
    rows = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["language", "term"], name="kb_term_once")]

    def __str__(self) -> str:
        return f"{self.term} ({self.language}) {self.rows}"


class SearchSize(models.Model):
    """How many rows a language has and how many terms their fields hold together, for the ranking's averages."""

    language = models.CharField(max_length=12, unique=True)
    rows = models.IntegerField(default=0)
    title = models.BigIntegerField(default=0)
    questions = models.BigIntegerField(default=0)
    summary = models.BigIntegerField(default=0)
    body = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.language} {self.rows}"


class SearchSpelling(models.Model):
    """A word as published texts spell it, once for each `part`: three of its letters in a row, and the word itself.

    A misspelt word finds the right one by the parts they share. Words stay until the index is made anew; whether one
    still stands anywhere is asked of `SearchTerm`.
    """

    language = models.CharField(max_length=12)
    part = models.CharField(max_length=40)
    word = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["language", "part", "word"], name="kb_spelling_once"),
        ]

    def __str__(self) -> str:
        return f"{self.word} ({self.language}) {self.part}"
