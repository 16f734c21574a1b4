"""What a search for secrets answers with."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What was given away; the values are stored in the ledger and sent to the browser."""

    SEED_PHRASE = "seed_phrase"
    PRIVATE_KEY = "private_key"
    CARD_NUMBER = "card_number"
    API_KEY = "api_key"


@dataclass(frozen=True, slots=True)
class Finding:
    """A secret at text[start:end]; `sure` when a check sum or a format proves it, not the words around it."""

    kind: Kind
    start: int
    end: int
    sure: bool = True
