"""The review pages in a real browser: accessible in both themes and three scripts, whole at 1280 and on a phone."""

import pytest

from qa.actions import Verdict, save_draft, submit_review
from qa.models import Review
from tests.browser.axe import LANGUAGES, assert_accessible
from tests.factories import ReviewFactory


@pytest.fixture
def reviews(live_url, lead, agent):
    """A draft and a submitted review."""
    draft, done = ReviewFactory(reviewer=lead, agent=agent), ReviewFactory(reviewer=lead, agent=agent)
    verdicts = {criterion.pk: Verdict("pass", "") for criterion in done.scorecard.criteria.all()}
    verdicts[done.scorecard.criteria.all()[0].pk] = Verdict("fail", "Say when.")
    save_draft(done, verdicts, comment="Clear and kind.", seconds=60, actor=lead)
    submit_review(done, actor=lead)
    return draft, done


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_review_pages_are_accessible(page_of, picture, reviews, lead, language):
    page = page_of(lead, language=language)
    draft, done = reviews
    for name, path in {
        "desk": "",
        "draft": f"reviews/{draft.pk}/",
        "done": f"reviews/{done.pk}/",
        "mine": "mine/",
    }.items():
        page.goto(f"/qa/{path}")
        assert_accessible(page)
        picture(page, f"quality-{name}-{language}")


def test_transcript_and_scorecard_stand_side_by_side_and_stack_on_a_phone(page_of, picture, reviews, lead):
    wide, narrow = page_of(lead), page_of(lead, width=360, height=740)
    for page in (wide, narrow):
        page.goto(f"/qa/reviews/{reviews[0].pk}/")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    left, right = (wide.locator(each).bounding_box() for each in (".review__transcript", ".review__card"))
    assert left["x"] + left["width"] <= right["x"] + 1
    assert right["x"] + right["width"] <= 1280
    above, below = (narrow.locator(each).bounding_box() for each in (".review__transcript", ".review__card"))
    assert above["y"] + above["height"] <= below["y"] + 1
    picture(narrow, "quality-draft-360")


def test_a_review_works_without_a_script(page_of, reviews, lead):
    page = page_of(lead, scripts=False)
    page.goto(f"/qa/reviews/{reviews[0].pk}/")
    page.locator(".review__pin button").nth(2).click()
    for choice in page.locator("input[type=radio][value=pass]").all():
        choice.check()
    page.locator("[data-role=submit]").click()
    page.wait_for_url("**/qa/")
    review = Review.objects.get(pk=reviews[0].pk)
    assert (review.status, review.pins.count()) == ("submitted", 1)


def test_an_answer_survives_a_reload(page_of, reviews, lead):
    page = page_of(lead)
    page.goto(f"/qa/reviews/{reviews[0].pk}/")
    page.keyboard.press("n")
    page.keyboard.type("The article was not linked.")
    page.get_by_text("Draft kept").wait_for()
    page.reload()
    assert page.locator("input[type=radio][value=fail]").first.is_checked()
    assert page.locator(".criterion__comment").first.input_value() == "The article was not linked."
