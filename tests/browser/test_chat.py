"""The chat in a real browser: a visitor and an agent, themes, scripts and sizes."""

import pytest

from tests.browser.axe import assert_accessible

LANGUAGES = ("en", "zh-hans", "ar")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_chat_page_is_accessible(page_of, picture, theme, language):
    page = page_of(None, theme=theme, language=language)
    page.goto(f"/{language}/chat/")
    page.get_by_role("textbox").last.fill("هل / 充值 / where is my deposit?")
    page.keyboard.press("Enter")
    page.locator('.message[data-kind="bot"]').nth(1).wait_for()
    assert_accessible(page)
    picture(page, f"chat-{language}-{theme}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_fills_a_phone(page_of, picture, language):
    page = page_of(None, language=language, width=360, height=740)
    page.goto(f"/{language}/chat/")
    page.locator("#chat-body").fill("where is my deposit?")
    page.get_by_role("button", name="Send").or_(page.locator("button[value=send]")).first.click()
    page.locator('.message[data-kind="bot"]').nth(1).wait_for()
    assert page.evaluate("document.documentElement.scrollWidth <= 360")
    picture(page, f"chat-phone-{language}")
