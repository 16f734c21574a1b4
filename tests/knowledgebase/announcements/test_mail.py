"""Being told by mail: only who said yes, each thing once, until they say no."""

import re
import smtplib

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django_q.models import OrmQ

from helpdesk.ledger.delivery import deliver
from helpdesk.ledger.models import Event
from knowledgebase.announcements.actions import (
    ask_subscription,
    confirm_subscription,
    post_update,
    save_update_words,
    save_words,
    send_letter,
)
from knowledgebase.announcements.actions.announcing import Said
from knowledgebase.announcements.links import confirm_url, end_url
from knowledgebase.announcements.models import AnnouncementLetter, Subscription
from knowledgebase.announcements.tasks import forget_addresses, send_due_letters, write_letters_after
from tests.factories import UserFactory, announce, draft_announcement, incident

pytestmark = pytest.mark.django_db
ASK = "/en/announcements/subscribe/"


def subscribed(email="mei@example.com", language="en"):
    ask_subscription(email, language=language, actor=None)
    return confirm_subscription(Subscription.objects.get(email=email), actor=None)


def tell(row, update=None):
    """What the worker does after the event, and again: jobs may run twice."""
    for _ in range(2):
        write_letters_after(row.pk, update.pk if update else None, 0)
    AnnouncementLetter.objects.filter(announcement=None).delete()
    send_due_letters()


def path_in(text):
    return re.search(r"https?://[^/\s]+(/\S+)", text)[1]


def test_an_address_is_told_only_after_it_said_yes_itself(client):
    client.post(ASK, {"email": "Mei@Example.com"})
    send_due_letters()
    asked = mail.outbox.pop()
    link = path_in(asked.body)
    assert client.get(link).status_code == 200
    assert not Subscription.objects.get().confirmed_at
    client.post(link)
    assert Subscription.objects.get().confirmed_at
    tell(announce())
    assert [letter.to for letter in mail.outbox] == [["mei@example.com"]]


def test_asking_says_the_same_whoever_asks(client, customer):
    subscribed("known@example.com")
    answers = [
        client.post(ASK, {"email": email})
        for email in ("known@example.com", "new@example.com", customer.email)
    ]
    assert {(answer.status_code, answer["Location"]) for answer in answers} == {(302, f"{ASK}sent/")}


def test_an_address_is_asked_once_an_hour_and_not_when_it_said_yes(time_machine_at):
    for _ in range(3):
        ask_subscription("mei@example.com", language="en", actor=None)
    assert AnnouncementLetter.objects.count() == 1
    time_machine_at(minutes=61)
    ask_subscription("mei@example.com", language="en", actor=None)
    assert AnnouncementLetter.objects.count() == 2
    confirm_subscription(Subscription.objects.get(), actor=None)
    send_due_letters()
    assert not mail.outbox


@pytest.mark.parametrize(
    "email", ["", "nobody", "a@b", "a@example.com\nBcc: x@example.com", "x" * 300 + "@example.com"]
)
def test_what_is_no_address_is_refused(client, email):
    assert client.post(ASK, {"email": email}).status_code == 422
    assert not Subscription.objects.exists()


def test_one_caller_cannot_ask_without_end(client):
    codes = [client.post(ASK, {"email": f"a{number}@example.com"}).status_code for number in range(11)]
    assert codes == [302] * 10 + [429]


def test_ones_own_proven_address_needs_no_letter():
    person = UserFactory(email="own@example.com", email_verified_at="2026-01-01T00:00Z")
    ask_subscription("own@example.com", language="ja", actor=person)
    row = Subscription.objects.get()
    assert (row.language, row.user, bool(row.confirmed_at)) == ("ja", person, True)
    assert not AnnouncementLetter.objects.exists()


def test_each_is_told_once_in_their_language_or_the_nearest():
    subscribed("ja@example.com", "ja")
    subscribed("ko@example.com", "ko")
    row = incident("Withdrawals are paused")
    save_words(row, "ja", said=Said("出金停止中"), actor=None)
    tell(row)
    update = post_update(row, stage="identified", words={"en": "A **node** is down."}, actor=None)
    save_update_words(update, "ko", text="노드 장애입니다.", actor=None)
    tell(row, update)
    told = {(letter.to[0], letter.subject) for letter in mail.outbox}
    assert len(mail.outbox) == len(told) == 4
    assert {subject for to, subject in told if to.startswith("ja")} == {
        "インシデント: 出金停止中",
        "原因を特定: 出金停止中",
    }
    bodies = {letter.to[0]: letter.body for letter in mail.outbox[2:]}
    assert "노드 장애입니다." in bodies["ko@example.com"]
    assert "A node is down." in bodies["ja@example.com"].replace("**", "")


def test_the_events_set_the_letters_off():
    subscribed()
    post_update(incident(), stage="identified", words={"en": "A"}, actor=None)
    heard = Event.objects.filter(verb__in=("announcement.started", "incident.updated"))
    OrmQ.objects.all().delete()
    deliver(heard.values_list("pk", flat=True))
    assert OrmQ.objects.count() == 2


def test_a_letter_can_be_stopped_with_one_click(client_of):
    subscribed()
    tell(announce())
    letter = mail.outbox[0]
    link = path_in(letter.extra_headers["List-Unsubscribe"].strip("<>"))
    client = client_of(None, enforce_csrf_checks=True)
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert client.get(link).status_code == 200
    assert Subscription.objects.exists()
    for _ in range(2):
        assert client.post(link, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not Subscription.objects.exists()


def test_links_of_another_purpose_or_made_up_open_nothing(client):
    row = subscribed()
    yes, no = path_in(confirm_url(row)), path_in(end_url(row))
    swapped = no.replace("/unsubscribe/", "/subscribe/"), yes.replace("/subscribe/", "/unsubscribe/")
    for link in (*swapped, "/en/announcements/unsubscribe/1:made:up/"):
        assert client.post(link).status_code == 404
    assert Subscription.objects.exists()


def test_a_yes_is_good_for_a_week(client, time_machine_at):
    ask_subscription("mei@example.com", language="en", actor=None)
    link = path_in(confirm_url(Subscription.objects.get()))
    time_machine_at(days=8)
    assert client.post(link).status_code == 404
    assert forget_addresses() == 1
    assert not Subscription.objects.exists()


@pytest.mark.parametrize(("audience", "told"), [("everyone", 3), ("customers", 2), ("staff", 1)])
def test_what_is_not_for_everyone_goes_to_proven_addresses(audience, told):
    for email, is_staff in (("customer@example.com", False), ("staff@example.com", True)):
        UserFactory(email=email, is_staff=is_staff, email_verified_at="2026-01-01T00:00Z")
        subscribed(email)
    subscribed("stranger@example.com")
    tell(announce(audience=audience))
    assert len(mail.outbox) == told


@pytest.mark.parametrize(("audience", "told"), [("everyone", 1), ("staff", 0)])
def test_an_address_its_owner_left_is_told_only_what_is_for_everyone(audience, told):
    colleague = UserFactory(email="old@example.com", is_staff=True, email_verified_at="2026-01-01T00:00Z")
    subscribed("old@example.com")
    colleague.email = "new@example.com"
    colleague.save(update_fields=["email"])
    tell(announce(audience=audience))
    assert len(mail.outbox) == told


def test_nothing_is_told_of_a_draft():
    subscribed()
    tell(draft_announcement())
    assert not mail.outbox


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (smtplib.SMTPServerDisconnected("gone"), "queued"),
        (smtplib.SMTPRecipientsRefused({"a": (550, b"no")}), "failed"),
    ],
)
def test_a_mail_server_that_refuses_is_tried_again_or_given_up(monkeypatch, error, status):
    subscribed()
    row = announce()
    write_letters_after(row.pk, None, 0)

    def refuse(self, messages):
        raise error

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)
    letter = AnnouncementLetter.objects.get(announcement=row)
    send_letter(letter, actor=None)
    letter.refresh_from_db()
    assert (letter.status, letter.attempts) == (status, 1)
