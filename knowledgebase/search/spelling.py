"""Misspelt words: one that stands in no text is read as the nearest one that does.

The words of all published texts are the dictionary, so names of coins and menus are in it and every language has its
own. Scripts without spaces between words have none to mend.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Count, F
from django.db.models.functions import Length

from helpdesk.lib.stems import fold, forms, lower
from helpdesk.lib.stopwords import stopwords
from helpdesk.lib.text import Segment, normalise, written_words
from knowledgebase.models import SearchSpelling, SearchTerm
from knowledgebase.search.database import add_rows

# Shorter words have too many neighbours; longer ones are addresses and keys.
_SHORTEST, _LONGEST = 4, 30
# From this length on two slips are forgiven, before it one.
_TWO_SLIPS_FROM = 8
_PLAIN_FROM, _PLAIN_LOSS_FROM, _PLAIN_CHANGE_FROM = 5, 7, 8
_MOST_MENDED = 3
_MOST_CANDIDATES = 40
_SPELLINGS = SearchSpelling._meta.db_table


@dataclass(frozen=True, slots=True)
class Mended:
    """A query put right: where the slip is plain, and where the word may just as well be one no text happens to hold.

    Either is empty when it would change nothing.
    """

    sure: str = ""
    likely: str = ""


@dataclass(frozen=True, slots=True)
class _Neighbour:
    """A written word near a misspelt one."""

    word: str
    language: str
    slips: int
    is_sure: bool


def learn(language: str, texts: Iterable[str]) -> None:
    """Add the words of texts that were just published to the dictionary of their language."""
    words = {
        lower(written.text, language)
        for text in texts
        for written in written_words(normalise(text))
        if _SHORTEST - 1 <= len(written.text) <= _LONGEST
    }
    known = SearchSpelling.objects.filter(language=language, part__in=words, part=F("word"))
    new = sorted(words - set(known.values_list("word", flat=True)))
    rows = [(language, part, word) for word in new for part in sorted(_parts(word) | {word})]
    add_rows(_SPELLINGS, ("language", "part", "word"), rows)


def _parts(word: str) -> set[str]:
    framed = f"^{fold(word)}$"
    return {framed[at : at + 3] for at in range(len(framed) - 2)}


def mend(query: str, chain: Sequence[str], frequency: Mapping[str, Mapping[str, int]]) -> Mended:
    """The query with its misspelt words put right.

    `frequency` says for each language of `chain` which of the query's terms occur. Costs nothing unless a word occurs
    in none of them, then two queries and one for each further such word.
    """
    text = normalise(query)
    misspelt = [
        word
        for word in written_words(text)
        if _SHORTEST <= len(word.text) <= _LONGEST and not _occurs(word.text, chain, frequency)
    ][:_MOST_MENDED]
    near = {word.start: _neighbours(word.text, chain) for word in misspelt}
    living = _rows_of({one for found in near.values() for one in found})
    right: dict[int, _Neighbour] = {}
    for start, found in near.items():
        there = [one for one in found if living.get(one)]
        if there:
            right[start] = min(there, key=lambda one: _order(one, chain, living[one]))
    sure = {start: one for start, one in right.items() if one.is_sure}
    return Mended(
        _replaced(text, misspelt, sure) if sure else "",
        _replaced(text, misspelt, right) if len(right) > len(sure) else "",
    )


def _order(one: _Neighbour, chain: Sequence[str], rows: int) -> tuple[bool, int, int, int, str]:
    return not one.is_sure, one.slips, chain.index(one.language), -rows, one.word


def _replaced(text: str, misspelt: Sequence[Segment], right: Mapping[int, _Neighbour]) -> str:
    for word in reversed(misspelt):
        if word.start in right:
            text = text[: word.start] + right[word.start].word + text[word.end :]
    return text


def _occurs(word: str, chain: Sequence[str], frequency: Mapping[str, Mapping[str, int]]) -> bool:
    """Whether some text holds the word in some form, or a language has it among its common words."""
    for code in chain:
        low = lower(word, code)
        if {low, fold(low)} & stopwords(code) or any(frequency[code].get(term) for term in forms(low, code)):
            return True
    return False


def _neighbours(word: str, chain: Sequence[str]) -> list[_Neighbour]:
    typed = fold(lower(word, chain[0]))
    most = 2 if len(typed) >= _TWO_SLIPS_FROM else 1
    # Two swapped letters touch four parts, any other slip three.
    fewest = max(1, len(typed) - 4 * most)
    shared = (
        SearchSpelling.objects.filter(language__in=chain, part__in=_parts(typed))
        .annotate(size=Length("word"))
        .filter(size__gte=len(typed) - most, size__lte=len(typed) + most)
        .values("language", "word")
        .annotate(parts=Count("pk"))
        .filter(parts__gte=fewest)
        .order_by("-parts", "word")
    )
    rows = shared.values_list("language", "word")[:_MOST_CANDIDATES]
    near = ((language, found, slips(typed, fold(found), most)) for language, found in rows)
    return [
        _Neighbour(found, language, count, count == 1 and is_plain_slip(typed, fold(found)))
        for language, found, count in near
        if 0 < count <= most and set(typed[:2]) & set(fold(found)[:1])
    ]


def is_plain_slip(typed: str, word: str) -> bool:
    """Whether one slip is more likely than another word of the language: letters swapped or doubled, or one lost,
    added or changed inside a long word. Beginnings and endings carry meaning, so a change there proves nothing.
    """
    if typed[0] != word[0] or len(typed) < _PLAIN_FROM:
        return False
    if sorted(typed) == sorted(word) or _undoubled(typed) == _undoubled(word):
        return True
    if typed[-1] != word[-1]:
        return False
    return len(typed) >= (_PLAIN_CHANGE_FROM if len(typed) == len(word) else _PLAIN_LOSS_FROM)


def _undoubled(word: str) -> list[str]:
    return [letter for letter, _same in groupby(word)]


def _rows_of(neighbours: Iterable[_Neighbour]) -> dict[_Neighbour, int]:
    """In how many rows each word stands in some form."""
    terms = {one: (one.language, forms(one.word, one.language)[0]) for one in neighbours}
    if not terms:
        return {}
    found = SearchTerm.objects.filter(
        language__in={language for language, _term in terms.values()},
        term__in={term for _language, term in terms.values()},
        rows__gt=0,
    )
    rows = {
        (language, term): count for language, term, count in found.values_list("language", "term", "rows")
    }
    return {one: rows.get(key, 0) for one, key in terms.items()}


def slips(typed: str, word: str, most: int) -> int:
    """How many letters were left out, added, changed or swapped with the next; `most` + 1 when it is more than `most`."""
    if abs(len(typed) - len(word)) > most:
        return most + 1
    before: list[int] = []
    last = list(range(len(word) + 1))
    for at, letter in enumerate(typed, 1):
        row = [at]
        for to, other in enumerate(word, 1):
            cost = min(last[to] + 1, row[-1] + 1, last[to - 1] + (letter != other))
            if at > 1 and to > 1 and letter == word[to - 2] and typed[at - 2] == other:
                cost = min(cost, before[to - 2] + 1)
            row.append(cost)
        # A swap reaches back two rows, so both must be lost before the rest can be.
        if min(row) > most and min(last) >= most:
            return most + 1
        before, last = last, row
    return min(last[-1], most + 1)
