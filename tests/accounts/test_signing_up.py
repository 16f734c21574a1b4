"""Signing up: an account opens to whoever chose its password and reads its mailbox, and to nobody else."""

from urllib.parse import urlsplit

import pytest
from django.core.cache import cache

from accounts.actions import create_customer
from accounts.models import User
from helpdesk.ledger.models import Event
from tests.accounts.doors import (
    CODE,
    RESET,
    choose_password,
    code_in,
    enter,
    link_in,
    sign_in,
    sign_up,
    signed_in,
)
from tickets.actions import open_ticket
from tickets.links import confirm_url
from tickets.models import Ticket

pytestmark = pytest.mark.django_db
STRANGERS = "a strangers choice 7"
VICTIM = "victim@example.com"


@pytest.fixture
def taken(client, outbox):
    """Somebody signed up with an address that is not theirs, and waits for a code they cannot read."""
    sign_up(client, VICTIM, STRANGERS)
    cache.clear()
    return outbox.pop()


def assert_kept_out(client):
    """Nothing the stranger has opens the account: not the waiting window, not the password."""
    for code in ("", "BCDF-GHJK"):
        enter(client, code)
    client.get(CODE)
    sign_in(client, VICTIM, STRANGERS)
    client.get(CODE)
    assert not signed_in(client)
    assert client.get("/en/requests/").status_code == 302
    assert client.get("/en/account/").status_code == 302


def test_the_code_from_the_mail_opens_the_account_in_the_same_window(client, outbox, password):
    answer = sign_up(client, "New@Example.com", password)
    assert answer.url == CODE
    assert not signed_in(client)
    assert enter(client, code_in(outbox[0]).lower()).url == "/en/requests/"
    user = User.objects.get(email="new@example.com")
    assert client.session["_auth_user_id"] == str(user.pk)
    assert user.email_verified_at
    assert client.get("/en/account/2fa/totp/activate/").status_code == 200
    assert set(Event.objects.values_list("verb", flat=True)) == {"customer.signed_up", "email.verified"}


def test_the_mail_to_somebody_who_did_not_sign_up_opens_nothing(taken, client_of):
    """The attack: the owner follows whatever the mail offers, and the stranger's password would work."""
    owner = client_of(None)
    assert "http" not in taken.body
    assert enter(owner, code_in(taken)).url == "/en/account/login/"
    assert not User.objects.get(email=VICTIM).email_verified_at


def test_the_owner_signs_up_after_a_stranger_did(client, client_of, taken, outbox, password):
    owner = client_of(None)
    assert sign_up(owner, VICTIM, password).url == CODE
    assert choose_password(owner, link_in(outbox[0]), password).url == "/en/requests/"
    assert signed_in(owner)
    assert_kept_out(client)


def test_the_owner_resets_the_password_a_stranger_chose(client, client_of, taken, outbox, password):
    owner = client_of(None)
    owner.post(RESET, {"email": VICTIM})
    choose_password(owner, link_in(outbox[0]), password)
    assert signed_in(owner)
    assert_kept_out(client)


def test_the_owner_confirms_a_guest_request_a_stranger_has_signed_up_for(client, client_of, taken):
    """A link of ours proves the mailbox too: the stranger's password must not outlive the proof."""
    request = {"topic": "other", "subject": "Help", "body": "Please.", "email": VICTIM}
    owner = client_of(None)
    owner.post("/en/contact/", request)
    ticket = Ticket.objects.get()
    owner.post(urlsplit(confirm_url(ticket.requester)).path, {"ticket": str(ticket.public_id)})
    user = User.objects.get(email=VICTIM)
    assert user.email_verified_at
    assert not user.has_usable_password()
    assert_kept_out(client)


def test_who_signed_up_and_closed_the_window_gets_another_code_at_sign_in(
    client, client_of, outbox, password
):
    sign_up(client_of(None), "new@example.com", password)
    cache.clear()
    assert sign_in(client, "new@example.com", password).url == CODE
    enter(client, code_in(outbox[-1]))
    assert signed_in(client)
    assert code_in(outbox[0]) != code_in(outbox[1])


def test_the_third_wrong_code_ends_the_window(client, outbox, password):
    sign_up(client, "new@example.com", password)
    answers = [enter(client, "BCDF-GHJK") for _ in range(3)]
    assert answers[0].status_code == 200
    assert "not right" in answers[0].text
    assert answers[2].url == "/en/account/login/"
    assert enter(client, code_in(outbox[0])).status_code == 302
    assert not signed_in(client)


def test_a_code_is_too_old_after_half_an_hour(client, outbox, password, time_machine_at):
    sign_up(client, "new@example.com", password)
    time_machine_at(minutes=31)
    assert enter(client, code_in(outbox[0])).url == "/en/account/login/"
    assert not signed_in(client)


def test_a_new_code_replaces_the_one_before(client, outbox, password):
    sign_up(client, "new@example.com", password)
    cache.clear()
    client.post(CODE, {"action": "resend"})
    enter(client, code_in(outbox[0]))
    assert not signed_in(client)
    enter(client, code_in(outbox[1]))
    assert signed_in(client)


def test_signing_up_speaks_the_language_of_the_page(client, outbox, password):
    sign_up(client, "new@example.com", password, page="/ko/account/signup/")
    assert User.objects.get(email="new@example.com").language == "ko"


def test_a_known_address_signs_up_like_a_new_one(client_of, customer, can_sign_in, outbox, password):
    can_sign_in(customer)
    seen = []
    for email in (customer.email, "new@example.com"):
        client = client_of(None)
        answers = [sign_up(client, email, password), client.get(CODE), enter(client, "BCDF-GHJK")]
        seen.append([(answer.status_code, answer.get("Location")) for answer in answers])
    assert seen[0] == seen[1]
    assert [message.to for message in outbox] == [[customer.email], ["new@example.com"]]
    assert "already have an account" in outbox[0].subject


def test_who_only_wrote_to_us_signs_up_through_their_mailbox(client, outbox, password):
    """The password typed before the address was proved is worth nothing: it may be somebody else's."""
    writer = create_customer("writer@example.com", name="Wanda")
    sign_up(client, writer.email, STRANGERS)
    choose_password(client, link_in(outbox[0]), password)
    assert client.session["_auth_user_id"] == str(writer.pk)
    client.logout()
    sign_in(client, writer.email, STRANGERS)
    assert not signed_in(client)
    assert User.objects.get(pk=writer.pk).email_verified_at


def test_what_they_wrote_before_is_theirs_after_signing_up(client, outbox, password):
    writer = create_customer("writer@example.com")
    opening = {"topic": "other", "language": "en", "channel": "mail"}
    ticket = open_ticket(writer, subject="Where is my deposit", body="It left yesterday.", **opening)
    sign_up(client, writer.email, STRANGERS)
    link = next(link_in(message) for message in outbox if "password/reset/key" in message.body)
    choose_password(client, link, password)
    assert ticket.subject in client.get("/en/requests/").text


def test_an_address_is_changed_by_the_code_and_the_old_one_is_told(
    client, customer, can_sign_in, outbox, password
):
    can_sign_in(customer)
    sign_in(client, customer.email, password)
    asked = client.post("/en/account/email/", {"email": "moved@example.com", "action_add": ""})
    assert asked.url == CODE
    enter(client, code_in(outbox[0]))
    assert User.objects.get(pk=customer.pk).email == "moved@example.com"
    assert [message.to for message in outbox] == [["moved@example.com"], [customer.email]]
    assert outbox[1].subject == "Your e-mail address was changed"
    assert Event.objects.filter(verb="email.changed").count() == 1
