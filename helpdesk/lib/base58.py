"""Base58 and its check sum: how Bitcoin and its kin write addresses and keys."""

import hashlib
from typing import Final

ALPHABET: Final = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
# Ripple orders the same characters differently.
RIPPLE: Final = "rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz"
# Longer than any address or key; decoding costs the square of the length.
_LONGEST: Final = 128


def decode(text: str, alphabet: str = ALPHABET) -> bytes | None:
    """The bytes; None for a character outside the alphabet or a text longer than any key."""
    if not text or len(text) > _LONGEST:
        return None
    number = 0
    for char in text:
        digit = alphabet.find(char)
        if digit < 0:
            return None
        number = number * 58 + digit
    zeros = len(text) - len(text.lstrip(alphabet[0]))
    return bytes(zeros) + number.to_bytes((number.bit_length() + 7) // 8, "big")


def decode_checked(text: str, alphabet: str = ALPHABET) -> bytes | None:
    """The bytes before a four-byte check sum that holds; else None."""
    raw = decode(text, alphabet)
    if raw is None or len(raw) < 5:
        return None
    payload, wanted = raw[:-4], raw[-4:]
    return payload if hashlib.sha256(hashlib.sha256(payload).digest()).digest()[:4] == wanted else None
