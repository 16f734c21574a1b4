"""The editors' screen: what it lists and counts, what it saves, and what it refuses without losing a word."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from knowledgebase.glossary.actions import TermFacts, lock_words, save_words
from knowledgebase.glossary.models import Term, TermTranslation
from tests.factories import add_term, publish
from tests.factories.glossary import said

pytestmark = pytest.mark.django_db
LIST = "/console/glossary/"
TERM = "/console/glossary/terms/deposit/"


@pytest.fixture
def deposit():
    return add_term()


@pytest.fixture
def desk(client_of, agent):
    return client_of(agent)


@pytest.fixture
def leads(client_of, lead):
    return client_of(lead)


def listed(client, query):
    page = client.get(f"{LIST}?{query}").content.decode()
    return re.findall(r'href="/console/glossary/terms/([\w-]+)/"', page)


def test_the_list_narrows_by_word_language_and_state(desk, deposit):
    add_term(
        "fee",
        {
            "en": ("Fee", "A price you pay for a service."),
            "ru": ("Комиссия", "A price you pay for a service."),
        },
    )
    lock_words(deposit.translations.get(language="ar"), actor=None)
    save_words(deposit, "en", words=said("Deposit", "Money in."), actor=None)
    assert listed(desk, "") == ["deposit", "fee"]
    assert listed(desk, "q=%D0%9A%D0%BE%D0%BC%D0%B8%D1%81") == ["fee"]
    assert listed(desk, "language=ar&state=missing") == ["fee"]
    assert listed(desk, "language=ru&state=stale") == ["deposit"]
    assert listed(desk, "state=doubtful") == ["fee"]
    assert listed(desk, "state=locked&language=ar") == ["deposit"]
    assert listed(desk, "state=nonsense&language=tlh&page=x") == ["deposit", "fee"]


def test_coverage_is_counted_by_language(desk, deposit):
    add_term("fee", {"en": ("Fee", "A price.")})
    page = desk.get(LIST).content.decode()
    assert page.count("2 / 2") == 1
    assert page.count("1 / 2") == 3


def test_the_list_costs_few_queries_with_twenty_terms(desk, deposit, django_assert_max_num_queries):
    for n in range(20):
        add_term(f"t{n}", {"en": (f"Term {n}", "Words."), "ru": (f"Термин {n}", "Слова.")})
    with django_assert_max_num_queries(20):
        assert desk.get(LIST).status_code == 200


def test_words_are_saved_in_one_language(desk, deposit):
    sent = {"ko-name": "입금", "ko-short": "계정으로 보내는 코인.", "ko-synonyms": "예치\n\n 예치 \n입금액"}
    assert desk.post(f"{TERM}ko/", sent).status_code == 302
    row = TermTranslation.objects.get(language="ko")
    assert (row.name, row.synonyms, row.source_revision) == ("입금", ["예치", "입금액"], 1)


def test_refused_words_stand_in_the_form_and_nothing_changes(desk, deposit):
    add_term("usdt", {"en": ("USDT", "A coin.")}, facts=TermFacts(is_name_kept=True))
    answer = desk.post("/console/glossary/terms/usdt/ru/", {"ru-name": "Юсдт", "ru-short": "Монета."})
    assert answer.status_code == 422
    assert 'value="Юсдт"' in answer.content.decode()
    assert not TermTranslation.objects.filter(term__slug="usdt", language="ru").exists()


def test_locked_words_are_closed_to_an_agent_and_open_to_a_lead(desk, leads, deposit):
    leads.post(f"{TERM}ar/lock/")
    assert desk.get(TERM).content.decode().count("<fieldset") == 7
    assert " disabled>" in desk.get(TERM).content.decode()
    sent = {"ar-name": "ايداع", "ar-short": "مال."}
    assert desk.post(f"{TERM}ar/", sent).status_code == 403
    assert leads.post(f"{TERM}ar/", sent).status_code == 302
    leads.post(f"{TERM}ar/lock/")
    assert not TermTranslation.objects.get(language="ar").is_locked


def test_a_new_term_leads_to_its_other_languages(desk):
    sent = {"slug": "fee", "source_language": "en", "name": "Fee", "short": "A price."}
    assert desk.post(f"{LIST}new/", sent).url == "/console/glossary/terms/fee/"
    again = desk.post(f"{LIST}new/", sent)
    assert (again.status_code, Term.objects.count()) == (422, 1)


def test_facts_point_to_terms_and_articles_that_exist(desk, deposit):
    article = publish().article
    add_term("fee", {"en": ("Fee", "A price.")})
    sent = {"source_language": "en", "related_terms": "fee", "related_articles": article.slug}
    assert desk.post(f"{TERM}facts/", sent).status_code == 302
    assert [one.slug for one in deposit.related_terms.all()] == ["fee"]
    assert desk.post(f"{TERM}facts/", {**sent, "related_terms": "fee, nothing"}).status_code == 422


def test_removing_is_confirmed(desk, leads, deposit):
    assert desk.post(f"{TERM}ru/remove/").status_code == 422
    assert desk.post(f"{TERM}ru/remove/", {"confirm": "yes"}).status_code == 302
    assert leads.post(f"{TERM}remove/").status_code == 422
    assert leads.post(f"{TERM}remove/", {"confirm": "yes"}).status_code == 302
    assert not Term.objects.exists()


def test_a_file_is_checked_first_and_then_taken_in(leads, deposit):
    table = leads.get(f"{LIST}export.csv").content.replace("Пополнение".encode(), "Ввод".encode())

    def send(**more):
        return leads.post(f"{LIST}import/", {"file": SimpleUploadedFile("g.csv", table), **more})

    assert "Changed: 1" in send(is_rehearsal="on").content.decode()
    assert not TermTranslation.objects.filter(name="Ввод").exists()
    assert send().status_code == 200
    assert TermTranslation.objects.filter(name="Ввод").exists()


def test_a_bad_file_is_refused_at_the_form(leads):
    answer = leads.post(f"{LIST}import/", {"file": SimpleUploadedFile("g.exe", b"MZ")})
    assert answer.status_code == 422
    assert "Choose a .csv" in answer.content.decode()


def test_script_in_any_field_is_only_words(desk):
    bad = "</textarea><script>alert(1)</script>"
    add_term("odd", {"en": (bad, bad, [bad])})
    for path in (LIST, "/console/glossary/terms/odd/"):
        assert "<script>alert" not in desk.get(path).content.decode()
