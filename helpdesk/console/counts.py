"""The numbers on the rail: what waits for this person, and how much that hurts."""

from dataclasses import dataclass

from accounts.models import User


@dataclass(frozen=True)
class Count:
    """`number` things wait, told in `words`; `tone` is wait or bad when somebody should look now."""

    number: int
    words: str
    tone: str = ""


def counts(user: User) -> dict[str, Count]:
    """Keyed by the rail's url names."""
    return {}
