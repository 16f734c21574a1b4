"""Misspelt words: read as the nearest written ones, in every alphabet, and never against the reader's will."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledgebase.actions import withdraw_translation
from knowledgebase.models import SearchSpelling
from knowledgebase.search import rebuild
from knowledgebase.search.spelling import slips
from knowledgebase.selectors import Wish, search, search_for, suggest
from tests.factories import publish


@pytest.fixture
def articles(db):
    publish(title="Withdrawal delayed", body="A withdrawal is reviewed first. Verification takes an hour.")
    publish(title="Deposit missing", body="Where a deposit is. Fees are free.")
    publish(language="ru", title="Вывод средств задерживается", body="Верификация занимает час.")
    publish(language="es", title="Comisión por retiro", body="La verificación tarda una hora.")
    publish(language="ar", title="تأخر السحب", body="المراجعة تستغرق ساعة.")


@pytest.mark.parametrize(
    ("query", "language", "mended"),
    [
        ("withdrawl", "en", "withdrawal"),
        ("my depsoit is mising", "en", "my deposit is missing"),
        ("Verifcaton", "en", "verification"),
        ("varification", "en", "verification"),
        ("верефикация", "ru", "верификация"),
        ("выовд средств", "ru", "вывод средств"),
        ("verificacon", "es", "verificación"),
        ("المراجمة", "ar", "المراجعة"),
        ("withdrawl", "zh-hans", "withdrawal"),
    ],
)
def test_a_slip_of_the_keyboard_is_mended(articles, query, language, mended):
    page = search(query, language)
    assert page.mended == mended
    assert page.hits


@pytest.mark.parametrize(
    "query",
    ["withdrawals delayed", "deposit 0x12abf3", "fees", "my bank", "qqxyzzy", "提币没到", "d3posit", "depo"],
)
def test_what_is_written_somewhere_or_near_nothing_stays_as_typed(articles, query):
    assert search(query, "en").mended == ""


def test_the_answer_to_a_mended_query_is_that_of_the_right_one(articles):
    right, typed = (search(query, "en") for query in ("withdrawal delayed", "withdrawl delayd"))
    assert [hit.url for hit in typed.hits] == [hit.url for hit in right.hits]
    assert ("Withdrawal", True) in typed.hits[0].title_pieces


def test_who_means_what_they_typed_gets_that(articles):
    page = search_for(Wish("withdrawl", "en", as_typed=True))
    assert (page.mended, page.hits) == ("", [])


def test_a_misspelt_word_still_suggests(articles):
    assert [row.url for row in suggest("withdrawl", "en")] == [
        hit.url for hit in search("withdrawal", "en").hits
    ]


def test_a_word_nobody_may_read_any_more_is_no_help(articles):
    withdraw_translation(publish(title="Staking"), actor=None)
    assert search("stakin", "en").mended == ""


def test_the_dictionary_after_edits_holds_that_of_a_fresh_index(articles):
    words = set(SearchSpelling.objects.values_list("language", "part", "word"))
    rebuild()
    assert words == set(SearchSpelling.objects.values_list("language", "part", "word"))


def test_mending_costs_few_queries_and_none_without_need(articles, django_assert_max_num_queries):
    search("the glossary is read once", "en")
    with django_assert_max_num_queries(6):
        search("withdrawal delayed", "en")
    with django_assert_max_num_queries(13):
        search("withdrawl delayd verifcation vreification", "en")


@pytest.mark.parametrize(
    ("typed", "word", "count"),
    [("fees", "fees", 0), ("depsoit", "deposit", 1), ("acount", "account", 1), ("verifcaton", "verification", 2), ("a", "bcd", 3)],
)  # fmt: skip
def test_slips_are_letters_left_out_added_changed_or_swapped(typed, word, count):
    assert slips(typed, word, 2) == count


words = st.text("abcd", max_size=8)


@given(words, words)
def test_slips_count_the_same_both_ways(one, other):
    assert slips(one, other, 2) == slips(other, one, 2)
    assert (slips(one, other, 2) == 0) == (one == other)
