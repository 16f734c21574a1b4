"""What an article page shows beside the words: contents, neighbours, where it stands, and how machines read it."""

from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db.models import F, OuterRef, Q, Subquery, prefetch_related_objects
from django.urls import reverse
from django.utils.translation import override

from helpdesk.lib import languages
from helpdesk.lib.markdown import Heading, Rendered, render
from knowledgebase.caching import edition
from knowledgebase.glossary.book import book
from knowledgebase.glossary.marking import mark
from knowledgebase.models import Article, ArticleTranslation, Category, RelatedArticle
from knowledgebase.permissions import Reading
from knowledgebase.selectors import readable
from knowledgebase.source_files import links_in

_HTML_SECONDS = 600
_WORDS_A_MINUTE = 200
_MOST_RELATED = 4
_CONTENTS_FROM = 3
_ASKING = ("?", "？", "؟")
_FEWEST_QUESTIONS = 2


@dataclass(frozen=True, slots=True)
class Translated:
    """A language an article can be read in, and where."""

    code: str
    native: str
    direction: str
    url: str


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """Everything a template needs; made by `article_page` with at most four queries."""

    translation: ArticleTranslation
    category: Category
    trail: list[Category]
    html: str
    contents: tuple[Heading, ...]
    minutes: int
    related: list[ArticleTranslation]
    languages: list[Translated]
    is_fallback: bool
    answers: list[tuple[str, str]]

    @property
    def changed(self) -> float:
        verified = self.translation.article.verified_at
        return max(self.translation.updated_at.timestamp(), verified.timestamp() if verified else 0.0)


def article_page(reading: Reading, language: str) -> ArticlePage:
    """The page of a translation for a reader whose interface speaks `language`."""
    translation = reading.translation
    rendered = article_html(translation, language)
    path = shelf_path(translation.article.category)
    contents = tuple(heading for heading in rendered.contents if heading.level in {2, 3})
    return ArticlePage(
        translation=translation,
        category=path[-1],
        trail=path,
        html=rendered.html,
        contents=contents if sum(h.level == 2 for h in contents) >= _CONTENTS_FROM else (),
        minutes=max(1, round(rendered.words / _WORDS_A_MINUTE)),
        related=related(translation.article, language),
        languages=[translated(translation.article.slug, code, language) for code in reading.languages],
        is_fallback=translation.language != language,
        answers=answers_in(rendered),
    )


def answers_in(rendered: Rendered) -> list[tuple[str, str]]:
    """The headings that ask something, each with what is said below it until the next heading."""
    titles = [heading.title for heading in rendered.contents]
    sections: list[tuple[str, list[str]]] = []
    for line in rendered.plain.split("\n"):
        if len(sections) < len(titles) and line == titles[len(sections)]:
            sections.append((line, []))
        elif sections:
            sections[-1][1].append(line)
    return [(title, " ".join(said)) for title, said in sections if said and title.endswith(_ASKING)]


def shelf_path(category: Category) -> list[Category]:
    """The category and those above it with their titles. One query for a shelf that stands in no other, else two."""
    if category.parent_id is None:
        prefetch_related_objects([category], "translations")
        return [category]
    shelves = {shelf.pk: shelf for shelf in Category.objects.with_titles()}
    return trail(shelves[category.pk], shelves)


def trail(category: Category, shelves: dict[int, Category]) -> list[Category]:
    """The category and those above it, the outermost first."""
    path = [category]
    while path[0].parent_id in shelves and shelves[path[0].parent_id] not in path:
        path.insert(0, shelves[path[0].parent_id])
    return path


def article_html(translation: ArticleTranslation, language: str) -> Rendered:
    """The words as HTML, with links to articles where a reader of `language` finds them, and the glossary's terms marked.
    At most one query, and the glossary's."""
    key = f"kb:html:{edition()}:{book().stamp}:{translation.pk}:{translation.revision}:{language}"
    known: Rendered | None = cache.get(key)
    if known is None:
        urls = _linked(translation.body, language)
        known = render(translation.body, article_url=urls.get, language=_words_language(translation.language))
        known = replace(known, html=mark(known.html, translation.language, reader=language))
        cache.set(key, known, _HTML_SECONDS)
    return known


def _words_language(code: str) -> str:
    """The interface language nearest to the article's, for the titles of callouts."""
    return next(one for one in languages.fallbacks(code) if one in languages.INTERFACE)


def _linked(body: str, language: str) -> dict[str, str]:
    slugs = set(links_in(body))
    if not slugs:
        return {}
    there = ArticleTranslation.objects.published().filter(article__slug__in=slugs)
    with override(language):
        found = there.order_by().values_list("article__slug", flat=True).distinct()
        return {slug: reverse("kb:article", kwargs={"slug": slug}) for slug in found}


def related(article: Article, language: str) -> list[ArticleTranslation]:
    """What the editors point to, else neighbours on the same shelf. One query."""
    links = RelatedArticle.objects.filter(article=article, target=OuterRef("article"))
    rows = readable(language).for_list().annotate(pointed=Subquery(links.values("position")[:1]))
    near = Q(pointed__isnull=False) | Q(article__category=article.category_id)
    order = (F("pointed").asc(nulls_last=True), "article__position", "pk")
    found: list[Any] = list(rows.filter(near).exclude(article=article).order_by(*order)[:_MOST_RELATED])
    return [row for row in found if row.pointed is not None] or found


def translated(slug: str, code: str, reader: str) -> Translated:
    row = languages.get(code)
    inside = code if code in languages.INTERFACE else reader
    with override(inside):
        url = reverse("kb:article", kwargs={"slug": slug})
        if code not in languages.INTERFACE:
            url = reverse("kb:article-in", kwargs={"slug": slug, "language": code})
    return Translated(code, row.native, row.direction, url)


def structured(page: ArticlePage, language: str) -> list[dict[str, Any]]:
    """The article and its place, as schema.org describes them to search engines."""
    translation = page.translation
    with override(language):
        steps = [(settings.BRAND_NAME, reverse("kb:home"))]
        steps += [(s.title(language), reverse("kb:category", kwargs={"slug": s.slug})) for s in page.trail]
    article = {
        "@context": "https://schema.org",
        "@type": "Article",
        "headline": translation.title,
        "description": translation.summary,
        "inLanguage": translation.language,
        "datePublished": translation.published_at.isoformat() if translation.published_at else None,
        "dateModified": translation.updated_at.isoformat(),
        "publisher": {"@type": "Organization", "name": settings.BRAND_NAME, "url": settings.BASE_URL},
    }
    crumbs = [
        {"@type": "ListItem", "position": at, "name": name, "item": settings.BASE_URL + url}
        for at, (name, url) in enumerate(steps, 1)
    ]
    place = {"@context": "https://schema.org", "@type": "BreadcrumbList", "itemListElement": crumbs}
    asking = len(page.answers) >= _FEWEST_QUESTIONS
    return [article, place, *([questions_page(page)] if asking else [])]


def questions_page(page: ArticlePage) -> dict[str, Any]:
    """The questions an article asks in its headings, with their answers, as schema.org describes them."""
    entries = [
        {"@type": "Question", "name": title, "acceptedAnswer": {"@type": "Answer", "text": said}}
        for title, said in page.answers
    ]
    return {"@context": "https://schema.org", "@type": "FAQPage", "mainEntity": entries}
