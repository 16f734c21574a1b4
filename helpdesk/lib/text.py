"""The one analyser behind every index and every query: what is indexed with `analyse` is found with `query_terms`.

The promise tests hold it to: the terms of a query are among the terms of any text that contains it, in every script.
Nothing here raises on any string; queries are cut to 400 characters and 32 terms.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final, NamedTuple

import rjieba

from helpdesk.lib.stems import fold, forms, lower
from helpdesk.lib.stopwords import stopwords

MAX_QUERY: Final = 400
MAX_TERMS: Final = 32
_LONGEST_WORD: Final = 64
_HAN: Final = "\u2e80-\u2fdf\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_HIRAGANA: Final = "\u3041-\u3096\u309d-\u309f"
_KATAKANA: Final = "\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\uff66-\uff9f"
_HANGUL: Final = "\u1100-\u11ff\u3130-\u318f\ua960-\ua97f\uac00-\ud7ff\uffa0-\uffdc"
# Thai, Lao, Burmese and Khmer write no spaces between words.
_UNSPACED: Final = "\u0e01-\u0e3a\u0e40-\u0e4e\u0e81-\u0ece\u1000-\u103f\u1050-\u109f\u1780-\u17d3"


def _ranges(codes: list[int]) -> str:
    """A regular-expression class body for sorted code points."""
    spans: list[list[int]] = []
    for code in codes:
        if spans and spans[-1][1] == code - 1:
            spans[-1][1] = code
        else:
            spans.append([code, code])
    return "".join(f"{re.escape(chr(low))}-{re.escape(chr(high))}" for low, high in spans)


def _classes() -> tuple[str, str]:
    """Class bodies of word characters (letters, digits, marks: `\\w` lacks the marks of Indic scripts) and of format characters."""
    special = re.compile(f"[{_HAN}{_HIRAGANA}{_KATAKANA}{_HANGUL}{_UNSPACED}]")
    word: list[int] = []
    hidden: list[int] = []
    for code in (*range(0x20000), *range(0xE0000, 0xE1000)):
        char = chr(code)
        kind = unicodedata.category(char)
        if kind[0] in "LNM" and not special.match(char):
            word.append(code)
        elif kind == "Cf" and code != 0x200B:
            hidden.append(code)
    return _ranges(word), _ranges(hidden)


_WORD, _FORMAT = _classes()
_HIDDEN: Final = re.compile(f"[{_FORMAT}]+")
_SEGMENT: Final = re.compile(
    f"(?P<cj>[{_HAN}{_HIRAGANA}{_KATAKANA}]+)|(?P<ko>[{_HANGUL}]+)|(?P<sea>[{_UNSPACED}]+)"
    f"|(?P<word>[{_WORD}]+(?:[-\u2010\u2011][{_WORD}]+)*)"
)
_CJ_CLASS: Final = re.compile(f"[{_HAN}]+|[{_KATAKANA}]+|[{_HIRAGANA}]+")
_HIRAGANA_ONLY: Final = re.compile(f"[{_HIRAGANA}]+")
_CLUSTER: Final = re.compile("[\u0e40-\u0e44\u0ec0-\u0ec4]?.[\u0e31\u0e33-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb3-\u0ebc\u0ec8-\u0ece\u102b-\u103e\u17b4-\u17d3]*")  # fmt: skip
_HYPHEN: Final = re.compile("[-\u2010\u2011]")
_LETTERS_AND_DIGITS: Final = re.compile(r"([^\W\d]{1,6})(\d{1,6})|(\d{1,6})([^\W\d]{1,6})")
_STOPS: Final = frozenset(".!?…:;,。！？：；，、؟؛۔।॥")
_SENTENCE_END: Final = re.compile("[.!?…؟۔।॥]\\s+|[。！？]\\s*| · ")
_PARTICLES: Final = (
    "으로부터", "에서는", "까지는", "이라는", "입니다", "합니다", "하나요", "인가요", "에서", "에게", "한테", "까지", "부터", "으로", "이나", "이란", "처럼", "보다",
    "라는", "하는", "하다", "해요", "했다", "을", "를", "이", "가", "은", "는", "에", "의", "로", "와", "과", "도", "만", "란",
)  # fmt: skip


class Segment(NamedTuple):
    """A run of one kind of writing: `cj`, `ko`, `sea` or `word`."""

    start: int
    end: int
    kind: str
    text: str


def normalise(text: str) -> str:
    """NFKC, without bidi and other format characters."""
    return _HIDDEN.sub("", unicodedata.normalize("NFKC", text)) if not text.isascii() else text


def _segments(text: str) -> Iterator[Segment]:
    for match in _SEGMENT.finditer(text):
        yield Segment(match.start(), match.end(), match.lastgroup or "word", match.group())


def runs(text: str) -> Iterator[Segment]:
    """The runs of letters of one kind of writing in a text, where they stand in it; a hyphenated word is one."""
    return _segments(text)


def _grams(units: list[str], size: int = 2) -> list[str]:
    if len(units) < size:
        return ["".join(units)] if units else []
    return ["".join(units[at : at + size]) for at in range(len(units) - size + 1)]


def _word_index(token: str, language: str) -> list[str]:
    pieces = [piece[:_LONGEST_WORD] for piece in _HYPHEN.split(lower(token, language))]
    terms: list[str] = []
    for piece in pieces:
        terms += forms(piece, language)
        if parts := _LETTERS_AND_DIGITS.fullmatch(piece):
            for part in filter(None, parts.groups()):
                terms += forms(part, language)
    if joined := _joined(pieces):
        terms.append(joined)
    return terms


def _joined(pieces: list[str]) -> str:
    """ERC-20 is also ERC20 and 2-FA also 2FA; a date or a telephone number is only its parts."""
    whole = "".join(pieces)
    mixed = any(char.isdigit() for char in whole) and not whole.isdigit()
    return fold(whole) if len(pieces) == 2 and mixed and len(whole) <= 12 else ""


def _word_query(token: str, language: str) -> list[str]:
    pieces = [piece[:_LONGEST_WORD] for piece in _HYPHEN.split(lower(token, language))]
    if joined := _joined(pieces):
        return [joined]
    return [forms(piece, language)[0] for piece in pieces]


def analyse(text: str, language: str) -> list[str]:
    """Every term a text should be found by, in reading order, repeats kept for the ranking.

    Han, kana and hangul give characters and overlapping pairs, so that a query may start and stop anywhere.
    """
    terms: list[str] = []
    for segment in _segments(normalise(text)):
        if segment.kind == "word":
            terms += _word_index(segment.text, language)
        elif segment.kind == "sea":
            clusters = _CLUSTER.findall(segment.text)
            terms += clusters + _grams(clusters)[: len(clusters) - 1] if len(clusters) > 1 else clusters
        else:
            terms += segment.text
            if len(segment.text) > 1:
                terms += _grams(list(segment.text))
    return terms


def _cj_query(run: str, language: str) -> list[str]:
    if language == "ja" or _HIRAGANA_ONLY.search(run):
        units = _CJ_CLASS.findall(run)
        content = [unit for unit in units if not _HIRAGANA_ONLY.fullmatch(unit)] or units
    elif language == "zh-hant":
        content = [run]
    else:
        content = [word for word in rjieba.cut(run)]
    stop = stopwords(language if language == "ja" else "zh")
    kept = [unit for unit in content if unit not in stop] or content
    return [gram for unit in kept for gram in _grams(list(unit))]


def _without_particle(word: str) -> str:
    for particle in _PARTICLES:
        if word.endswith(particle) and len(word) - len(particle) >= 2:
            return word[: -len(particle)]
    return word


def _segment_query(segment: Segment, language: str) -> list[str]:
    if segment.kind == "word":
        return _word_query(segment.text, language)
    if segment.kind == "sea":
        return _grams(_CLUSTER.findall(segment.text))
    if segment.kind == "ko":
        return _grams(list(_without_particle(segment.text)))
    return _cj_query(segment.text, language)


def query_terms(text: str, language: str) -> list[str]:
    """What to look for, the first mention first, without repeats; common words only when there is nothing else."""
    common = stopwords(language)
    telling: list[str] = []
    every: list[str] = []
    for segment in _segments(normalise(text[:MAX_QUERY])):
        terms = _segment_query(segment, language)
        every += terms
        if lower(segment.text, language) not in common and fold(segment.text.casefold()) not in common:
            telling += terms
    return list(dict.fromkeys(telling or every))[:MAX_TERMS]


def written_words(text: str) -> Iterator[Segment]:
    """The words of a normalised text as they are spelt, cut at hyphens: no numbers, codes or scripts without words."""
    for segment in _segments(text):
        if segment.kind != "word":
            continue
        at = segment.start
        for piece in _HYPHEN.split(segment.text):
            if not any(char.isdigit() for char in piece):
                yield Segment(at, at + len(piece), "word", piece)
            at += len(piece) + 1


class _Hit(NamedTuple):
    start: int
    end: int
    term: str


def _unit_hits(segment: Segment, terms: frozenset[str]) -> Iterator[_Hit]:
    """Hits among the characters (or Thai clusters) of a run that has no spaces."""
    at = segment.start
    units: list[tuple[int, str]] = []
    for raw in _CLUSTER.findall(segment.text) if segment.kind == "sea" else segment.text:
        units.append((at, normalise(raw)))
        at += len(raw)
    ends = [start for start, _ in units[1:]] + [segment.end]
    for index, (start, unit) in enumerate(units):
        if unit in terms:
            yield _Hit(start, ends[index], unit)
        if index + 1 < len(units) and (pair := unit + units[index + 1][1]) in terms:
            yield _Hit(start, ends[index + 1], pair)


def _hits(text: str, terms: frozenset[str], language: str) -> Iterator[_Hit]:
    for segment in _segments(text):
        if segment.kind == "word":
            for term in _word_index(normalise(segment.text), language):
                if term in terms:
                    yield _Hit(segment.start, segment.end, term)
        else:
            yield from _unit_hits(segment, terms)


def highlight(text: str, query: str, language: str) -> list[tuple[str, bool]]:
    """`text` cut into pieces, each with whether the query found it; joined again they are `text` exactly."""
    pieces: list[tuple[str, bool]] = []
    done = begin = 0
    for hit in sorted(_hits(text, frozenset(query_terms(query, language)), language)):
        if hit.start > done:
            pieces += [(text[begin:done], True), (text[done : hit.start], False)]
            begin = hit.start
        elif begin == done:
            begin = hit.start
        done = max(done, hit.end)
    pieces += [(text[begin:done], True), (text[done:], False)]
    return [piece for piece in pieces if piece[0]]


def excerpt(plain: str, query: str, language: str, width: int = 200) -> str:
    """About `width` characters of `plain` around the place that holds most of the query, with … where it was cut.

    A heading or a table's row is kept apart from what follows by a dot. Only the first 50,000 characters are looked at.
    """
    text = _one_line(plain[:50_000])
    if len(text) <= width:
        return text
    place = _best_start(list(_hits(text, frozenset(query_terms(query, language)), language)), width)
    start = _opening(text, place, width)
    end = min(len(text), start + width)
    if end < len(text) and (space := text.rfind(" ", end - 16, end + 1)) > start:
        end = space
    shown = text[start:end].rstrip(" ·–")
    more = "" if end == len(text) else " …" if shown[-1:] in _STOPS else "…"
    return ("…" if start else "") + shown + more


def _one_line(plain: str) -> str:
    parts: list[str] = []
    for line in plain.splitlines():
        if words := " ".join(line.split()):
            if parts:
                parts.append(" " if parts[-1][-1] in _STOPS else " · ")
            parts.append(words)
    return "".join(parts)


def _opening(text: str, place: int, width: int) -> int:
    """Where to begin so that `place` is in sight: with its sentence when that begins near, else with a word before it."""
    low = max(0, place - width // 3)
    if low == 0:
        return 0
    last = len(text) - width
    for match in _SENTENCE_END.finditer(text, low, place):
        if match.end() <= last + width // 3:
            return match.end()
    start = max(0, min(place - width // 6, last))
    space = text.find(" ", start - 1, min(start + 16, place + 1)) if start else -1
    return space + 1 if space >= 0 else start


def _best_start(hits: list[_Hit], width: int) -> int:
    """Where the window with the most different terms begins; the earliest of equals."""
    best, best_count, first = 0, 0, 0
    inside: dict[str, int] = {}
    for hit in hits:
        inside[hit.term] = inside.get(hit.term, 0) + 1
        while hit.end - hits[first].start > width and hits[first] is not hit:
            leaving = hits[first].term
            inside[leaving] -= 1
            if not inside[leaving]:
                del inside[leaving]
            first += 1
        if len(inside) > best_count:
            best, best_count = hits[first].start, len(inside)
    return best
