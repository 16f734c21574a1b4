"""What pages, API, bot and ticket form read of the help center."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import override

from helpdesk.lib import languages
from helpdesk.lib.text import excerpt, highlight
from knowledgebase.models import ArticleTranslation, Category, SearchRow, TranslationQuerySet
from knowledgebase.search import Found, find, find_titles

Pieces = list[tuple[str, bool]]
EXCERPT_WIDTH = 220


@dataclass(frozen=True, slots=True)
class Hit:
    """One answer to a search. `confidence` (0 to 1) is how likely it answers; pieces are (text, is it a match)."""

    translation: ArticleTranslation
    score: float
    confidence: float
    title_pieces: Pieces
    excerpt_pieces: Pieces
    url: str
    is_fallback: bool


@dataclass(frozen=True, slots=True)
class SearchPage:
    """A page of hits. `total` counts every hit, `by_category` all of them by category id before that filter."""

    hits: list[Hit]
    language: str
    fallback_used: bool
    total: int = 0
    by_category: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An article a reader may be about to ask for."""

    title_pieces: Pieces
    url: str
    category: str
    language: str


def published(language: str) -> TranslationQuerySet:
    """What readers of `language` may see in it."""
    return ArticleTranslation.objects.published().filter(language=language)


def readable(language: str) -> TranslationQuerySet:
    """Every published article once: in `language`, else in the nearest fallback."""
    first, *others = languages.fallbacks(language)
    here = Q(language=first)
    for at, code in enumerate(others):
        nearer = (first, *others[:at])
        has_nearer = ArticleTranslation.objects.published().filter(language__in=nearer)
        here |= Q(language=code) & ~Q(article__in=has_nearer.values("article"))
    return ArticleTranslation.objects.published().filter(here)


def article_url(translation: ArticleTranslation, language: str | None = None) -> str:
    """The address where a reader of `language` (default: the translation's own) reads this translation.

    Languages without an interface are read inside the English one, or the reader's.
    """
    reader = language or translation.language
    if reader not in languages.INTERFACE:
        reader = next(
            (code for code in languages.fallbacks(reader) if code in languages.INTERFACE), languages.DEFAULT
        )
    slug = translation.article.slug
    with override(reader):
        if translation.language in languages.fallbacks(reader):
            return reverse("kb:article", kwargs={"slug": slug})
        return reverse("kb:article-in", kwargs={"slug": slug, "language": translation.language})


def search(
    query: str, language: str, *, limit: int = 10, category: Category | None = None, offset: int = 0
) -> SearchPage:
    """Published articles that answer `query` for a reader of `language`, best first, each article once.

    Looks in the reader's language, in the one the words are written in, and in the fallbacks; an article found in
    another language is shown in the reader's own when it exists. At most six queries.
    """
    result = find(query, language)
    reader = result.languages[0] if result.languages else language
    rows = result.rows
    chosen = _once_per_article(rows, result.languages)
    by_category: dict[int, int] = {}
    for translation, _found in chosen:
        key = translation.article.category_id
        by_category[key] = by_category.get(key, 0) + 1
    if category is not None:
        chosen = [pair for pair in chosen if pair[0].article.category_id == category.pk]
    shown = chosen[offset : offset + limit]
    plain = dict(
        SearchRow.objects.filter(translation__in=[t.pk for t, _ in shown]).values_list(
            "translation_id", "plain"
        )
    )
    hits = [_hit(t, found, query, reader, plain.get(t.pk, "")) for t, found in shown]
    return SearchPage(hits, reader, any(hit.is_fallback for hit in hits), len(chosen), by_category)


def _once_per_article(rows: Sequence[Found], order: Sequence[str]) -> list[tuple[ArticleTranslation, Found]]:
    """The article of each row once, in the best language a reader has it in. One query."""
    articles = ArticleTranslation.objects.filter(pk__in=[row.translation_id for row in rows]).values(
        "article"
    )
    wanted = (
        ArticleTranslation.objects.published().filter(article__in=articles, language__in=order).for_list()
    )
    by_pk = {translation.pk: translation for translation in wanted} if rows else {}
    best: dict[int, ArticleTranslation] = {}
    for translation in by_pk.values():
        rival = best.get(translation.article_id)
        if rival is None or order.index(translation.language) < order.index(rival.language):
            best[translation.article_id] = translation
    chosen: dict[int, tuple[ArticleTranslation, Found]] = {}
    for row in rows:
        found = by_pk.get(row.translation_id)
        if found is not None and found.article_id not in chosen:
            chosen[found.article_id] = (best[found.article_id], row)
    return list(chosen.values())


def _hit(translation: ArticleTranslation, found: Found, query: str, reader: str, plain: str) -> Hit:
    language = translation.language
    text = excerpt(f"{translation.summary} {plain}", query, language, EXCERPT_WIDTH)
    return Hit(
        translation,
        found.score,
        found.confidence,
        highlight(translation.title, query, language),
        highlight(text, query, language),
        article_url(translation, reader),
        language != reader,
    )


def suggest(query: str, language: str, *, limit: int = 8) -> list[Suggestion]:
    """Titles for a query that is still being typed; at most `limit`, never raises on any input."""
    result = find_titles(query, language, limit=limit)
    if not result.rows:
        result = find(query, language)
    pairs = _once_per_article(result.rows, result.languages)[:limit]
    titles = category_titles(language) if pairs else {}
    return [
        Suggestion(
            highlight(translation.title, query, translation.language),
            article_url(translation, language),
            titles.get(translation.article.category_id, ""),
            translation.language,
        )
        for translation, _found in pairs
    ]


def category_titles(language: str) -> dict[int, str]:
    """Every category's title for a reader of `language`. Two queries."""
    return {category.pk: category.title(language) for category in Category.objects.with_titles()}


def categories_with_counts(language: str) -> list[tuple[Category, int]]:
    """Categories that have something to read, with how many articles; subcategories count for themselves."""
    counts = dict(
        ArticleTranslation.objects.published()
        .order_by()
        .values_list("article__category")
        .annotate(Count("article", distinct=True))
    )
    return [(row, counts[row.pk]) for row in Category.objects.with_titles() if counts.get(row.pk)]


def popular(language: str, limit: int = 6) -> list[ArticleTranslation]:
    """What editors promote, then what readers found helpful."""
    rows = readable(language).for_list().annotate(helped=Count("votes", filter=Q(votes__is_helpful=True)))
    order = ("-article__is_promoted", "-helped", "article__position", "pk")
    return list(rows.order_by(*order)[:limit])


def recently_updated(language: str, limit: int = 6) -> list[ArticleTranslation]:
    """What changed last, in the words a reader of `language` is shown."""
    return list(readable(language).for_list().order_by("-updated_at", "-pk")[:limit])
