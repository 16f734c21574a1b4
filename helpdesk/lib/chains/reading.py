"""What an address or a transaction id says of itself."""

from dataclasses import dataclass
from enum import StrEnum


class Chain(StrEnum):
    """EVM is Ethereum and all chains with its addresses: nothing in an address tells them apart."""

    BITCOIN = "bitcoin"
    EVM = "evm"
    TRON = "tron"
    SOLANA = "solana"
    XRP = "xrp"
    LITECOIN = "litecoin"
    DOGECOIN = "dogecoin"
    BITCOIN_CASH = "bitcoin_cash"


class Kind(StrEnum):
    ADDRESS = "address"
    TRANSACTION = "transaction"


class Problem(StrEnum):
    """Why a value cannot be used; the form that asks finds the words."""

    NONE = ""
    CHECKSUM = "checksum"
    CHARACTERS = "characters"
    TEST_NETWORK = "test_network"
    WRONG_CHAIN = "wrong_chain"
    NOT_AN_ADDRESS = "not_an_address"
    NOT_A_TRANSACTION = "not_a_transaction"
    NO_PREFIX = "no_prefix"
    MISSING_TAG = "missing_tag"
    BAD_TAG = "bad_tag"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a value. `form` names the address type; `is_checked` is False where the writing carries no check
    sum; `tag` is the destination tag inside an X-address."""

    chain: Chain
    kind: Kind
    form: str = ""
    problem: Problem = Problem.NONE
    is_test: bool = False
    is_checked: bool = True
    tag: int | None = None
