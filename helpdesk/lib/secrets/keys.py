"""Private keys: those with a check sum are sure; 64 hex digits only when the words around say "private key".

64 hex digits alone are far more often a transaction's hash, and nothing in the digits tells the two apart. So what
names them last before they begin decides, within 80 characters; when nothing does, the 40 characters behind them.
"""

import re
from collections.abc import Iterator
from typing import Final

from helpdesk.lib import base58
from helpdesk.lib.secrets.findings import Finding, Kind
from helpdesk.lib.secrets.labels import PRIVATE_KEY_WORDS, TRANSACTION_WORDS, last_end

_BASE58: Final = re.compile(r"(?<![1-9A-HJ-NP-Za-km-z])[1-9A-HJ-NP-Za-km-z]{51,112}(?![1-9A-HJ-NP-Za-km-z])")
_HEX: Final = re.compile(r"(?<![0-9A-Za-z])(?:0[xX])?([0-9a-fA-F]{64})(?![0-9A-Za-z])")
_PEM: Final = re.compile(r"-----BEGIN [A-Z0-9 ]{0,30}PRIVATE KEY(?: BLOCK)?-----")
_PEM_END: Final = re.compile(r"-----END [A-Z0-9 ]{0,40}-----")
_LONGEST_PEM: Final = 20_000
# An order of the curve Bitcoin and Ethereum use: a key is below it.
_ORDER: Final = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
_BEFORE: Final = 80
_AFTER: Final = 40


def find_keys(text: str) -> Iterator[Finding]:
    yield from _pem_files(text)
    for match in _BASE58.finditer(text):
        if _is_checked_key(match.group()):
            yield Finding(Kind.PRIVATE_KEY, match.start(), match.end())
        elif len(match.group()) in {87, 88} and _is_named(text, match.start(), match.end()):
            yield Finding(Kind.PRIVATE_KEY, match.start(), match.end(), sure=False)
    for match in _HEX.finditer(text):
        if 0 < int(match[1], 16) < _ORDER and _is_named(text, match.start(), match.end()):
            yield Finding(Kind.PRIVATE_KEY, match.start(), match.end(), sure=False)


def _pem_files(text: str) -> Iterator[Finding]:
    """From the first line to the last; as much as a key may be long where there is none."""
    begins = _PEM.search(text)
    while begins:
        ends = text.find("-----END", begins.end(), begins.end() + _LONGEST_PEM + 8)
        end = min(len(text), begins.end() + _LONGEST_PEM) if ends < 0 else ends
        last = _PEM_END.match(text, end)
        end = last.end() if last else end
        yield Finding(Kind.PRIVATE_KEY, begins.start(), end)
        begins = _PEM.search(text, end)


def _is_checked_key(text: str) -> bool:
    """WIF, plain or compressed; a locked key of BIP-38; the private half of an extended key, whatever its prefix."""
    payload = base58.decode_checked(text)
    if payload is None:
        return False
    size = len(payload)
    if size in {33, 34}:
        return payload[0] >= 0x80 and (size == 33 or payload[-1] == 1)
    if size == 39:
        return payload[0] == 1 and payload[1] in {0x42, 0x43}
    return size == 78 and payload[45] == 0


def _is_named(text: str, start: int, end: int) -> bool:
    """Whether the nearest name before is "private key" and not "transaction"; failing both, the names behind."""
    near = max(0, start - _BEFORE)
    key = last_end(PRIVATE_KEY_WORDS, text, near, start)
    transaction = last_end(TRANSACTION_WORDS, text, near, start)
    if max(key, transaction) >= 0:
        return key > transaction
    return bool(PRIVATE_KEY_WORDS.search(text, end, end + _AFTER))
