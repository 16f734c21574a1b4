"""What the glossary's public pages show: the contexts of their templates."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext, override

from helpdesk.lib import languages
from helpdesk.lib.errors import Missing
from helpdesk.lib.markdown import render
from knowledgebase.glossary.addresses import term_url
from knowledgebase.glossary.book import Entry, book
from knowledgebase.glossary.marking import mark
from knowledgebase.glossary.models import TermTranslation
from knowledgebase.glossary.ordering import grouped, is_by_topic, matching
from knowledgebase.models import ArticleTranslation
from knowledgebase.selectors import category_titles, readable
from knowledgebase.source_files import links_in

Context = dict[str, Any]
# A glossary longer than this is shown a letter or topic at a time.
MOST_AT_ONCE = 200
_LONGEST_QUERY = 100
_MOST_ARTICLES = 6


def glossary_context(language: str, query: str, chosen: str) -> tuple[Context, float]:
    """The list, narrowed by `query`, and when a word of it last changed. At most four queries."""
    whole = book()
    query = " ".join("".join(char for char in query[:_LONGEST_QUERY] if char.isprintable()).split())
    entries = whole.readable(language)
    rows = matching(entries, query) if query else entries
    groups = grouped(rows, language, category_titles(language) if is_by_topic(language) else {})
    is_whole = len(rows) <= MOST_AT_ONCE
    shown = groups if is_whole else [one for one in groups if one.key == chosen] or groups[:1]
    context = {
        "groups": groups,
        "shown": shown,
        "is_whole": is_whole,
        "query": query,
        "total": len(rows),
        "has_terms": bool(entries),
        "structured": [_term_set(language)],
    }
    return context, whole.changed


def term_context(slug: str, language: str) -> tuple[Context, float]:
    """A term's page, and when its words last changed. At most five queries."""
    whole = book()
    pk = next((pk for pk, there in whole.entries.items() if slug == next(iter(there.values())).slug), None)
    entry = whole.best(pk, language) if pk is not None else None
    if pk is None or entry is None:
        raise Missing
    row = TermTranslation.objects.select_related("term").get(term=pk, language=entry.language)
    near = row.term.related_terms.values_list("pk", flat=True)
    urls = {code: term_url(slug, code) for code in sorted(whole.entries[pk]) if code in languages.INTERFACE}
    context = {
        "entry": entry,
        "row": row,
        "html": explanation(row, language),
        "content_language": languages.get(entry.language),
        "is_fallback": entry.language != language,
        "elsewhere": [(languages.get(code), url) for code, url in urls.items() if code != entry.language],
        "urls": {code: settings.BASE_URL + url for code, url in urls.items()},
        "related_terms": [one for key in near if (one := whole.best(key, language))],
        "articles": related_articles(row, language),
        "canonical": settings.BASE_URL + term_url(slug, entry.language),
        "structured": structured(entry, language),
    }
    return context, row.updated_at.timestamp()


def explanation(row: TermTranslation, language: str) -> str:
    """The long text as HTML, with links to articles that can be read. At most one query."""
    slugs = links_in(row.long)
    there = ArticleTranslation.objects.published().filter(article__slug__in=slugs)
    found = set(there.values_list("article__slug", flat=True)) if slugs else set()
    with override(entry_language(language)):
        urls = {slug: reverse("kb:article", kwargs={"slug": slug}) for slug in found}
    html = render(row.long, article_url=urls.get, language=entry_language(row.language)).html
    return mark(html, row.language, reader=language, without=row.term.slug)


def entry_language(code: str) -> str:
    """The interface language nearest to a text's, for the titles of callouts in it."""
    return next(one for one in languages.fallbacks(code) if one in languages.INTERFACE)


def related_articles(row: TermTranslation, language: str) -> list[ArticleTranslation]:
    """The articles an editor chose, in the reader's language or its fallbacks. One query."""
    return list(readable(language).filter(article__terms=row.term).for_list()[:_MOST_ARTICLES])


def _term_set(language: str) -> dict[str, Any]:
    with override(entry_language(language)):
        url = settings.BASE_URL + reverse("kb:glossary")
        return {
            "@context": "https://schema.org",
            "@type": "DefinedTermSet",
            "@id": url,
            "name": gettext("Glossary"),
            "inLanguage": language,
            "url": url,
        }


def structured(entry: Entry, language: str) -> list[dict[str, Any]]:
    """The term and its place, as schema.org describes them to search engines."""
    with override(entry_language(language)):
        steps = [(settings.BRAND_NAME, reverse("kb:home")), (gettext("Glossary"), reverse("kb:glossary"))]
    steps.append((entry.name, term_url(entry.slug, language)))
    term = {
        "@context": "https://schema.org",
        "@type": "DefinedTerm",
        "name": entry.name,
        "description": entry.short,
        "alternateName": list(entry.synonyms),
        "inLanguage": entry.language,
        "url": settings.BASE_URL + term_url(entry.slug, entry.language),
        "inDefinedTermSet": _term_set(language),
    }
    crumbs = [
        {"@type": "ListItem", "position": at, "name": name, "item": settings.BASE_URL + url}
        for at, (name, url) in enumerate(steps, 1)
    ]
    return [term, {"@context": "https://schema.org", "@type": "BreadcrumbList", "itemListElement": crumbs}]
