"""Payment card numbers: an issuer's range, its length, the check digit, and nothing that says it is another number.

One long number in ten passes the check digit. So digits without gaps are a card only with the lengths cards commonly
have, and not when the last word that names them says order, account, phone or the like.
"""

import re
from collections.abc import Iterator
from typing import Final

from helpdesk.lib.secrets.findings import Finding, Kind
from helpdesk.lib.secrets.labels import CARD_WORDS, NUMBER_WORDS, last_end

_DIGITS: Final = re.compile(
    r"(?=\d{4})(?<![\w.,+#/=-])(?:\d{13,19}|\d{4}(?:([ \u00a0-])\d{4}){3}(?:\1\d{1,3})?|\d{4}([ \u00a0-])\d{6}\2\d{4,5}|\d{6}[ \u00a0-]\d{13})"
    r"(?![\w/=]|[.,-]\d)"
)
# (first digits from, to, lengths)
_ISSUERS: Final = (
    (4, 4, {16}),
    (51, 55, {16}),
    (2221, 2720, {16}),
    (34, 34, {15}),
    (37, 37, {15}),
    (6011, 6011, {16}),
    (644, 659, {16}),
    (3528, 3589, {16}),
    (36, 36, {14}),
    (300, 305, {14}),
    (38, 39, {14}),
    (62, 62, {16, 17, 18, 19}),
    (2200, 2204, {16}),
    (5018, 5018, {13, 15, 16, 19}),
    (6759, 6763, {13, 15, 16, 19}),
    (9792, 9792, {16}),
)
_BEFORE: Final = 40


def find_cards(text: str) -> Iterator[Finding]:
    for match in _DIGITS.finditer(text):
        digits = re.sub(r"\D", "", match.group())
        if is_card(digits) and not _is_other_number(text, match.start()):
            yield Finding(Kind.CARD_NUMBER, match.start(), match.end(), sure=False)


def is_card(digits: str) -> bool:
    """Whether an issuer gives out numbers like this and the check digit holds."""
    known = any(
        low <= int(digits[: len(str(low))]) <= high and len(digits) in sizes for low, high, sizes in _ISSUERS
    )
    return known and len(set(digits)) > 1 and _luhn(digits)


def _luhn(digits: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _is_other_number(text: str, start: int) -> bool:
    near = max(0, start - _BEFORE)
    return last_end(NUMBER_WORDS, text, near, start) > last_end(CARD_WORDS, text, near, start)
