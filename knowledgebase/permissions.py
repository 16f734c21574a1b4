"""Who may read what."""

from dataclasses import dataclass

from helpdesk.lib import languages
from helpdesk.lib.errors import Missing
from knowledgebase.models import ArticleTranslation, Category


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader is shown: the words, and the languages they can also be read in."""

    translation: ArticleTranslation
    languages: tuple[str, ...]


def access_article(slug: str, language: str) -> Reading:
    """The published words a reader of `language` is shown: their language, its relatives, English, then any.

    Raises Missing when nothing of the article is published. Two queries.
    """
    published = ArticleTranslation.objects.published().filter(article__slug=slug)
    keys = dict(published.values_list("language", "pk"))
    if not keys:
        raise Missing
    order = (*languages.fallbacks(language), *sorted(keys))
    best = next(keys[code] for code in order if code in keys)
    rows = ArticleTranslation.objects.with_source().select_related("article__category")
    return Reading(rows.get(pk=best), tuple(sorted(keys)))


def access_translation(slug: str, language: str) -> Reading:
    """The published words in exactly this language, or Missing."""
    reading = access_article(slug, language)
    if reading.translation.language != language:
        raise Missing
    return reading


def access_category(slug: str) -> Category:
    """A category by its slug, or Missing."""
    category = Category.objects.with_titles().filter(slug=slug).first()
    if category is None:
        raise Missing
    return category
