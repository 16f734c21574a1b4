"""Seed phrases (BIP-39): runs of list words, some part of which has a check sum that holds.

A run goes on while nothing but spaces, digits and punctuation stands between its words, so numbered lists and tables
are runs too. Every step looks at each word a fixed number of times; a long text costs its length.
"""

import hashlib
import re
from collections.abc import Container, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from helpdesk.lib.secrets import chinese
from helpdesk.lib.secrets.glued import cut, worth_cutting
from helpdesk.lib.secrets.words import CHINESE, LONGEST_WORD, Word, indexes, key, numbers

SIZES: Final = (12, 15, 18, 21, 24)
_LONGEST_GAP: Final = 24
_HAN: Final = "\u3400-\u9fff\uf900-\ufaff"
_NOT_WORD: Final = f"\\W\\d_\u00b2-\u00be\u2070-\u209c\u2460-\u24ff\u2776-\u2793{_HAN}"
_HIDDEN: Final = "\u00ad\u200b-\u200f\u2060\ufeff"
_MARKS: Final = f"\u0300-\u036f\u3099\u309a{_HIDDEN}"
_WORD: Final = re.compile(f"[{_HAN}]|[^{_NOT_WORD}]+(?:[{_MARKS}]+[^{_NOT_WORD}]*)*")
_ASCII_WORD: Final = re.compile("[A-Za-z]+")
_NUMBER: Final = re.compile(r"\d{1,2}")
# A phrase written without spaces is as long as twelve words of three letters.
_LONG: Final = 36
# A word's accents may stand apart from its letters.
_LONGEST_SPELLING: Final = 3 * LONGEST_WORD
# So many check sums are computed for one text. Hardly any run of words lasts to its end without one that holds.
MOST_CHECKS: Final = 30_000
# What stands between "word" and the word itself in "word 1: …".
_ORDINAL: Final = re.compile(r"\s?[#№]?\d{1,2}\s?[:.)=–-]\s*")
_LABEL: Final = re.compile(r"[^\W\d_]\s?[#№]?\d{1,2}\s?[:.)=–-]")


def find_phrases(text: str) -> Iterator[tuple[int, int]]:
    """Where the seed phrases are.

    A span covers the whole run of list words around the phrase: a phrase of 24 may hold one of 12 by chance, and the
    rest of it must go too.
    """
    pattern = _ASCII_WORD if text.isascii() else _WORD
    spelt = pattern.findall(text)
    lists = _lists_of(spelt)
    effort = iter(range(MOST_CHECKS))
    if _may_hold_run(text, spelt, lists):
        words = [
            Word(match.start(), match.end(), lists.get(match[0], {})) for match in pattern.finditer(text)
        ]
        for line in (words, _without_labels(text, words)):
            for name, run in _runs(line):
                yield from _in_run(text, name, run, effort)
    if max(map(len, spelt), default=0) >= _LONG:
        long = (match for match in pattern.finditer(text) if match.end() - match.start() >= _LONG)
        for match in worth_cutting(long):
            for start, end, found in cut(match.group()):
                if any(windows(found, effort)):
                    yield match.start() + start, match.start() + end


def _lists_of(spelt: Iterable[str]) -> dict[str, dict[str, int]]:
    """For each different word that is in a list its number in every list that has it."""
    known = indexes()
    different = (word for word in set(spelt) if len(word) <= _LONGEST_SPELLING)
    return {word: found for word in different if (found := known.get(key(word)))}


def _may_hold_run(text: str, spelt: Sequence[str], lists: Container[str]) -> bool:
    """Whether twelve list words follow each other, counting or leaving out the words that number them."""
    known = bytes(word in lists for word in spelt)
    if b"\1" * SIZES[0] in known:
        return True
    return known.count(1) >= SIZES[0] and len(_LABEL.findall(text)) >= SIZES[0]


def _in_run(text: str, name: str, run: list[Word], effort: Iterator[int]) -> Iterator[tuple[int, int]]:
    for part in chinese.parts(run) if name in CHINESE else [run]:
        if any(any(windows(numbers(name, order), effort)) for order in (part, _in_order(text, part))):
            yield part[0].start, part[-1].end
    if name in CHINESE:
        yield from _chinese_sentences(text, name, run, effort)


def _chinese_sentences(
    text: str, name: str, run: list[Word], effort: Iterator[int]
) -> Iterator[tuple[int, int]]:
    """Phrases among characters that do not stand apart."""
    for first in chinese.beginnings(text, run):
        if next(effort, None) is None:
            return
        for size in SIZES:
            part = run[first : first + size]
            found = numbers(name, part)
            if (
                len(part) == size
                and any(windows(found, effort, (size,)))
                and chinese.is_told(text, part, found)
            ):
                yield part[0].start, part[-1].end


def windows(
    found: Sequence[int], effort: Iterator[int], sizes: Iterable[int] = SIZES
) -> Iterator[tuple[int, int]]:
    """Each (from, to) among these word numbers where a phrase with a right check sum stands.

    Each check sum takes one off `effort`; when it is used up, nothing more is found.
    """
    for size in sizes:
        mask = (1 << 11 * size) - 1
        value = 0
        for place, number in enumerate(found, start=1):
            value = (value << 11 | number) & mask
            if place < size:
                continue
            if next(effort, None) is None:
                return
            if _checks(value, size):
                yield place - size, place


def _checks(value: int, size: int) -> bool:
    """Whether the last size/3 bits are the first ones of the hash of those before."""
    width = size // 3
    entropy = (value >> width).to_bytes(size * 4 // 3, "big")
    return hashlib.sha256(entropy).digest()[0] >> (8 - width) == value & ((1 << width) - 1)


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
