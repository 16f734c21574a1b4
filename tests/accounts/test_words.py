"""Every sentence around signing in is ours, in the seven languages."""

import re
from pathlib import Path

import allauth
import pytest
from allauth.account.adapter import get_adapter
from allauth.mfa.adapter import get_adapter as get_factor_adapter
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import translation

from accounts.models import User
from accounts.words import MESSAGES, NOTICES
from tests.accounts.doors import code_in, sign_in, sign_up

STOCK = Path(allauth.__file__).parent / "templates"
APPS = ("account", "mfa", "usersessions")
OFF = re.compile(
    r"phone|login_code|password_reset_code|signup_by|signup_form|signup_closed|trust|email_confirm\.html"
)
"""What we do not offer: telephones, codes instead of passwords, sign-up by passkey, trusted browsers, links."""
NEVER_SHOWN = {
    "account/email.html",
    "account/base_confirm_code.html",
    "account/verification_sent.html",
    "account/verified_email_required.html",
    "account/snippets/already_logged_in.html",
    "account/snippets/warn_no_email.html",
    "mfa/webauthn/snippets/login_script.html",
    "mfa/webauthn/snippets/scripts.html",
}
LANGUAGES = [code for code, _name in settings.LANGUAGES]
ENTRANCES = (
    "login/",
    "signup/",
    "password/reset/",
    "password/reset/done/",
    "inactive/",
    "password/reset/key/1-no/",
)


def stock_templates():
    """The names of django-allauth's templates that hold words and belong to something we offer."""
    for app in APPS:
        for path in sorted((STOCK / app).rglob("*.*")):
            name = path.relative_to(STOCK).as_posix()
            if (
                re.search(r"{% (block)?trans", path.read_text())
                and not OFF.search(name)
                and name not in NEVER_SHOWN
            ):
                yield name


def is_ours(name):
    prefix = re.sub(r"_(subject|message)\.txt$", "", name)
    base_of_ours = name.endswith("/base.html") or name == "account/email/base_notification.txt"
    return (
        name in MESSAGES
        or prefix in NOTICES
        or base_of_ours
        or (settings.BASE_DIR / "templates" / name).exists()
    )


def test_no_page_mail_or_message_is_left_to_the_library():
    silent = {"account/messages/logged_in.txt"}
    assert [name for name in stock_templates() if not is_ours(name) and name not in silent] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.django_db
def test_a_weak_password_is_explained_in_the_readers_language(language):
    person = User(email="anna.petrova@example.com")
    with translation.override(language):
        told = []
        for password in ("123", "anna.petrova@example.com"):
            with pytest.raises(ValidationError) as refusal:
                validate_password(password, person)
            told += refusal.value.messages
    assert len(told) == 3
    assert language == "en" or not [words for words in told if words.startswith(("This", "The"))]
    assert "你" not in "".join(told)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.django_db
def test_the_entrances_speak_one_voice(client, language):
    for path in ENTRANCES:
        text = client.get(f"/{language}/account/{path}").text.partition("<main")[2]
        assert not re.search(r"你|127\.0\.0\.1", text), path
        assert not re.search(r"<h1>\s*</h1>", text)
        if language != "en":
            assert "Forgot your password" not in text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.django_db
def test_the_words_of_every_notice_and_refusal_are_translated(language):
    tables = (get_adapter().error_messages, get_factor_adapter().error_messages, MESSAGES, NOTICES)
    ours = [words for table in tables[1:] for words in table.values()]
    with translation.override(language):
        assert all(str(words) for words in ours)
        if language != "en":
            english = [str(words) for words in ours if re.match(r"[A-Z][a-z]+ [a-z]", str(words))]
            assert not [words for words in english if words in said_in_english(ours)]


def said_in_english(words):
    with translation.override("en"):
        return {str(sentence) for sentence in words}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.django_db
def test_a_mail_says_who_writes_in_the_words_of_its_language(
    client_of, customer, can_sign_in, outbox, language, password
):
    can_sign_in(customer)
    for email in (customer.email, "nobody@example.com"):
        client_of(None).post(f"/{language}/account/password/reset/", {"email": email})
        sign_up(client_of(None), email, password, page=f"/{language}/account/signup/")
    assert len({message.subject for message in outbox}) == 4
    for message in outbox:
        assert settings.BRAND_NAME in message.body + message.subject
        assert not re.search(r"\S  |你|Hello from|testserver!", message.body)


@pytest.mark.django_db
def test_a_changed_password_is_told_to_its_owner_in_their_language(
    client, customer, can_sign_in, outbox, password
):
    can_sign_in(customer)
    User.objects.filter(pk=customer.pk).update(language="ja", timezone="Asia/Tokyo")
    sign_in(client, customer.email, password)
    form = {"oldpassword": password, "password1": "another long one 3", "password2": "another long one 3"}
    answer = client.post("/en/account/password/change/", form)
    assert answer.url.endswith("/account/")
    assert outbox[0].subject == "パスワードが変更されました"
    assert "/ja/account/password/reset/" in outbox[0].body


@pytest.mark.django_db
def test_the_letter_with_a_code_says_how_long_it_works(client, outbox, password):
    sign_up(client, "new@example.com", password)
    assert code_in(outbox[0]) in outbox[0].body
    assert "30 minutes" in outbox[0].body


@pytest.mark.django_db(transaction=True)
def test_an_app_set_up_shows_the_codes_and_tells_the_owner(client, customer, can_sign_in, outbox, password):
    can_sign_in(customer)
    sign_in(client, customer.email, password)
    form = client.get("/en/account/2fa/totp/activate/").context["form"]
    code = format_hotp_value(hotp_value(form.secret, next(iter(yield_hotp_counters_from_time()))))
    answer = client.post("/en/account/2fa/totp/activate/", {"code": code}, follow=True)
    assert answer.request["PATH_INFO"] == "/en/account/2fa/recovery-codes/"
    assert "The authenticator app protects your account now." in answer.text
    assert [message.subject for message in outbox] == ["An authenticator app was set up for your account"]
