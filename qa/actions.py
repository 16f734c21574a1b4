"""Everything that changes a review: draw, answer, pin, submit, acknowledge."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from helpdesk.ledger import record
from helpdesk.lib.errors import Conflict, Invalid
from qa.models import Answer, Criterion, Pin, Review, Sample, Scorecard, Translations
from qa.sampling import Frame, choose, population_of
from qa.scorecards import STANDARD_NAME, Question, criteria_of, standard_questions, translated
from qa.scoring import Mark, Score, score_of
from qa.subjects import Candidate

COUNT_AT_MOST = 50
SECONDS_AT_MOST = 4 * 60 * 60


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a reviewer has said about one criterion so far."""

    value: str = ""
    comment: str = ""


@transaction.atomic
def publish_scorecard(
    name: str,
    questions: Sequence[Question],
    *,
    actor: User | None,
    translations: Translations | None = None,
) -> Scorecard:
    """Put a new version of a scorecard in use. Drafts and finished reviews keep the version they began with.

    `translations` holds the name in other languages; a question brings its own.
    """
    if not questions:
        raise Invalid(_("A scorecard needs at least one question."))
    versions = Scorecard.objects.select_for_update().filter(name=name)
    newest = max((card.version for card in versions), default=0)
    Scorecard.objects.filter(is_current=True).update(is_current=False)
    card = Scorecard.objects.create(
        name=name, version=newest + 1, is_current=True, translations=translations or {}
    )
    Criterion.objects.bulk_create(criteria_of(card, questions))
    record("scorecard.published", card, actor=actor, data={"name": name, "version": card.version})
    return card


def start_standard_scorecard(*, actor: User | None) -> Scorecard:
    """Put the scorecard Vigil brings with it in use, unless one is already."""
    current = Scorecard.objects.filter(is_current=True).first()
    if current:
        return current
    names = translated(name=STANDARD_NAME)
    return publish_scorecard(STANDARD_NAME, standard_questions(), actor=actor, translations=names)


@transaction.atomic
def draw_sample(
    reviewer: User, *, count: int, seed: int, frame: Frame | None = None, actor: User | None = None
) -> list[Review]:
    """Draw `count` closed conversations by lot and make each a draft review for `reviewer`.

    The reviewer's own conversations and those already under review are left out. Draws wait for each other on
    the scorecard's row, so two leads never get the same conversation. The same seed over the same population
    draws the same conversations (`qa.sampling`); fewer than asked for are drawn when there are fewer.
    """
    if not 1 <= count <= COUNT_AT_MOST:
        raise Invalid(
            _("Draw between 1 and 50 conversations."), fields={"count": [_("Enter a number from 1 to 50.")]}
        )
    frame = frame or Frame.last_days()
    card = Scorecard.objects.select_for_update().filter(is_current=True).first()
    if card is None:
        raise Conflict(_("There is no scorecard in use. Start with the standard one, then draw again."))
    population = population_of(frame, reviewer)
    if not population:
        raise Conflict(
            _("No conversation in this period is left to review. Choose a longer period or other kinds.")
        )
    chosen = choose(population, count, seed)
    sizes = {"seed": seed, "population": len(population), "drawn": len(chosen)}
    sample = Sample.objects.create(reviewer=reviewer, wanted=count, **sizes, **frame.as_fields())
    reviews = Review.objects.bulk_create(drafts_of(sample, chosen, card))
    record("sample.drawn", sample, actor=actor or reviewer, data=sizes)
    return reviews


def drafts_of(sample: Sample, chosen: Sequence[Candidate], card: Scorecard) -> list[Review]:
    return [
        Review(
            scorecard=card,
            sample=sample,
            reviewer=sample.reviewer,
            agent_id=candidate.agent_id,
            subject_type=candidate.subject_type,
            subject_id=candidate.subject_id,
        )
        for candidate in chosen
    ]


@transaction.atomic
def save_draft(
    review: Review, verdicts: Mapping[int, Verdict], *, comment: str, seconds: int, actor: User
) -> Score:
    """Keep what the reviewer has filled in so far and say what it would score.

    A draft is the reviewer's own sheet of paper: keeping it is not an event; handing it in is. Answers to
    criteria of another scorecard are ignored. The time spent only grows.
    """
    review = locked_draft(review)
    criteria = {
        criterion.pk: criterion for criterion in Criterion.objects.filter(scorecard=review.scorecard_id)
    }
    Answer.objects.bulk_create(
        [
            Answer(review=review, criterion=criteria[pk], value=verdict.value, comment=verdict.comment)
            for pk, verdict in verdicts.items()
            if pk in criteria
        ],
        update_conflicts=True,
        unique_fields=["review", "criterion"],
        update_fields=["value", "comment"],
    )
    review.comment = comment
    review.seconds_spent = max(review.seconds_spent, min(seconds, SECONDS_AT_MOST))
    review.updated_at = now()
    review.save(update_fields=["comment", "seconds_spent", "updated_at"])
    return present_score(review)


def locked_draft(review: Review) -> Review:
    review = Review.objects.select_for_update().get(pk=review.pk)
    if not review.is_draft:
        raise Conflict(_("This review was submitted already. Reload the page to read it."))
    return review


def present_score(review: Review) -> Score:
    """The score of the answers as stored."""
    answers = Answer.objects.filter(review=review).select_related("criterion")
    return score_of(Mark(a.criterion.weight, a.criterion.is_critical, a.value) for a in answers)


@transaction.atomic
def pin_message(review: Review, *, seq: int, criterion_id: int | None = None, actor: User) -> bool:
    """Point at a message as evidence, or take the pin out again; says whether it is pinned now."""
    review = locked_draft(review)
    removed, _rows = Pin.objects.filter(review=review, seq=seq).delete()
    if removed:
        return False
    own = Criterion.objects.filter(scorecard=review.scorecard_id)
    criterion = own.filter(pk=criterion_id).first() if criterion_id else None
    Pin.objects.create(review=review, seq=seq, criterion=criterion)
    return True


@transaction.atomic
def submit_review(review: Review, *, actor: User) -> Review:
    """Hand the review in: its score is fixed and the agent can read it. Twice equals once.

    Every question needs an answer, and every "no" a sentence the agent can learn from.
    """
    review = Review.objects.select_for_update().get(pk=review.pk)
    if not review.is_draft:
        return review
    check_complete(review)
    score = present_score(review)
    if score.percent is None:
        raise Invalid(_("Answer at least one question with yes or no; with none there is nothing to score."))
    review.status, review.submitted_at = Review.Status.SUBMITTED, now()
    review.score, review.is_zeroed, review.updated_at = score.percent, score.is_zeroed, review.submitted_at
    review.save(update_fields=["status", "submitted_at", "score", "is_zeroed", "updated_at"])
    told = {"agent": review.agent_id, "score": float(score.percent), "zeroed": score.is_zeroed}
    record("review.submitted", review, actor=actor, data=told)
    return review


def check_complete(review: Review) -> None:
    given = {answer.criterion_id: answer for answer in review.answers.all()}
    fields: dict[str, list[object]] = {}
    for criterion in Criterion.objects.filter(scorecard=review.scorecard_id):
        answer = given.get(criterion.pk)
        if answer is None or not answer.value:
            fields[f"value-{criterion.pk}"] = [_("Choose yes, no or does not apply.")]
        elif answer.value == Answer.Value.FAIL and not answer.comment.strip():
            fields[f"comment-{criterion.pk}"] = [
                _("Say what was missing, so that the agent can learn from it.")
            ]
    if fields:
        raise Invalid(_("Some questions still need you."), code="incomplete", fields=fields)  # type: ignore[arg-type]


@transaction.atomic
def acknowledge_review(review: Review, *, comment: str, actor: User) -> Review:
    """The agent says they have read it, with a word of their own if they like. Twice equals once."""
    review = Review.objects.select_for_update().get(pk=review.pk)
    if review.status == Review.Status.ACKNOWLEDGED:
        return review
    if review.is_draft:
        raise Conflict(_("This review is not finished yet."))
    review.status, review.agent_comment = Review.Status.ACKNOWLEDGED, comment
    review.acknowledged_at = review.updated_at = now()
    review.save(update_fields=["status", "agent_comment", "acknowledged_at", "updated_at"])
    record("review.acknowledged", review, actor=actor, data={"has_comment": bool(comment)})
    return review
