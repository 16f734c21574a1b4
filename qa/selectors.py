"""Reads the pages share: a reviewer's queue, what came of past reviews, how each agent stands."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Avg, Count, Q, QuerySet
from django.utils.timezone import now

from accounts.models import User
from qa.models import Review, Sample, Scorecard
from qa.scoring import FEWEST_FOR_INTERVAL, interval_of
from qa.subjects import Subject, subject_cards
from tickets.models import Rating

RESULTS_DAYS = 90


@dataclass(slots=True)
class Row:
    """A review in a list, with what it is about."""

    review: Review
    subject: Subject | None


@dataclass(frozen=True, slots=True)
class Result:
    """How one agent stands over the period. `interval` is None under five reviews: too few to say."""

    agent: User
    reviews: int
    average: float | None
    interval: tuple[int, int] | None
    zeroed: int
    to_acknowledge: int
    ratings: int
    happy: int

    @property
    def missing(self) -> int:
        return max(0, FEWEST_FOR_INTERVAL - self.reviews)

    @property
    def happy_percent(self) -> int | None:
        return round(100 * self.happy / self.ratings) if self.ratings else None


def current_scorecard() -> Scorecard | None:
    """The version new reviews are made with, with its criteria; None before there is one."""
    return Scorecard.objects.filter(is_current=True).prefetch_related("criteria").first()


def with_subjects(reviews: Sequence[Review]) -> list[Row]:
    """Rows for a list; the conversations of all are loaded together."""
    cards = subject_cards([(review.subject_type, review.subject_id) for review in reviews])
    return [Row(review, cards.get((review.subject_type, review.subject_id))) for review in reviews]


def queue_of(reviewer: User) -> QuerySet[Review]:
    """What this reviewer has drawn and not handed in yet, oldest draw first."""
    return Review.objects.drafts().filter(reviewer=reviewer).for_list().order_by("pk")


def next_in_queue(reviewer: User, *, after: int) -> Review | None:
    """The draft to go on with after review `after`: the next one drawn, else the first left over."""
    drafts = queue_of(reviewer).exclude(pk=after)
    return drafts.filter(pk__gt=after).first() or drafts.first()


def recent_samples(limit: int = 5) -> QuerySet[Sample]:
    """The newest draws of everybody, to look up a seed."""
    return Sample.objects.select_related("reviewer").order_by("-pk")[:limit]


def agent_results(since: datetime | None = None) -> list[Result]:
    """Every agent with a review or a rating in the period, by name: a list by score would rank what chance decides.

    Averages are over submitted reviews; a rating counts as happy from 4 of 5.
    """
    since = since or now() - timedelta(days=RESULTS_DAYS)
    reviewed = {row["agent"]: row for row in review_figures(since)}
    rated = {row["agent"]: row for row in rating_figures(since)}
    agents = User.objects.staff().filter(pk__in={*reviewed, *rated}).order_by("name", "pk")
    return [result_of(agent, reviewed.get(agent.pk, {}), rated.get(agent.pk, {})) for agent in agents]


def review_figures(since: datetime) -> Iterable[Mapping[str, Any]]:
    """One row an agent: how many finished reviews since then, their average, and how many were zero or unread."""
    finished = Review.objects.finished().filter(submitted_at__gte=since)
    return (
        finished.order_by()
        .values("agent")
        .annotate(
            reviews=Count("pk"),
            average=Avg("score"),
            zeroed=Count("pk", filter=Q(is_zeroed=True)),
            to_acknowledge=Count("pk", filter=Q(status=Review.Status.SUBMITTED)),
        )
    )


def rating_figures(since: datetime) -> Iterable[Mapping[str, Any]]:
    """One row an agent: how many customers rated them since then, and how many were happy."""
    ratings = Rating.objects.filter(created_at__gte=since, agent__isnull=False)
    return (
        ratings.order_by()
        .values("agent")
        .annotate(ratings=Count("pk"), happy=Count("pk", filter=Q(score__gte=4)))
    )


def result_of(agent: User, reviewed: Mapping[str, Any], rated: Mapping[str, Any]) -> Result:
    """The figures of one agent put together."""
    count = int(reviewed.get("reviews", 0))
    average = float(reviewed["average"]) if count else None
    return Result(
        agent=agent,
        reviews=count,
        average=average,
        interval=interval_of(average, count) if average is not None else None,
        zeroed=int(reviewed.get("zeroed", 0)),
        to_acknowledge=int(reviewed.get("to_acknowledge", 0)),
        ratings=int(rated.get("ratings", 0)),
        happy=int(rated.get("happy", 0)),
    )
