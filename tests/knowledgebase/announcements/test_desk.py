"""The desk's pages: agents read, leads write, and what was typed is not lost."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils.timezone import localtime, now

from knowledgebase.announcements.actions import end_announcement, post_update
from knowledgebase.announcements.models import Announcement
from tests.factories import announce, draft_announcement, incident

pytestmark = pytest.mark.django_db
HOME = "/console/announcements/"
FACTS = {"kind": "incident", "severity": "major", "audience": "everyone", "places": ["shows_in_form"]}


@pytest.fixture
def desk(client_of, lead):
    return client_of(lead)


def text(client, path):
    return client.get(path).content.decode()


def test_a_lead_writes_translates_and_publishes(desk, client):
    sent = {**FACTS, "title": "Withdrawals are paused", "language": "en"}
    at = desk.post(f"{HOME}new/", sent)["Location"]
    desk.post(f"{at}words/?language=ja", {"title": "出金停止中", "body": "お待ちください。"})
    desk.post(f"{at}publish/", {})
    desk.post(f"{at}updates/?language=ja", {"stage": "identified", "text": "原因を特定。"})
    row = Announcement.objects.get()
    assert (row.shows_in_help, row.shows_in_form, row.stage) == (False, True, "identified")
    assert "出金停止中" in text(client, "/ja/contact/")
    assert "Withdrawals are paused" not in text(client, "/en/")


@pytest.mark.parametrize(
    "sent", [{}, {**FACTS, "title": " "}, {**FACTS, "title": "A" * 141, "language": "en"}]
)
def test_an_incomplete_one_is_refused_with_what_was_typed(desk, sent):
    answer = desk.post(f"{HOME}new/", sent)
    assert answer.status_code == 422
    assert not Announcement.objects.exists()


def test_a_preview_shows_and_keeps_nothing(desk):
    row = draft_announcement("Old line")
    answer = desk.post(f"{HOME}{row.pk}/words/", {"title": "New line", "body": "A **word**.", "preview": "1"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "<strong>word</strong>" in page
    assert 'value="New line"' in page
    assert row.words.get().title == "Old line"


def test_times_are_read_in_the_leads_zone(desk, lead):
    lead.timezone = "Asia/Tokyo"
    lead.save(update_fields=["timezone"])
    row = draft_announcement()
    wanted = (now() + timedelta(days=2)).replace(second=0, microsecond=0)
    typed = localtime(wanted, ZoneInfo("Asia/Tokyo")).strftime("%Y-%m-%dT%H:%M")
    desk.post(f"{HOME}{row.pk}/publish/", {"starts_at": typed})
    row.refresh_from_db()
    assert row.starts_at == wanted
    assert row.is_scheduled


def test_an_end_in_the_past_is_said_at_its_field(desk):
    row = draft_announcement()
    answer = desk.post(f"{HOME}{row.pk}/publish/", {"ends_at": "2020-01-01T00:00"})
    assert answer.status_code == 422
    assert "after this moment" in answer.content.decode()
    row.refresh_from_db()
    assert row.is_draft


def test_an_agent_reads_and_is_shown_no_form(client_of, agent):
    row = incident("Withdrawals are paused")
    post_update(row, stage="identified", words={"en": "A node."}, actor=None)
    page = text(client_of(agent), f"{HOME}{row.pk}/")
    assert "A node." in page
    assert f'action="{HOME}' not in page


def test_the_list_is_narrowed(desk):
    announce("Deposits are late")
    end_announcement(incident("Withdrawals are paused"), actor=None)
    draft_announcement("Planned work", kind="maintenance")
    for query, title in (
        ("q=DEPOSITS", "Deposits"),
        ("status=ended", "Withdrawals"),
        ("kind=maintenance", "Planned"),
    ):
        page = text(desk, f"{HOME}?{query}")
        assert title in page
        assert page.count('class="row"') == 1
    assert "No announcement is like that" in text(desk, f"{HOME}?q=nothing")
    assert text(desk, f"{HOME}?status=nonsense").count('class="row"') == 3


def test_updates_of_another_announcement_are_not_touched(desk):
    one, other = incident(), incident()
    update = post_update(one, stage="identified", words={"en": "A"}, actor=None)
    assert desk.post(f"{HOME}{other.pk}/updates/{update.pk}/", {"text": "B"}).status_code == 404
    assert update.words.get().text == "A"


def test_the_list_and_a_page_cost_few_queries(desk, django_assert_max_num_queries):
    for number in range(20):
        row = incident(f"Incident {number}")
        post_update(row, stage="identified", words={"en": "A", "ja": "B"}, actor=None)
    with django_assert_max_num_queries(14):
        desk.get(HOME)
    with django_assert_max_num_queries(16):
        desk.get(f"{HOME}{row.pk}/")
