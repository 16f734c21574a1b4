"""Scorecards in every language of the interface: stored with their version, with the first words to fall back on."""

import pytest
from django.urls import reverse
from django.utils.translation import gettext, override

from qa.actions import publish_scorecard, start_standard_scorecard
from qa.models import Criterion, Scorecard
from qa.scorecards import STANDARD_QUESTIONS, Question
from tests.factories import ReviewFactory

pytestmark = pytest.mark.django_db
KOREAN = {"ko": {"text": "답이 맞았나요?", "help": "오늘 기준으로."}}


@pytest.fixture
def card():
    questions = [Question("Was it right?", "Today.", translations=KOREAN), Question("Was it kind?")]
    return publish_scorecard("Chat", questions, actor=None, translations={"ko": {"name": "상담"}})


def test_a_criterion_speaks_the_readers_language(card):
    first = card.criteria.first()
    with override("ko"):
        assert (first.question, first.hint, str(card)) == ("답이 맞았나요?", "오늘 기준으로.", "상담 v1")
    with override("ja"):
        assert (first.question, first.hint, str(card)) == ("Was it right?", "Today.", "Chat v1")


def test_a_new_version_leaves_the_old_words_alone(card):
    newer = publish_scorecard(
        "Chat", [Question("Was it right?", translations={"ko": {"text": "맞나요?"}})], actor=None
    )
    with override("ko"):
        said = [other.criteria.first().question for other in (card, newer)]
    assert said == ["답이 맞았나요?", "맞나요?"]


def test_the_standard_scorecard_brings_every_language(settings):
    card = start_standard_scorecard(actor=None)
    others = {code for code, _name in settings.LANGUAGES} - {"en"}
    assert set(card.translations) == others
    for criterion, question in zip(card.criteria.all(), STANDARD_QUESTIONS, strict=True):
        assert set(criterion.translations) == others
        with override("zh-hans"):
            assert (criterion.question, criterion.hint) == (gettext(question.text), gettext(question.help))


def test_the_review_page_asks_in_the_reviewers_language(client_of, lead, agent, card):
    review = ReviewFactory(reviewer=lead, agent=agent, scorecard=card)
    lead.language = "ko"
    lead.save(update_fields=["language"])
    text = client_of(lead).get(reverse("qa:review-detail", args=[review.pk])).text
    assert "답이 맞았나요?" in text
    assert "Was it kind?" in text


def admin_page(criterion):
    return reverse("admin:qa_criterion_change", args=[criterion.pk])


def test_an_administrator_translates_a_question_nobody_used(client_of, admin, card):
    criterion = card.criteria.last()
    data = {"text": criterion.text, "help": "", "weight": 10, "text_ko": "친절했나요?", "text_es": ""}
    assert client_of(admin).post(admin_page(criterion), data).status_code == 302
    assert Criterion.objects.get(pk=criterion.pk).translations == {"ko": {"text": "친절했나요?"}}


def test_a_question_somebody_was_reviewed_with_stays(client_of, admin, lead, agent, card):
    ReviewFactory(reviewer=lead, agent=agent, scorecard=card)
    criterion = card.criteria.first()
    data = {"text": "Other?", "weight": 10, "text_ko": ""}
    assert client_of(admin).post(admin_page(criterion), data).status_code == 403
    assert Scorecard.objects.get().criteria.first().text == "Was it right?"
