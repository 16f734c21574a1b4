"""What pages, API, bot and ticket form read of the help center."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.urls import reverse
from django.utils.translation import override

from helpdesk.lib import languages
from helpdesk.lib.text import excerpt, highlight, query_terms
from knowledgebase.models import ArticleTranslation, Category, SearchRow, TranslationQuerySet
from knowledgebase.search import Found, Result, find, find_as_typed, find_titles

Pieces = list[tuple[str, bool]]
EXCERPT_WIDTH = 220
# A line of Chinese, Japanese or Korean says in half the characters what a line of letters says.
DENSE = frozenset({"zh-hans", "zh-hant", "ja", "ko"})


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
class Wish:
    """What a reader of `language` is looking for: in which other languages too, on which shelf, which part of the hits.

    `as_typed` is said by who was shown answers to a mended query and meant what they wrote.
    """

    query: str
    language: str
    accepted: tuple[str, ...] = ()
    category: Category | None = None
    as_typed: bool = False
    limit: int = 10
    offset: int = 0


@dataclass(frozen=True, slots=True)
class SearchPage:
    """A page of hits. `total` counts every hit, `by_category` all of them by category id before that filter.

    `mended` is what was looked for instead of a misspelt query.
    """

    hits: list[Hit]
    language: str
    fallback_used: bool
    total: int = 0
    by_category: dict[int, int] = field(default_factory=dict)
    mended: str = ""


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
    """Every published article once: in `language`, else in the nearest fallback, else as it was first written."""
    order = languages.fallbacks(language)
    here = Q(language=order[0])
    for at, code in enumerate(order[1:], 1):
        here |= Q(language=code) & ~Q(article__in=_articles_in(order[:at]))
    here |= Q(language=F("article__source_language")) & ~Q(article__in=_articles_in(order))
    return ArticleTranslation.objects.published().filter(here)


def _articles_in(codes: Sequence[str]) -> QuerySet[Any, Any]:
    return ArticleTranslation.objects.published().filter(language__in=codes).order_by().values("article")


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


def search(query: str, language: str, *, limit: int = 10, category: Category | None = None) -> SearchPage:
    """Published articles that answer `query` for a reader of `language`; see `search_for`."""
    return search_for(Wish(query, language, category=category, limit=limit))


def search_for(wish: Wish) -> SearchPage:
    """Published articles that answer a wish, best first, each article once.

    Looks in the reader's language, in the one the words are written in, in the fallbacks and in what else the reader
    accepts; an article found in another language is shown in the reader's own when it exists. At most six queries, more
    only for misspelt words.
    """
    look = find_as_typed if wish.as_typed else find
    result = look(wish.query, wish.language, wish.accepted)
    chosen = _once_per_article(result.rows, result.languages)
    by_category: dict[int, int] = {}
    for translation, _found in chosen:
        key = translation.article.category_id
        by_category[key] = by_category.get(key, 0) + 1
    if wish.category is not None:
        chosen = [pair for pair in chosen if pair[0].article.category_id == wish.category.pk]
    hits = _hits(chosen[wish.offset : wish.offset + wish.limit], result.mended or wish.query, result)
    fallback_used = any(hit.is_fallback for hit in hits)
    return SearchPage(hits, result.languages[0], fallback_used, len(chosen), by_category, result.mended)


def _hits(pairs: Sequence[tuple[ArticleTranslation, Found]], query: str, result: Result) -> list[Hit]:
    """The hits of one page with their extracts. One query."""
    rows = SearchRow.objects.filter(translation__in=[translation.pk for translation, _found in pairs])
    plain = dict(rows.values_list("translation_id", "plain"))
    reader = result.languages[0]
    return [_hit(row, found, query, reader, plain.get(row.pk, "")) for row, found in pairs]


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
    width = EXCERPT_WIDTH // 2 if language in DENSE else EXCERPT_WIDTH
    text = excerpt(f"{translation.summary}\n{plain}", query, language, width)
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
    query = result.mended or query
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


def article_counts() -> dict[int, int]:
    """How many articles can be read on each category that has any; subcategories count for themselves. One query."""
    published = ArticleTranslation.objects.published().order_by().values_list("article__category")
    return dict(published.annotate(Count("article", distinct=True)))


def categories_with_counts(language: str) -> list[tuple[Category, int]]:
    """Categories that have something to read, with how many articles. Three queries."""
    counts = article_counts()
    return [(row, counts[row.pk]) for row in Category.objects.with_titles() if counts.get(row.pk)]


def shelves_about(query: str, language: str, shelves: Sequence[Category], most: int = 2) -> list[Category]:
    """The categories whose titles share a telling word with the query, the closest first.

    Titles exist in every interface language before articles do, so a reader whose language has no answer is still led
    to the right shelf.
    """
    codes = tuple(dict.fromkeys((*languages.fallbacks(language), languages.detect(query, default=language))))
    found = [(max(_share(query, shelf, code) for code in codes), shelf) for shelf in shelves]
    found.sort(key=lambda pair: -pair[0])
    return [shelf for share, shelf in found if share > 0][:most]


def _share(query: str, shelf: Category, code: str) -> float:
    """How much of the title in one language the query names."""
    titles = {row.language: row.title for row in shelf.translations.all()}
    title = set(query_terms(titles.get(code, ""), code))
    asked = set(query_terms(query, code))
    return len(title & asked) / len(title) if title else 0.0


def popular(language: str, limit: int = 6) -> list[ArticleTranslation]:
    """What editors promote, then what readers found helpful."""
    rows = readable(language).for_list().annotate(helped=Count("votes", filter=Q(votes__is_helpful=True)))
    order = ("-article__is_promoted", "-helped", "article__position", "pk")
    return list(rows.order_by(*order)[:limit])


def recently_updated(language: str, limit: int = 6) -> list[ArticleTranslation]:
    """What changed last, in the words a reader of `language` is shown."""
    return list(readable(language).for_list().order_by("-updated_at", "-pk")[:limit])
