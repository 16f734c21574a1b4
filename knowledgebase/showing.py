"""What each page of the help center shows: the contexts of its templates."""

from dataclasses import replace
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator

from helpdesk.lib import languages
from knowledgebase.contact import contact_channels
from knowledgebase.forms import Asked
from knowledgebase.models import ArticleTranslation, Category, Vote
from knowledgebase.permissions import Reading
from knowledgebase.reading import article_page, structured, trail
from knowledgebase.selectors import (
    SearchPage,
    Suggestion,
    Wish,
    article_counts,
    article_url,
    categories_with_counts,
    popular,
    readable,
    recently_updated,
    search_for,
    shelves_about,
)

RESULTS_A_PAGE = 10
ARTICLES_A_PAGE = 40
EXAMPLES = 3
# With fewer hits than this, the page also shows where else to look.
FEW_RESULTS = 3
MOST_ON_TOPIC = 6
Context = dict[str, Any]


def home_context(language: str) -> tuple[Context, float]:
    """The home page, and when anything on it last changed."""
    liked = popular(language)
    fresh = recently_updated(language)
    counted = categories_with_counts(language)
    context = {
        "categories": [(row, row.words(language), count) for row, count in counted],
        "popular": liked,
        "recent": fresh,
        "examples": examples(liked, language),
        "channels": contact_channels(),
    }
    return context, max((row.updated_at.timestamp() for row in fresh), default=0.0)


def examples(liked: list[ArticleTranslation], language: str) -> list[str]:
    """What people ask, in the reader's language; one of each category, so that they show how far the answers reach."""
    asked: dict[int, str] = {}
    for row in liked:
        if row.questions and row.language == language:
            asked.setdefault(row.article.category_id, str(row.questions[0]))
    return list(asked.values())[:EXAMPLES]


def category_context(shelf: Category, language: str, page: str | None) -> Context:
    counted = categories_with_counts(language)
    rows = readable(language).filter(article__category=shelf).for_list()
    return {
        "category": shelf,
        "words": shelf.words(language),
        "trail": trail(shelf, {row.pk: row for row, _count in counted})[:-1],
        "shelves": [(row, row.words(language), count) for row, count in counted],
        "articles": Paginator(rows.order_by("article__position", "title", "pk"), ARTICLES_A_PAGE).get_page(
            page
        ),
        "channels": contact_channels(),
    }


def article_context(reading: Reading, language: str) -> tuple[Context, float]:
    """An article page, and when its words last changed."""
    shown = article_page(reading, language)
    context = {
        "page": shown,
        "article": shown.translation.article,
        "translation": shown.translation,
        "content_language": languages.get(shown.translation.language),
        "canonical": settings.BASE_URL + article_url(shown.translation),
        "base_url": settings.BASE_URL,
        "structured": structured(shown, language),
        "reasons": Vote.Reason.choices,
        "channels": contact_channels(),
    }
    return context, shown.changed


def search_context(asked: Asked, language: str, accepted: tuple[str, ...] = ()) -> Context:
    shelves = list(Category.objects.with_titles())
    chosen = next((shelf for shelf in shelves if shelf.slug == asked.category), None)
    start = (asked.page - 1) * RESULTS_A_PAGE
    found = search_for(Wish(asked.query, language, accepted, chosen, asked.as_typed, RESULTS_A_PAGE, start))
    counts = found.by_category
    context = {
        "query": asked.query,
        "shown_query": found.mended or asked.query,
        "address": asked.address,
        "asked_exactly": replace(asked, as_typed=True).address,
        "found": found,
        "chosen": chosen,
        "page_number": asked.page,
        "first_number": start + 1,
        "last_page": max(1, -(-found.total // RESULTS_A_PAGE)),
        "titles": {row.pk: row.title(language) for row in shelves},
        "filters": [(row, row.title(language), counts[row.pk]) for row in shelves if row.pk in counts],
        "everywhere": sum(counts.values()),
        "channels": contact_channels(),
    }
    return context | (leads(found, asked.query, shelves, language) if found.total < FEW_RESULTS else {})


def leads(found: SearchPage, query: str, shelves: list[Category], language: str) -> Context:
    """Where who found little may go on: what stands on the shelves their words name, else what most people read."""
    about = shelves_about(found.mended or query, language, shelves)
    here = readable(language).for_list().filter(article__category__in=about)
    others = here.exclude(article__in=[hit.translation.article_id for hit in found.hits])
    on_topic = list(others.order_by("article__position", "pk")[:MOST_ON_TOPIC]) if about else []
    counts = article_counts()
    return {
        "about": [(shelf, shelf.title(language), counts.get(shelf.pk, 0)) for shelf in about],
        "on_topic": on_topic,
        "popular": [] if found.hits or on_topic else popular(language, 5),
        "shelves": [(row, row.title(language), counts[row.pk]) for row in shelves if row.pk in counts],
    }


def as_option(row: Suggestion) -> Context:
    """A suggestion as the search box reads it."""
    return {
        "title": row.title_pieces,
        "url": row.url,
        "category": row.category,
        "language": row.language,
        "direction": languages.direction(row.language),
    }
