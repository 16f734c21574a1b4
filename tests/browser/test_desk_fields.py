"""What an agent sets at the side of a ticket is kept at once, said in a toast and undone from there."""

import pytest
from playwright.sync_api import expect

from tests.browser.axe import assert_accessible
from tickets import actions


@pytest.fixture
def ticket(customer):
    return actions.open_ticket(customer, subject="Deposit missing", body="Since Monday.")


def test_a_choice_is_kept_at_once_and_can_be_undone(page_of, agent, ticket):
    page = page_of(agent, width=1440)
    page.goto(ticket.console_url)
    assert page.get_by_role("button", name="Set the priority").count() == 0
    page.get_by_label("Priority", exact=True).select_option("urgent")
    page.locator(".toast", has_text="Priority: Urgent").wait_for()
    assert_accessible(page)
    expect(page.locator("#ticket-head")).to_contain_text("Urgent")
    ticket.refresh_from_db()
    assert ticket.priority == "urgent"
    page.get_by_role("button", name="Undo").click()
    page.locator(".toast", has_text="Priority: Normal").wait_for()
    ticket.refresh_from_db()
    assert ticket.priority == "normal"


def test_a_refused_choice_goes_back_and_says_why(page_of, agent, ticket):
    page = page_of(agent, width=1440)
    page.goto(ticket.console_url)
    actions.close_ticket(ticket, actor=agent)
    page.get_by_label("Priority", exact=True).select_option("urgent")
    toast = page.locator(".toast", has_text="This ticket is closed.")
    toast.get_by_role("button", name="Dismiss").click()
    expect(toast).to_have_count(0)
    ticket.refresh_from_db()
    assert ticket.priority == "normal"


@pytest.mark.parametrize("way", ["button", "key"])
def test_the_details_can_be_closed_again_on_a_phone(page_of, agent, ticket, way):
    page = page_of(agent, width=360)
    page.goto(ticket.console_url)
    page.get_by_role("button", name="Details").click()
    close = page.get_by_role("button", name="Close")
    expect(close).to_be_focused()
    close.click() if way == "button" else page.keyboard.press("Escape")
    expect(page.locator("#context")).to_be_hidden()
    expect(page.get_by_role("button", name="Details")).to_be_focused()


@pytest.mark.parametrize("width", [1440, 360])
def test_a_toast_lies_neither_on_the_toolbar_nor_on_the_composer(page_of, agent, ticket, width):
    page = page_of(agent, width=width)
    page.goto(ticket.console_url)
    page.locator("textarea[name=body]").fill("A note")
    page.get_by_text("Internal note: only colleagues read it").click()
    page.locator("textarea[name=body]").fill("A note")
    page.get_by_role("button", name="Send").click()
    toast = page.locator(".toast", has_text="Note kept.")
    toast.wait_for()
    end, head = toast.bounding_box(), page.locator("#ticket-head").bounding_box()
    assert end["y"] >= head["y"] + head["height"]
    assert end["y"] + end["height"] < page.locator(".composer").bounding_box()["y"]
