"""A search that names a term finds what says it otherwise, in any language, and weighs the reader's own words higher."""

import pytest

from knowledgebase.glossary.actions import TermFacts, save_words
from knowledgebase.glossary.selectors import expansions
from knowledgebase.search import find
from knowledgebase.selectors import search
from tests.factories import add_term, publish
from tests.factories.glossary import said

pytestmark = pytest.mark.django_db
USDT = {
    "en": ("USDT", "A coin.", ["Tether"]),
    "zh-hans": ("USDT", "一种币。", ["泰达币"]),
    "ar": ("USDT", "عملة.", ["تيثر"]),
}


@pytest.fixture
def usdt():
    return add_term("usdt", USDT, facts=TermFacts(is_name_kept=True))


def titles(query, language):
    return [hit.translation.title for hit in search(query, language).hits]


def test_a_synonym_finds_the_article_of_another_language(usdt):
    publish(title="How to send USDT", body="Choose the network.")
    publish(title="Something else", body="Nothing of it.")
    assert titles("泰达币", "zh-hans") == ["How to send USDT"]
    assert titles("كيف أرسل تيثر", "ar") == ["How to send USDT"]
    assert titles("tether", "en") == ["How to send USDT"]


def test_without_the_term_nothing_is_found():
    publish(title="How to send USDT", body="Choose the network.")
    assert titles("泰达币", "zh-hans") == []


def test_the_readers_own_words_weigh_more(usdt):
    publish(title="About USDT", body="A coin.")
    publish(title="About Tether", body="A coin.")
    assert titles("tether", "en") == ["About Tether", "About USDT"]
    assert titles("usdt", "en") == ["About USDT", "About Tether"]


def test_a_slip_beside_a_term_does_not_lift_its_other_spellings(usdt):
    publish(title="Send USDT", body="Coins on their way.", questions=["usdt fees"])
    publish(title="What a tether is", body="Tether tether tether tether.")
    assert titles("usdt", "en")[0] == "Send USDT"
    assert titles("usdt qqzzxq", "en")[0] == "Send USDT"


def test_the_readers_language_comes_before_another(usdt):
    publish(title="How to send USDT", body="Send USDT.")
    publish(language="zh-hans", title="如何转泰达币", body="转泰达币。")
    assert titles("泰达币", "zh-hans")[0] == "如何转泰达币"


def test_a_word_of_the_glossary_is_not_misspelt(usdt):
    publish(title="Ether and ether staking", body="ether ether")
    publish(title="Send USDT", body="USDT")
    result = find("tether", "en")
    assert result.mended == ""
    assert titles("tether", "en") == ["Send USDT"]


def test_a_longer_naming_hides_the_term_inside_it():
    add_term("network", {"en": ("Network", "What carries.", ["chain"])})
    add_term("network-fee", {"en": ("Network fee", "What it costs.", ["gas"])})
    named = expansions(["network", "fee"], "en")
    assert [sorted(one.said) for one in named] == [["fee", "network"]]
    assert named[0].others["en"][1] == ("gas",)


def test_a_new_spelling_counts_at_once(usdt, django_capture_on_commit_callbacks):
    publish(title="How to send USDT", body="Choose the network.")
    assert titles("digital dollar", "en") == []
    with django_capture_on_commit_callbacks(execute=True):
        save_words(usdt, "en", words=said("USDT", "A coin.", ["digital dollar"]), actor=None)
    assert titles("digital dollar", "en") == ["How to send USDT"]


def test_a_sentence_is_read_with_its_terms_said_otherwise(usdt):
    add_term("deposit", {"en": ("Deposit", "In.", ["top-up"]), "zh-hans": ("充值", "转入。", ["充币"])})
    publish(title="Deposit USDT", body="Choose the network.")
    publish(title="Sell USDT", body="Choose the price.")
    assert titles("怎么充值泰达币", "zh-hans")[0] == "Deposit USDT"


@pytest.mark.parametrize(
    "query", ["泰达币" * 200, "tether " * 500, "\u202etether\u2066", "?!", "泰达币 tether تيثر"]
)
def test_any_query_is_survived(usdt, query, django_assert_max_num_queries):
    publish(title="How to send USDT")
    with django_assert_max_num_queries(16):
        find(query, "zh-hans")
