"""What people see when something is refused or broken: the real pages, readable by everybody."""

import pytest
from django.test import Client
from django.utils import translation

from helpdesk.errors import draw_static, error_page
from tests.browser.axe import LANGUAGES, assert_accessible

STATUSES = (403, 429, 500)
"""One of each drawing; 404 is asked with the public pages."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_error_page_is_accessible(page_of, language):
    page = page_of(None, language=language)
    request = Client().get(f"/{language}/contact/").wsgi_request
    for status in STATUSES:
        body = drawn(request, status, language)
        page.unroute_all()
        page.route(
            "**/broken/", lambda route, request, body=body: route.fulfill(body=body, content_type="text/html")
        )
        page.goto(f"/{language}/broken/")
        assert page.locator("h1").is_visible()
        assert_accessible(page)


def drawn(request, status, language):
    """The page as the site would answer it; its stylesheets still come from the running server."""
    if status >= 500:
        return draw_static(status, language)
    with translation.override(language):
        return error_page(request, status).content.decode()
