"""Taking secrets out of a text before it is kept."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from django.utils.translation import gettext_lazy as _

from helpdesk.lib.secrets.findings import Kind
from helpdesk.lib.secrets.searching import find_secrets

# What is stored in the place of a secret, the same in every language; `shown` says it in the reader's.
NOTES: Final = {
    Kind.SEED_PHRASE: "[seed phrase removed]",
    Kind.PRIVATE_KEY: "[private key removed]",
    Kind.CARD_NUMBER: "[card number removed]",
    Kind.API_KEY: "[API key removed]",
}

_SHOWN: Final = {
    Kind.SEED_PHRASE: _("[seed phrase removed]"),
    Kind.PRIVATE_KEY: _("[private key removed]"),
    Kind.CARD_NUMBER: _("[card number removed]"),
    Kind.API_KEY: _("[API key removed]"),
}


@dataclass(frozen=True, slots=True)
class Masked:
    """A text without secrets, and how many of each kind were taken out."""

    text: str
    kinds: Counter[Kind] = field(default_factory=Counter)


def mask(text: str) -> Masked:
    """The text with a note in the place of each secret; masking twice changes nothing more."""
    parts: list[str] = []
    kinds: Counter[Kind] = Counter()
    done = 0
    for found in find_secrets(text):
        parts += [text[done : found.start], NOTES[found.kind]]
        kinds[found.kind] += 1
        done = found.end
    return Masked("".join([*parts, text[done:]]), kinds)


def shown(text: str) -> str:
    """A kept text with its notes in the reader's language."""
    for kind, note in NOTES.items():
        if note in text:
            text = text.replace(note, str(_SHOWN[kind]))
    return text


def was_masked(text: str) -> bool:
    return any(note in text for note in NOTES.values())
