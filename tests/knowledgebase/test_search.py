"""Finding articles: in every script, on both databases, in step with what is published."""

import pytest

from knowledgebase.actions import archive_article, restore_article, withdraw_translation
from knowledgebase.models import SearchRow, SearchSize, SearchTerm
from knowledgebase.search import rebuild
from knowledgebase.selectors import search, suggest
from tests.factories import publish

pytestmark = pytest.mark.django_db

WITHDRAWAL = {
    "en": ("My withdrawal is delayed", "withdrawals delayed"),
    "zh-hans": ("提币迟迟没有到账", "提币"),
    "es": ("Mi retiro está retrasado", "retiros"),
    "ru": ("Вывод средств задерживается", "выводом"),
    "ja": ("出金が届きません", "出金"),
    "ko": ("출금이 늦어지고 있어요", "출금을"),
    "ar": ("تأخر السحب", "السحب"),
}


def titles(page):
    return [hit.translation.title for hit in page.hits]


@pytest.mark.parametrize("language", WITHDRAWAL)
def test_it_finds_words_in_the_readers_language(language):
    title, query = WITHDRAWAL[language]
    publish(language=language, title=title)
    publish(language=language, title="2FA")
    assert titles(search(query, language)) == [title]


def test_a_title_outranks_a_mention():
    publish(title="Fees", body="The network sets them. " * 20 + "A withdrawal is checked first.")
    publish(title="Withdrawal limits", body="How much you can send.")
    assert titles(search("withdrawal", "en"))[0] == "Withdrawal limits"


def test_an_example_question_is_found_as_a_reader_asks_it():
    publish(title="Confirmations", questions=["where is my deposit"])
    publish(title="Deposit fees", body="A deposit is free.")
    assert titles(search("where is my deposit", "en"))[0] == "Confirmations"


def test_another_language_answers_when_the_readers_own_has_nothing():
    publish(title="Passkeys")
    page = search("passkeys", "ja")
    assert [hit.is_fallback for hit in page.hits] == [True]
    assert page.fallback_used


def test_an_article_found_in_another_language_is_shown_in_the_readers_own():
    english = publish(title="Withdrawal limits")
    publish(english.article, "zh-hans", title="提币限额")
    page = search("withdrawal limits", "zh-hans")
    assert titles(page) == ["提币限额"]
    assert page.hits[0].url == f"/zh-hans/articles/{english.article.slug}/"


def test_drafts_and_withdrawn_and_archived_articles_are_not_found():
    withdraw_translation(publish(title="Gone withdrawal"), actor=None)
    archived = archive_article(publish(title="Old withdrawal").article, actor=None)
    assert titles(search("withdrawal", "en")) == []
    restore_article(archived, actor=None)
    assert titles(search("withdrawal", "en")) == ["Old withdrawal"]


@pytest.mark.parametrize(
    "query",
    [
        "",
        " ",
        "?!,.",
        "\x00",
        "\u202e\u2066",
        "a" * 10_000,
        "提" * 10_000,
        "' OR 1=1 --",
        '"*" AND NEAR(',
        "{title} : x",
        "🙂",
        "ก" * 500,
    ],
)
def test_any_query_is_answered(query):
    publish(title="Withdrawal limits")
    search(query, "en")
    suggest(query, "en")


def test_a_beginning_is_enough_for_a_suggestion():
    publish(title="Withdrawal limits")
    publish(language="ru", title="Лимиты на вывод")
    publish(language="zh-hans", title="提币限额")
    assert [s.url for s in suggest("withdr", "en")]
    assert [s.language for s in suggest("лими", "ru")] == ["ru"]
    assert [s.language for s in suggest("提币", "zh-hans")] == ["zh-hans"]


def test_counts_after_edits_equal_those_of_a_fresh_index():
    kept = publish(title="Withdrawal limits", body="one two two")
    publish(kept.article, "en", title="Withdrawal fees", body="two three")
    withdraw_translation(publish(title="Gone"), actor=None)
    before = counts()
    rebuild()
    assert counts() == before


def counts():
    terms = SearchTerm.objects.exclude(rows=0).values_list("language", "term", "rows")
    sizes = SearchSize.objects.exclude(rows=0).values_list(
        "language", "rows", "title", "questions", "summary", "body"
    )
    return sorted(terms), sorted(sizes), SearchRow.objects.count()


def test_a_search_costs_at_most_six_queries(django_assert_max_num_queries):
    for number in range(20):
        publish(title=f"Withdrawal limits {number}")
    with django_assert_max_num_queries(6):
        assert len(search("withdrawal limits", "zh-hans").hits) == 10
