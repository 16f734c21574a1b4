"""The whole glossary in the memory of a process: read again when a word of it has changed.

Marking an article or widening a search would otherwise read the same rows each time. Whether they changed is asked once
in half a minute, and at once after a change in this process.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
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
    known = cache.get(_STAMP)
    stamp = known or (_stamp_now() if _present else "")
    if not _present or _present[0].stamp != stamp:
        _present[:] = [_read()]
    if known != _present[0].stamp:
        cache.set(_STAMP, _present[0].stamp, _STAMP_SECONDS)
    return _present[0]


def _stamp_now() -> str:
    facts = TermTranslation.objects.aggregate(
        rows=Count("pk"), last=Max("pk"), changed_at=Max("updated_at"), revisions=Sum("revision")
    )
    return _stamp(facts["rows"], facts["last"] or 0, facts["changed_at"], facts["revisions"] or 0)


def _stamp(rows: int, last: int, changed_at: datetime | None, revisions: int) -> str:
    """Differs when any word of the glossary does."""
    state = (rows, last, changed_at.timestamp() if changed_at else 0.0, revisions)
    return sha256(repr(state).encode()).hexdigest()[:16]


def _read() -> Book:
    """The stamp is worked out of the rows themselves, so that no change can slip between the two."""
    rows = TermTranslation.objects.select_related("term").defer("long").order_by("term__slug", "language")
    entries: dict[int, dict[str, Entry]] = {}
    for row in rows:
        entries.setdefault(row.term_id, {})[row.language] = _entry(row)
    changed_at = max((row.updated_at for row in rows), default=None)
    last = max((row.pk for row in rows), default=0)
    stamp = _stamp(len(rows), last, changed_at, sum(row.revision for row in rows))
    return Book(stamp, changed_at.timestamp() if changed_at else 0.0, entries)


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
    transaction.on_commit(drop_book)
    forget_pages()


def drop_book() -> None:
    """Read the glossary anew when it is next asked for, also inside a transaction that will not commit."""
    cache.delete(_STAMP)
