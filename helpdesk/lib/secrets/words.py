"""The word lists of seed phrases, by the form in which a word is compared."""

import unicodedata
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple

LISTS: Final = (
    "english",
    "chinese_simplified",
    "chinese_traditional",
    "japanese",
    "korean",
    "spanish",
    "french",
    "italian",
    "czech",
    "portuguese",
    "russian",
    "turkish",
)
CHINESE: Final = frozenset({"chinese_simplified", "chinese_traditional"})
LONGEST_WORD: Final = 11
# The package's Russian list has a damaged entry between "сниться" and "снять".
_REPAIRED: Final = {("russian", 1572): "снова"}
_HIDDEN: Final = {code: None for code in (0xAD, *range(0x200B, 0x2010), 0x2060, 0xFEFF)}
# People leave out the accents of Latin and Cyrillic letters. The voicing marks of kana stay: they tell words apart.
_DROPPED: Final = _HIDDEN | {code: None for code in range(0x300, 0x370)} | {0x131: "i"}


class Word(NamedTuple):
    """A word of the text and its number in each list that has it."""

    start: int
    end: int
    lists: dict[str, int]


def key(word: str) -> str:
    """The form two spellings of a word share: lower case, decomposed, without accents."""
    if word.isascii():
        return word.lower()
    return unicodedata.normalize("NFKD", word.lower()).translate(_DROPPED)


@cache
def indexes() -> dict[str, dict[str, int]]:
    """For each word's key its number in every list that has it."""
    found: dict[str, dict[str, int]] = {}
    for name in LISTS:
        text = files("mnemonic").joinpath("wordlist", f"{name}.txt").read_text(encoding="utf-8")
        for number, word in enumerate(text.split()):
            found.setdefault(key(_REPAIRED.get((name, number), word)), {})[name] = number
    return found


def visible(text: str) -> str:
    """The text without the characters that show nothing."""
    return text.translate(_HIDDEN)


def numbers(name: str, words: Sequence[Word]) -> list[int]:
    """The words' numbers in the list of that name, which has them all."""
    return [word.lists[name] for word in words]
