"""Addresses of each chain by their own rules: alphabet, length, version, check sum."""

import re
from collections.abc import Iterator
from typing import Final

from helpdesk.lib import base58
from helpdesk.lib.chains.bech32 import decode_cash, decode_segwit
from helpdesk.lib.chains.keccak import keccak_256
from helpdesk.lib.chains.reading import Chain, Kind, Problem, Reading

# Version byte of a 21-byte payload: chain, form, whether a test network's. Litecoin's old script addresses begin like
# Bitcoin's and cannot be told from them.
_VERSIONS: Final = {
    0x00: (Chain.BITCOIN, "p2pkh", False),
    0x05: (Chain.BITCOIN, "p2sh", False),
    0x6F: (Chain.BITCOIN, "p2pkh", True),
    0xC4: (Chain.BITCOIN, "p2sh", True),
    0x30: (Chain.LITECOIN, "p2pkh", False),
    0x32: (Chain.LITECOIN, "p2sh", False),
    0x3A: (Chain.LITECOIN, "p2sh", True),
    0x1E: (Chain.DOGECOIN, "p2pkh", False),
    0x16: (Chain.DOGECOIN, "p2sh", False),
    0x41: (Chain.TRON, "account", False),
}
_FIRST: Final = {
    "1": Chain.BITCOIN,
    "3": Chain.BITCOIN,
    "L": Chain.LITECOIN,
    "M": Chain.LITECOIN,
    "D": Chain.DOGECOIN,
    "T": Chain.TRON,
}
_PREFIXES: Final = {
    "bc": (Chain.BITCOIN, False),
    "tb": (Chain.BITCOIN, True),
    "bcrt": (Chain.BITCOIN, True),
    "ltc": (Chain.LITECOIN, False),
    "tltc": (Chain.LITECOIN, True),
}
_FORMS: Final = {(0, 20): "p2wpkh", (0, 32): "p2wsh", (1, 32): "p2tr"}
_SEGWIT_LIKE: Final = re.compile(r"(bc|tb|bcrt|ltc|tltc)1[0-9a-z]{6,}", re.IGNORECASE)
_CASH_LIKE: Final = re.compile(r"(bitcoincash:)?[qp][0-9a-z]{41}", re.IGNORECASE)
_BASE58_LIKE: Final = re.compile(r"[1-9A-HJ-NP-Za-km-z]{25,36}")
_SOLANA_LIKE: Final = re.compile(r"[1-9A-HJ-NP-Za-km-z]{32,44}")
_XRP_LIKE: Final = re.compile(r"r[1-9A-HJ-NP-Za-km-z]{24,34}|[XT][1-9A-HJ-NP-Za-km-z]{46}")
_EVM_LIKE: Final = re.compile(r"(0x)?([0-9a-fA-F]{40})")
_X_PREFIXES: Final = {b"\x05\x44": False, b"\x04\x93": True}


def read_addresses(value: str) -> Iterator[Reading]:
    """Every way to read it as an address, right ones and those with a mistake."""
    for read in (_base58, _segwit, _cash, _evm, _solana, _xrp):
        yield from read(value)


def _address(chain: Chain, form: str = "", problem: Problem = Problem.NONE, is_test: bool = False) -> Reading:
    return Reading(chain, Kind.ADDRESS, form, problem, is_test)


def _base58(value: str) -> Iterator[Reading]:
    if not _BASE58_LIKE.fullmatch(value):
        return
    payload = base58.decode_checked(value)
    if payload is not None and len(payload) == 21 and payload[0] in _VERSIONS:
        chain, form, is_test = _VERSIONS[payload[0]]
        yield _address(chain, form, is_test=is_test)
    elif payload is None and value[0] in _FIRST:
        yield _address(_FIRST[value[0]], problem=Problem.CHECKSUM)


def _segwit(value: str) -> Iterator[Reading]:
    decoded = decode_segwit(value)
    if decoded is not None and decoded[0] in _PREFIXES:
        (chain, is_test), form = _PREFIXES[decoded[0]], _FORMS.get((decoded[1], len(decoded[2])))
        yield _address(chain, form or f"witness_v{decoded[1]}", is_test=is_test)
        return
    match = _SEGWIT_LIKE.fullmatch(value)
    if match is not None:
        chain, is_test = _PREFIXES[match[1].lower()]
        yield _address(chain, problem=Problem.CHECKSUM, is_test=is_test)


def _cash(value: str) -> Iterator[Reading]:
    if not _CASH_LIKE.fullmatch(value):
        return
    decoded = decode_cash(value, "bitcoincash")
    if decoded is not None and decoded[0] in (0, 1):
        yield _address(Chain.BITCOIN_CASH, ("p2pkh", "p2sh")[decoded[0]])
    elif value.lower().startswith("bitcoincash:"):
        yield _address(Chain.BITCOIN_CASH, problem=Problem.CHECKSUM)


def _evm(value: str) -> Iterator[Reading]:
    """EIP-55: capitals are the check sum; an address without any, or with no small letter, has none."""
    match = _EVM_LIKE.fullmatch(value)
    if match is None:
        return
    digits = match[2]
    is_checked = digits not in (digits.lower(), digits.upper())
    problem = Problem.NONE if match[1] else Problem.NO_PREFIX
    if is_checked and digits != _with_capitals(digits.lower()):
        problem = Problem.CHECKSUM
    yield Reading(Chain.EVM, Kind.ADDRESS, "account", problem, is_checked=is_checked)


def _with_capitals(digits: str) -> str:
    told = keccak_256(digits.encode()).hex()
    return "".join(
        char.upper() if int(nibble, 16) >= 8 else char for char, nibble in zip(digits, told, strict=False)
    )


def _solana(value: str) -> Iterator[Reading]:
    """32 bytes and no check sum: a typing error may stay unseen."""
    if not _SOLANA_LIKE.fullmatch(value):
        return
    raw = base58.decode(value)
    if raw is not None and len(raw) == 32:
        yield Reading(Chain.SOLANA, Kind.ADDRESS, "account", is_checked=False)


def _xrp(value: str) -> Iterator[Reading]:
    if not _XRP_LIKE.fullmatch(value):
        return
    payload = base58.decode_checked(value, base58.RIPPLE)
    if payload is None:
        if value[0] != "T":
            yield _address(Chain.XRP, problem=Problem.CHECKSUM)
    elif len(payload) == 21 and payload[0] == 0:
        yield _address(Chain.XRP, "classic")
    elif len(payload) == 31 and payload[:2] in _X_PREFIXES and payload[22] in (0, 1):
        tag = int.from_bytes(payload[23:27], "little") if payload[22] else None
        yield Reading(Chain.XRP, Kind.ADDRESS, "x_address", is_test=_X_PREFIXES[payload[:2]], tag=tag)
