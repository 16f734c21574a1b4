"""What a value is, and whether it fits the chain and the field it was entered for."""

import re
from dataclasses import dataclass
from typing import Final

from helpdesk.lib import base58
from helpdesk.lib.chains.addresses import read_addresses
from helpdesk.lib.chains.reading import Chain, Kind, Problem, Reading

_HASH: Final = re.compile(r"(0x)?([0-9a-fA-F]{64})")
_SIGNATURE: Final = re.compile(r"[1-9A-HJ-NP-Za-km-z]{86,88}")
_SCHEME: Final = re.compile(
    r"(?:bitcoin|ethereum|litecoin|dogecoin|tron|solana|ripple|xrpl?):(?://)?", re.IGNORECASE
)
_HIDDEN: Final = {code: None for code in (0xAD, *range(0x200B, 0x2010), 0x2060, 0xFEFF)}
_LONGEST: Final = 200
_HASHED: Final = (
    Chain.BITCOIN,
    Chain.TRON,
    Chain.XRP,
    Chain.LITECOIN,
    Chain.DOGECOIN,
    Chain.BITCOIN_CASH,
)
# Deposits of all customers arrive at one address there; a number says whose it is.
TAGGED: Final = frozenset({Chain.XRP})
_LARGEST_TAG: Final = 2**32 - 1


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a value can be used: `problem` says why not, `chains` where it would belong."""

    problem: Problem
    chains: tuple[Chain, ...] = ()
    reading: Reading | None = None

    @property
    def is_usable(self) -> bool:
        return self.problem == Problem.NONE


def describe(value: str) -> list[Reading]:
    """Every chain and kind the value may be of; right readings first, empty when it is nothing we know."""
    plain = cleaned(value)
    readings = [*read_addresses(plain), *_transactions(plain)] if len(plain) <= _LONGEST else []
    return sorted(readings, key=lambda reading: reading.problem != Problem.NONE)


def cleaned(value: str) -> str:
    """Without what comes along when an address is copied: spaces, invisible characters, `bitcoin:…?amount=…`."""
    plain = value.translate(_HIDDEN).strip()
    scheme = _SCHEME.match(plain)
    return plain[scheme.end() :].partition("?")[0] if scheme else plain


def _transactions(value: str) -> list[Reading]:
    found = _HASH.fullmatch(value)
    if found is not None:
        chains = (Chain.EVM,) if found[1] else _HASHED
        return [Reading(chain, Kind.TRANSACTION, is_checked=False) for chain in chains]
    raw = base58.decode(value) if _SIGNATURE.fullmatch(value) else None
    is_signature = raw is not None and len(raw) == 64
    return [Reading(Chain.SOLANA, Kind.TRANSACTION, is_checked=False)] if is_signature else []


def check_address(value: str, chain: Chain, *, tag: str = "") -> Verdict:
    """Whether money can be sent to this address on this chain, with the tag the chain may need."""
    verdict = _checked(value, chain, Kind.ADDRESS)
    if not verdict.is_usable or verdict.reading is None:
        return verdict
    if verdict.reading.is_test:
        return Verdict(Problem.TEST_NETWORK, verdict.chains, verdict.reading)
    problem = check_tag(tag, chain) if verdict.reading.tag is None else Problem.NONE
    return Verdict(problem, verdict.chains, verdict.reading)


def check_transaction(value: str, chain: Chain) -> Verdict:
    """Whether this has the shape of a transaction id of this chain."""
    return _checked(value, chain, Kind.TRANSACTION)


def check_tag(tag: str, chain: Chain) -> Problem:
    """A chain with tags needs one: a whole number of 32 bits."""
    if chain not in TAGGED:
        return Problem.NONE
    if not tag.strip():
        return Problem.MISSING_TAG
    plain = tag.strip()
    is_number = plain.isascii() and plain.isdecimal() and len(plain) <= 10 and int(plain) <= _LARGEST_TAG
    return Problem.NONE if is_number else Problem.BAD_TAG


def _checked(value: str, chain: Chain, kind: Kind) -> Verdict:
    readings = describe(value)
    of_kind = [reading for reading in readings if reading.kind == kind]
    right = tuple(reading.chain for reading in of_kind if reading.problem == Problem.NONE)
    for reading in of_kind:
        if reading.chain == chain and (reading.problem == Problem.NONE or not right):
            return Verdict(reading.problem, right, reading)
    if right:
        return Verdict(Problem.WRONG_CHAIN, right, of_kind[0])
    if readings and readings[0].kind != kind:
        other = Problem.NOT_AN_ADDRESS if kind == Kind.ADDRESS else Problem.NOT_A_TRANSACTION
        return Verdict(other, (), readings[0])
    if of_kind:
        return Verdict(of_kind[0].problem, (), of_kind[0])
    return Verdict(Problem.UNKNOWN if cleaned(value).isascii() else Problem.CHARACTERS)
