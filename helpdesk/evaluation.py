"""How well the secret guard tells secrets from ordinary text: `make evaluate ONLY=secret-guard`."""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from django.conf import settings

from helpdesk.lib.measures import Measure, Skipped, evaluation
from helpdesk.lib.secrets import Kind, find_secrets

# Ordinary texts of one or a few sentences. The wallet guides are left out: they print example phrases.
_ORDINARY = ("intent", "langid", "mail", "search")
_WITH_EXAMPLES = frozenset({"mycrypto_articles.jsonl"})


@evaluation("secret-guard")
def measure_secret_guard() -> Iterator[Measure]:
    folder = Path(settings.VIGIL_DATA)
    if not (folder / "abuse").is_dir():
        raise Skipped(f"{folder / 'abuse'} is missing (set VIGIL_DATA)")
    phrases = [row["mnemonic"] for row in _rows(folder / "abuse" / "bip39_mnemonics.jsonl")]
    for name, shaped in _SHAPES.items():
        found = sum(_has(shaped(phrase), Kind.SEED_PHRASE) for phrase in phrases)
        yield Measure(f"secret-guard.phrases_found.{name}", found / len(phrases), "share", goal=0.99)
    keys = [row["addr"] for row in _rows(folder / "abuse" / "addresses.jsonl") if row.get("private_key_wif")]
    yield Measure(
        "secret-guard.keys_found", sum(_has(key, Kind.PRIVATE_KEY) for key in keys) / len(keys), goal=1.0
    )
    yield from _false_alarms(folder)


def _false_alarms(folder: Path) -> Iterator[Measure]:
    texts = 0
    alarms: Counter[Kind] = Counter()
    for text in _texts(folder):
        texts += 1
        alarms.update({found.kind for found in find_secrets(text)})
    for kind in Kind:
        rate = alarms[kind] * 10_000 / texts
        name = f"secret-guard.false_alarms_in_10000.{kind}"
        yield Measure(name, rate, "", 1.5, "checksum alone", goal=1.5, lower_is_better=True)
    yield Measure("secret-guard.ordinary_texts", texts)


_SHAPES: dict[str, Callable[[str], str]] = {
    "as_written": str,
    "numbered": lambda phrase: "\n".join(f"{at}. {word}" for at, word in enumerate(phrase.split(), 1)),
    "in_a_sentence": lambda phrase: f"Hello, here it is: {', '.join(phrase.split())}. Please help.",
    "without_spaces": lambda phrase: "".join(phrase.split()),
}


def _has(text: str, kind: Kind) -> bool:
    return any(found.kind == kind for found in find_secrets(text))


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="\n") as lines:
        return [json.loads(line) for line in lines]


def _texts(folder: Path) -> Iterator[str]:
    """Every string of the ordinary sets, once for each place it stands."""
    for part in _ORDINARY:
        for path in sorted((folder / part).rglob("*")):
            if path.suffix == ".jsonl" and path.name not in _WITH_EXAMPLES:
                for row in _rows(path):
                    yield from _strings(row)
            elif path.suffix in {".csv", ".eml"}:
                yield path.read_text(encoding="utf-8", errors="replace")


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _strings(part)
