"""Bech32 and Bech32m (BIP-173, BIP-350), and the cash address of Bitcoin Cash: five bits a character, own check sums."""

from typing import Final

_CHARACTERS: Final = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_BECH32: Final = 1
_BECH32M: Final = 0x2BC830A3
_GENERATOR: Final = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_CASH: Final = (0x98F2BC8E61, 0x79B76D99E2, 0xF33E5FB3C4, 0xAE2EABE2A8, 0x1E4F43E470)
_LONGEST: Final = 90


def decode_segwit(text: str) -> tuple[str, int, bytes] | None:
    """(prefix, witness version, program); None unless every rule of both proposals holds."""
    prefix, _one, rest = text.lower().rpartition("1")
    if len(text) > _LONGEST or text not in (text.lower(), text.upper()) or not prefix or len(rest) < 7:
        return None
    values = _values(rest)
    if values is None:
        return None
    expanded = [ord(char) >> 5 for char in prefix] + [0] + [ord(char) & 31 for char in prefix]
    version, program = values[0], _bytes(values[1:-6])
    wanted = _BECH32 if version == 0 else _BECH32M
    if _sum(expanded + values, _GENERATOR, 25, 5) != wanted or program is None:
        return None
    fits = len(program) in {20, 32} if version == 0 else 2 <= len(program) <= 40
    return (prefix, version, program) if fits and version <= 16 else None


def decode_cash(text: str, prefix: str) -> tuple[int, bytes] | None:
    """(kind, hash) of a cash address, with or without its prefix; kind 0 is a key's, 1 a script's."""
    lower = text.lower()
    named, _colon, rest = lower.rpartition(":")
    values = _values(rest)
    if text not in (lower, text.upper()) or named not in {"", prefix} or values is None or len(values) != 42:
        return None
    if _sum([ord(char) & 31 for char in prefix] + [0] + values, _CASH, 35, 5) != 1:
        return None
    payload = _bytes(values[:-8])
    if payload is None or len(payload) != 21 or payload[0] & 0x87:
        return None
    return payload[0] >> 3, payload[1:]


def _values(text: str) -> list[int] | None:
    values = [_CHARACTERS.find(char) for char in text]
    return None if -1 in values else values


def _sum(values: list[int], generator: tuple[int, ...], top: int, step: int) -> int:
    total = 1
    for value in values:
        high = total >> top
        total = (total & ((1 << top) - 1)) << step ^ value
        for place, part in enumerate(generator):
            total ^= part if high >> place & 1 else 0
    return total


def _bytes(values: list[int]) -> bytes | None:
    """Five bits a value to bytes; what is left over must be less than a value and zero."""
    number, left = 0, len(values) * 5 % 8
    for value in values:
        number = number << 5 | value
    if left > 4 or number & ((1 << left) - 1):
        return None
    return (number >> left).to_bytes(len(values) * 5 // 8, "big")
