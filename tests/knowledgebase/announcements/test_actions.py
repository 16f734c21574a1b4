"""What may happen to an announcement, in which order, and what is refused."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils.timezone import now

from helpdesk.ledger.models import Event
from helpdesk.lib.errors import Conflict, Invalid
from knowledgebase.announcements.actions import (
    Facts,
    Said,
    change_announcement,
    end_announcement,
    post_update,
    publish_announcement,
    save_update_words,
    save_words,
    unschedule_announcement,
)
from knowledgebase.announcements.models import Announcement, IncidentUpdate
from knowledgebase.announcements.permissions import access_announcement, visible_announcements
from knowledgebase.announcements.tasks import keep_time
from tests.factories import announce, draft_announcement, incident

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def verbs():
    return list(Event.objects.values_list("verb", flat=True))


def test_a_draft_is_seen_by_nobody_outside_the_desk(lead):
    draft_announcement()
    assert not visible_announcements(lead).exists()
    assert verbs() == ["announcement.created"]


def test_publishing_shows_it_and_says_so_once(customer):
    row = announce()
    publish_announcement(row, actor=None)
    assert visible_announcements(customer).get().started_at
    assert verbs().count("announcement.published") == verbs().count("announcement.started") == 1


@pytest.mark.parametrize(("title", "slug"), [("Late: TRON!", "late-tron"), ("充值延迟", "notice")])
def test_each_gets_an_address_of_its_own(title, slug):
    first, second = draft_announcement(title), draft_announcement(title)
    assert first.slug.endswith(slug)
    assert second.slug == f"{first.slug}-2"


@pytest.mark.parametrize("title", ["", "   "])
def test_a_line_is_needed(title):
    with pytest.raises(Invalid):
        draft_announcement(title)
    assert not Announcement.objects.exists()


def test_an_end_before_now_is_refused():
    row = draft_announcement()
    with pytest.raises(Invalid) as refusal:
        publish_announcement(row, ends_at=now() - HOUR, actor=None)
    row.refresh_from_db()
    assert "ends_at" in refusal.value.fields
    assert row.is_draft


def test_what_is_scheduled_begins_by_the_clock_and_is_noted_once(customer, time_machine_at):
    row = publish_announcement(draft_announcement(), starts_at=now() + HOUR, actor=None)
    assert row.is_scheduled
    assert not visible_announcements(customer).exists()
    time_machine_at(hours=1, minutes=1)
    assert visible_announcements(customer).exists()
    assert (keep_time(), keep_time()) == (1, 0)
    assert verbs().count("announcement.started") == 1


def test_what_ends_by_the_clock_is_over_and_noted(time_machine_at):
    row = announce(ends_at=now() + HOUR)
    time_machine_at(hours=2)
    assert row.is_over
    assert (keep_time(), keep_time()) == (1, 0)
    row.refresh_from_db()
    assert row.status == "ended"


def test_a_schedule_can_be_taken_back_until_it_begins():
    row = publish_announcement(draft_announcement(), starts_at=now() + HOUR, actor=None)
    assert unschedule_announcement(row, actor=None).is_draft
    with pytest.raises(Conflict):
        unschedule_announcement(announce(), actor=None)


def test_ending_twice_is_ending_once():
    row = announce()
    first = end_announcement(row, actor=None)
    assert end_announcement(row, actor=None).ends_at == first.ends_at
    assert verbs().count("announcement.ended") == 1


def test_a_draft_has_nothing_to_end():
    with pytest.raises(Conflict):
        end_announcement(draft_announcement(), actor=None)


def test_what_is_over_is_not_changed_but_may_get_an_afterword():
    row = end_announcement(incident(), actor=None)
    with pytest.raises(Conflict):
        change_announcement(row, Facts(kind="incident", severity="critical"), actor=None)
    with pytest.raises(Conflict):
        post_update(row, stage="identified", words={"en": "More."}, actor=None)
    save_words(row, "en", said=Said("Paused", afterword="A node had no disk left."), actor=None)
    assert row.words.get().afterword


def test_the_same_update_twice_is_one():
    row = incident()
    for _ in range(2):
        post_update(row, stage="identified", words={"en": "A node is down.", "ja": " "}, actor=None)
    assert IncidentUpdate.objects.get().words.get().language == "en"
    row.refresh_from_db()
    assert row.stage == "identified"


@pytest.mark.parametrize(
    ("stage", "words"), [("nonsense", {"en": "A"}), ("identified", {}), ("identified", {"xx": "A"})]
)
def test_an_update_needs_a_stage_and_words_in_a_language(stage, words):
    row = incident()
    with pytest.raises(Invalid):
        post_update(row, stage=stage, words=words, actor=None)
    assert not row.updates.exists()


def test_only_an_incident_has_updates_and_then_it_stays_one():
    with pytest.raises(Conflict):
        post_update(announce(), stage="identified", words={"en": "A"}, actor=None)
    row = incident()
    post_update(row, stage="identified", words={"en": "A"}, actor=None)
    with pytest.raises(Conflict):
        change_announcement(row, Facts(kind="notice"), actor=None)


def test_resolved_stays_for_an_hour_and_can_be_opened_again(time_machine_at):
    row = incident()
    post_update(row, stage="resolved", words={"en": "All is well."}, actor=None)
    row.refresh_from_db()
    assert row.is_on()
    post_update(row, stage="investigating", words={"en": "It is back."}, actor=None)
    row.refresh_from_db()
    assert row.ends_at is None
    post_update(row, stage="resolved", words={"en": "Now it is."}, actor=None)
    time_machine_at(minutes=61)
    row.refresh_from_db()
    assert row.is_over


def test_words_fall_back_and_an_update_may_be_translated_later(customer):
    row = incident()
    update = post_update(row, stage="identified", words={"en": "A node is down."}, actor=None)
    save_words(row, "zh-hans", said=Said("提现暂停"), actor=None)
    save_update_words(update, "ko", text="노드 장애", actor=None)
    shown = access_announcement(customer, row.slug)
    course = shown.updates.all()[0]
    assert [shown.said_in(code).language for code in ("zh-hans", "zh-hant", "ko")] == [
        "zh-hans",
        "zh-hans",
        "en",
    ]
    assert [course.said_in(code).language for code in ("ko", "ar")] == ["ko", "en"]


@pytest.mark.parametrize(
    ("audience", "seen"), [("everyone", [1, 1, 1]), ("customers", [0, 1, 1]), ("staff", [0, 0, 1])]
)
def test_each_audience_is_told_its_own(audience, seen, customer, agent):
    announce(audience=audience)
    readers = (AnonymousUser(), customer, agent)
    assert [visible_announcements(reader).count() for reader in readers] == seen
