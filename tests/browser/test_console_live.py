"""The console as its people use it: by keyboard, live, and on a phone."""

import pytest
from django.db import transaction

from accounts.models import Presence
from helpdesk.ledger import record
from tests.factories import TicketFactory


def test_every_door_opens_by_key_and_never_while_typing(page_of, agent):
    page = page_of(agent)
    page.goto("/console/design/")
    page.locator("#light-subject").press("g")
    page.locator("#light-subject").press("l")
    assert page.url.endswith("/console/design/")
    page.locator("h1").click()
    page.keyboard.press("g")
    page.keyboard.press("l")
    page.wait_for_url("**/console/live/")


def test_the_keyboard_sheet_opens_and_shortcuts_can_be_turned_off(page_of, agent):
    page = page_of(agent)
    page.goto("/console/")
    page.keyboard.press("?")
    sheet = page.locator("#keys")
    assert sheet.is_visible()
    assert "Live board" in sheet.inner_text()
    sheet.get_by_role("switch").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    assert not sheet.is_visible()


def test_a_menu_closes_by_escape_and_gives_the_focus_back(page_of, agent):
    page = page_of(agent)
    page.goto("/console/")
    summary = page.locator(".rail__end summary")
    summary.focus()
    page.keyboard.press("ArrowDown")
    assert page.locator(".rail__end details").get_attribute("open") is not None
    page.keyboard.press("Escape")
    assert page.locator(".rail__end details").get_attribute("open") is None
    assert summary.evaluate("element => element === document.activeElement")


@pytest.mark.live
def test_home_follows_the_desk(page_of, agent):
    page = page_of(agent)
    with page.expect_websocket() as line:
        page.goto("/console/")
    line.value.wait_for_event("framereceived")
    ticket = TicketFactory(assignee=agent, subject="It appears by itself")
    with transaction.atomic():
        record("ticket.opened", ticket, actor=agent)
    page.get_by_text("It appears by itself").wait_for(timeout=8_000)


def test_the_rails_numbers_follow_the_desk_on_every_page(page_of, agent):
    page = page_of(agent)
    with page.expect_websocket() as line:
        page.goto("/console/design/")
    line.value.wait_for_event("framereceived")
    badge = page.locator(".rail__link[href='/console/tickets/'] .rail__count")
    assert badge.count() == 0
    ticket = TicketFactory(assignee=agent)
    with transaction.atomic():
        record("ticket.opened", ticket, actor=agent)
    badge.get_by_text("1", exact=True).wait_for(timeout=8_000)
    with transaction.atomic():
        type(ticket).objects.filter(pk=ticket.pk).update(status="solved")
        record("ticket.solved", ticket, actor=agent)
    badge.wait_for(state="detached", timeout=8_000)


def test_news_count_on_the_rail_until_they_were_looked_at(page_of, agent, lead):
    ticket = TicketFactory(assignee=agent, subject="Yours now")
    with transaction.atomic():
        record("ticket.assigned", ticket, actor=lead, data={"to": agent.pk})
    page = page_of(agent)
    page.goto("/console/design/")
    badge = page.locator(".rail__link[href='/console/news/'] .rail__count")
    assert badge.locator("[aria-hidden]").inner_text() == "1"
    page.keyboard.press("g")
    page.keyboard.press("i")
    page.get_by_text("Yours now").wait_for()
    badge.wait_for(state="detached", timeout=10_000)
    assert page.locator(".row[data-unread]").count() == 1


def test_presence_is_changed_from_the_rail(page_of, agent):
    page = page_of(agent)
    page.goto("/console/")
    page.locator(".rail__end summary").click()
    page.get_by_role("button", name="Busy").click()
    page.wait_for_load_state()
    assert page.url.endswith("/console/")
    assert Presence.objects.get(user=agent).state == "busy"


def test_the_theme_changes_at_once_and_stays(page_of, agent):
    page = page_of(agent)
    page.goto("/console/")
    page.locator(".rail__end summary").click()
    with page.expect_response("**/theme/"):
        page.locator(".rail__end").get_by_role("button", name="Dark").click()
    assert page.locator("html").get_attribute("data-theme") == "dark"
    page.reload()
    assert page.locator("html").get_attribute("data-theme") == "dark"


def test_the_theme_changes_without_scripts(page_of):
    page = page_of(None, scripts=False)
    page.goto("/en/nothing/")
    page.get_by_label("Appearance").click()
    page.get_by_role("button", name="Dark").click()
    assert page.locator("html").get_attribute("data-theme") == "dark"
    assert page.url.endswith("/en/nothing/")


def test_the_language_switch_keeps_the_page(page_of):
    page = page_of(None, scripts=False)
    page.goto("/en/search/?q=deposit")
    page.locator("summary", has_text="English").click()
    page.get_by_role("link", name="العربية").first.click()
    assert page.url.endswith("/ar/search/?q=deposit")
    assert page.locator("html").get_attribute("dir") == "rtl"
