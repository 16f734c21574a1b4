"""Addresses and transaction ids of the chains people ask about, told and checked without asking anybody.

describe(value)                      every chain and kind it may be of, with what is wrong
check_address(value, chain, tag=…)   whether it can be used there, else why: a typing error, another chain's, no tag
check_transaction(value, chain)      the same for a transaction id
"""

from helpdesk.lib.chains.describing import (
    TAGGED,
    Verdict,
    check_address,
    check_tag,
    check_transaction,
    describe,
)
from helpdesk.lib.chains.reading import Chain, Kind, Problem, Reading

__all__ = [
    "TAGGED",
    "Chain",
    "Kind",
    "Problem",
    "Reading",
    "Verdict",
    "check_address",
    "check_tag",
    "check_transaction",
    "describe",
]
