"""Seed phrases written without spaces: one long word cut into list words."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final

from helpdesk.lib.secrets.words import CHINESE, LISTS, LONGEST_WORD, indexes, key, visible

# As many ways to cut a word into 12 to 24 are tried; more share their first words and one of them is right or none.
_MOST_WAYS: Final = 64
_SHORTEST_WORD: Final = 2
_MOST_WORDS: Final = 24
_FEWEST_WORDS: Final = 12
# No phrase is longer; and a text has as many letters in long words cut, not more.
LONGEST: Final = _MOST_WORDS * LONGEST_WORD
MOST_LETTERS: Final = 10_000

# A letter and its marks.
_DECOMPOSED: Final = 3

Edges = list[list[tuple[int, int]]]


def worth_cutting(words: Iterable[re.Match[str]]) -> Iterator[re.Match[str]]:
    """Those a phrase may be, as many as a text has cut."""
    left = MOST_LETTERS
    for word in words:
        length = word.end() - word.start()
        if length > _DECOMPOSED * LONGEST:
            continue
        left -= length
        if left < 0:
            return
        yield word


def cut(word: str) -> Iterator[tuple[int, int, list[int]]]:
    """Each (start, end, word numbers) of a cutting; every position is looked at a fixed number of times."""
    composed = visible(unicodedata.normalize("NFC", word))
    if len(composed) > LONGEST:
        return
    for edges in _edges(composed).values():
        for numbers in _whole(edges):
            yield 0, len(word), numbers
        for start, end, numbers in _stretches(edges):
            yield (start, end, numbers) if len(composed) == len(word) else (0, len(word), numbers)


def _edges(word: str) -> dict[str, Edges]:
    """For each list that has words in it: at each position, (where a list word from here ends, its number)."""
    known, begun = indexes(), _beginnings()
    found: dict[str, dict[int, list[tuple[int, int]]]] = {}
    keys = [key(char) for char in word]
    for start in range(len(word)):
        form = keys[start]
        for end in range(start + _SHORTEST_WORD, min(len(word), start + LONGEST_WORD) + 1):
            form += keys[end - 1]
            if form not in begun:
                break
            for name, number in known.get(form, {}).items():
                if name not in CHINESE:
                    found.setdefault(name, {}).setdefault(start, []).append((end, number))
    places = range(len(word) + 1)
    long = [name for name in LISTS if len(found.get(name, ())) >= _FEWEST_WORDS]
    return {name: [found[name].get(place, []) for place in places] for name in long}


@cache
def _beginnings() -> frozenset[str]:
    """Everything a list word begins with."""
    return frozenset(word[:end] for word in indexes() for end in range(1, len(word) + 1))


def _whole(edges: Edges) -> Iterator[list[int]]:
    """Cuttings of the whole into 12, 15, 18, 21 or 24 words."""
    last = len(edges) - 1
    ways = [0] * last + [1]
    for start in range(last - 1, -1, -1):
        for end, _ in edges[start]:
            ways[start] |= ways[end] << 1 & (2 << _MOST_WORDS) - 1
    given = 0
    stack: list[tuple[int, list[int]]] = [(0, [])]
    sizes = [size for size in range(12, 25, 3) if ways[0] >> size & 1]
    while stack and given < _MOST_WAYS:
        start, numbers = stack.pop()
        if start == last:
            given += 1
            yield numbers
            continue
        for end, number in edges[start]:
            if any(ways[end] >> (size - len(numbers) - 1) & 1 for size in sizes if size > len(numbers)):
                stack.append((end, [*numbers, number]))


def _stretches(edges: Edges) -> Iterator[tuple[int, int, list[int]]]:
    """Chains of at least twelve words anywhere, each taking the way that goes on longest."""
    chain = [0] * len(edges)
    for start in range(len(edges) - 1, -1, -1):
        chain[start] = max((1 + chain[end] for end, _ in edges[start]), default=0)
    seen = 0
    for start, length in enumerate(chain):
        if length < 12 or start < seen:
            continue
        place, numbers = start, []
        while edges[place]:
            place, number = max(edges[place], key=lambda edge: (chain[edge[0]], edge[0]))
            numbers.append(number)
        yield start, place, numbers
        seen = place
