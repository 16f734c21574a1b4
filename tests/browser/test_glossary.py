"""The glossary in a real browser: accessible in both themes and three scripts, reached by keyboard, whole without a script."""

import pytest

from tests.browser.axe import LANGUAGES, assert_accessible
from tests.factories import ArticleFactory, add_term, publish

PATHS = ("glossary/", "glossary/?q=deposit", "glossary/?q=qqxyzzy", "glossary/deposit/", "glossary/fee/")
WORDS = {
    "en": "Send a deposit to us. A fee is due.",
    "zh-hans": "充值到账需要时间。",
    "ar": "ينتظر الإيداع التأكيد.",
}


@pytest.fixture
def words(live_url):
    add_term()
    add_term("fee", {"en": ("Fee", "A price.", ["charge"])})
    article = ArticleFactory(slug="deposit")
    for language, body in WORDS.items():
        publish(article, language, title="Deposit", body=body)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_and_an_open_card_are_accessible(page_of, words, language):
    page = page_of(None, language=language, width=360, height=740)
    for path in PATHS:
        page.goto(f"/{language}/{path}")
        assert_accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, page.url
    page.goto(f"/{language}/articles/deposit/")
    page.locator("a.term").first.click()
    page.locator(".term-card:popover-open").wait_for()
    assert_accessible(page)


def test_the_editors_pages_are_accessible(page_of, words, lead):
    page = page_of(lead)
    for path in ("", "?state=missing", "new/", "import/", "terms/deposit/"):
        page.goto(f"/console/glossary/{path}")
        assert_accessible(page)


def test_a_card_opens_and_closes_by_the_keyboard_and_leads_on(page_of, words):
    page = page_of(None)
    page.goto("/en/articles/deposit/")
    word = page.get_by_role("button", name="deposit", exact=True)
    word.focus()
    page.keyboard.press("Enter")
    card = page.locator(".term-card:popover-open")
    card.wait_for()
    assert "Coins you send to your account." in card.inner_text()
    page.keyboard.press("Escape")
    card.wait_for(state="hidden")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/glossary/deposit/")


def test_one_card_at_a_time_and_none_after_a_press_elsewhere(page_of, words):
    page = page_of(None)
    page.goto("/en/articles/deposit/")
    page.locator("a.term").nth(0).click()
    page.locator("a.term").nth(1).click()
    page.locator(".term-card:popover-open", has_text="A price.").wait_for()
    assert page.locator(".term-card:popover-open").count() == 1
    page.locator("h1").click()
    page.locator(".term-card:popover-open").wait_for(state="hidden")


def test_without_a_script_a_word_leads_to_its_page_and_the_filter_works(page_of, words):
    page = page_of(None, scripts=False)
    page.goto("/en/articles/deposit/")
    page.locator("a.term").first.click()
    page.wait_for_url("**/en/glossary/deposit/")
    page.goto("/en/glossary/")
    page.fill("#glossary-filter", "charge")
    page.press("#glossary-filter", "Enter")
    page.get_by_role("link", name="Fee", exact=True).wait_for()
