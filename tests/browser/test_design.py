"""Every component in every state, asked by axe, and too narrow for none."""

import pytest

from tests.browser.axe import assert_accessible


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "zh-hans", "ar"])
def test_every_component_is_accessible(page_of, agent, theme, language):
    page = page_of(agent, theme=theme, language=language)
    page.goto(f"/console/design/?in={language}")
    assert page.locator(".design__pane").count() == 2
    assert_accessible(page)


@pytest.mark.parametrize("language", ["en", "zh-hans", "ar"])
@pytest.mark.parametrize("width", [320, 360, 768, 1024])
def test_nothing_is_wider_than_the_screen(page_of, agent, language, width):
    page = page_of(agent, language=language, width=width)
    for address in (
        f"/console/design/?in={language}",
        "/console/",
        "/console/live/",
        f"/{language}/nothing/",
    ):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
        assert page.evaluate("document.querySelector('.shell__work')?.scrollWidth ?? 0") <= width, address
