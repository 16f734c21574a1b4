"""Words to index terms: stems by language, accents folded, spellings of one sound made one."""

import threading
import unicodedata
from functools import lru_cache
from typing import Any, Final

import snowballstemmer

_ALGORITHM: Final = {
    "en": "english", "es": "spanish", "ru": "russian", "ar": "arabic", "de": "german", "fr": "french", "it": "italian",
    "pt": "portuguese", "pt-br": "portuguese", "tr": "turkish", "nl": "dutch", "sv": "swedish", "da": "danish", "nb": "norwegian",
    "fi": "finnish", "hu": "hungarian", "ro": "romanian", "el": "greek", "hi": "hindi", "id": "indonesian", "ms": "indonesian",
    "sr": "serbian", "ta": "tamil", "fa": "persian", "pl": "polish", "cs": "czech", "sk": "czech",
}  # fmt: skip
_LATIN: Final = frozenset(
    [
        "en",
        "es",
        "de",
        "fr",
        "it",
        "pt",
        "pt-br",
        "tr",
        "nl",
        "sv",
        "da",
        "nb",
        "fi",
        "hu",
        "ro",
        "id",
        "ms",
        "pl",
        "cs",
        "sk",
        "sl",
        "vi",
        "fil",
        "sr",
    ]
)
_CYRILLIC: Final = frozenset(["ru", "bg", "uk", "sr"])
_ARABIC: Final = frozenset(["ar", "fa", "ur"])
_LETTERS: Final = str.maketrans(
    {"đ": "d", "ł": "l", "ø": "o", "æ": "ae", "œ": "oe", "ı": "i", "ё": "е", "ß": "ss", "ˈ": ""}
)
_ARABIC_LETTERS: Final = str.maketrans("أإآٱىیکةۀ", "ااااييكهه")
_PERSIAN_LETTERS: Final = str.maketrans("يىكۀة", "ییکهه")
_UMLAUTS: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_LONGEST_STEMMED: Final = 40
_local = threading.local()


def _stemmer(algorithm: str) -> Any:
    # A snowball stemmer keeps the word it works on in itself, so threads must not share one.
    known: dict[str, Any] = _local.__dict__.setdefault("stemmers", {})
    if algorithm not in known:
        known[algorithm] = snowballstemmer.stemmer(algorithm)
    return known[algorithm]


def _script_language(char: str, language: str) -> str:
    """The language whose rules fit a word that starts with `char` inside a text in `language`."""
    if char < "\u0250" or "\u1e00" <= char < "\u1f00":
        return language if language in _LATIN else "en"
    if "\u0400" <= char < "\u0530":
        return language if language in _CYRILLIC else "ru"
    if "\u0600" <= char < "\u0780":
        return language if language in _ARABIC else "ar"
    return {"\u0370": "el", "\u0900": "hi", "\u0b80": "ta"}.get(
        chr(ord(char) & ~0x7F), "el" if "\u1f00" <= char < "\u2000" else ""
    )


def _is_accent(char: str) -> bool:
    # Marks of Latin, Greek, Hebrew and Arabic are ornament; those of Indic scripts are vowels and must stay.
    return (
        "\u0300" <= char < "\u0370"
        or "\u0591" <= char < "\u05c8"
        or "\u064b" <= char <= "\u065f"
        or char in "\u0670\u0640"
    )


def fold(word: str) -> str:
    """`word` without the accents people leave out when they type; й and Indic vowel signs are letters and stay."""
    if word.isascii():
        return word
    word = word.translate(_LETTERS).replace("й", "\ue000")
    bare = "".join(char for char in unicodedata.normalize("NFD", word) if not _is_accent(char))
    return unicodedata.normalize("NFC", bare).replace("\ue000", "й")


def lower(word: str, language: str) -> str:
    """Case folded, with the dotted and dotless i of Turkish kept apart."""
    if language == "tr":
        word = word.replace("İ", "i").replace("I", "ı")
    return word.casefold()


def _stem(word: str, language: str) -> str:
    algorithm = _ALGORITHM.get(language)
    if algorithm is None or len(word) > _LONGEST_STEMMED or len(word) < 3:
        return word
    return str(_stemmer(algorithm).stemWord(word)) or word


def _spelling(word: str, language: str) -> str:
    if language in _ARABIC:
        word = "".join(char for char in word if not _is_accent(char))
        return word.translate(_PERSIAN_LETTERS if language == "fa" else _ARABIC_LETTERS)
    return word


@lru_cache(maxsize=65_536)
def forms(word: str, language: str) -> tuple[str, ...]:
    """Index terms of a lower-case word, the most exact first.

    A word with accents has a second term for readers who type it without them. A query takes the first term only, and
    that one is always among the terms of the same word in an index, written with or without accents.
    """
    own = _script_language(word[0], language)
    word = _spelling(word, own)
    bare = fold(word)
    # Without its tones a Vietnamese word is several words, so a reader who typed them means them.
    exact = word if own == "vi" else fold(_stem(word, own))
    if bare == word:
        return (exact,)
    variants = [exact, fold(_stem(bare, own))]
    if own == "de":
        variants.append(fold(_stem(word.translate(_UMLAUTS), own)))
    return tuple(dict.fromkeys(variants))
