"""Marking the terms in an article's HTML, so that a reader can ask what a word means without leaving the page."""

import re
from collections.abc import Iterator
from html import escape, unescape

from django.utils.translation import gettext, override

from helpdesk.lib import languages
from knowledgebase.glossary.addresses import term_url
from knowledgebase.glossary.book import Book, book
from knowledgebase.glossary.matching import Match, Matcher, matcher

# The sanitiser writes every attribute in double quotes, so a tag ends at the first > outside them.
_TAG = re.compile(r'(<[^<>"]*(?:"[^"]*"[^<>"]*)*>)')
_NAME = re.compile(r"</?([a-z0-9-]+)")
_VOID = {"br", "hr", "img"}
# Headings and links have their own meaning, code is not prose, and a callout's title is a heading too.
_CLOSED = {"a", "code", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "th"}
_CLOSED_CLASS = 'class="callout__title"'
# More marks than this are noise to a reader, whatever the article.
_MOST_MARKS = 60


def mark(html: str, language: str, *, reader: str | None = None, without: str = "") -> str:
    """Sanitised `html` of a text in `language`, the first use of each term a link to its page that can open a card.

    Pages and labels are those of a reader whose interface speaks `reader`. The term `without` is left alone: it is
    the one the text explains. One pass over the text; no query beyond the book's.
    """
    whole = book()
    finder = matcher(whole, language)
    marker = _Marker(whole, finder, reader or language, without)
    return "".join(marker.pieces(html))


class _Marker:
    """One walk through one article."""

    def __init__(self, whole: Book, finder: Matcher, reader: str, without: str) -> None:
        self.finder = finder
        self.reader = next(code for code in languages.fallbacks(reader) if code in languages.INTERFACE)
        self.seen = {pk for pk, there in whole.entries.items() if next(iter(there.values())).slug == without}
        self.closed: list[str] = []
        self.marks = 0

    def pieces(self, html: str) -> Iterator[str]:
        for at, piece in enumerate(_TAG.split(html)):
            if at % 2:
                self._pass(piece)
                yield piece
            elif self.closed or not piece.strip() or self.marks >= _MOST_MARKS:
                yield piece
            else:
                yield from self._marked(piece)

    def _pass(self, tag: str) -> None:
        """Remember whether we are inside something that is left alone."""
        found = _NAME.match(tag)
        if found is None or found[1] in _VOID:
            return
        if not tag.startswith("</"):
            if self.closed or found[1] in _CLOSED or _CLOSED_CLASS in tag:
                self.closed.append(found[1])
        elif self.closed:
            self.closed.pop()

    def _marked(self, piece: str) -> Iterator[str]:
        text = unescape(piece)
        done = 0
        for match in self.finder.find(text):
            if match.entry.term_id in self.seen or self.marks >= _MOST_MARKS:
                continue
            self.seen.add(match.entry.term_id)
            self.marks += 1
            yield escape(text[done : match.start], quote=False)
            yield self._mark(match, text)
            done = match.end
        yield escape(text[done:], quote=False) if done else piece

    def _mark(self, match: Match, text: str) -> str:
        entry = match.entry
        with override(self.reader):
            more = gettext("More about this word")
        facts = {"data-name": entry.name, "data-tip": entry.short, "data-more": more}
        said = "".join(f' {name}="{escape(value)}"' for name, value in facts.items())
        url = term_url(entry.slug, self.reader)
        shown = escape(text[match.start : match.end], quote=False)
        return f'<term-tip{said}><a class="term" href="{escape(url)}">{shown}</a></term-tip>'
