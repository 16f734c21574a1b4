"""Drawing conversations by lot, so that nobody picks, and anybody can draw again.

Each candidate gets the number SHA-256(seed : kind : id); the lowest numbers are drawn. The order of a query
plays no part, and a conversation that joins the population later does not disturb the others' places.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.timezone import now

from accounts.models import User
from qa.models import Review, Sample, SubjectType
from qa.subjects import Candidate, closed_chats, closed_tickets

DAYS = 14


@dataclass(frozen=True, slots=True)
class Frame:
    """Which closed conversations take part: closed from `since` until before `until`. No language means any."""

    since: datetime
    until: datetime
    kinds: tuple[str, ...] = (SubjectType.CHAT, SubjectType.TICKET)
    languages: tuple[str, ...] = ()

    @classmethod
    def last_days(cls, days: int = DAYS, **limits: Any) -> "Frame":
        moment = now()
        return cls(since=moment - timedelta(days=days), until=moment, **limits)

    @classmethod
    def of(cls, sample: Sample) -> "Frame":
        return cls(
            sample.closed_from_at, sample.closed_before_at, tuple(sample.kinds), tuple(sample.languages)
        )

    def as_fields(self) -> dict[str, Any]:
        return {
            "closed_from_at": self.since,
            "closed_before_at": self.until,
            "kinds": [str(kind) for kind in self.kinds],
            "languages": list(self.languages),
        }


def population_of(frame: Frame, reviewer: User, *, before: datetime | None = None) -> list[Candidate]:
    """Closed conversations somebody else than the reviewer handled and nobody has under review.

    With `before`, reviews begun at that moment or later do not count: the population as it was then.
    """
    taken = Review.objects.filter(created_at__lt=before) if before else Review.objects.all()
    done = set(taken.values_list("subject_type", "subject_id"))
    candidates = [*(closed_chats(frame.since, frame.until) if SubjectType.CHAT in frame.kinds else ())]
    candidates += closed_tickets(frame.since, frame.until) if SubjectType.TICKET in frame.kinds else ()
    return [
        candidate
        for candidate in candidates
        if candidate.agent_id != reviewer.pk
        and (candidate.subject_type, candidate.subject_id) not in done
        and (not frame.languages or candidate.language in frame.languages)
    ]


def choose(population: Iterable[Candidate], count: int, seed: int) -> list[Candidate]:
    """The `count` candidates with the lowest lots, lowest first."""
    return sorted(population, key=lambda candidate: lot(seed, candidate))[:count]


def lot(seed: int, candidate: Candidate) -> bytes:
    return hashlib.sha256(f"{seed}:{candidate.subject_type}:{candidate.subject_id}".encode()).digest()


def redraw(sample: Sample) -> list[Candidate]:
    """Draw again with the stored seed and period, leaving out what was under review before the draw.

    Equals the sample as long as no conversation of the period has been reopened or closed since.
    """
    population = population_of(Frame.of(sample), sample.reviewer, before=sample.created_at)
    return choose(population, sample.wanted, sample.seed)
