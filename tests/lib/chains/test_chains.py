"""Addresses are told by their own check sums, and a mistake is named by what it is."""

import json
from hashlib import sha256

import pytest

from helpdesk.lib import base58
from helpdesk.lib.chains import Chain, Kind, Problem, check_address, check_tag, check_transaction, describe
from helpdesk.lib.chains.keccak import keccak_256
from tests.lib.evaluation import evaluation_file

# Published examples of the standards, and contracts and first addresses everybody knows.
ADDRESSES = {
    "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa": (Chain.BITCOIN, "p2pkh"),
    "3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy": (Chain.BITCOIN, "p2sh"),
    "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq": (Chain.BITCOIN, "p2wpkh"),
    "bc1qrp33g0q5c5txsp9arysrx4k6zdkfs4nce4xj0gdcccefvpysxf3qccfmv3": (Chain.BITCOIN, "p2wsh"),
    "bc1p5cyxnuxmeuwuvkwfem96lqzszd02n6xdcjrs20cac6yqjjwudpxqkedrcr": (Chain.BITCOIN, "p2tr"),
    "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed": (Chain.EVM, "account"),
    "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t": (Chain.TRON, "account"),
    "EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v": (Chain.SOLANA, "account"),
    "rHb9CJAWyB4rj91VRWn96DkukG4bwdtyTh": (Chain.XRP, "classic"),
    "XVLhHMPHU98es4dbozjVtdWzVrDjtV18pX8yuPT7y4xaEHi": (Chain.XRP, "x_address"),
    "LaMT348PWRnrqeeWArpwQPbuanpXDZGEUz": (Chain.LITECOIN, "p2pkh"),
    "DH5yaieqoZN36fDVciNyRueRGvGLR3mr7L": (Chain.DOGECOIN, "p2pkh"),
    "bitcoincash:qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a": (Chain.BITCOIN_CASH, "p2pkh"),
}
HASH = "a1075db55d416d3ca199f55b6084e2115b9345e16c5cf302fc80e9d5fbf5d48d"
TRON = "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"
XRP = "rHb9CJAWyB4rj91VRWn96DkukG4bwdtyTh"


@pytest.mark.parametrize(("address", "expected"), ADDRESSES.items())
def test_an_address_is_of_one_chain_and_usable_there(address, expected):
    (reading,) = describe(address)

    assert (reading.chain, reading.form, reading.kind) == (*expected, Kind.ADDRESS)
    assert check_address(address, reading.chain, tag="7").is_usable


# Solana's addresses carry no check sum, so nothing can see a wrong letter.
@pytest.mark.parametrize("address", [a for a, (chain, _form) in ADDRESSES.items() if chain != Chain.SOLANA])
def test_one_wrong_character_is_seen(address):
    for place in range(len(address) // 2, len(address)):
        wrong = address[:place] + ("q" if address[place] != "q" else "p") + address[place + 1 :]

        assert not check_address(wrong, ADDRESSES[address][0], tag="7").is_usable


def test_every_public_vector_is_read_as_it_says():
    rows = map(json.loads, evaluation_file("abuse/addresses.jsonl").read_text().splitlines())

    wrong = [row["addr"] for row in rows if reads(row["addr"]) != expects(row)]

    assert wrong == []


def reads(address):
    return any(reading.kind == Kind.ADDRESS and not reading.problem for reading in describe(address))


def expects(row):
    return row["valid"] and not row.get("private_key_wif")


@pytest.mark.parametrize(
    ("value", "chain", "problem", "chains"),
    [
        (TRON, Chain.EVM, Problem.WRONG_CHAIN, (Chain.TRON,)),
        ("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", Chain.TRON, Problem.WRONG_CHAIN, (Chain.EVM,)),
        (TRON[:-1] + "u", Chain.TRON, Problem.CHECKSUM, ()),
        ("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD", Chain.EVM, Problem.CHECKSUM, ()),
        ("5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", Chain.EVM, Problem.NO_PREFIX, ()),
        ("bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdx", Chain.BITCOIN, Problem.CHECKSUM, ()),
        ("tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx", Chain.BITCOIN, Problem.TEST_NETWORK, (Chain.BITCOIN,)),
        (HASH, Chain.BITCOIN, Problem.NOT_AN_ADDRESS, ()),
        (XRP, Chain.XRP, Problem.MISSING_TAG, (Chain.XRP,)),
        ("ТR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t", Chain.TRON, Problem.CHARACTERS, ()),
        ("my wallet", Chain.BITCOIN, Problem.UNKNOWN, ()),
        ("", Chain.BITCOIN, Problem.UNKNOWN, ()),
        ("1" * 100_000, Chain.BITCOIN, Problem.UNKNOWN, ()),
    ],
)
def test_a_mistake_is_named(value, chain, problem, chains):
    verdict = check_address(value, chain)

    assert (verdict.problem, verdict.chains) == (problem, chains)


@pytest.mark.parametrize("address", ["0x" + "ab" * 20, "0x" + "AB" * 20])
def test_an_address_without_capitals_is_taken_but_not_as_checked(address):
    assert check_address(address, Chain.EVM).is_usable
    assert not describe(address)[0].is_checked


@pytest.mark.parametrize("wrapped", [f" {TRON}\n", f"\u200b{TRON}", f"tron:{TRON}?amount=5"])
def test_what_comes_along_with_a_copied_address_is_left_out(wrapped):
    assert check_address(wrapped, Chain.TRON).is_usable


@pytest.mark.parametrize(
    ("tag", "problem"),
    [
        ("0", Problem.NONE),
        ("4294967295", Problem.NONE),
        ("", Problem.MISSING_TAG),
        ("4294967296", Problem.BAD_TAG),
        ("-1", Problem.BAD_TAG),
        ("tag 5", Problem.BAD_TAG),
        ("٣", Problem.BAD_TAG),
    ],
)
def test_a_tag_is_a_number_of_32_bits(tag, problem):
    assert check_tag(tag, Chain.XRP) == check_address(XRP, Chain.XRP, tag=tag).problem == problem
    assert check_tag(tag, Chain.BITCOIN) == Problem.NONE


def test_an_x_address_brings_its_tag():
    account = base58.decode_checked(XRP, base58.RIPPLE)[1:]
    address = in_ripples_base58(b"\x05\x44" + account + b"\x01" + (12_345).to_bytes(8, "little"))

    assert (address[0], describe(address)[0].tag) == ("X", 12_345)
    assert check_address(address, Chain.XRP).is_usable


def in_ripples_base58(payload):
    raw = payload + sha256(sha256(payload).digest()).digest()[:4]
    number, text = int.from_bytes(raw, "big"), ""
    while number:
        number, digit = divmod(number, 58)
        text = base58.RIPPLE[digit] + text
    return text


@pytest.mark.parametrize(
    ("value", "chain", "problem"),
    [
        (HASH, Chain.BITCOIN, Problem.NONE),
        (HASH, Chain.TRON, Problem.NONE),
        ("0x" + HASH, Chain.EVM, Problem.NONE),
        ("0x" + HASH, Chain.TRON, Problem.WRONG_CHAIN),
        (HASH, Chain.EVM, Problem.WRONG_CHAIN),
        (TRON, Chain.TRON, Problem.NOT_A_TRANSACTION),
        (HASH[:-1], Chain.BITCOIN, Problem.UNKNOWN),
    ],
)
def test_a_transaction_id_is_told_by_its_shape(value, chain, problem):
    assert check_transaction(value, chain).problem == problem


def test_keccak_is_not_sha3():
    assert keccak_256(b"abc").hex() == "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45"
