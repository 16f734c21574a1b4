"""Answering, pinning, submitting and acknowledging a review."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils.timezone import now

from helpdesk.ledger.models import Event
from helpdesk.lib.errors import Conflict, Forbidden, Invalid, Missing
from qa.actions import (
    Question,
    Verdict,
    acknowledge_review,
    pin_message,
    publish_scorecard,
    save_draft,
    submit_review,
)
from qa.models import Answer, Pin, Review, Scorecard
from qa.permissions import access_review, access_scoring, can_acknowledge, visible_reviews
from tests.factories import ReviewFactory


@pytest.fixture
def review(lead, agent):
    return ReviewFactory(reviewer=lead, agent=agent)


def answer_all(review, value="pass", comment="", **others):
    """Answer every criterion alike, but those named `c<position>`."""
    verdicts = {
        criterion.pk: Verdict(others.get(f"c{criterion.position}", value), comment)
        for criterion in review.scorecard.criteria.all()
    }
    return save_draft(review, verdicts, comment="Well done.", seconds=90, actor=review.reviewer)


def test_a_draft_is_kept_and_says_what_it_would_score(review):
    score = answer_all(review, c1="fail")
    review.refresh_from_db()
    assert score.percent == Decimal("72.7")
    assert (review.comment, review.seconds_spent, review.score) == ("Well done.", 90, None)


def test_keeping_a_draft_again_replaces_the_answers(review):
    answer_all(review, "fail")
    answer_all(review, "pass")
    assert set(review.answers.values_list("value", flat=True)) == {"pass"}
    assert Answer.objects.count() == 7


def test_the_time_spent_only_grows(review):
    answer_all(review)
    save_draft(review, {}, comment="", seconds=10, actor=review.reviewer)
    review.refresh_from_db()
    assert review.seconds_spent == 90


def test_answers_to_another_scorecard_are_ignored(review):
    other = publish_scorecard("Other", [Question("Strange?")], actor=None)
    verdicts = {other.criteria.get().pk: Verdict("fail")}
    save_draft(review, verdicts, comment="", seconds=0, actor=review.reviewer)
    assert not Answer.objects.exists()


def test_submitting_fixes_the_score_and_tells_the_ledger(review, agent):
    answer_all(review, c6="na", c3="fail", comment="Say it shorter.")
    submitted = submit_review(review, actor=review.reviewer)
    assert (submitted.status, submitted.score, submitted.is_zeroed) == ("submitted", Decimal("85.0"), False)
    event = Event.objects.get(verb="review.submitted")
    assert event.data == {"agent": agent.pk, "score": 85.0, "zeroed": False}


def test_submitting_twice_equals_once(review):
    answer_all(review)
    first = submit_review(review, actor=review.reviewer)
    second = submit_review(review, actor=review.reviewer)
    assert first.submitted_at == second.submitted_at
    assert Event.objects.filter(verb="review.submitted").count() == 1


def test_a_failed_critical_criterion_zeroes_the_review(review):
    answer_all(review, c7="fail", comment="Asked for the code.")
    submitted = submit_review(review, actor=review.reviewer)
    assert (submitted.score, submitted.is_zeroed) == (Decimal("0.0"), True)


def test_it_refuses_an_unanswered_question_and_names_it(review):
    answer_all(review, c2="")
    with pytest.raises(Invalid) as refusal:
        submit_review(review, actor=review.reviewer)
    second = review.scorecard.criteria.get(position=2)
    assert set(refusal.value.fields) == {f"value-{second.pk}"}
    assert Review.objects.get().is_draft


def test_it_refuses_a_no_without_a_reason(review):
    answer_all(review, c2="fail")
    with pytest.raises(Invalid) as refusal:
        submit_review(review, actor=review.reviewer)
    second = review.scorecard.criteria.get(position=2)
    assert set(refusal.value.fields) == {f"comment-{second.pk}"}


def test_it_refuses_a_review_in_which_nothing_applies(review):
    answer_all(review, "na")
    with pytest.raises(Invalid):
        submit_review(review, actor=review.reviewer)
    assert Review.objects.get().is_draft


def test_a_submitted_review_cannot_be_changed(review):
    answer_all(review)
    submit_review(review, actor=review.reviewer)
    with pytest.raises(Conflict):
        answer_all(review, "fail")
    with pytest.raises(Conflict):
        pin_message(review, seq=1, actor=review.reviewer)
    assert set(review.answers.values_list("value", flat=True)) == {"pass"}


def test_a_pin_comes_and_goes(review):
    first = review.scorecard.criteria.first()
    assert pin_message(review, seq=3, criterion_id=first.pk, actor=review.reviewer)
    assert Pin.objects.get().criterion == first
    assert not pin_message(review, seq=3, actor=review.reviewer)
    assert not Pin.objects.exists()


def test_the_agent_acknowledges_once_with_a_comment(review, agent):
    answer_all(review)
    submit_review(review, actor=review.reviewer)
    acknowledge_review(review, comment="I will link the article.", actor=agent)
    again = acknowledge_review(review, comment="Something else", actor=agent)
    assert (again.status, again.agent_comment) == ("acknowledged", "I will link the article.")
    assert Event.objects.filter(verb="review.acknowledged").count() == 1


def test_a_draft_cannot_be_acknowledged(review, agent):
    with pytest.raises(Conflict):
        acknowledge_review(review, comment="", actor=agent)


def test_old_reviews_keep_their_version(review):
    answer_all(review, c1="fail", comment="Wrong network.")
    submit_review(review, actor=review.reviewer)
    newer = publish_scorecard(review.scorecard.name, [Question("Only this?")], actor=None)
    review.refresh_from_db()
    assert (newer.version, review.scorecard.version, review.score) == (2, 1, Decimal("72.7"))
    assert Scorecard.objects.get(is_current=True) == newer
    assert review.scorecard.criteria.count() == 7


@pytest.mark.parametrize(
    "wrong",
    [
        {"score": 50},
        {"status": "submitted"},
        {"status": "submitted", "score": 101, "submitted_at": now()},
        {"status": "submitted", "score": 90, "submitted_at": now(), "is_zeroed": True},
        {"status": "acknowledged", "score": 90, "submitted_at": now()},
    ],
)
def test_the_database_refuses_a_review_that_contradicts_itself(review, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        Review.objects.filter(pk=review.pk).update(**wrong)


def test_the_database_refuses_a_review_of_ones_own_work(lead):
    with pytest.raises(IntegrityError), transaction.atomic():
        ReviewFactory(reviewer=lead, agent=lead)


def test_the_database_refuses_a_second_review_of_a_conversation(review, admin):
    with pytest.raises(IntegrityError), transaction.atomic():
        ReviewFactory(reviewer=admin, agent=review.agent, subject_id=review.subject_id)


def test_an_agent_sees_what_was_submitted_about_them_and_nothing_else(review, agent):
    ReviewFactory()
    assert not visible_reviews(agent).exists()
    answer_all(review)
    submit_review(review, actor=review.reviewer)
    assert list(visible_reviews(agent)) == [review]
    assert can_acknowledge(agent, Review.objects.get(pk=review.pk))


def test_a_lead_does_not_see_the_draft_about_their_own_work(lead, admin):
    about_lead = ReviewFactory(reviewer=admin, agent=lead)
    assert about_lead not in visible_reviews(lead)
    with pytest.raises(Missing):
        access_review(lead, about_lead.pk)


def test_only_the_reviewer_may_score(review, admin):
    with pytest.raises(Forbidden):
        access_scoring(admin, review.pk)


def test_customers_see_no_review(review, customer):
    with pytest.raises(Missing):
        access_review(customer, review.pk)
