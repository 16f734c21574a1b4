"""The two shells, in both themes and three scripts."""

import pytest

from tests.browser.axe import assert_accessible

LANGUAGES = ("en", "zh-hans", "ar")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_console_is_accessible(page_of, agent, theme, language):
    page = page_of(agent, theme=theme, language=language)
    page.goto("/console/")
    assert page.locator("html").get_attribute("data-theme") == theme
    assert_accessible(page)
