"""Reviews of the two weeks: drawn by the same lot as everybody's, filled in, most of them read by the agents."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from accounts.models import User
from helpdesk.demo.arrivals import minutes
from helpdesk.demo.cast import Cast
from helpdesk.demo.past import Past
from qa.models import Answer, Criterion, Pin, Review, Sample, Scorecard
from qa.sampling import Frame, choose, population_of
from qa.scorecards import STANDARD_NAME, criteria_of, standard_questions, translated
from qa.scoring import Mark, score_of
from qa.subjects import load_subject

DRAWS = [(11, 10), (8, 10), (5, 12), (2, 12), (0.2, 5)]
"""How many days ago a sample was drawn, and of how many conversations. The last one is still in hand."""

COMMENTS = {
    True: [
        "Clear, kind and complete. The customer knew what would happen next and when.",
        "Good question before answering. That saved a second round.",
        "Exactly the tone we want on a bad day. Keep it.",
    ],
    False: [
        "The answer was right but had no time in it. Say when, even when it is a range.",
        "Read the first message again before asking: the hash was already there.",
        "Link the article next time, so that the customer can find it again without us.",
    ],
}
REASONS = [
    "No time was given for the next step.",
    "The article that explains this was not linked.",
    "Asked for something the customer had already written.",
    "No note on what was checked.",
]
ACKNOWLEDGED = [
    "Thank you, I will link the article.",
    "Agreed, I was in a hurry.",
    "",
    "Good point about the times.",
]


def build_scorecard(past: Past, cast: Cast) -> Scorecard:
    at = past.now - timedelta(days=30)
    names = translated(name=STANDARD_NAME)
    card = Scorecard.objects.create(
        name=STANDARD_NAME, version=1, is_current=True, translations=names, created_at=at
    )
    Criterion.objects.bulk_create(criteria_of(card, standard_questions()))
    told = {"name": card.name, "version": card.version}
    past.tell(at, "scorecard.published", card, actor=cast.lead, data=told)
    return card


@dataclass(slots=True)
class Reviewing:
    """The lead's reviews, sample by sample."""

    past: Past
    cast: Cast
    rng: random.Random
    card: Scorecard

    def tell(self) -> None:
        for days_ago, count in DRAWS:
            self.draw(self.past.now - timedelta(days=days_ago), count, is_last=days_ago < 1)

    def draw(self, at: datetime, count: int, *, is_last: bool) -> None:
        frame = Frame(at - timedelta(days=14), at)
        population = population_of(frame, self.cast.lead)
        chosen = choose(population, count, seed := self.rng.randint(1, 999_999))
        sample = Sample.objects.create(
            reviewer=self.cast.lead,
            seed=seed,
            wanted=count,
            population=len(population),
            drawn=len(chosen),
            created_at=at,
            **frame.as_fields(),
        )
        told = {"seed": seed, "drawn": len(chosen), "population": len(population)}
        self.past.tell(at, "sample.drawn", sample, actor=self.cast.lead, data=told)
        reviewed_at = at
        for place, candidate in enumerate(chosen):
            review = Review.objects.create(
                scorecard=self.card,
                sample=sample,
                reviewer=self.cast.lead,
                agent=User.objects.get(pk=candidate.agent_id),
                subject_type=candidate.subject_type,
                subject_id=candidate.subject_id,
                created_at=at,
                updated_at=at,
            )
            reviewed_at += minutes(self.rng, 6, 25)
            if not is_last or place < 2:
                self.fill_in(review, reviewed_at)

    def fill_in(self, review: Review, at: datetime) -> None:
        """Answer every question, submit, and mostly let the agent read it within a day."""
        answers = self.answers_to(review)
        Answer.objects.bulk_create(answers)
        score = score_of(Mark(a.criterion.weight, a.criterion.is_critical, a.value) for a in answers)
        is_good = (score.percent or 0) >= 85
        fields: dict[str, Any] = {
            "status": Review.Status.SUBMITTED,
            "score": score.percent,
            "is_zeroed": score.is_zeroed,
            "comment": self.rng.choice(COMMENTS[is_good]),
            "seconds_spent": self.rng.randint(180, 900),
            "submitted_at": at,
            "updated_at": at,
        }
        told = {"agent": review.agent_id, "score": float(score.percent or 0), "zeroed": score.is_zeroed}
        self.past.tell(at, "review.submitted", review, actor=self.cast.lead, data=told)
        read_at = at + minutes(self.rng, 40, 1500)
        if read_at < self.past.now and self.rng.random() < 0.85:
            words = self.rng.choice(ACKNOWLEDGED)
            fields |= {"status": Review.Status.ACKNOWLEDGED, "agent_comment": words}
            fields |= {"acknowledged_at": read_at, "updated_at": read_at}
            told = {"has_comment": bool(words)}
            self.past.tell(read_at, "review.acknowledged", review, actor=review.agent, data=told)
        Review.objects.filter(pk=review.pk).update(**fields)
        self.pin(review)

    def answers_to(self, review: Review) -> list[Answer]:
        share = 0.82 + 0.02 * (review.agent_id % 7)
        answers = []
        for criterion in self.card.criteria.all():
            value = Answer.Value.PASS if self.rng.random() < share else Answer.Value.FAIL
            if criterion.is_critical and self.rng.random() < 0.95:
                value = Answer.Value.PASS
            elif criterion.position == 6 and review.subject_type == "chat":
                value = Answer.Value.NA
            reason = "A code was asked for." if criterion.is_critical else self.rng.choice(REASONS)
            comment = reason if value == Answer.Value.FAIL else ""
            answers.append(Answer(review=review, criterion=criterion, value=value, comment=comment))
        return answers

    def pin(self, review: Review) -> None:
        """Point at one of the agent's messages as evidence."""
        subject = load_subject(review.subject_type, review.subject_id)
        said = [line.seq for line in subject.lines if line.side == "agent"]
        if said:
            Pin.objects.create(
                review=review, seq=self.rng.choice(said), criterion=self.card.criteria.all()[0]
            )
