"""API secrets: a long random string right after words such as "API secret"."""

import math
import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from helpdesk.lib.secrets.findings import Finding, Kind
from helpdesk.lib.secrets.labels import API_KEY_WORDS

_TOKEN: Final = re.compile(
    r"(?<![A-Za-z0-9+/_=.-])[A-Za-z0-9+/_-]{20,128}={0,2}(?![A-Za-z0-9+/_=@-]|\.[a-z])"
)
_REACH: Final = 48
_LONGEST: Final = 132
_LONGEST_LABEL: Final = 32
_BEGINS: Final = re.compile(r"(?<![A-Za-z0-9+/_=.-])[A-Za-z0-9+/_-]{20}")
# Bits for each character; words joined by dashes stay below, random letters and digits far above.
_LEAST_ENTROPY: Final = 3.0


def find_api_secrets(text: str) -> Iterator[Finding]:
    for label in _labels(text):
        match = _TOKEN.search(text, label.end(), label.end() + _REACH + _LONGEST)
        if match is not None and match.start() - label.end() <= _REACH and _looks_random(match.group()):
            yield Finding(Kind.API_KEY, match.start(), match.end(), sure=False)


def _labels(text: str) -> Iterator[re.Match[str]]:
    """The words that name an API secret, looked for only where a long token follows."""
    start = end = 0
    for token in _BEGINS.finditer(text):
        near = token.start() - _REACH - _LONGEST_LABEL
        if near > end:
            yield from API_KEY_WORDS.finditer(text, start, end)
            start = near
        end = token.end()
    yield from API_KEY_WORDS.finditer(text, start, end)


def _looks_random(token: str) -> bool:
    """Letters and digits mixed, as no word, path or date is."""
    digits = sum(char.isdigit() for char in token)
    letters = sum(char.isalpha() for char in token)
    if digits < 2 or letters < 4 or "//" in token:
        return False
    counts = Counter(token).values()
    entropy = -sum(count / len(token) * math.log2(count / len(token)) for count in counts)
    return entropy >= _LEAST_ENTROPY
