"""Noticing translations that are none: words that are still the source's, or still in its language."""

import re
from dataclasses import dataclass
from typing import Literal

from helpdesk.lib import languages

Doubt = Literal["", "same", "language", "short"]
_MARKS = re.compile(r"\[([^\]]*)\]\([^)]*\)|[@*_`#>|~]+|https?://\S+")
# A sentence shorter than this can be the same in two languages by right: "OK", "USDT", "Bitcoin Core".
_TELLING_LETTERS = 20
_SAME_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Text:
    """What is compared: a term's name, sentence and explanation in one language."""

    name: str
    short: str
    long: str = ""


def doubt(text: Text, language: str, source: Text, source_language: str) -> Doubt:
    """Why a translation may be none: `same` when at least half of its sentences are the source's, `language` when it reads
    as the source language, `short` when only the sentence of the tooltip does. Names alone prove nothing: many are the
    same everywhere by right."""
    if language == source_language:
        return ""
    own, given = _sentences(text.short, text.long), _sentences(source.short, source.long)
    telling = [one for one in own if _letters(one) >= _TELLING_LETTERS]
    same = sum(_letters(one) for one in telling if one in given)
    whole = sum(_letters(one) for one in telling)
    if whole and same / whole >= _SAME_SHARE:
        return "same"
    if _reads_as(text.long or text.short, source_language, language):
        return "language"
    return "short" if _is_untranslated_short(text, language, given, source_language) else ""


def _is_untranslated_short(text: Text, language: str, given: list[str], source_language: str) -> bool:
    own = [one for one in _sentences(text.short) if _letters(one) >= _TELLING_LETTERS]
    return any(one in given for one in own) or _reads_as(text.short, source_language, language)


def _reads_as(text: str, wanted: str, default: str) -> bool:
    plain = " ".join(_sentences(text))
    return _letters(plain) >= _TELLING_LETTERS and languages.detect(plain, default=default) == wanted


def _sentences(*texts: str) -> list[str]:
    plain = _MARKS.sub(lambda match: match[1] or " ", "\n\n".join(texts))
    pieces = re.split(r"[.!?。！？؟]+\s+|\n\s*\n", plain)
    return [" ".join(piece.casefold().split()).strip(" .!?") for piece in pieces if piece.strip()]


def _letters(text: str) -> int:
    """How much a text says: an ideograph says what three letters say."""
    return sum(3 if char >= "\u2e80" else 1 for char in text if char.isalpha())
