"""Accounts in a real browser: every page readable by everybody, second factors that really work."""

import pytest

from accounts.actions import verify_email
from tests.browser.axe import assert_accessible
from tests.factories import UserFactory

PASSWORD = "a lamp over the harbour"
ENTRANCES = ("login/", "signup/", "password/reset/", "password/reset/done/", "confirm-email/", "inactive/", "password/reset/key/1-no/")
OWN = ("", "email/", "password/change/", "2fa/", "sessions/", "logout/", "reauthenticate/")


@pytest.fixture
def mei(live_url):
    user = UserFactory(email="mei@example.com", name="Mei Lin")
    user.set_password(PASSWORD)
    user.save(update_fields=["password"])
    return verify_email(user, actor=user)


def sign_in(page, language="en"):
    page.goto(f"/{language}/account/login/")
    page.fill("#id_login", "mei@example.com")
    page.fill("#id_password", PASSWORD)
    page.click("main .form__actions button")
    page.wait_for_url("**/account/")


@pytest.mark.parametrize(("language", "theme"), [("en", "light"), ("zh-hans", "dark"), ("ar", "light")])
def test_the_entrances_are_accessible(page_of, picture, language, theme):
    page = page_of(None, theme=theme, language=language)
    for path in ENTRANCES:
        page.goto(f"/{language}/account/{path}")
        picture(page, f"account-{path.strip('/').replace('/', '-')}-{language}-{theme}")
        assert_accessible(page)


@pytest.mark.parametrize(("language", "theme"), [("en", "dark"), ("zh-hans", "light"), ("ar", "dark")])
def test_the_persons_own_pages_are_accessible(page_of, mei, picture, language, theme):
    page = page_of(mei, theme=theme, language=language)
    for path in OWN:
        page.goto(f"/{language}/account/{path}")
        picture(page, f"account-own-{path.strip('/').replace('/', '-')}-{language}-{theme}", whole=True)
        assert_accessible(page)
