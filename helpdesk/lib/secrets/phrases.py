"""Seed phrases (BIP-39): runs of list words, some part of which has a check sum that holds.

A run goes on while nothing but spaces, digits and punctuation stands between its words, so numbered lists and tables
are runs too. Every step looks at each word a fixed number of times; a long text costs its length.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from helpdesk.lib.secrets import chinese
from helpdesk.lib.secrets.glued import cut
from helpdesk.lib.secrets.words import CHINESE, Word, indexes, key, numbers

SIZES: Final = (12, 15, 18, 21, 24)
_LONGEST_GAP: Final = 24
_HAN: Final = "\u3400-\u9fff\uf900-\ufaff"
_NOT_WORD: Final = f"\\W\\d_\u00b2-\u00be\u2070-\u209c\u2460-\u24ff\u2776-\u2793{_HAN}"
_HIDDEN: Final = "\u00ad\u200b-\u200f\u2060\ufeff"
_WORD: Final = re.compile(f"[{_HAN}]|[^{_NOT_WORD}](?:[^{_NOT_WORD}]|[\u0300-\u036f\u3099\u309a{_HIDDEN}])*")
_NUMBER: Final = re.compile(r"\d{1,2}")
# What stands between "word" and the word itself in "word 1: …".
_ORDINAL: Final = re.compile(r"\s?[#№]?\d{1,2}\s?[:.)=–-]\s*")


def find_phrases(text: str) -> Iterator[tuple[int, int]]:
    """Where the seed phrases are.

    A span covers the whole run of list words around the phrase: a phrase of 24 may hold one of 12 by chance, and the
    rest of it must go too.
    """
    words = list(_words(text))
    for line in (words, _without_labels(text, words)):
        for name, run in _runs(line):
            yield from _in_run(text, name, run)
    for match in _long_words(text):
        for start, end, found in cut(match.group()):
            if any(windows(found)):
                yield match.start() + start, match.start() + end


def _in_run(text: str, name: str, run: list[Word]) -> Iterator[tuple[int, int]]:
    for part in chinese.parts(run) if name in CHINESE else [run]:
        if any(any(windows(numbers(name, order))) for order in (part, _in_order(text, part))):
            yield part[0].start, part[-1].end
    if name in CHINESE:
        yield from _chinese_sentences(text, name, run)


def _chinese_sentences(text: str, name: str, run: list[Word]) -> Iterator[tuple[int, int]]:
    """Phrases among characters that do not stand apart."""
    for first, last in windows(numbers(name, run)):
        part = run[first:last]
        if chinese.is_told(text, part, numbers(name, part)):
            yield part[0].start, part[-1].end


def windows(found: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Each (from, to) among these word numbers where a phrase with a right check sum stands."""
    for size in SIZES:
        mask = (1 << 11 * size) - 1
        value = 0
        for place, number in enumerate(found, start=1):
            value = (value << 11 | number) & mask
            if place >= size and _checks(value, size):
                yield place - size, place


def _checks(value: int, size: int) -> bool:
    """Whether the last size/3 bits are the first ones of the hash of those before."""
    width = size // 3
    entropy = (value >> width).to_bytes(size * 4 // 3, "big")
    return hashlib.sha256(entropy).digest()[0] >> (8 - width) == value & ((1 << width) - 1)


def _words(text: str) -> Iterator[Word]:
    known = indexes()
    for match in _WORD.finditer(text):
        yield Word(match.start(), match.end(), known.get(key(match.group()), {}))


def _long_words(text: str) -> Iterator[re.Match[str]]:
    """Words long enough to be a phrase written without spaces: twelve of three letters."""
    return (match for match in _WORD.finditer(text) if match.end() - match.start() >= 36)


def _without_labels(text: str, words: list[Word]) -> list[Word]:
    """The words but for those that only number the next one ("word 1: …"); empty when there are too few such."""
    pairs = pairwise(words)
    labels = {
        word.start
        for word, after in pairs
        if after.start - word.end <= 8 and _ORDINAL.fullmatch(text, word.end, after.start)
    }
    return [word for word in words if word.start not in labels] if len(labels) >= SIZES[0] else []


def _runs(words: Iterable[Word]) -> Iterator[tuple[str, list[Word]]]:
    """Stretches of at least twelve neighbouring words of one list."""
    going: dict[str, list[Word]] = {}
    before = 0
    for word in words:
        near = word.start - before <= _LONGEST_GAP
        kept = {name: going.get(name, []) if near else [] for name in word.lists}
        yield from _finished(going, kept)
        for run in kept.values():
            run.append(word)
        going = kept
        before = word.end
    yield from _finished(going, {})


def _finished(going: dict[str, list[Word]], kept: dict[str, list[Word]]) -> Iterator[tuple[str, list[Word]]]:
    for name, run in going.items():
        if kept.get(name) is not run and len(run) >= SIZES[0]:
            yield name, run


def _in_order(text: str, run: list[Word]) -> list[Word]:
    """The run by the numbers before its words, when they are 1 to n: a list in two columns is copied line by line."""
    if len(run) not in SIZES:
        return []
    places = {}
    for word in run:
        found = _NUMBER.findall(text, max(0, word.start - 5), word.start)
        places[int(found[-1]) if found else 0] = word
    return [places[place] for place in sorted(places)] if set(places) == set(range(1, len(run) + 1)) else []
