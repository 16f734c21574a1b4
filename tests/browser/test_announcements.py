"""What is announced, in a real browser: accessible in three scripts and both themes, put away with and without a script."""

import pytest

from knowledgebase.announcements.actions import Said, post_update, save_words
from tests.browser.axe import LANGUAGES, assert_accessible
from tests.factories import announce, incident

WORDS = {"zh-hans": "提现已暂停", "ar": "توقف السحب مؤقتًا"}
PUBLIC = (
    "",
    "contact/",
    "announcements/",
    "announcements/{slug}/",
    "announcements/subscribe/",
    "announcements/subscribe/sent/",
)


@pytest.fixture
def trouble(live_url):
    """An incident with an update, words in two of three languages, and a critical warning beside it."""
    row = incident("Withdrawals are paused", body="See **below**.\n\n- One\n- Two")
    save_words(row, "zh-hans", said=Said(WORDS["zh-hans"], "请稍候。"), actor=None)
    post_update(row, stage="identified", words={"en": "A node is down.", "ar": "تعطلت عقدة."}, actor=None)
    announce("Do not use the app", kind="security", severity="critical")
    return row


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_of_announcements_is_accessible(page_of, trouble, language):
    page = page_of(None, language=language, width=360 if language == "ar" else 1280)
    for path in PUBLIC:
        page.goto(f"/{language}/{path.format(slug=trouble.slug)}")
        page.wait_for_load_state()
        assert_accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"], page.url


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_desks_pages_are_accessible(page_of, lead, trouble, language):
    page = page_of(lead, language=language)
    for path in ("", "new/", f"{trouble.pk}/", f"{trouble.pk}/?language=ar"):
        page.goto(f"/console/announcements/{path}")
        page.wait_for_load_state()
        assert_accessible(page, within="main")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_banner_is_put_away_with_and_without_a_script(page_of, trouble, scripts):
    page = page_of(None, scripts=scripts)
    page.goto("/en/")
    page.locator(".announced__away button").click()
    page.get_by_text("Withdrawals are paused").first.wait_for(state="detached")
    page.reload()
    assert page.locator(".announced__line").all_inner_texts() == [
        page.locator(".announced__line").first.inner_text()
    ]
    assert "Do not use the app" in page.locator(".announced").inner_text()


def test_an_open_chat_hears_of_it_by_itself(page_of, live_url):
    page = page_of(None)
    page.clock.install()
    page.goto("/en/chat/")
    page.wait_for_load_state("networkidle")
    announce("Deposits are late")
    page.clock.fast_forward(60_000)
    page.locator(".announced__title", has_text="Deposits are late").wait_for()
