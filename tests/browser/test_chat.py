"""The chat in a real browser: a visitor and an agent, themes, scripts and sizes."""

import re
import uuid

import pytest

from accounts.actions import set_presence
from chat.actions import (
    Draft,
    Visitor,
    accept_conversation,
    ask_person,
    ask_security,
    post_message,
    start_conversation,
)
from chat.models import Conversation, Message
from tests.browser.axe import assert_accessible
from tickets.models import Rating

pytestmark = pytest.mark.live

LANGUAGES = ("en", "zh-hans", "ar")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_chat_page_is_accessible(page_of, picture, theme, language):
    page = page_of(None, theme=theme, language=language)
    page.goto(f"/{language}/chat/")
    page.get_by_role("textbox").last.fill("هل / 充值 / where is my deposit?")
    page.keyboard.press("Enter")
    page.locator('.message[data-kind="bot"]').nth(1).wait_for()
    assert_accessible(page)
    picture(page, f"chat-{language}-{theme}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_fills_a_phone(page_of, picture, language):
    page = page_of(None, language=language, width=360, height=740)
    page.goto(f"/{language}/chat/")
    page.locator("#chat-body").fill("where is my deposit?")
    page.get_by_role("button", name="Send").or_(page.locator("button[value=send]")).first.click()
    page.locator('.message[data-kind="bot"]').nth(1).wait_for()
    assert page.evaluate("document.documentElement.scrollWidth <= 360")
    picture(page, f"chat-phone-{language}")


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


@pytest.fixture
def rooms(agent):
    """One chat with the agent, some words in it; one in the queue, urgent. Returns the address of the first."""
    set_presence(agent, "available", actor=agent)

    def talk(name, ask, first):
        visitor = Visitor(name=name, language="en")
        chat = start_conversation(visitor, start_key=uuid.uuid4(), actor=None)
        post_message(Draft(chat.pk, "visitor", first))
        return ask(chat, actor=None)

    chat = accept_conversation(talk("Mei Lin", ask_person, "我的充值没有到账"), actor=agent)
    post_message(Draft(chat.pk, "agent", "Hello Mei, I am looking at it.", author=agent))
    post_message(Draft(chat.pk, "visitor", "شكراً، المعرّف هو 0x" + "a1b2c3d4" * 8))
    talk("Omar", ask_security, "My account was hacked, please help me at once")
    return f"/console/chats/{chat.public_id}/"


@pytest.mark.parametrize(
    ("language", "theme", "width"),
    [
        ("en", "dark", 1280),
        ("zh-hans", "light", 1280),
        ("ar", "dark", 1280),
        ("ar", "light", 360),
        ("en", "dark", 360),
    ],
)
def test_the_desk_reads_well(page_of, agent, rooms, picture, language, theme, width):
    page = page_of(agent, language=language, theme=theme, width=width)
    for name, path in (("list", "/console/chats/"), ("room", rooms)):
        page.goto(path)
        page.locator("main").wait_for()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert_accessible(page)
        picture(page, f"console-chats-{name}-{language}-{theme}-{width}")


@pytest.mark.parametrize("language", ["en", "ar", "ko"])
def test_the_script_tells_the_time_as_the_server_does(page_of, agent, rooms, language):
    agent.timezone = "Asia/Tokyo"
    agent.save(update_fields=["timezone"])
    clocks = [
        clocks_of(page_of(agent, language=language, scripts=scripts), rooms) for scripts in (False, True)
    ]
    assert clocks[0] == clocks[1]
    assert all(re.fullmatch(r"\d\d:\d\d", clock) for clock in clocks[0])


def clocks_of(page, path):
    page.goto(path)
    page.locator(".message").first.wait_for()
    return page.locator(".message time").all_inner_texts()


def said(page):
    return page.locator(".message__text").all_inner_texts()


def speak(page, text):
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
    assert not visitor.locator("[data-state]").count()
    assert_accessible(desk)
    picture(desk, "console-chat-room")
    desk.locator("summary", has_text="End").click()
    desk.get_by_role("button", name="End as solved").click()
    visitor.get_by_text("How was it?").wait_for()
    picture(visitor, "chat-ended")
    visitor.locator("input[name=score][value='5']").check()
    visitor.get_by_role("button", name="Send rating").click()
    visitor.get_by_text("How was it?").wait_for(state="hidden")
    assert Rating.objects.get().score == 5


def test_two_tabs_of_one_visitor_agree_within_two_seconds(page_of):
    first = page_of(None)
    first.goto("/en/chat/")
    second = first.context.new_page()
    second.goto("/en/chat/")
    for tab, text in ((first, "from the first tab"), (second, "from the second tab")):
        tab.locator("#chat-body").fill(text)
        tab.keyboard.press("Enter")
        for other in (first, second):
            other.locator(".message__text", has_text=text).wait_for(timeout=2_000)
    assert said(first) == said(second)
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
