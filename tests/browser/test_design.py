"""Every component in every state, asked by axe, and too narrow for none."""

import pytest

from tests.browser.axe import LANGUAGES, assert_accessible


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_component_is_accessible(page_of, agent, language):
    page = page_of(agent, language=language)
    page.goto(f"/console/design/?in={language}")
    assert page.locator(".design__pane").count() == 2
    assert_accessible(page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_wider_than_the_screen(page_of, agent, language):
    page = page_of(agent, language=language)
    design = f"/console/design/?in={language}"
    for address in (design, "/console/", "/console/live/", "/console/news/", f"/{language}/nothing/"):
        page.goto(address)
        for width in (320, 360, 768, 1024):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (address, width)
            work = page.evaluate("document.querySelector('.shell__work')?.scrollWidth ?? 0")
            assert work <= width, (address, width)
