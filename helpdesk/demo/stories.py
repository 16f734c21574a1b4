"""What people say: the texts of `stories/*.yaml`, filled with amounts, hashes and order numbers."""

import random
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent / "stories"
WEIGHTS = {
    "deposits": 26,
    "missing-memo": 7,
    "withdrawals": 18,
    "identity": 13,
    "security": 6,
    "sign-in": 8,
    "trading": 7,
    "futures": 6,
    "p2p": 6,
    "api": 3,
}
NEEDED = {"BTC": 2, "ETH": 12, "LTC": 6}
AMOUNTS = {"BTC": (0.01, 1.4, 4), "ETH": (0.4, 14.0, 2), "LTC": (3.0, 90.0, 1), "XRP": (150.0, 6000.0, 0)}


@lru_cache(maxsize=8)
def told_in(language: str) -> dict[str, Any]:
    """Every text of one language."""
    words: dict[str, Any] = yaml.safe_load((FOLDER / f"{language}.yaml").read_text(encoding="utf-8"))
    return words


@dataclass(frozen=True, slots=True)
class Story:
    """One customer's matter, told in one language."""

    language: str
    topic: str
    article: str
    subject: str
    ask: str
    clarify: str
    reply: str
    solve: str


def pick_topic(rng: random.Random) -> str:
    return rng.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]


def make_story(language: str, topic: str, rng: random.Random) -> Story:
    words = told_in(language)["topics"][topic]
    slots = make_slots(topic, rng)

    def fill(text: str) -> str:
        return text.format(**slots)

    return Story(
        language=language,
        topic=topic,
        article=words["article"],
        subject=fill(rng.choice(words["subject"])),
        ask=fill(rng.choice(words["ask"])),
        clarify=fill(words["clarify"]),
        reply=fill(words["reply"]),
        solve=fill(words["solve"]),
    )


def make_slots(topic: str, rng: random.Random) -> dict[str, str | int]:
    """Figures that fit the matter and the exchange's own numbers of confirmations."""
    coin = "XRP" if topic == "missing-memo" else rng.choice(list(NEEDED))
    low, high, digits = AMOUNTS[coin]
    amount = f"{rng.uniform(low, high):.{digits}f} {coin}"
    if topic in {"futures", "security", "p2p"}:
        amount = f"{rng.randint(180, 9400):,} USDT"
    needed = NEEDED.get(coin, 1)
    return {
        "coin": coin,
        "amount": amount,
        "needed": needed,
        "seen": rng.randint(0, needed - 1),
        "hash": f"{rng.getrandbits(32):08x}…{rng.getrandbits(16):04x}",
        "order": f"{rng.randint(10_000_000, 99_999_999)}",
    }


def saying(language: str, kind: str, rng: random.Random, **slots: str) -> str:
    """One of the sentences everybody uses: hello, bye, thanks, person, impatient, note, praise, blame."""
    return str(rng.choice(told_in(language)[kind])).format(**slots)
