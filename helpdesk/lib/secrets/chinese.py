"""Whether Chinese characters are a seed phrase or a sentence.

The Chinese lists are the 2,048 commonest characters, so any sentence is a run of list words and one stretch in sixteen
has a right check sum by chance. A phrase is told by this: its characters stand apart; or its characters are not as common
as those of sentences (the lists begin with the commonest) and it either follows a word for "seed phrase", fills a line,
or stands between two punctuation marks with characters that are rarer still.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from helpdesk.lib.secrets.words import Word

_NAMED: Final = re.compile(
    "助记词|助記詞|助记单词|助憶|种子|種子|恢复短语|恢復短語|恢复词|私钥|私鑰|(?i:seed|mnemonic)"
)
_BEFORE: Final = 8
_HAN: Final = re.compile("[\u3400-\u9fff\uf900-\ufaff]")
# Ten times the logarithm of how much commoner characters from this number on are in sentences than in phrases.
_STEPS: Final = (16, 64, 128, 256, 512, 1024)
_WEIGHTS: Final = (29, 20, 11, 10, 4, -6, -16)
_MOST: Final = 30
_LINE_BEGINS: Final = re.compile("(?:^|[\n:：\"'“「『`])[ \\t\u3000]*$")
_LINE_ENDS: Final = re.compile("[ \\t\u3000\"'”」』`.。]*(?:\n|$)")


def parts(run: Sequence[Word]) -> list[list[Word]]:
    """The stretches of at least twelve characters that stand apart from each other."""
    found: list[list[Word]] = [[]]
    for word in run:
        if found[-1] and found[-1][-1].end == word.start:
            found.append([])
        found[-1].append(word)
    return [part for part in found if len(part) >= 12]


def beginnings(text: str, run: Sequence[Word]) -> Iterator[int]:
    """The places in the run where a phrase may begin: behind something other than a character, or a naming word."""
    first, last = run[0].start, run[-1].end
    named = {
        start
        for match in _NAMED.finditer(text, max(0, first - _BEFORE), last)
        for start in range(match.end(), match.start() + _BEFORE + 1)
    }
    for place, word in enumerate(run):
        if not place or run[place - 1].end != word.start or word.start in named:
            yield place


def is_told(text: str, words: Sequence[Word], numbers: Sequence[int]) -> bool:
    """Whether these characters, whose check sum holds, are a phrase rather than a piece of a sentence."""
    start, end = words[0].start, words[-1].end
    if _commonness(numbers) > _MOST:
        return False
    if _NAMED.search(text, max(0, start - _BEFORE), start):
        return True
    if any(text[left.end : right.start].strip(" \t\u3000") for left, right in pairwise(words)):
        return False
    if _LINE_BEGINS.search(text, max(0, start - _BEFORE), start) and _LINE_ENDS.match(text, end):
        return True
    alone = not _HAN.match(text, end) and not (start and _HAN.match(text, start - 1))
    return alone and _commonness(numbers) < 0


def _commonness(numbers: Sequence[int]) -> int:
    """How much more these characters are those of a sentence than those of a phrase; nothing when they repeat."""
    different = set(numbers)
    if len(different) <= len(numbers) // 2:
        return -1
    return sum(_WEIGHTS[bisect_right(_STEPS, number)] for number in different)
