"""The person's own page, and the presence switch."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from accounts.models import Presence, User
from accounts.templatetags.accounts import device

pytestmark = pytest.mark.django_db


def test_the_page_saves_and_answers_in_the_new_language(customer, client_of):
    client = client_of(customer)
    answer = client.post("/en/account/", {"name": "Mei", "language": "zh-hans", "timezone": "Asia/Shanghai"})
    assert answer.url == "/zh-hans/account/"
    user = User.objects.get(pk=customer.pk)
    assert (user.name, user.language, user.timezone) == ("Mei", "zh-hans", "Asia/Shanghai")


@pytest.mark.parametrize(
    "wrong", [{"timezone": "Mars/Olympus"}, {"language": "tlh"}, {"name": "x" * 121}, {"name": "a\x00b"}]
)
def test_a_wrong_field_keeps_what_was_typed_and_changes_nothing(customer, client_of, wrong):
    typed = {"name": "Typed", "language": "ko", "timezone": "UTC", **wrong}
    answer = client_of(customer).post("/en/account/", typed)
    assert answer.status_code == 422
    assert "There is a problem" in answer.text
    assert User.objects.get(pk=customer.pk).name == "Mei Lin"


def test_the_presence_switch_answers_with_itself_to_htmx(agent, client_of):
    answer = client_of(agent).post("/en/account/presence/", {"state": "busy"}, headers={"HX-Request": "true"})
    assert "<html" not in answer.text
    assert Presence.objects.get(user=agent).state == "busy"


def test_the_presence_switch_returns_to_the_page_it_was_on(agent, client_of):
    client = client_of(agent)
    there = "http://testserver/console/?x=1"
    assert client.post("/en/account/presence/", {"state": "away"}, headers={"referer": there}).url == there
    elsewhere = "https://evil.example/console/"
    assert (
        client.post("/en/account/presence/", {"state": "away"}, headers={"referer": elsewhere}).url
        == "/console/"
    )


def test_an_unknown_presence_is_refused(agent, client_of):
    assert client_of(agent).post("/en/account/presence/", {"state": "asleep"}).status_code == 422
    assert not Presence.objects.exists()


def test_who_asks_is_read_at_one_door():
    """Views ask `accounts.permissions.signed_in`; a second way would guard, cache or query in another manner."""
    own = re.compile(r"cast\(User, request\.user\)|User\.objects\.get\(pk=request\.user")
    strays = [
        path.relative_to(settings.BASE_DIR).as_posix()
        for app in ("accounts", "knowledgebase", "tickets", "chat", "qa", "helpdesk")
        for path in Path(settings.BASE_DIR, app).rglob("*.py")
        if own.search(path.read_text())
    ]
    assert not strays


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36", "Chrome · Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Edg/140.0", "Edge · Windows"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1",
            "Safari · iPhone",
        ),
        ("curl/8.5.0", "curl/8.5.0"),
        ("", "–"),
    ],
)
def test_a_session_is_named_by_browser_and_system(said, shown):
    assert device(said) == shown
