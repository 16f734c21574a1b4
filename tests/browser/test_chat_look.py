"""How the chat looks in a real browser: accessible, whole on a phone, and telling the time as the server does."""

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
from tests.browser.axe import LANGUAGES, assert_accessible


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_chat_page_is_accessible(page_of, picture, language):
    page = page_of(None, language=language)
    page.goto(f"/{language}/chat/")
    page.get_by_role("textbox").last.fill("هل / 充值 / where is my deposit?")
    page.keyboard.press("Enter")
    page.locator('.message[data-kind="bot"]').nth(1).wait_for()
    assert_accessible(page)
    picture(page, f"chat-{language}")


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
    ("language", "width"), [("en", 1280), ("zh-hans", 1280), ("ar", 1280), ("ar", 360), ("en", 360)]
)
def test_the_desk_reads_well(page_of, agent, rooms, picture, language, width):
    page = page_of(agent, language=language, width=width)
    for name, path in (("list", "/console/chats/"), ("room", rooms)):
        page.goto(path)
        page.locator("main").wait_for()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert_accessible(page)
        picture(page, f"console-chats-{name}-{language}-{width}")


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
