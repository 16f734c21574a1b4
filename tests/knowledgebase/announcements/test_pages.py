"""What readers see of announcements, when they see it, and what it costs."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest
import time_machine
from django.core.cache import cache
from django.utils.timezone import now

from knowledgebase.announcements.actions import (
    Said,
    end_announcement,
    post_update,
    publish_announcement,
    save_words,
)
from tests.factories import ArticleFactory, announce, draft_announcement, incident, publish

pytestmark = pytest.mark.django_db
PLACES = ("/en/", "/en/contact/", "/en/chat/")
ATOM = "{http://www.w3.org/2005/Atom}"
STEPS = ("investigating", "identified", "monitoring", "resolved")


def text(client, path, **extra):
    return client.get(path, **extra).content.decode()


@pytest.fixture
def past_incident():
    row = incident("Withdrawals are paused")
    for stage in STEPS:
        post_update(row, stage=stage, words={"en": f"It is **{stage}**.", "ar": "تحديث"}, actor=None)
    return end_announcement(row, actor=None)


@pytest.mark.parametrize("path", PLACES)
def test_a_banner_stands_where_it_was_meant_to(client, path):
    announce("Meant for you")
    announce("Only elsewhere", shows_in_help=False, shows_in_form=False, shows_in_widget=False)
    page = text(client, path)
    assert "Meant for you" in page
    assert "Only elsewhere" not in page


@pytest.mark.parametrize("path", PLACES)
def test_what_is_published_here_is_seen_at_once(client, path, django_capture_on_commit_callbacks):
    client.get(path)
    with django_capture_on_commit_callbacks(execute=True):
        announce("Deposits are late")
    assert "Deposits are late" in text(client, path)


@pytest.fixture
def cache_that_travels(settings):
    """Redis keeps its own time, whatever the test's clock says."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    cache.clear()


@pytest.mark.parametrize("path", [*PLACES, "/en/articles/fees/"])
def test_what_another_process_published_is_seen_within_sixty_seconds(client, cache_that_travels, path):
    publish(ArticleFactory(slug="fees"), title="Fees")
    with time_machine.travel(now(), tick=False) as clock:
        client.get("/en/search/")
        clock.shift(14)
        client.get(path)
        row = announce("Deposits are late")
        clock.shift(59)
        assert "Deposits are late" in text(client, path)
        row.__class__.objects.update(status="ended")
        clock.shift(59)
        assert "Deposits are late" not in text(client, path)


def test_start_and_end_go_by_the_clock(client, cache_that_travels):
    with time_machine.travel(now(), tick=False) as clock:
        begin = now() + timedelta(minutes=5)
        end = begin + timedelta(minutes=5)
        publish_announcement(draft_announcement("Planned work"), starts_at=begin, ends_at=end, actor=None)
        seen = []
        for _ in range(4):
            seen.append("Planned work" in text(client, "/en/"))
            clock.shift(210)
    assert seen == [False, False, True, False]


def test_a_kept_page_with_a_banner_costs_no_query(client, django_assert_num_queries):
    announce()
    client.get("/en/")
    with django_assert_num_queries(0):
        assert "Deposits are late" in text(client, "/en/")


def test_a_date_alone_does_not_hide_a_new_banner(client, django_capture_on_commit_callbacks):
    publish(ArticleFactory(slug="fees"), title="Fees")
    first = client.get("/en/articles/fees/")
    with django_capture_on_commit_callbacks(execute=True):
        announce()
    dated = {"If-Modified-Since": first.headers["Last-Modified"]}
    assert client.get("/en/articles/fees/", headers=dated).status_code == 200


def test_a_reader_puts_one_away_and_another_still_sees_it(client, client_of):
    row, other = announce("Put me away"), announce("Keep me")
    back = client.post(f"/en/announcements/{row.slug}/dismiss/", {"next": "/en/"})
    assert back["Location"] == "/en/"
    mine, theirs = text(client, "/en/"), text(client_of(None), "/en/")
    assert "Put me away" not in mine
    assert "Put me away" in theirs
    assert other.words.get().title in mine


def test_what_is_critical_cannot_be_put_away(client):
    row = announce("Stop using the app", severity="critical", kind="security")
    assert client.post(f"/en/announcements/{row.slug}/dismiss/").status_code == 409
    client.cookies["vigil_put_away"] = str(row.pk)
    page = text(client, "/en/")
    assert "Stop using the app" in page
    assert "/dismiss/" not in page


@pytest.mark.parametrize("cookie", ["x", "7001.7002", "9" * 5000, "².³", "-1"])
def test_a_made_up_cookie_makes_no_page_of_its_own(client, cookie, django_assert_num_queries):
    announce()
    client.get("/en/")
    client.cookies["vigil_put_away"] = cookie
    with django_assert_num_queries(0):
        assert client.get("/en/").status_code == 200


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "javascript:alert(1)", ""])
def test_putting_away_leads_to_no_other_site(client, back):
    answer = client.post(f"/en/announcements/{announce().slug}/dismiss/", {"next": back})
    assert answer["Location"] == "/en/announcements/"


def test_the_gravest_stands_first_and_three_are_enough(client):
    for severity in ("info", "minor", "critical", "major"):
        announce(f"One of {severity}", severity=severity)
    page = text(client, "/en/")
    order = [page.index(f">One of {severity}<") for severity in ("critical", "major", "minor")]
    assert order == sorted(order)
    assert "One of info" not in page
    assert "All announcements" in page


def test_the_banner_alone_answers_an_open_page(client):
    assert client.get("/en/announcements/bar/?place=nowhere").status_code == 404
    announce()
    page = text(client, "/en/announcements/bar/?place=widget")
    state = page.split('data-state="')[1].split('"')[0]
    assert "Deposits are late" in page
    assert client.get(f"/en/announcements/bar/?place=widget&state={state}").status_code == 204


def test_an_open_page_asks_without_a_query(client, django_assert_num_queries):
    announce()
    client.get("/en/announcements/bar/?place=form")
    with django_assert_num_queries(0):
        assert client.get("/en/announcements/bar/?place=form").status_code == 200


def test_words_of_another_language_are_marked_as_such(client):
    row = announce("Deposits are late", body="Wait.")
    save_words(row, "zh-hans", said=Said("充值延迟"), actor=None)
    assert 'dir="ltr">Deposits are late' in text(client, "/ar/")
    assert "充值延迟" in text(client, "/zh-hans/")
    page = text(client, f"/ar/announcements/{row.slug}/")
    assert '<div class="prose" lang="en" dir="ltr">' in page


def test_the_course_of_an_incident_is_told_the_latest_first(client, past_incident):
    page = text(client, f"/en/announcements/{past_incident.slug}/")
    places = [page.index(f"<strong>{stage}</strong>") for stage in reversed(STEPS)]
    assert places == sorted(places)
    assert page.count("<time ") >= 6


def test_times_are_told_in_the_readers_zone(client_of, customer, past_incident):
    customer.timezone = "Asia/Tokyo"
    customer.save(update_fields=["timezone"])
    assert "JST" in text(client_of(customer), f"/en/announcements/{past_incident.slug}/")


def test_nothing_written_runs_in_the_page(client):
    row = announce("<script>alert(1)</script>", kind="incident", body="<img src=x onerror=alert(1)>")
    post_update(row, stage="identified", words={"en": "[x](javascript:alert(1)) <b onclick=x>"}, actor=None)
    for path in ("/en/", f"/en/announcements/{row.slug}/", "/en/announcements/feed/"):
        page = text(client, path)
        assert "<script>alert" not in page
        assert not any(bad in page for bad in ("onerror=alert(1)>", 'href="javascript', "<b onclick"))


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/en/announcements/", 6),
        ("/en/announcements/feed/", 4),
        ("/api/v1/announcements/", 2),
        ("/api/v1/announcements/?active=true&limit=5", 2),
    ],
)
def test_a_list_costs_few_queries_with_twenty_rows(client, path, most, django_assert_max_num_queries):
    for number in range(20):
        row = incident(f"Incident {number}")
        post_update(row, stage="identified", words={"en": "A"}, actor=None)
        if number % 2:
            end_announcement(row, actor=None)
    cache.clear()
    with django_assert_max_num_queries(most):
        assert client.get(path).status_code == 200


def test_a_page_costs_few_queries(client, past_incident, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        assert client.get(f"/en/announcements/{past_incident.slug}/").status_code == 200


def test_the_past_is_paged(client):
    for number in range(25):
        end_announcement(announce(f"Old {number}"), actor=None)
    page = text(client, "/en/announcements/")
    older = page.split('rel="next" href="')[1].split('"')[0]
    assert "Old 24<" in page
    assert "Old 0<" in text(client, f"/en/announcements/{older}")


def test_the_feed_is_atom_with_an_entry_for_each_step(client, past_incident):
    answer = client.get("/en/announcements/feed/")
    feed = ElementTree.fromstring(answer.content)
    assert answer["Content-Type"].startswith("application/atom+xml")
    assert [feed.find(ATOM + name) is not None for name in ("id", "title", "updated")] == [True] * 3
    entries = feed.findall(f"{ATOM}entry")
    ids = {entry.find(f"{ATOM}id").text for entry in entries}
    assert len(ids) == len(entries) == 5
    assert all(
        entry.find(f"{ATOM}updated").text and entry.find(f"{ATOM}link").get("href") for entry in entries
    )


def test_a_feed_reader_that_has_it_is_told_so(client, past_incident):
    first = client.get("/zh-hans/announcements/feed/")
    again = client.get("/zh-hans/announcements/feed/", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
