"""The sitemap: every published article, category and glossary term, each with its versions in other languages."""

from collections.abc import Iterator
from xml.sax.saxutils import quoteattr

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from helpdesk.lib import languages
from knowledgebase.glossary.selectors import glossary_languages
from knowledgebase.models import ArticleTranslation

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    ' xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
)
# The format's own limit for one file.
_MOST = 50_000


def sitemap_xml() -> str:
    """One query; the first 50,000 addresses."""
    return _HEAD + "".join(_entries()) + "</urlset>\n"


def _entries() -> Iterator[str]:
    rows = ArticleTranslation.objects.published().filter(language__in=languages.INTERFACE)
    listed = rows.order_by("article__slug", "language").values_list(
        "article__slug", "article__category__slug", "language", "updated_at"
    )
    lists = {code: _url("kb:glossary", code) for code in languages.INTERFACE}
    homes: dict[str, str] = {code: _url("kb:home", code) for code in languages.INTERFACE}
    shelves: set[str] = set()
    articles: dict[str, dict[str, str]] = {}
    for slug, shelf, code, updated_at in listed[:_MOST]:
        shelves.add(shelf)
        articles.setdefault(slug, {})[code] = updated_at.date().isoformat()
    yield from (_entry(code, homes) for code in homes)
    yield from (_entry(code, lists) for code in lists)
    for shelf in sorted(shelves):
        urls = {code: _url("kb:category", code, slug=shelf) for code in languages.INTERFACE}
        yield from (_entry(code, urls) for code in urls)
    for slug, spoken in glossary_languages().items():
        urls = {code: _url("kb:term", code, slug=slug) for code in spoken}
        yield from (_entry(code, urls) for code in urls)
    for slug, changed in articles.items():
        urls = {code: _url("kb:article", code, slug=slug) for code in changed}
        yield from (_entry(code, urls, changed[code]) for code in urls)


def _url(name: str, language: str, **kwargs: str) -> str:
    with override(language):
        return settings.BASE_URL + reverse(name, kwargs=kwargs)


def _entry(code: str, urls: dict[str, str], changed: str = "") -> str:
    others = "".join(
        f'<xhtml:link rel="alternate" hreflang="{other}" href={quoteattr(url)}/>'
        for other, url in [*urls.items(), ("x-default", urls.get(languages.DEFAULT, urls[code]))]
    )
    when = f"<lastmod>{changed}</lastmod>" if changed else ""
    return f"<url><loc>{urls[code]}</loc>{when}{others}</url>\n"
