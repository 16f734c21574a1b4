"""Announcements for machines."""

import pytest

from knowledgebase.announcements.actions import Said, end_announcement, post_update, save_words
from tests.factories import announce, draft_announcement, incident

pytestmark = pytest.mark.django_db
LIST = "/api/v1/announcements/"


@pytest.fixture
def rows():
    running = incident("Withdrawals are paused")
    save_words(running, "ja", said=Said("出金停止中", "本文"), actor=None)
    over = end_announcement(announce("Old news"), actor=None)
    draft_announcement("Not yet")
    announce("Only for staff", audience="staff")
    return running, over


def titles(answer):
    return [row["title"] for row in answer.json()["results"]]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["Old news", "Withdrawals are paused"]),
        ("?active=true", ["Withdrawals are paused"]),
        ("?active=false", ["Old news"]),
        ("?kind=incident&language=ja", ["出金停止中"]),
        ("?active=true&language=ko", ["Withdrawals are paused"]),
    ],
)
def test_the_list_is_narrowed_and_speaks_the_language(client, rows, query, expected):
    assert titles(client.get(LIST + query)) == expected


@pytest.mark.parametrize(
    "query", ["?language=xx", "?kind=party", "?limit=0", "?cursor=nonsense", "?active=perhaps"]
)
def test_a_bad_question_is_refused(client, rows, query):
    assert client.get(LIST + query).status_code == 422


def test_pages_follow_one_another(client, rows):
    first = client.get(f"{LIST}?limit=1")
    second = client.get(f"{LIST}?limit=1&cursor={first.json()['next']}")
    assert titles(first) + titles(second) == ["Old news", "Withdrawals are paused"]


def test_who_has_the_answer_gets_none_until_something_changes(client, rows):
    running, _over = rows
    for path in (LIST, f"{LIST}{running.slug}/"):
        etag = client.get(path)["ETag"]
        assert client.get(path, headers={"If-None-Match": etag}).status_code == 304
        post_update(running, stage="identified", words={"en": path}, actor=None)
        assert client.get(path, headers={"If-None-Match": etag}).status_code == 200


def test_one_tells_its_course_and_its_languages(client, rows):
    running, _over = rows
    post_update(running, stage="identified", words={"en": "A **node**."}, actor=None)
    answer = client.get(f"{LIST}{running.slug}/", headers={"Accept-Language": "ja"})
    told = answer.json()
    assert (told["language"], told["languages"], answer["Content-Language"]) == ("ja", ["en", "ja"], "ja")
    assert told["updates"][0]["language"] == "en"
    assert "<strong>node</strong>" in told["updates"][0]["html"]
    assert "/ja/announcements/" in told["url"]
