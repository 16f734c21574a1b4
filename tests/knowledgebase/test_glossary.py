"""The glossary: what its pages show, what its actions refuse, and what hostile words do to it."""

import json
import re

import pytest
from django.utils.translation import override

from helpdesk.ledger.models import Event
from helpdesk.lib.errors import Conflict, Forbidden, Invalid
from knowledgebase.glossary.actions import (
    TermFacts,
    change_term,
    lock_words,
    relate_term,
    remove_term,
    remove_words,
    save_words,
    unlock_words,
)
from knowledgebase.glossary.models import Term, TermTranslation
from knowledgebase.glossary.ordering import letter
from tests.factories import add_term, publish
from tests.factories.glossary import said

pytestmark = pytest.mark.django_db
SCRIPT = "</script><img src=x onerror=alert(1)>\"'"


@pytest.fixture
def deposit():
    return add_term()


@pytest.fixture
def locked(deposit):
    return lock_words(deposit.translations.get(language="zh-hans"), actor=None)


def text(client, path, **extra):
    return client.get(path, **extra).content.decode()


def test_the_list_groups_by_letter_and_marks_other_languages(client, deposit):
    page = text(client, "/ru/glossary/")
    assert ">П</h2>" in page
    assert 'href="/ru/glossary/deposit/">Пополнение</a>' in page
    spanish = text(client, "/es/glossary/")
    assert re.search(r'class="glossary__term" lang="en" dir="ltr"', spanish)


@pytest.mark.parametrize(
    ("name", "heading"),
    [("Ákvörðun", "A"), ("2FA", "0–9"), ("출금", "ㅊ"), ("까지", "ㄱ"), ("الإيداع", "ا"), ("вывод", "В")],
)
def test_each_script_has_its_own_letters(name, heading):
    assert letter(name) == heading


def test_chinese_groups_by_topic_in_the_order_of_the_shelves(client):
    shelf = publish().article.category
    add_term("fee", {"en": ("Fee", "A price.")})
    add_term(facts=TermFacts(category=shelf))
    page = text(client, "/zh-hans/glossary/")
    assert page.index("充值</a>") < page.index("Fee</a>")


@pytest.mark.parametrize("query", ["top-up", "account", "DEPÓSIT", "coins+you"])
def test_the_filter_finds_names_spellings_and_definitions(client, deposit, query):
    add_term("fee", {"en": ("Fee", "A price.")})
    page = text(client, f"/en/glossary/?q={query}")
    assert ">Deposit</a>" in page
    assert ">Fee</a>" not in page


def test_a_filter_without_result_leads_on(client, deposit):
    assert "No such word here" in text(client, "/en/glossary/?q=qqxyzzy")


def test_a_long_glossary_shows_a_letter_at_a_time(client, monkeypatch):
    monkeypatch.setattr("knowledgebase.glossary.showing.MOST_AT_ONCE", 1)
    add_term()
    add_term("fee", {"en": ("Fee", "A price.")})
    assert ">Fee</a>" not in text(client, "/en/glossary/")
    assert ">Fee</a>" in text(client, "/en/glossary/?group=g1")


def test_a_term_says_what_it_is_where_it_matters_and_in_which_languages(client, deposit, settings):
    article = publish(title="Where is my deposit").article
    fee = add_term("fee", {"en": ("Fee", "A price.")})
    relate_term(deposit, terms=[fee], articles=[article], actor=None)
    page = text(client, "/zh-hans/glossary/deposit/")
    assert "转入您账户的币。" in page
    assert "Where is my deposit" in page
    assert 'href="/zh-hans/glossary/fee/"' in page
    assert set(re.findall(r'rel="alternate" hreflang="([\w-]+)"', page)) == {
        *("en", "zh-hans", "ru", "ar"),
        "x-default",
    }


def test_a_missing_translation_is_said_and_the_switch_stays_on_the_page(client, deposit, settings):
    page = text(client, "/ko/glossary/deposit/")
    assert '<header class="reader__head" lang="en" dir="ltr">' in page
    assert 'class="banner notice"' in page
    assert f'<link rel="canonical" href="{settings.BASE_URL}/en/glossary/deposit/">' in page
    assert '<a class="menu__item" href="/ar/glossary/deposit/"' in page


def test_search_engines_read_the_term(client):
    add_term("odd", {"en": (SCRIPT, "Short.", ["other"])})
    page = text(client, "/en/glossary/odd/")
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    facts = {block["@type"]: block for block in map(json.loads, blocks)}
    assert facts["DefinedTerm"]["name"] == SCRIPT
    assert facts["DefinedTerm"]["alternateName"] == ["other"]
    assert "<img" not in page


def test_script_in_any_field_is_only_words(client):
    add_term("odd", {"en": (SCRIPT, SCRIPT, [SCRIPT[:70]])})
    save_words(
        Term.objects.get(),
        "en",
        words=said(SCRIPT, SCRIPT, [SCRIPT[:70]], f"{SCRIPT} [x](javascript:alert(1))"),
        actor=None,
    )
    for path in ("/en/glossary/", "/en/glossary/odd/", "/en/glossary/?q=script"):
        page = text(client, path)
        assert "<img" not in page
        assert 'href="javascript' not in page


@pytest.mark.parametrize(
    ("path", "most"), [("/en/glossary/", 3), ("/zh-hans/glossary/", 5), ("/en/glossary/deposit/", 6)]
)
def test_pages_cost_few_queries_and_kept_ones_none(
    client, deposit, path, most, django_assert_max_num_queries
):
    for n in range(20):
        add_term(f"t{n}", {"en": (f"Term {n}", "Words."), "zh-hans": (f"词{n}", "词。")})
    with django_assert_max_num_queries(most):
        assert client.get(path).status_code == 200
    with django_assert_max_num_queries(0):
        assert client.get(path).status_code == 200


def test_a_change_is_seen_at_once(client, deposit, django_capture_on_commit_callbacks):
    client.get("/en/glossary/deposit/")
    with django_capture_on_commit_callbacks(execute=True):
        save_words(deposit, "en", words=said("Deposit", "Money in."), actor=None)
    assert "Money in." in text(client, "/en/glossary/deposit/")


def test_the_sitemap_names_a_term_in_each_of_its_languages(client, deposit, settings):
    xml = text(client, "/sitemap.xml")
    assert f"<loc>{settings.BASE_URL}/ar/glossary/deposit/</loc>" in xml
    assert "/ko/glossary/deposit/" not in xml


def test_an_unknown_term_is_404(client, deposit):
    assert client.get("/en/glossary/nothing/").status_code == 404


def test_the_same_words_twice_are_one_revision(deposit):
    before = Event.objects.count()
    row = save_words(
        deposit,
        "en",
        words=said(*("Deposit", "Coins you send to your account.", ["deposits", "top-up"])),
        actor=None,
    )
    assert (row.revision, Event.objects.count()) == (1, before)


def test_words_remember_the_source_they_were_made_from_and_can_be_confirmed(deposit):
    save_words(deposit, "en", words=said("Deposit", "Money in."), actor=None)
    chinese = deposit.translations.get(language="zh-hans")
    assert chinese.source_revision == 1
    again = save_words(
        deposit, "zh-hans", words=said(chinese.name, chinese.short, chinese.synonyms), actor=None
    )
    assert again.source_revision == 2


def test_locked_words_refuse_an_agent_and_follow_a_lead(locked, agent, lead):
    with pytest.raises(Forbidden):
        save_words(locked.term, "zh-hans", words=said("入金", "钱。"), actor=agent)
    with pytest.raises(Forbidden):
        remove_words(locked.term, "zh-hans", actor=agent)
    assert TermTranslation.objects.get(pk=locked.pk).name == "充值"
    assert save_words(locked.term, "zh-hans", words=said("入金", "钱。"), actor=lead).name == "入金"


def test_only_leads_lock_unlock_and_remove_terms(locked, agent, lead):
    for refused in (lambda: unlock_words(locked, actor=agent), lambda: remove_term(locked.term, actor=agent)):
        with pytest.raises(Forbidden):
            refused()
    assert not unlock_words(locked, actor=lead).is_locked
    remove_term(locked.term, actor=lead)
    assert not Term.objects.exists()


def test_a_kept_name_is_the_same_in_every_language(deposit):
    usdt = add_term("usdt", {"en": ("USDT", "A coin.")}, facts=TermFacts(is_name_kept=True))
    with pytest.raises(Invalid):
        save_words(usdt, "zh-hans", words=said("泰达币", "一种币。"), actor=None)
    assert save_words(usdt, "zh-hans", words=said("USDT", "一种币。", ["泰达币"]), actor=None).synonyms == [
        "泰达币"
    ]
    with pytest.raises(Invalid):
        change_term(deposit, facts=TermFacts(is_name_kept=True), actor=None)


def test_the_source_comes_first_and_leaves_last(deposit):
    with pytest.raises(Conflict):
        remove_words(deposit, "en", actor=None)
    with pytest.raises(Invalid):
        change_term(deposit, facts=TermFacts(source_language="ko"), actor=None)
    assert change_term(deposit, facts=TermFacts(source_language="ru"), actor=None).source_language == "ru"


@pytest.mark.parametrize(
    "words",
    [
        said("", "Short."),
        said("\u202e\u2066", "Short."),
        said("Name", ""),
        said("N" * 121, "Short."),
        said("Name", "S" * 301),
        said("Name", "Short.", ["x" * 10_240]),
        said("Name", "Short.", ["x"] * 41),
        said("Name", "Short.", long="x" * 20_001),
        said("Na\x00me", "Short."),
    ],
)
def test_bad_words_are_refused_and_nothing_changes(deposit, words):
    before = list(TermTranslation.objects.values())
    with pytest.raises(Invalid):
        save_words(deposit, "en", words=words, actor=None)
    assert list(TermTranslation.objects.values()) == before


def test_marks_that_turn_text_round_are_dropped(deposit):
    row = save_words(deposit, "en", words=said("De\u202eposit", "Co\u2066ins."), actor=None)
    assert (row.name, row.short) == ("Deposit", "Coins.")


@pytest.mark.parametrize("slug", ["deposit", "two words", "../x", "", "x" * 81])
def test_a_taken_or_malformed_slug_refuses(deposit, slug):
    with pytest.raises((Conflict, Invalid)):
        add_term(slug)
    assert Term.objects.count() == 1


def test_what_happened_reads_as_a_sentence(deposit, lead):
    lock_words(deposit.translations.get(language="ar"), actor=lead)
    with override("en"):
        assert Event.objects.filter(verb="term.words_locked").get().data == {
            "slug": "deposit",
            "language": "ar",
        }
