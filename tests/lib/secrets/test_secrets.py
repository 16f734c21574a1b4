"""The secret guard finds what must never be sent and lets the rest pass; vectors.json is shared with the browser."""

import json
import re
from pathlib import Path

import pytest

from helpdesk.lib.secrets import Kind, files, find_secrets, glued, labels, mask, phrases
from tests.lib.evaluation import evaluation_file
from tests.source import ROOT

PHRASE = "legal winner thank year wave sausage worth useful legal winner thank yellow"
VECTORS = json.loads(Path(__file__).with_name("vectors.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_it_finds_exactly_what_the_vector_says(vector):
    text = vector["text"]

    found = [
        {"kind": found.kind, "match": text[found.start : found.end], "sure": found.sure}
        for found in find_secrets(text)
    ]

    assert found == vector["found"]


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_nothing_is_left_after_masking(vector):
    masked = mask(vector["text"])

    assert not any(found["match"] in masked.text for found in vector["found"])
    assert masked.kinds.total() == len(vector["found"])
    assert mask(masked.text).text == masked.text


def test_every_phrase_of_the_public_vectors_is_found():
    rows = evaluation_file("abuse/bip39_mnemonics.jsonl").read_text(encoding="utf-8").splitlines()

    missed = [row for row in rows if not find_secrets(json.loads(row)["mnemonic"])]

    assert missed == []


def test_every_key_of_the_public_vectors_is_found():
    rows = map(json.loads, evaluation_file("abuse/addresses.jsonl").read_text().splitlines())
    keys = [row["addr"] for row in rows if row.get("private_key_wif")]

    assert [[found.kind for found in find_secrets(key)] for key in keys] == [[Kind.PRIVATE_KEY]] * len(keys)


HOSTILE = {
    "list words": "abandon ",
    "list words without spaces": "abandonability",
    "kana": "あいこくしん",
    "characters": "的一是在",
    "digits": "4111 ",
    "one digit": "4",
    "base58": "5K",
    "hex": "ab" * 32 + " private key ",
    "labels": "api key ",
    "numbered": "word 1: ",
    "PEM": "-----BEGIN PRIVATE KEY-----",
}


@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE)
def test_ten_times_the_text_costs_ten_times_the_work(piece, monkeypatch):
    small, large = (work(monkeypatch, piece * (size // len(piece))) for size in (5_000, 50_000))

    assert large <= 11 * small + 1000


def work(monkeypatch, text):
    """How often a word was looked up or a check sum computed."""
    calls = []
    for module, name in ((phrases, "key"), (glued, "key"), (phrases, "_checks")):
        real = getattr(module, name)
        monkeypatch.setattr(module, name, lambda *args, real=real: calls.append(1) or real(*args))
    find_secrets(text)
    monkeypatch.undo()
    return len(calls)


GLUED = "".join(PHRASE.split())
BOUNDED = {
    "one long word": "abandonability",
    "hex letters": "abcdef",
    "many long words": "abandonability" * 17 + " ",
}


@pytest.mark.parametrize("piece", BOUNDED.values(), ids=BOUNDED)
def test_long_words_are_cut_only_so_far(piece, monkeypatch):
    text = piece * (200_000 // len(piece))

    assert work(monkeypatch, text) <= 2 * glued.MOST_LETTERS


def test_check_sums_are_computed_only_so_often(monkeypatch):
    text = "abandon " * 25_000

    assert work(monkeypatch, text) <= phrases.MOST_CHECKS + 10


def test_a_phrase_in_one_word_is_found_and_in_endless_letters_not():
    assert find_secrets(f"x {GLUED} y")
    assert not find_secrets("q" * 300 + GLUED)


def test_a_text_file_is_searched_at_its_beginning():
    line = "2026-11-22 nothing to see\n"
    filler = (line * (files.SEARCHED_BYTES // len(line) + 1)).encode()

    masked, kinds = files.mask_bytes(PHRASE.encode() + b"\n" + filler + PHRASE.encode())

    assert (kinds.total(), masked[:5], masked.endswith(PHRASE.encode())) == (1, b"[seed", True)


@pytest.mark.parametrize("name", ["PRIVATE_KEY", "TRANSACTION", "API_KEY", "CARD", "NUMBER"])
def test_the_browser_knows_the_same_words(name):
    script = (ROOT / "static/js/lib/secrets/labels.js").read_text(encoding="utf-8")
    listed = script.split(f"const {name} = [")[1].split("];")[0]

    assert re.findall(r'"([^"]+)"', listed) == getattr(labels, name).split("|")
