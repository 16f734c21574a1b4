"""Browser tests: a live server and real people in a real Chromium.

    def test_it_opens(page_of, agent):
        page = page_of(agent, theme="dark", language="ar", width=360)
        page.goto("/console/")
        assert_accessible(page)          # from tests.browser.axe

`page_of(None)` is a visitor; several calls give several independent browsers windows. A script error, a refused
resource (CSP) or a console error fails the test. Pictures for people: `picture(page, "name")` → build/pictures/, taken
where VIGIL_PICTURES is set.
Every test here carries the marker `browser` and a database that is really committed to.
"""

import os
from pathlib import Path

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from playwright.sync_api import sync_playwright

from tests.browser import chromium, server

HERE = Path(__file__).parent
PICTURES = Path(settings.BASE_DIR, "build", "pictures")


def pytest_collection_modifyitems(items):
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


# Package scope: Playwright keeps an event loop running in this thread, which tests of sockets must not meet.
@pytest.fixture(scope="package")
def playwright():
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="package")
def browser(playwright):
    launched = playwright.chromium.launch(
        executable_path=chromium.find(playwright), args=list(chromium.ARGUMENTS)
    )
    yield launched
    launched.close()


@pytest.fixture(scope="package")
def live_address(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        with server.running() as address:
            yield address
        hang_up()


def hang_up():
    """End what the server's threads still hold: PostgreSQL drops no database that somebody is connected to."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


@pytest.fixture
def live_url(live_address, transactional_db, settings):
    """The address of the running server, on an empty committed database."""
    settings.CSRF_TRUSTED_ORIGINS = [live_address]
    return live_address


@pytest.fixture
def page_of(live_url, browser):
    """A window of somebody: `page_of(agent, theme="dark", language="ar", width=360, scripts=True)`."""
    contexts, complaints = [], []

    def open_window(user=None, *, theme="light", language="en", width=1280, height=800, scripts=True):
        context = browser.new_context(
            base_url=live_url,
            viewport={"width": width, "height": height},
            locale=language,
            java_script_enabled=scripts,
            color_scheme="dark" if theme == "dark" else "light",
            reduced_motion="reduce",
            has_touch=width < 600,
        )
        contexts.append(context)
        context.add_cookies(cookies_of(user, theme, language, live_url))
        context.set_default_timeout(10_000)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
        page.on("console", lambda line: note(page, line))
        page.on("framenavigated", lambda frame: setattr(page, "measured", False))
        return page

    def note(page, line):
        of_axe = getattr(page, "measured", False) and "inline style" in line.text
        if line.type == "error" and not of_axe:
            complaints.append(f"{page.url}: {line.text}")

    yield open_window
    for context in contexts:
        context.close()
    unexpected = [line for line in complaints if "Failed to load resource" not in line]
    assert not unexpected, "\n".join(unexpected)


@pytest.fixture
def page(page_of):
    """A visitor's window."""
    return page_of(None)


@pytest.fixture
def picture():
    """Keep what the page looks like now: `picture(page, "home-dark")`."""

    def take(page, name, *, whole=False):
        if not os.environ.get("VIGIL_PICTURES"):
            return
        PICTURES.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=PICTURES / f"{name}.png", full_page=whole)

    return take


def cookies_of(user, theme, language, url):
    values = {"vigil_theme": theme, settings.LANGUAGE_COOKIE_NAME: language}
    if user:
        values[settings.SESSION_COOKIE_NAME] = session_of(user, language)
    return [{"name": name, "value": value, "url": url} for name, value in values.items()]


def session_of(user, language):
    """A signed-in session; staff pages follow the person's own language, so it is set too."""
    if user.language != language:
        user.language = language
        user.save(update_fields=["language"])
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client.cookies[settings.SESSION_COOKIE_NAME].value
