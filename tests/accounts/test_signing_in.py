"""Signing in, up and out by the pages: what is let in, what is refused, and what nobody can learn."""

import re

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.cache import cache

from accounts.actions import claim_mailbox
from accounts.models import User
from helpdesk.ledger.models import Event
from tests.accounts.doors import LOGIN, RESET, SIGNUP, choose_password, link_in, sign_in, signed_in

pytestmark = pytest.mark.django_db


def test_signing_in_leads_staff_to_their_work(client, agent, can_sign_in, password):
    can_sign_in(agent)
    assert sign_in(client, agent.email, password).url == "/console/"


def test_signing_in_leads_a_customer_home_in_their_own_language(client, customer, can_sign_in, password):
    can_sign_in(customer)
    customer.language = "zh-hans"
    customer.save(update_fields=["language"])
    assert sign_in(client, customer.email, password).url == "/zh-hans/requests/"


def test_the_right_password_signs_in_with_a_new_session(client, customer, can_sign_in, password):
    can_sign_in(customer)
    client.get("/en/account/login/")
    client.session.save()
    before = client.session.session_key
    response = sign_in(client, customer.email.upper(), password)
    assert response.url == "/en/requests/"
    assert signed_in(client)
    assert client.session.session_key != before


def test_the_sixth_bad_password_is_throttled_even_when_right(client, customer, can_sign_in, password):
    can_sign_in(customer)
    for _ in range(5):
        sign_in(client, customer.email, "wrong")
    response = sign_in(client, customer.email, password)
    assert "Too many failed sign-ins" in response.text
    assert not signed_in(client)


def test_the_admin_has_no_sign_in_of_its_own(client, admin, can_sign_in, password):
    can_sign_in(admin)
    response = client.post("/admin/login/", {"username": admin.email, "password": password})
    assert response.url.startswith("/en/account/login/")
    assert not signed_in(client)


def test_a_deactivated_person_is_told_so_only_with_the_right_password(
    client, customer, can_sign_in, password
):
    can_sign_in(customer)
    User.objects.filter(pk=customer.pk).update(is_active=False)
    assert sign_in(client, customer.email, "wrong").status_code == 200
    assert sign_in(client, customer.email, password).url == "/en/account/inactive/"
    assert not signed_in(client)


def test_asking_too_often_is_answered_with_our_page(client, outbox):
    answers = [client.post(RESET, {"email": "nobody@example.com"}) for _ in range(6)]
    assert answers[-1].status_code == 429
    assert answers[-1]["Retry-After"]
    assert "Try again in 5 minutes." in answers[-1].text


@pytest.mark.parametrize("path", [RESET, LOGIN])
def test_an_unknown_address_is_answered_like_a_known_one(client, customer, can_sign_in, outbox, path):
    can_sign_in(customer)
    answers = []
    for email in (customer.email, "nobody@example.com"):
        cache.clear()
        answer = client.post(path, {"email": email, "login": email, "password": "wrong"})
        answers.append(
            (answer.status_code, answer.get("Location"), without_tokens(answer.text).replace(email, ""))
        )
    assert answers[0] == answers[1]


def without_tokens(text):
    return re.sub(r'(value="\w{64}"|nonce="[^"]*")', "", text)


def test_a_reset_ends_what_was_open_and_works_once(
    client, client_of, customer, can_sign_in, outbox, password
):
    can_sign_in(customer)
    elsewhere = client_of(customer)
    client.post(RESET, {"email": customer.email})
    link = link_in(outbox[0])
    choose_password(client, link, "another long one 3")
    assert elsewhere.get("/en/account/").status_code == 302
    assert "token_fail" in str(client.get(link).context)
    assert Event.objects.filter(verb="password.reset").exists()


def test_an_address_not_yet_proved_receives_no_reset(client, customer, can_sign_in, outbox):
    can_sign_in(customer)
    customer.emailaddress_set.create(email="attacker@example.com", verified=False)
    client.post(RESET, {"email": "attacker@example.com"})
    assert "set-password" not in "".join(message.body for message in outbox)
    assert not [m for m in outbox if "password/reset/key" in m.body]


def with_app(user):
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    RecoveryCodes.activate(user)
    return secret


def test_a_second_factor_is_asked_for_and_encrypted(client, agent, can_sign_in, password):
    can_sign_in(agent)
    secret = with_app(agent)
    assert sign_in(client, agent.email, password).url == "/en/account/2fa/authenticate/"
    assert not signed_in(client)
    assert secret not in str(list(agent.authenticator_set.values()))
    code = RecoveryCodes(agent.authenticator_set.get(type="recovery_codes")).get_unused_codes()[0]
    client.post("/en/account/2fa/authenticate/", {"code": code})
    assert signed_in(client)


def test_staff_without_a_second_factor_are_led_to_set_one_up(agent, client_of, settings):
    settings.STAFF_MFA_REQUIRED = True
    client = client_of(agent)
    assert client.get("/console/").url == "/en/account/2fa/totp/activate/"
    assert client.get("/admin/").url == "/en/account/2fa/totp/activate/"
    refusal = client.get("/api/v1/me/")
    assert (refusal.status_code, refusal.json()["code"]) == (403, "second_factor_required")
    with_app(agent)
    assert client_of(User.objects.get(pk=agent.pk)).get("/console/").status_code == 200


def test_customers_need_no_second_factor(customer, client_of, settings):
    settings.STAFF_MFA_REQUIRED = True
    assert client_of(customer).get("/en/account/").status_code == 200


def test_a_staff_session_ends_after_eight_hours_of_use(agent, client_of, time_machine_at):
    client = client_of(agent)
    assert client.get("/console/").status_code == 200
    time_machine_at(hours=7, minutes=59)
    assert client.get("/console/").status_code == 200
    time_machine_at(minutes=2)
    assert client.get("/console/").url == "/en/account/login/?next=/console/"
    assert client.get("/console/").status_code == 302


def test_a_customers_session_outlasts_the_day(customer, client_of, time_machine_at):
    client = client_of(customer)
    client.get("/en/account/")
    time_machine_at(hours=20)
    assert client.get("/en/account/").status_code == 200


@pytest.mark.parametrize("path", [LOGIN, SIGNUP])
def test_an_unknown_address_costs_as_many_hashes_as_a_known_one(
    client_of, customer, can_sign_in, outbox, monkeypatch, path
):
    """Hashing is what takes time; as many hashes means as long an answer."""
    can_sign_in(customer)
    hashes = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda *args: hashes.append(1) or encode(*args))

    def cost(email):
        cache.clear()
        hashes.clear()
        form = {"login": email, "email": email, "password": "wrong", "password1": "quite long enough 7"}
        client_of(None).post(path, form)
        return len(hashes)

    assert cost(customer.email) == cost("nobody@example.com") > 0


def test_a_proved_person_keeps_the_password_when_a_guest_request_is_confirmed(
    client, customer, can_sign_in, password
):
    can_sign_in(customer)
    claim_mailbox(customer, actor=customer)
    sign_in(client, customer.email, password)
    assert signed_in(client)


def test_who_signed_in_a_while_ago_confirms_before_changing_what_protects_them(
    client, customer, can_sign_in, password, time_machine_at
):
    can_sign_in(customer)
    sign_in(client, customer.email, password)
    activate = "/en/account/2fa/totp/activate/"
    assert client.get(activate).status_code == 200
    time_machine_at(minutes=6)
    asked = client.get(activate)
    assert asked.url.startswith("/en/account/reauthenticate/")
    assert client.post(asked.url, {"password": "wrong"}).status_code == 200
    assert client.post(asked.url, {"password": password}).url == activate
