"""Accounts in a real browser: every page readable by everybody, second factors that really work."""

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

from accounts.actions import verify_email
from tests.browser.axe import LANGUAGES, assert_accessible
from tests.factories import UserFactory

PASSWORD = "a lamp over the harbour"
ENTRANCES = (
    "login/",
    "signup/",
    "password/reset/",
    "password/reset/done/",
    "confirm-email/",
    "inactive/",
    "password/reset/key/1-no/",
)
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
    page.wait_for_url("**/requests/")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_entrances_are_accessible(page_of, picture, language):
    page = page_of(None, language=language)
    for path in ENTRANCES:
        page.goto(f"/{language}/account/{path}")
        picture(page, f"account-{path.strip('/').replace('/', '-')}-{language}")
        assert_accessible(page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_persons_own_pages_are_accessible(page_of, mei, picture, language):
    page = page_of(mei, language=language)
    for path in OWN:
        page.goto(f"/{language}/account/{path}")
        picture(page, f"account-own-{path.strip('/').replace('/', '-')}-{language}", whole=True)
        assert_accessible(page)


def test_an_app_is_set_up_and_then_asked_for(page_of, mei):
    page = page_of(None)
    sign_in(page)
    page.goto("/en/account/2fa/totp/activate/")
    secret = page.locator("#authenticator_secret").input_value()
    assert_accessible(page)
    page.fill("#id_code", code_now(secret))
    page.click("main .form__actions button")
    page.wait_for_url("**/2fa/recovery-codes/")
    assert_accessible(page)
    spare = page.locator("#recovery_codes").input_value().split()[0]
    later = page_of(None)
    later.goto("/en/account/login/")
    later.fill("#id_login", "mei@example.com")
    later.fill("#id_password", PASSWORD)
    later.click("main .form__actions button")
    later.wait_for_url("**/2fa/authenticate/")
    assert_accessible(later)
    later.fill("#id_code", spare)
    later.click("main .form__actions button >> nth=0")
    later.wait_for_url("**/requests/")


def code_now(secret):
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


def test_a_passkey_is_added_and_signs_in_alone(page_of, mei, live_url):
    page = page_of(None)
    page.goto(live_url.replace("127.0.0.1", "localhost") + "/en/account/login/")
    add_virtual_key(page)
    page.fill("#id_login", "mei@example.com")
    page.fill("#id_password", PASSWORD)
    page.click("main .form__actions button")
    page.wait_for_url("**/requests/")
    page.goto(page.url.replace("requests/", "account/2fa/webauthn/add/"))
    page.check("#id_passwordless")
    assert_accessible(page)
    page.click("#mfa_webauthn_add")
    page.wait_for_url("**/2fa/recovery-codes/")
    page.goto(page.url.replace("2fa/recovery-codes/", "2fa/webauthn/"))
    assert_accessible(page)
    page.goto(page.url.replace("2fa/webauthn/", "logout/"))
    page.click("main form button")
    page.goto(live_url.replace("127.0.0.1", "localhost") + "/en/account/login/")
    page.click("#passkey_login")
    page.wait_for_url("**/requests/")


def add_virtual_key(page):
    """A security key inside the browser that answers every question with yes."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
    }
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {"options": {**options, "isUserVerified": True, "automaticPresenceSimulation": True}},
    )
