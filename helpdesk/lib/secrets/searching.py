"""All secrets of a text, in order and apart."""

from collections.abc import Iterator

from helpdesk.lib.secrets.api_secrets import find_api_secrets
from helpdesk.lib.secrets.cards import find_cards
from helpdesk.lib.secrets.findings import Finding, Kind
from helpdesk.lib.secrets.keys import find_keys
from helpdesk.lib.secrets.phrases import find_phrases


def find_secrets(text: str) -> list[Finding]:
    """Where the secrets are; of two that overlap the surer and then the longer one names the kind."""
    merged: list[Finding] = []
    for found in sorted(_all(text), key=lambda found: (found.start, -found.end)):
        if merged and found.start < merged[-1].end:
            merged[-1] = _joined(merged[-1], found)
        else:
            merged.append(found)
    return merged


def _all(text: str) -> Iterator[Finding]:
    for start, end in find_phrases(text):
        yield Finding(Kind.SEED_PHRASE, start, end)
    yield from find_keys(text)
    yield from find_cards(text)
    yield from find_api_secrets(text)


def _joined(one: Finding, other: Finding) -> Finding:
    best = max(one, other, key=lambda found: (found.sure, found.end - found.start))
    return Finding(best.kind, min(one.start, other.start), max(one.end, other.end), best.sure)
