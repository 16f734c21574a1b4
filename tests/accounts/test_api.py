"""The API about people: tokens and oneself."""

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.management import call_command

from accounts.actions import create_token
from accounts.models import ApiToken, User

pytestmark = pytest.mark.django_db
TOKENS, ME = "/api/v1/tokens/", "/api/v1/me/"


@pytest.fixture
def ask(client, customer, can_sign_in, password):
    can_sign_in(customer)

    def create(**changes):
        body = {"email": customer.email, "password": password, "name": "script", "scope": "write", **changes}
        return client.post(TOKENS, body, content_type="application/json")

    return create


def bearer(text):
    return {"Authorization": f"Token {text}"}


def test_a_token_opens_the_api(client, ask, customer):
    answer = ask()
    assert answer.status_code == 201
    text = answer.json()["token"]
    assert text.startswith("vgl_")
    assert client.get(ME, headers=bearer(text)).json()["email"] == customer.email
    assert ApiToken.objects.get().last_used_at


def test_the_list_never_shows_a_tokens_text(client, ask):
    text = ask().json()["token"]
    listed = client.get(TOKENS, headers=bearer(text))
    assert [token["name"] for token in listed.json()] == ["script"]
    assert text not in listed.text


def test_wrong_passwords_and_unknown_people_are_refused_alike(ask):
    answers = [ask(password="wrong"), ask(email="nobody@example.com")]
    assert [a.status_code for a in answers] == [403, 403]
    assert answers[0].json() == answers[1].json()
    assert not ApiToken.objects.exists()


def test_the_sixth_bad_password_is_throttled(ask):
    assert [ask(password="wrong").status_code for _ in range(5)] == [403] * 5
    refusal = ask()
    assert (refusal.status_code, refusal.json()["code"]) == (429, "too_many")
    assert refusal["Retry-After"] == "300"


def test_failures_on_the_page_count_for_the_api_too(client, ask, customer):
    for _ in range(5):
        client.post("/en/account/login/", {"login": customer.email, "password": "wrong"})
    assert ask().status_code == 429


def test_an_unproved_address_gets_no_token(ask, customer):
    customer.emailaddress_set.update(verified=False)
    assert ask().status_code == 403


def test_a_second_factor_is_asked_for(ask, customer):
    TOTP.activate(customer, generate_totp_secret())
    codes = RecoveryCodes.activate(customer)
    assert ask().status_code == 403
    assert ask(code="000000").status_code == 403
    assert ask(code=codes.get_unused_codes()[0]).status_code == 201


def test_staff_without_a_second_factor_get_no_token(ask, agent, can_sign_in, settings):
    settings.STAFF_MFA_REQUIRED = True
    can_sign_in(agent)
    refusal = ask(email=agent.email)
    assert (refusal.status_code, refusal.json()["code"]) == (403, "second_factor_required")


def test_a_read_only_token_may_not_write(client, customer):
    _token, text = create_token(customer, name="reader", scope="read", actor=customer)
    assert client.get(ME, headers=bearer(text)).status_code == 200
    refusal = client.patch(ME, {"name": "New"}, content_type="application/json", headers=bearer(text))
    assert refusal.status_code == 403
    assert User.objects.get(pk=customer.pk).name == "Mei Lin"


def test_a_writing_token_may_change_oneself(client, customer):
    _token, text = create_token(customer, name="writer", scope="write", actor=customer)
    answer = client.patch(ME, {"language": "ja"}, content_type="application/json", headers=bearer(text))
    assert answer.json()["language"] == "ja"
    wrong = client.patch(ME, {"timezone": "Mars"}, content_type="application/json", headers=bearer(text))
    assert (wrong.status_code, list(wrong.json()["fields"])) == (422, ["timezone"])


@pytest.mark.parametrize("text", ["", "vgl_", "vgl_wrong", "\u00ff\u00fe", "x" * 5000, "a b"])
def test_a_token_that_is_none_is_refused(client, text):
    assert client.get(ME, headers=bearer(text)).status_code == 401


def test_a_token_ends(client, customer, time_machine_at):
    _token, text = create_token(customer, name="old", scope="read", actor=customer)
    time_machine_at(days=366)
    assert client.get(ME, headers=bearer(text)).status_code == 401


def test_a_deactivated_persons_token_is_refused(client, customer):
    _token, text = create_token(customer, name="script", scope="read", actor=customer)
    User.objects.filter(pk=customer.pk).update(is_active=False)
    assert client.get(ME, headers=bearer(text)).status_code == 401


def test_revoking_ends_a_token_at_once(client, customer, client_of):
    token, text = create_token(customer, name="script", scope="read", actor=customer)
    assert client_of(customer).delete(f"{TOKENS}{token.token_key}/").status_code == 204
    assert client.get(ME, headers=bearer(text)).status_code == 401


def test_the_schema_is_valid_and_says_everything():
    call_command("spectacular", "--validate", "--fail-on-warn", "--file", "/dev/null")
