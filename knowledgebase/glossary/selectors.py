"""What other parts of the help center read of the glossary."""

from collections.abc import Collection
from dataclasses import dataclass

from helpdesk.lib import languages
from helpdesk.lib.text import query_terms
from knowledgebase.glossary.book import Book, Entry, book

_MOST_SPELLINGS = 12
Terms = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Expansion:
    """A term that a query names: by which index terms, and how else each language writes it, its name first."""

    term_id: int
    said: frozenset[str]
    others: dict[str, tuple[Terms, ...]]


def glossary_languages() -> dict[str, list[str]]:
    """The interface languages each term is explained in, by slug."""
    found: dict[str, list[str]] = {}
    for there in book().entries.values():
        for code, entry in there.items():
            if code in languages.INTERFACE:
                found.setdefault(entry.slug, []).append(code)
    return found


def expansions(terms: Collection[str], language: str) -> tuple[Expansion, ...]:
    """The glossary's terms that a text names, given its index terms (`analyse`) in `language`; the longest naming of each.

    A naming inside a longer one is not meant: "network fee" is no "network". No query beyond the book's.
    """
    whole = book()
    index: dict[str, list[tuple[frozenset[str], int]]] = whole.once("named", language, _named)
    there = frozenset(terms)
    found: dict[int, frozenset[str]] = {}
    for term in there:
        for said, pk in index.get(term, ()):
            if said <= there and len(said) > len(found.get(pk, ())):
                found[pk] = said
    meant = {pk: said for pk, said in found.items() if not any(said < other for other in found.values())}
    return tuple(Expansion(pk, said, _others(whole, pk)) for pk, said in sorted(meant.items()))


def _named(whole: Book, language: str) -> dict[str, list[tuple[frozenset[str], int]]]:
    """By the first index term of each spelling in a language: all its index terms, and whose spelling it is."""
    index: dict[str, list[tuple[frozenset[str], int]]] = {}
    for entry in whole.written_in(language):
        for terms in _written(entry):
            index.setdefault(terms[0], []).append((frozenset(terms), entry.term_id))
    return index


def _others(whole: Book, term_id: int) -> dict[str, tuple[Terms, ...]]:
    def spell(whole: Book, code: str) -> dict[int, tuple[Terms, ...]]:
        return {entry.term_id: _written(entry) for entry in whole.written_in(code)}

    return {code: whole.once("written", code, spell)[term_id] for code in whole.entries[term_id]}


def _written(entry: Entry) -> tuple[Terms, ...]:
    spellings = entry.spellings[:_MOST_SPELLINGS]
    read = (tuple(query_terms(spelling, entry.language)) for spelling in spellings)
    return tuple(dict.fromkeys(terms for terms in read if terms))
