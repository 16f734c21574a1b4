"""The glossary for machines: pages by cursor, negotiates the language, knows 304."""

import pytest

from knowledgebase.glossary.actions import TermFacts, relate_term, save_words
from tests.factories import add_term, publish
from tests.factories.glossary import said

pytestmark = pytest.mark.django_db


@pytest.fixture
def deposit():
    return add_term()


def test_pages_follow_each_other_by_cursor_and_cost_few_queries(
    client, deposit, django_assert_max_num_queries
):
    for n in range(20):
        add_term(f"t{n:02}", {"en": (f"Term {n}", "Words.")})
    with django_assert_max_num_queries(3):
        first = client.get("/api/v1/glossary/?limit=15").json()
    second = client.get(f"/api/v1/glossary/?limit=15&cursor={first['next']}").json()
    slugs = [row["slug"] for row in first["results"] + second["results"]]
    assert (len(slugs), slugs[0], second["next"]) == (21, "deposit", "")
    assert slugs == sorted(slugs)


@pytest.mark.parametrize(
    ("query", "header", "language", "name"),
    [
        ("?language=zh_CN", "", "zh-hans", "充值"),
        ("", "ru", "ru", "Пополнение"),
        ("?language=ko", "", "en", "Deposit"),
        ("?language=zh-hant", "", "zh-hans", "充值"),
        ("?language=de", "", "en", "Deposit"),
    ],
)
def test_the_language_is_negotiated_and_said(client, deposit, query, header, language, name):
    for path in ("/api/v1/glossary/deposit/", "/api/v1/glossary/"):
        answer = client.get(path + query, headers={"Accept-Language": header})
        row = answer.json().get("results", [answer.json()])[0]
        assert (row["language"], row["name"]) == (language, name)


def test_the_whole_term_names_what_it_points_to(client, deposit):
    usdt = add_term("usdt", {"en": ("USDT", "A coin.")}, facts=TermFacts(is_name_kept=True))
    article = publish().article
    relate_term(deposit, terms=[usdt], articles=[article], actor=None)
    save_words(
        deposit, "en", words=said("Deposit", "Coins in.", ["top-up"], "Send **USDT** here."), actor=None
    )
    facts = client.get("/api/v1/glossary/deposit/").json()
    assert (facts["definition"], facts["explanation"]) == ("Coins in.", "Send **USDT** here.")
    assert (facts["related_terms"], facts["related_articles"]) == (["usdt"], [article.slug])
    assert facts["languages"] == ["ar", "en", "ru", "zh-hans"]
    assert client.get("/api/v1/glossary/usdt/").json()["do_not_translate"] is True


@pytest.mark.parametrize("path", ["/api/v1/glossary/", "/api/v1/glossary/deposit/"])
def test_who_has_the_words_is_told_so_until_they_change(
    client, deposit, path, django_capture_on_commit_callbacks
):
    etag = client.get(path).headers["ETag"]
    assert client.get(path, headers={"If-None-Match": etag}).status_code == 304
    with django_capture_on_commit_callbacks(execute=True):
        save_words(deposit, "en", words=said("Deposit", "Money in."), actor=None)
    assert client.get(path, headers={"If-None-Match": etag}).status_code == 200


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/v1/glossary/nothing/", 404),
        ("/api/v1/glossary/?language=tlh", 422),
        ("/api/v1/glossary/?cursor=%00", 422),
        ("/api/v1/glossary/?limit=101", 422),
    ],
)
def test_what_cannot_be_answered_is_refused(client, deposit, path, status):
    assert client.get(path).status_code == status
