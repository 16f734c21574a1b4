"""The help center's pages: what they show, what they cost, and what a visitor's browser may keep."""

import json
import re
from xml.etree import ElementTree

import pytest
import time_machine
from django.core.cache import cache
from django.template.loader import render_to_string
from django.utils.timezone import now
from django.utils.translation import override

from helpdesk.ledger.models import Event
from helpdesk.lib.rates import enforce
from knowledgebase.actions import Words, publish_translation, relate_article, save_translation, verify_article
from knowledgebase.announcements.banner import announced
from knowledgebase.contact import contact_channels
from knowledgebase.glossary.book import book
from knowledgebase.models import CategoryTranslation, Vote
from tests.factories import ArticleFactory, CategoryFactory, publish

pytestmark = pytest.mark.django_db

STEPS = "## First\n\n::: steps\n1. Open it.\n2. Close it.\n:::\n\n## Second\n\n[fees](article:fees)\n\n## Third\n\nDone."


@pytest.fixture
def shelf():
    category = CategoryFactory(slug="withdrawals")
    CategoryTranslation.objects.create(category=category, language="en", title="Withdrawals")
    CategoryTranslation.objects.create(category=category, language="zh-hans", title="提币")
    return category


@pytest.fixture
def limits(shelf):
    english = publish(
        ArticleFactory(slug="limits", category=shelf),
        title="Withdrawal limits",
        summary="How much.",
        body=STEPS,
    )
    publish(english.article, "zh-hans", title="提币限额")
    return english


@pytest.fixture
def many(shelf):
    return [publish(ArticleFactory(category=shelf), title=f"Withdrawal {n}", body=STEPS) for n in range(20)]


def text(client, path, **extra):
    return client.get(path, **extra).content.decode()


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/en/", 8),
        ("/en/categories/withdrawals/", 8),
        ("/en/articles/limits/", 6),
        ("/ar/articles/limits/", 6),
        ("/en/search/?q=withdrawal", 8),
        ("/en/search/?q=withdrawal&category=withdrawals&page=2", 8),
        ("/en/search/?q=withdrawl", 12),
        ("/en/search/?q=nothing-like-it", 13),
        ("/en/search/suggest/?q=withdr", 8),
        ("/en/feed/", 1),
        ("/sitemap.xml", 1),
        ("/api/v1/articles/", 3),
        ("/api/v1/search/?q=withdrawal", 6),
    ],
)
def test_a_page_costs_few_queries_with_twenty_articles(
    client, many, limits, path, most, django_assert_max_num_queries
):
    with override("ar" if path.startswith("/ar/") else "en"):
        contact_channels()  # the present waits are looked up once in ten seconds for all pages
        book()  # and the glossary once in half a minute
        announced()  # what is announced, once in fifteen
    with django_assert_max_num_queries(most):
        assert client.get(path).status_code == 200


@pytest.mark.parametrize("path", ["/en/", "/en/articles/limits/"])
def test_a_kept_page_costs_no_query(client, limits, path, django_assert_num_queries):
    client.get(path)
    with django_assert_num_queries(0):
        assert client.get(path).status_code == 200


def test_the_browser_is_told_when_it_has_the_page_already(client, limits):
    first = client.get("/en/articles/limits/")
    again = client.get("/en/articles/limits/", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert first.headers["Last-Modified"]
    assert first.headers["Cache-Control"] == "private, no-cache"


def test_an_edit_is_seen_at_once(client, limits, django_capture_on_commit_callbacks):
    first = client.get("/en/articles/limits/")
    with django_capture_on_commit_callbacks(execute=True):
        saved = save_translation(limits.article, "en", words=Words("New limits"), actor=None)
        publish_translation(saved, actor=None)
    again = client.get("/en/articles/limits/", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 200
    assert "New limits" in again.content.decode()


def test_a_kept_page_gives_each_visitor_a_form_of_their_own(client, limits, client_of):
    strict = client_of(None, enforce_csrf_checks=True)
    client.get("/en/articles/limits/")
    token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', text(strict, "/en/articles/limits/"))[1]
    answer = strict.post("/en/articles/limits/vote/", {"helpful": "yes", "csrfmiddlewaretoken": token})
    assert answer.status_code == 302


def test_what_a_signed_in_reader_sees_is_never_kept(client_of, client, customer, limits):
    client_of(customer).get("/en/articles/limits/")
    assert customer.short_name not in text(client, "/en/articles/limits/")


def test_an_article_has_one_h1_contents_and_steps(client, limits):
    page = text(client, "/en/articles/limits/")
    assert page.count("<h1") == 1
    assert 'class="steps"' in page
    assert page.count('class="contents__item') == 2 * 3


def test_a_link_to_an_unpublished_article_stays_words(client, limits):
    assert ">fees</a>" not in text(client, "/en/articles/limits/")
    publish(ArticleFactory(slug="fees"))
    cache.clear()
    assert 'href="/en/articles/fees/"' in text(client, "/en/articles/limits/")


def test_a_missing_translation_is_said_and_shown_in_its_own_direction(client, limits, settings):
    page = text(client, "/ar/articles/limits/")
    assert '<div class="prose" lang="en" dir="ltr">' in page
    assert 'href="/zh-hans/articles/limits/"' in page
    assert f'<link rel="canonical" href="{settings.BASE_URL}/en/articles/limits/">' in page


def test_every_published_language_is_linked_and_no_other(client, limits):
    page = text(client, "/en/articles/limits/")
    assert set(re.findall(r'rel="alternate" hreflang="([\w-]+)"', page)) == {"en", "zh-hans", "x-default"}


def test_a_language_without_interface_is_read_inside_the_readers(client, limits):
    publish(limits.article, "de", title="Auszahlungsgrenzen")
    assert "Auszahlungsgrenzen" in text(client, "/en/articles/limits/in/de/")
    assert client.get("/en/articles/limits/in/fr/").status_code == 404


def test_a_stale_translation_says_so(client, limits):
    publish(limits.article, "en", title="Limits, revised")
    assert 'class="notice notice--quiet"' in text(client, "/zh-hans/articles/limits/")
    assert 'class="notice notice--quiet"' not in text(client, "/en/articles/limits/")
    assert "The original has changed" in render_notice(limits.article)


def render_notice(article):
    """The notice above the Chinese words, in English whatever catalogs are compiled."""
    chinese = article.translations.get(language="zh-hans")
    with override("en"):
        return render_to_string(
            "knowledgebase/_language_notice.html", {"translation": chinese, "article": article}
        )


def test_search_engines_read_the_article_and_its_place(client, limits):
    publish(limits.article, "en", title="</script><b>&", summary="x")
    blocks = re.findall(
        r'<script type="application/ld\+json">(.*?)</script>', text(client, "/en/articles/limits/")
    )
    facts = {block["@type"]: block for block in map(json.loads, blocks)}
    assert facts["Article"]["headline"] == "</script><b>&"
    assert [item["name"] for item in facts["BreadcrumbList"]["itemListElement"]][1:] == ["Withdrawals"]


def test_questions_in_headings_are_told_to_search_engines_with_their_answers(client, limits):
    body = "## How much?\n\nA lot.\n\n| Coin | Most |\n|---|---|\n| BTC | 2 |\n\n## Notes\n\nNone.\n\n## When?\n\nNow."
    publish(limits.article, "en", title="Limits", body=body)
    found = json.loads(
        re.search(r'ld\+json">(\{[^<]*FAQPage.*?)</script>', text(client, "/en/articles/limits/"))[1]
    )
    said = [(entry["name"], entry["acceptedAnswer"]["text"]) for entry in found["mainEntity"]]
    assert said == [("How much?", "A lot. Coin – Most BTC – 2"), ("When?", "Now.")]


def test_the_feed_tells_what_changed_in_the_readers_words_and_knows_304(client, limits, settings):
    publish(ArticleFactory(slug="fees"), title="Fees <b>&")
    first = client.get("/zh-hans/feed/")
    xml = ElementTree.fromstring(first.content)
    atom = "{http://www.w3.org/2005/Atom}"
    titles = [entry.find(f"{atom}title").text for entry in xml.iter(f"{atom}entry")]
    assert titles == ["Fees <b>&", "提币限额"]
    assert f'href="{settings.BASE_URL}/zh-hans/articles/limits/"' in first.content.decode()
    assert client.get("/zh-hans/feed/", headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    assert 'type="application/atom+xml"' in text(client, "/zh-hans/")


def test_verified_and_related_are_shown(client, limits):
    other = publish(title="Withdrawal fees")
    relate_article(limits.article, [other.article], actor=None)
    verify_article(limits.article, actor=None)
    page = text(client, "/en/articles/limits/")
    assert "Verified" in page
    assert "Withdrawal fees" in page


def test_a_visitor_votes_once_per_revision_and_may_change_their_mind(client, limits):
    client.post("/en/articles/limits/vote/", {"helpful": "yes"})
    answer = client.post("/en/articles/limits/vote/", {"helpful": "no"})
    assert answer.url == "/en/articles/limits/?feedback=no#feedback"
    assert list(Vote.objects.values_list("is_helpful", "revision")) == [(False, 1)]
    client.post("/en/articles/limits/vote/", {"reason": "unclear"})
    assert Vote.objects.get().reason == "unclear"


def test_a_reader_votes_again_on_a_new_revision(client_of, customer, limits):
    reader = client_of(customer)
    reader.post("/en/articles/limits/vote/", {"helpful": "yes"})
    publish(limits.article, "en", title="Limits, revised")
    reader.post("/en/articles/limits/vote/", {"helpful": "yes"})
    assert sorted(Vote.objects.values_list("revision", "voter")) == [
        (1, f"u.{customer.pk}"),
        (2, f"u.{customer.pk}"),
    ]


def test_a_vote_without_an_answer_is_refused_and_nothing_is_kept(client, limits):
    before = Event.objects.count()
    assert client.post("/en/articles/limits/vote/", {"helpful": "maybe"}).status_code == 422
    assert (Vote.objects.count(), Event.objects.count()) == (0, before)


def test_results_echo_count_mark_and_filter(client, limits):
    publish(title="Moving a withdrawal", body="withdrawal")
    page = text(client, "/en/search/?q=withdrawal&category=withdrawals")
    assert "1 result for <strong>withdrawal</strong>" in page
    assert "<mark>Withdrawal</mark>" in page
    assert 'aria-current="true">Withdrawals' in page


def test_a_search_without_result_leads_on(client, limits):
    page = text(client, "/en/search/?q=qqxyzzy")
    assert "Nothing found for <strong>qqxyzzy</strong>" in page
    assert "Withdrawal limits" in page
    assert "Talk to us" in page


def test_a_search_without_result_names_every_topic(client, limits):
    assert 'class="topic" href="/en/categories/withdrawals/"' in text(client, "/en/search/?q=qqxyzzy")


def test_a_topic_named_in_the_readers_language_leads_to_what_stands_there(client, limits):
    CategoryTranslation.objects.create(category=limits.article.category, language="ar", title="السحب")
    page = text(client, "/ar/search/?q=كيف+السحب")
    assert 'class="filter" href="/ar/categories/withdrawals/"' in page
    assert re.search(
        r'href="/ar/articles/limits/" lang="en" dir="ltr">Withdrawal limits</a>\s*<span class="pill', page
    )


def test_a_category_without_articles_in_the_readers_language_shows_the_others_labelled(client, limits):
    publish(
        ArticleFactory(slug="cuotas", category=limits.article.category, source_language="es"),
        "es",
        title="Cuotas",
    )
    page = text(client, "/ar/categories/withdrawals/")
    assert re.search(r'lang="en" dir="ltr">Withdrawal limits</a>\s*<span[^>]*lang="en">English', page)
    assert re.search(r'lang="es" dir="ltr">Cuotas</a>\s*<span[^>]*lang="es">Español', page)


def test_languages_the_browser_accepts_are_searched_too(client, shelf):
    publish(ArticleFactory(category=shelf, source_language="de"), "de", title="Ledgerix")
    assert 'class="hit"' not in text(client, "/en/search/?q=ledgerix")
    accepting = text(client, "/en/search/?q=ledgerix", headers={"Accept-Language": "en, de;q=0.5"})
    assert 'class="hit" lang="de"' in accepting


def test_a_mended_search_says_so_and_offers_what_was_typed(client, many):
    page = text(client, "/en/search/?q=withdrawl&category=withdrawals")
    assert "Showing results for <strong>withdrawal</strong>" in page
    assert 'href="?q=withdrawl&amp;exact=1"' in page
    exactly = text(client, "/en/search/?q=withdrawl&exact=1")
    assert "Nothing found for <strong>withdrawl</strong>" in exactly
    assert 'rel="next" href="?q=withdrawl&amp;category=withdrawals&amp;page=2"' in page


def test_a_fallback_result_says_its_language(client, limits):
    assert re.search(r'class="hit" lang="en" dir="ltr"', text(client, "/ar/search/?q=withdrawal"))


@pytest.mark.parametrize(
    "query",
    ["<script>alert(1)</script>", "%00%01", "x" * 5000, "%E2%80%AE%E2%81%A6a", "提" * 3000, "%22%22%22*"],
)
def test_any_search_is_a_page(client, limits, query):
    answer = client.get(f"/en/search/?q={query}")
    assert answer.status_code == 200
    assert b"<script>alert" not in answer.content


def test_suggestions_name_title_place_and_address(client, limits):
    rows = client.get("/en/search/suggest/?q=withdr").json()["suggestions"]
    assert [(row["url"], row["category"]) for row in rows] == [("/en/articles/limits/", "Withdrawals")]


def test_an_unknown_article_and_language_are_404(client, limits):
    assert client.get("/en/articles/nothing/").status_code == 404
    assert client.get("/tlh/articles/limits/").status_code == 404


def test_the_sitemap_names_each_language_of_an_article(client, limits, settings):
    xml = text(client, "/sitemap.xml")
    assert f"<loc>{settings.BASE_URL}/zh-hans/articles/limits/</loc>" in xml
    assert "/ar/articles/limits/" not in xml
    assert f'hreflang="x-default" href="{settings.BASE_URL}/en/articles/limits/"' in xml


def test_the_api_negotiates_language_pages_by_cursor_and_knows_304(client, many, limits):
    first = client.get("/api/v1/articles/?limit=15&language=zh_CN").json()
    second = client.get(f"/api/v1/articles/?limit=15&cursor={first['next']}").json()
    assert (len(first["results"]), len(second["results"]), second["next"]) == (15, 6, "")
    chinese = client.get("/api/v1/articles/limits/", headers={"Accept-Language": "zh-CN"})
    assert chinese.json()["title"] == "提币限额"
    known = client.get(
        "/api/v1/articles/limits/?language=zh", headers={"If-None-Match": chinese.headers["ETag"]}
    )
    assert known.status_code == 304
    assert client.get("/api/v1/articles/?language=tlh").status_code == 422


@pytest.mark.parametrize(
    ("name", "most", "path"),
    [
        ("votes", (30, 3600), ""),
        ("searches", (120, 60), "/en/search/?q=limit"),
        ("suggestions", (240, 60), "/en/search/suggest/?q=limit"),
    ],
)
def test_one_address_is_slowed_down_whatever_its_cookies(client, limits, name, most, path):
    def ask():
        client.cookies.clear()
        if path:
            return client.get(path).status_code
        return client.post("/en/articles/limits/vote/", {"helpful": "yes"}).status_code

    with time_machine.travel(now(), tick=False):
        for _ in range(most[0] - 1):
            enforce(f"{name}:127.0.0.1", *most)
        assert (ask() < 400, ask()) == (True, 429)
