"""The chat in a real browser: a visitor and an agent, tabs, lost lines, and a page without scripts."""

import re

import pytest
from playwright.sync_api import expect

from accounts.actions import set_presence
from chat.models import Conversation, Message
from tests.browser.axe import assert_accessible
from tickets.models import Rating

pytestmark = pytest.mark.live


@pytest.fixture
def two_people(page_of, agent):
    """A visitor in the chat and an agent at the desk, each in a window."""
    set_presence(agent, "available", actor=agent)

    def open_both(language="en"):
        visitor, desk = page_of(None, language=language), page_of(agent, language=language)
        visitor.goto(f"/{language}/chat/")
        desk.goto("/console/chats/")
        return visitor, desk

    return open_both


def said(page):
    return page.locator(".message__text").all_inner_texts()


def speak(page, text):
    page.locator("chat-room:defined").wait_for()
    page.locator("#chat-body").fill(text)
    page.keyboard.press("Enter")


def accept(visitor, desk):
    speak(visitor, "I want to talk to a person")
    visitor.get_by_text("You are next.", exact=True).wait_for()
    desk.locator("#chats-waiting + .rows .row").first.wait_for()
    desk.get_by_role("button", name="Accept next").click()
    visitor.get_by_text("You are talking to Ana.").wait_for()


def test_a_visitor_and_an_agent_talk_live(two_people, picture):
    visitor, desk = two_people()
    accept(visitor, desk)
    speak(desk, "Hello, I am Ana. What happened?")
    visitor.get_by_text("What happened?").wait_for()
    speak(visitor, "My deposit is missing")
    desk.locator(".message__text", has_text="My deposit is missing").wait_for()
    assert said(visitor)[-3:] == said(desk)[-3:]
    expect(visitor.locator(".message[data-state]")).to_have_count(0)
    assert_accessible(desk)
    picture(desk, "console-chat-room")
    desk.locator("summary", has_text="End").click()
    desk.get_by_role("button", name="End as solved").click()
    visitor.get_by_text("How was it?").wait_for()
    picture(visitor, "chat-ended")
    visitor.locator("input[name=score][value='5']").check()
    visitor.get_by_role("button", name="Send rating").click()
    visitor.get_by_text("How was it?").wait_for(state="hidden")
    expect(visitor.get_by_role("status").filter(has_text="Thank you. We read every rating.")).to_be_focused()
    picture(visitor, "chat-rated")
    assert Rating.objects.get().score == 5


def agree(first, second):
    """Both show the same in the end; the bot may still be answering."""
    for _ in range(50):
        if said(first) == said(second):
            return True
        first.wait_for_timeout(100)
    return False


def test_two_tabs_of_one_visitor_agree(page_of):
    first = page_of(None)
    first.goto("/en/chat/")
    second = first.context.new_page()
    second.goto("/en/chat/")
    for tab, text in ((first, "from the first tab"), (second, "from the second tab")):
        tab.locator("#chat-body").fill(text)
        tab.keyboard.press("Enter")
        for other in (first, second):
            other.locator(".message__text", has_text=text).wait_for()
    assert agree(first, second)
    assert Conversation.objects.count() == 1


def test_what_was_written_while_the_line_was_down_is_sent_once(page_of):
    page = page_of(None)
    page.goto("/en/chat/")
    page.locator("#chat-body").fill("before")
    page.keyboard.press("Enter")
    page.locator(".message[data-kind=bot]").nth(1).wait_for()
    page.context.set_offline(True)
    page.evaluate("document.querySelector('chat-room').line.socket.close()")
    page.locator("#chat-body").fill("during")
    page.keyboard.press("Enter")
    page.locator(".message[data-state=sending]").wait_for()
    page.context.set_offline(False)
    page.locator(".message[data-state]").first.wait_for(state="detached", timeout=15_000)
    rows = Message.objects.filter(author_kind="visitor").order_by("seq")
    assert [row.body for row in rows] == ["before", "during"]


def test_a_network_without_sockets_still_chats(page_of):
    page = page_of(None)
    page.add_init_script(
        "window.WebSocket = class extends EventTarget { constructor() { super(); this.readyState = 0;"
        " setTimeout(() => this.dispatchEvent(Object.assign(new Event('close'), {code: 1006})), 10); } close() {} };"
        " window.WebSocket.OPEN = 1; window.WebSocket.CONNECTING = 0;"
    )
    page.goto("/en/chat/")
    page.locator("#chat-body").fill("hello over plain HTTP")
    page.keyboard.press("Enter")
    page.get_by_text("Your network blocks live chat").wait_for(timeout=15_000)
    page.locator(".message[data-kind=bot]").nth(1).wait_for(timeout=15_000)
    page.locator(".message[data-state]").first.wait_for(state="detached", timeout=15_000)
    assert Message.objects.filter(author_kind="visitor").count() == 1


def test_a_draft_survives_a_reload_and_an_input_method_sends_nothing(page_of):
    page = page_of(None)
    page.goto("/en/chat/")
    page.locator("#chat-body").fill("half a thought")
    page.locator("#chat-body").dispatch_event(
        "keydown", {"key": "Enter", "isComposing": True, "bubbles": True}
    )
    page.reload()
    assert page.locator("#chat-body").input_value() == "half a thought"
    assert not Conversation.objects.exists()


def test_it_works_without_scripts(page_of):
    page = page_of(None, scripts=False)
    page.goto("/en/chat/")
    page.locator("#chat-body").fill("no scripts here")
    page.get_by_role("button", name="Send").click()
    assert page.locator(".message[data-kind=bot]").count() == 2
    assert "no scripts here" in said(page)


def test_a_refused_message_keeps_its_place_says_why_and_can_be_mended(page_of, picture):
    page, long = page_of(None), "x" * 4001
    page.goto("/en/chat/")
    speak(page, "before")
    page.locator(".message[data-kind=bot]").nth(1).wait_for()
    page.evaluate("text => document.querySelector('chat-room').delivery.send(text)", long)
    refused = page.locator(".message[data-state=failed]")
    refused.get_by_text("Not sent. Use 4000 characters or fewer. You have entered 4001.").wait_for()
    speak(page, "after")
    page.locator(".message[data-kind=bot]").nth(2).wait_for()
    order = said(page)
    assert order.index("before") < order.index(long) < order.index("after")
    page.reload()
    refused.wait_for()
    assert said(page) == order
    picture(page, "chat-refused")
    refused.get_by_role("button", name="Edit").click()
    assert page.locator("#chat-body").input_value() == long
    assert not refused.count()


def test_what_is_written_too_fast_is_held_and_goes_out_by_itself(page_of):
    page = page_of(None)
    page.goto("/en/chat/")
    speak(page, "hello")
    page.locator(".message[data-kind=bot]").nth(1).wait_for()
    lines = [f"line {number}" for number in range(13)]
    page.evaluate(
        "lines => lines.forEach(line => document.querySelector('chat-room').delivery.send(line))", lines
    )
    page.locator(".message[data-state=held]").first.get_by_text("faster than we can follow").wait_for()
    expect(page.locator(".message[data-state]")).to_have_count(0, timeout=20_000)
    written = Message.objects.filter(author_kind="visitor", body__startswith="line").order_by("seq")
    assert sorted(row.body for row in written) == sorted(lines)


def test_the_box_counts_down_to_its_limit_and_keeps_what_is_too_long(page_of):
    page = page_of(None)
    page.goto("/en/chat/")
    box, counter = page.locator("#chat-body"), page.locator("[data-role=count]")
    box.fill("x" * 3799)
    assert counter.is_hidden()
    box.fill("x" * 3900)
    counter.get_by_text("Characters left: 100").first.wait_for()
    box.fill("😀" * 4001)
    counter.get_by_text("Characters too many: 1").first.wait_for()
    box.press("Enter")
    page.get_by_text("This is too long.").wait_for()
    assert len(box.input_value()) == 4001
    assert not Conversation.objects.exists()


# A browser without windows shows no notifications: this one says yes and shows none.
WILLING = """window.Notification = class {
  static permission = "default";
  static async requestPermission() { return (this.permission = "granted"); }
};"""


def test_the_title_counts_what_waits_and_alerts_wait_to_be_switched_on(two_people):
    visitor, desk = two_people()
    desk.add_init_script(WILLING)
    desk.reload()
    assert desk.title().startswith("Chats")
    speak(visitor, "I want to talk to a person")
    expect(desk).to_have_title(re.compile(r"^\(1\) Chats"))
    switch = desk.get_by_role("button", name="Desktop alerts")
    assert switch.get_attribute("aria-pressed") == "false"
    switch.click()
    desk.locator("chat-alerts button[aria-pressed=true]").wait_for()
    desk.get_by_role("button", name="Accept next").click()
    expect(desk).to_have_title(re.compile(r"^[^(]"))
