"""A half-written text survives a reload, a lost session and a failed send; it is gone after sending and signing out."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.sessions.models import Session
from django.utils.timezone import now
from playwright.sync_api import expect

from tests.browser.axe import assert_accessible
from tests.browser.conftest import cookies_of
from tests.factories import ConversationFactory
from tickets import actions
from tickets.models import Message, Ticket


@pytest.fixture
def ticket(customer):
    return actions.open_ticket(customer, subject="Deposit missing", body="Since Monday.")


def box(page):
    return page.locator("textarea[name=body]")


def test_reply_and_note_are_kept_apart_and_across_a_reload(page_of, agent, ticket):
    page = page_of(agent, width=1440)
    page.goto(ticket.console_url)
    box(page).fill("For the customer")
    page.get_by_text("Internal note: only colleagues read it").click()
    assert box(page).input_value() == ""
    box(page).fill("For colleagues")
    page.reload()
    expect(box(page)).to_have_value("For colleagues")
    assert page.get_by_text("Your text from before is here again.").is_visible()
    assert_accessible(page)
    page.locator(".composer__kind", has_text="Reply to").click()
    expect(box(page)).to_have_value("For the customer")


def test_what_was_sent_is_let_go_and_the_other_kind_stays(page_of, agent, ticket):
    page = page_of(agent, width=1440)
    page.goto(ticket.console_url)
    box(page).fill("For the customer")
    page.get_by_text("Internal note: only colleagues read it").click()
    box(page).fill("For colleagues")
    page.get_by_role("button", name="Send").click()
    page.locator(".message[data-kind=note]", has_text="For colleagues").wait_for()
    expect(box(page)).to_have_value("For the customer")
    page.get_by_role("button", name="Discard it").click()
    page.reload()
    expect(box(page)).to_have_value("")


def test_a_lost_session_brings_the_writer_and_the_text_back(page_of, customer, ticket):
    page = page_of(customer)
    page.goto(f"/en/requests/{ticket.public_id}/")
    box(page).fill("The hash is 4a5e1e4b.")
    Session.objects.all().delete()
    page.get_by_role("button", name="Send reply").click()
    page.wait_for_url("**/login/**")
    sign_in(page, customer)
    assert page.url.endswith(f"/en/requests/{ticket.public_id}/")
    expect(box(page)).to_have_value("The hash is 4a5e1e4b.")
    page.get_by_role("button", name="Send reply").click()
    page.locator(".message", has_text="4a5e1e4b").wait_for()
    expect(box(page)).to_have_value("")
    assert Message.objects.count() == 2


def sign_in(page, user):
    """As the sign-in page does: a session, and on to where it was asked to lead."""
    onwards = parse_qs(urlsplit(page.url).query)["next"][0]
    page.context.add_cookies(cookies_of(user, "light", "en", "{}://{}".format(*urlsplit(page.url))))
    page.goto(onwards)


def test_a_send_that_failed_is_kept_and_an_answer_that_was_lost_is_not_sent_twice(page_of, customer, ticket):
    page = page_of(customer)
    page.goto(f"/en/requests/{ticket.public_id}/")
    box(page).fill("Once only")
    page.route(
        "**/requests/**", lambda route: route.abort() if route.request.method == "POST" else route.continue_()
    )
    page.get_by_role("button", name="Send reply").click()
    page.wait_for_url("chrome-error://**")
    page.unroute("**/requests/**")
    page.goto(f"/en/requests/{ticket.public_id}/")
    expect(box(page)).to_have_value("Once only")
    sent = page.locator("[name=client_id]").input_value()
    actions.reply_to_ticket(ticket, body="Once only", actor=customer, client_id=sent)
    page.reload()
    expect(box(page)).to_have_value("")


def test_signing_out_forgets_what_was_written(page_of, customer, ticket):
    page = page_of(customer)
    page.goto(f"/en/requests/{ticket.public_id}/")
    box(page).fill("Nobody else's business")
    page.locator(".site-header summary").last.click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(lambda url: "requests" not in url)
    kept = page.evaluate("Object.keys(localStorage).concat(Object.keys(sessionStorage))")
    assert not [key for key in kept if key.startswith("vigil-draft")]


def test_an_agents_draft_stays_with_its_conversation(page_of, agent):
    page = page_of(agent)
    talks = [
        ConversationFactory(status="active", agent=agent, visitor_name=name, accepted_at=now())
        for name in ("Mei", "Ivan")
    ]
    addresses = [f"/console/chats/{talk.public_id}/" for talk in talks]
    page.goto(addresses[0])
    page.locator("chat-room:defined").wait_for()
    page.locator("#chat-body").fill("For Mei alone")
    page.goto(addresses[1])
    expect(page.locator("#chat-body")).to_have_value("")
    page.goto(addresses[0])
    expect(page.locator("#chat-body")).to_have_value("For Mei alone")


def test_a_visitors_request_is_kept_in_the_tab_until_it_is_sent(page_of, ticket):
    page = page_of(None)
    page.goto("/en/contact/")
    page.get_by_label("Your e-mail address").fill("guest@example.com")
    page.get_by_label("Subject").fill("Missing")
    page.reload()
    expect(page.get_by_label("Subject")).to_have_value("Missing")
    assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('vigil-draft'))") == []
    page.get_by_label("What is it about?").select_option("payment")
    page.get_by_label("What happened?").fill("It is missing.")
    page.get_by_role("button", name="Send").click()
    page.get_by_text("confirm your address").wait_for()
    page.goto("/en/contact/")
    expect(page.get_by_label("Subject")).to_have_value("")
    assert Ticket.objects.filter(subject="Missing").count() == 1
