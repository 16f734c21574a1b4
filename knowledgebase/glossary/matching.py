"""Where a text uses a term: the longest spelling first, by the habits of the language the text is written in.

Chinese, Japanese and Thai have no borders between words, so a spelling is looked for anywhere. Elsewhere whole words are
compared: endings that only decline a word do not hide it, endings that make another word of it do. An acronym is itself
only in capitals.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from helpdesk.lib.stems import fold, forms, lower
from helpdesk.lib.text import normalise, runs
from knowledgebase.glossary.book import Book, Entry

_UNSPACED = {"zh-hans", "zh-hant", "ja", "th"}
_SHORTEST = 2
_LONGEST_ACRONYM = 6
_MOST_WORDS = 8
_GLUE = re.compile("[\\s\u00a0\u2010\u2011-]{0,3}")
_HYPHEN = re.compile("[-\u2010\u2011]")
_PLURAL = frozenset([("", ""), ("", "s"), ("", "es"), ("s", ""), ("es", ""), ("y", "ies"), ("ies", "y")])
# Endings that decline a Russian noun or adjective; a verb's are missing on purpose.
_DECLENSIONS = frozenset(
    [""]
    + [
        "а",
        "я",
        "о",
        "е",
        "и",
        "ы",
        "у",
        "ю",
        "ь",
        "й",
        "ом",
        "ем",
        "ой",
        "ей",
        "ою",
        "ею",
        "ам",
        "ям",
        "ами",
        "ями",
        "ах",
        "ях",
        "ов",
        "ев",
        "ию",
        "ия",
        "ии",
        "ий",
        "ие",
        "ием",
        "иям",
        "иях",
        "иями",
        "ью",
    ]
    + [
        "ый",
        "ого",
        "ому",
        "ым",
        "ые",
        "ых",
        "ыми",
        "ая",
        "ую",
        "ое",
        "его",
        "ему",
        "им",
        "их",
        "ими",
        "яя",
        "юю",
        "ее",
    ]
)
_KOREAN_TAIL = re.compile(
    "(?:들)?(?:으로부터|에서는|까지는|이라는|입니다|에서|에게|한테|까지|부터|으로|이나|이란|처럼|보다|라는|마다|을|를|이|가|은|는|에|의|로|와|과|도|만|란|"
    "하기|하는|하다|하면|하려면|할|한|해|했|합니다|하세요|되|된|됩니다|이)?"
)
_ARABIC_ARTICLE = re.compile("^(?:لل|(?:[وف])?(?:[بك])?ال|[وف]?لل|[وفبكل])")
_ARABIC_TAILS = ("ات", "ين", "ان", "ون", "ها", "هم", "كم", "نا", "ك", "ه", "ي")


@dataclass(frozen=True, slots=True)
class Match:
    """`text[start:end]` is a spelling of the entry's term."""

    start: int
    end: int
    entry: Entry


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text or a spelling."""

    start: int
    end: int
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Spelling:
    """One way to write a term, as words of a language."""

    words: tuple[Word, ...]
    entry: Entry


class Matcher:
    """Finds the terms of one language in its texts."""

    def __init__(self, book: Book, language: str) -> None:
        self.language = language
        self.index: dict[str, list[Spelling]] = {}
        self.patterns: dict[str, list[tuple[re.Pattern[str], Entry]]] = {}
        spellings = [(one, entry) for entry in book.written_in(language) for one in entry.spellings]
        for text, entry in sorted(spellings, key=lambda pair: -len(pair[0])):
            if sum(char.isalnum() for char in text) >= _SHORTEST:
                self._add(text, entry)

    def _add(self, text: str, entry: Entry) -> None:
        if self.language in _UNSPACED:
            self.patterns.setdefault(text[0].lower(), []).append((_pattern(text), entry))
            return
        words = tuple(words_of(text))[:_MOST_WORDS]
        for key in spelling_keys(words[0], self.language) if words else ():
            self.index.setdefault(key, []).append(Spelling(words, entry))

    def find(self, text: str) -> Iterator[Match]:
        """Every use, in reading order, none inside another."""
        return self._anywhere(text) if self.language in _UNSPACED else self._by_words(text)

    def _anywhere(self, text: str) -> Iterator[Match]:
        at = 0
        while at < len(text):
            here = self.patterns.get(text[at].lower(), ())
            found = next(((hit, entry) for one, entry in here if (hit := one.match(text, at))), None)
            if found:
                yield Match(at, found[0].end(), found[1])
            at = found[0].end() if found else at + 1

    def _by_words(self, text: str) -> Iterator[Match]:
        words = list(words_of(text))
        at = 0
        while at < len(words):
            best = self._longest(text, words, at)
            if best:
                yield Match(words[at].start, words[at + len(best.words) - 1].end, best.entry)
            at += len(best.words) if best else 1

    def _longest(self, text: str, words: list[Word], at: int) -> Spelling | None:
        there = {
            id(one): one for key in text_keys(words[at], self.language) for one in self.index.get(key, ())
        }
        longest_first = sorted(there.values(), key=lambda one: -len(one.words))
        return next((one for one in longest_first if self._stands(text, words, at, one)), None)

    def _stands(self, text: str, words: list[Word], at: int, spelling: Spelling) -> bool:
        here = words[at : at + len(spelling.words)]
        if len(here) < len(spelling.words):
            return False
        pairs = list(zip(spelling.words, here, strict=True))
        close = all(_GLUE.fullmatch(text, before.end, after.start) for before, after in pairwise(here))
        *first, last = pairs
        return (
            close
            and all(agree(own, word, self.language) for own, word in first)
            and (agree(*last, self.language) or has_korean_tail(*last))
        )


def matcher(book: Book, language: str) -> Matcher:
    """The matcher of a language, made once for each state of the glossary."""
    return book.once("matcher", language, Matcher)


def _pattern(text: str) -> re.Pattern[str]:
    inner = "[\\s\u00a0-]*".join(re.escape(part) for part in text.split())
    if is_acronym(text):
        inner = f"(?-i:{inner})"
    return re.compile(f"{_border(text[0], '<!')}{inner}{_border(text[-1], '!')}", re.IGNORECASE)


def _border(char: str, look: str) -> str:
    """Latin letters and katakana do have borders, also between characters that have none."""
    if char.isascii() and char.isalnum():
        return f"(?{look}[0-9A-Za-z])"
    return f"(?{look}[\u30a1-\u30fa\u30fc])" if "\u30a1" <= char <= "\u30fc" else ""


def is_acronym(text: str) -> bool:
    return text.isascii() and text.isupper() and len(text) <= _LONGEST_ACRONYM


def words_of(text: str) -> Iterator[Word]:
    """The words of a text where they stand; the parts of a hyphenated word are words."""
    for run in runs(text):
        start = run.start
        for part in _HYPHEN.split(run.text) if run.kind == "word" else [run.text]:
            if part:
                yield Word(start, start + len(part), run.kind, part)
            start += len(part) + 1


def spelling_keys(word: Word, language: str) -> set[str]:
    """Under which keys a spelling that begins with `word` is kept."""
    if word.kind != "word":
        return {word.text[0]}
    if is_arabic(word.text):
        base = _plain_arabic(word.text.removeprefix("ال"))
        return {base, base[:-1] + "ت"} if base.endswith("ه") else {base}
    return {_stem(word.text, language)}


def text_keys(word: Word, language: str) -> set[str]:
    """Under which keys a spelling that `word` may begin is looked for."""
    if word.kind != "word" or not is_arabic(word.text):
        return spelling_keys(word, language)
    plain = _plain_arabic(word.text)
    bases = {plain, _ARABIC_ARTICLE.sub("", plain)}
    bases |= {_ARABIC_ARTICLE.sub("", base) for base in bases}
    keys = {base for base in bases if len(base) >= 3}
    for base in bases:
        for tail in _ARABIC_TAILS:
            if base.endswith(tail) and len(base) - len(tail) >= 3:
                keys |= {base[: -len(tail)], base[: -len(tail)] + "ه"}
    return keys


def agree(own: Word, word: Word, language: str) -> bool:
    """Whether `word` of a text is `own` of a spelling, perhaps declined."""
    if own.kind != word.kind:
        return False
    if own.kind != "word":
        return own.text == word.text
    if is_acronym(own.text):
        return word.text.removesuffix("s") == own.text
    if is_arabic(own.text):
        return bool(spelling_keys(own, language) & text_keys(word, language))
    return _stem(own.text, language) == _stem(word.text, language) and _declined(own.text, word.text)


def _declined(own: str, word: str) -> bool:
    first, second = fold(own.casefold()), fold(word.casefold())
    shared = 0
    while shared < min(len(first), len(second)) and first[shared] == second[shared]:
        shared += 1
    tails = (first[shared:], second[shared:])
    if "\u0400" <= first[0] < "\u0530":
        return _DECLENSIONS.issuperset(tails)
    return tails in _PLURAL


def has_korean_tail(own: Word, word: Word) -> bool:
    """Particles are written onto a Korean word; another noun written onto it makes another word."""
    both = own.kind == word.kind == "ko" and word.text.startswith(own.text)
    return both and _KOREAN_TAIL.fullmatch(word.text, len(own.text)) is not None


def is_arabic(text: str) -> bool:
    return "\u0600" <= text[0] < "\u0780"


def _plain_arabic(word: str) -> str:
    return fold(normalise(word)).translate(str.maketrans("أإآٱىة", "اااايه"))


def _stem(word: str, language: str) -> str:
    return forms(lower(normalise(word), language) or word, language)[0]
