"""The whole glossary in the memory of a process: read again when a word of it has changed.

Marking an article or widening a search would otherwise read the same rows each time. Whether they changed is asked once
in half a minute, and at once after a change in this process.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.core.cache import cache
from django.db import transaction
from django.db.models import Count, Max, Sum

from helpdesk.lib import languages
from knowledgebase.caching import forget_pages
from knowledgebase.glossary.models import TermTranslation

_STAMP = "kb:glossary"
_STAMP_SECONDS = 30
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Entry:
    """What a term is called and means in one language, without the long explanation."""

    term_id: int
    slug: str
    category_id: int | None
    language: str
    name: str
    short: str
    synonyms: tuple[str, ...]
    is_source: bool
    is_name_kept: bool

    @property
    def spellings(self) -> tuple[str, ...]:
        """The name first, then its synonyms."""
        return (self.name, *self.synonyms)

    @property
    def direction(self) -> str:
        return languages.direction(self.language)


@dataclass(frozen=True)
class Book:
    """Every term in every language it has; what is worked out of it is kept with it."""

    stamp: str
    changed: float
    entries: dict[int, dict[str, Entry]]
    kept: dict[tuple[str, str], Any] = field(default_factory=dict)

    def best(self, term_id: int, language: str) -> Entry | None:
        """The words a reader of `language` is shown: theirs, a relative's, English, the source's, any."""
        there = self.entries.get(term_id, {})
        source = sorted(there, key=lambda code: (not there[code].is_source, code))
        return next(
            (there[code] for code in (*languages.fallbacks(language), *source) if code in there), None
        )

    def readable(self, language: str) -> list[Entry]:
        """Every term once, as a reader of `language` is shown it."""
        return [entry for pk in self.entries if (entry := self.best(pk, language))]

    def written_in(self, language: str) -> list[Entry]:
        """The terms that have words in exactly this language."""
        return [there[language] for there in self.entries.values() if language in there]

    def once(self, name: str, language: str, make: Callable[["Book", str], Made]) -> Made:
        """`make(self, language)`, worked out when it is first asked for."""
        key = (name, language)
        if key not in self.kept:
            self.kept[key] = make(self, language)
        made: Made = self.kept[key]
        return made


_present: list[Book] = []


def book() -> Book:
    """The glossary as it stands. No query, or one in half a minute, and one more when it has changed."""
    stamp = cache.get(_STAMP)
    if stamp is None:
        stamp = _stamp_now()
        cache.set(_STAMP, stamp, _STAMP_SECONDS)
    if not _present or _present[0].stamp != stamp:
        _present[:] = [_read(stamp)]
    return _present[0]


def _stamp_now() -> str:
    facts = TermTranslation.objects.aggregate(
        Count("pk"), Max("pk"), Max("updated_at"), Sum("revision"), Max("term__category")
    )
    return repr(sorted(facts.items()))


def _read(stamp: str) -> Book:
    rows = TermTranslation.objects.select_related("term").defer("long").order_by("term__slug", "language")
    entries: dict[int, dict[str, Entry]] = {}
    changed = 0.0
    for row in rows:
        changed = max(changed, row.updated_at.timestamp())
        entries.setdefault(row.term_id, {})[row.language] = _entry(row)
    return Book(stamp, changed, entries)


def _entry(row: TermTranslation) -> Entry:
    term = row.term
    return Entry(
        row.term_id,
        term.slug,
        term.category_id,
        row.language,
        row.name,
        row.short,
        tuple(str(one) for one in row.synonyms),
        row.language == term.source_language,
        term.is_name_kept,
    )


def forget_glossary() -> None:
    """After commit, the glossary is read anew and pages that use it are made anew."""
    transaction.on_commit(lambda: cache.delete(_STAMP))
    forget_pages()
