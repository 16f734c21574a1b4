"""The live protocol over the socket: acknowledged after commit, in order, without gaps, to whoever may see it."""

import asyncio
import json
import time

import pytest
from allauth.mfa.models import Authenticator
from asgiref.sync import sync_to_async
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction

from accounts.actions import deactivate_user
from accounts.permissions import SIGNED_IN_AT
from chat import threads, writer
from chat.actions import (
    accept_conversation,
    ask_person,
    end_conversation,
    post_messages,
    release_conversation,
)
from chat.consumers import caretaker, outgoing
from chat.consumers import socket as socket_module
from chat.models import Conversation, Message
from helpdesk.ledger import live
from tests.chat.talk import Talker

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def threads_give_back():
    yield
    threads.close_all()


@pytest.fixture(autouse=True)
def the_loop_is_known(monkeypatch):
    monkeypatch.setattr(writer, "answer_now", lambda posted: None)


@pytest.fixture
def session(agent):
    store = SessionStore()
    store["who"] = "agent"
    store.create()
    return store


later = sync_to_async(thread_sensitive=True)


async def test_a_message_is_acknowledged_after_commit_and_reaches_both_sides(active, at_desk, session):
    visitor = await Talker(active).open()
    agent = await Talker(active, user=at_desk, session=session).open()
    await visitor.messages(3)
    await agent.messages(3)
    await visitor.send(type="send", client_id="v1", body="Where is my deposit?")
    ack = await visitor.next("ack")
    stored = await Message.objects.aget(client_id="v1")
    assert (ack["client_id"], ack["seq"], stored.body) == ("v1", 4, "Where is my deposit?")
    heard = await agent.next("message")
    assert (heard["seq"], heard["author"], heard["body"]) == (4, "visitor", "Where is my deposit?")
    await agent.send(type="send", client_id="a1", body="I am looking.")
    answer = await visitor.next("message")
    assert (answer["seq"], answer["author"], answer["name"]) in {(4, "visitor", ""), (5, "agent", "Ana")}
    await visitor.close()
    await agent.close()


async def test_no_ack_without_commit(chat, monkeypatch):
    def breaks(batch):
        with transaction.atomic():
            post_messages(batch)
            raise OSError("disk")

    visitor = await Talker(chat).open()
    monkeypatch.setattr(writer, "post_messages", breaks)
    await visitor.send(type="send", client_id="v1", body="hello")
    error = await visitor.next("error")
    assert (error["code"], error["client_id"]) == ("try_again", "v1")
    assert not await Message.objects.filter(client_id="v1").aexists()
    monkeypatch.undo()
    await visitor.send(type="send", client_id="v1", body="hello")
    assert (await visitor.next("ack"))["seq"] == 2
    await visitor.close()


async def test_a_retry_gets_the_same_number_and_no_second_row(chat):
    visitor = await Talker(chat).open()
    for _ in range(3):
        await visitor.send(type="send", client_id="same", body="once")
        assert (await visitor.next("ack"))["seq"] == 2
    assert await Message.objects.filter(client_id="same").acount() == 1
    await visitor.close()


async def test_it_resumes_after_what_was_seen_in_order(chat, write):
    for number in range(250):
        await later(write)(chat, f"line {number}")
    visitor = await Talker(chat).open(after=100)
    assert await visitor.messages(251) == list(range(101, 252))
    await visitor.send(type="resume", after=249)
    assert (await visitor.next("message"))["seq"] == 250
    await visitor.close()


async def test_a_nudge_that_skips_one_is_healed_from_the_rows(chat, write, monkeypatch):
    visitor = await Talker(chat).open()
    await visitor.messages(1)
    with monkeypatch.context() as lost:
        lost.setattr("chat.actions.posting.tell", lambda topic, payload: None)
        lost.setattr(live, "tell", lambda topic, payload: None)
        await later(write)(chat, "lost on the way")
    await later(write)(chat, "arrived")
    assert await visitor.messages(3) == [1, 2, 3]
    await visitor.close()


async def test_a_ping_heals_a_lost_nudge(chat, write, monkeypatch):
    visitor = await Talker(chat).open()
    await visitor.messages(1)
    monkeypatch.setattr("chat.actions.posting.tell", lambda topic, payload: None)
    monkeypatch.setattr(live, "tell", lambda topic, payload: None)
    await later(write)(chat, "lost on the way")
    assert await visitor.nothing("message")
    await visitor.send(type="ping")
    assert (await visitor.next("pong"))["last_seq"] == 2
    assert (await visitor.next("message"))["seq"] == 2
    await visitor.close()


async def test_doubled_and_shuffled_nudges_do_no_harm(chat, write):
    visitor = await Talker(chat).open()
    await visitor.messages(1)
    rows = [await later(write)(chat, f"line {n}") for n in range(3)]
    for row in [*reversed(rows), *rows]:
        live.tell(f"chat.conversation.{chat.pk}", {"frame": row.frame()})
    await visitor.messages(4)
    assert await visitor.nothing("message")
    assert [f["seq"] for f in visitor.frames if f["type"] == "message"] == [1, 2, 3, 4]
    await visitor.close()


BAD = {
    "{": "not_json",
    "[1]": "no_type",
    "[" * 20_000: "not_json",
    '{"type": "fly"}': "unknown_type",
    '{"type": "send", "client_id": "a"}': "missing_field",
    '{"type": "send", "client_id": "", "body": "x"}': "bad_field",
    '{"type": "send", "client_id": 5, "body": "x"}': "bad_field",
    '{"type": "read", "seq": -1}': "bad_field",
    '{"type": "read", "seq": true}': "bad_field",
    '{"type": "ping", "more": 1}': "unknown_field",
    json.dumps({"type": "send", "client_id": "a", "body": "x" * 40_000}): "too_large",
    '{"type": "send", "client_id": "a", "body": "  "}': "empty",
    '{"type": "send", "client_id": "a", "body": "half \\ud800"}': "bad_characters",
    '{"type": "send", "client_id": "a", "body": "nul \\u0000"}': "bad_characters",
    json.dumps({"type": "send", "client_id": "a", "body": "x" * 4001}): "too_long",
}


async def test_a_bad_frame_is_answered_and_the_connection_kept(chat):
    visitor = await Talker(chat).open()
    await visitor.messages(1)
    await visitor.wire.send_input({"type": "websocket.receive", "bytes": b"\x00"})
    assert (await visitor.next("error"))["code"] == "not_text"
    for text, code in BAD.items():
        await visitor.raw(text)
        assert (await visitor.next("error"))["code"] == code, text[:60]
    await visitor.send(type="send", client_id="ok", body="still here")
    assert (await visitor.next("ack"))["seq"] == 2
    assert (await Message.objects.aget(client_id="ok")).body == "still here"
    await visitor.close()


async def test_before_hello_nothing_is_given_or_taken(chat):
    visitor = await Talker(chat).open(hello=False)
    await visitor.send(type="send", client_id="a", body="hi")
    assert (await visitor.receive())["code"] == "hello_first"
    assert await Message.objects.acount() == 1
    await visitor.close()


@pytest.mark.parametrize("token", ["", "forged", "x" * 512])
async def test_a_wrong_token_is_turned_away(chat, token):
    intruder = await Talker(chat, token=token).open()
    assert (await intruder.receive())["code"] == "not_found"
    assert await intruder.receive() == {"type": "closed", "code": 4401}


async def test_another_conversations_token_and_another_customer_are_turned_away(start, customer, stranger):
    mine = await later(start)(customer=customer)
    other = await later(start)()
    with_token = Talker(mine, token=Talker(other).token)
    for intruder in (with_token, Talker(mine), Talker(mine, user=stranger)):
        await intruder.open()
        assert (await intruder.receive())["code"] == "not_found"


async def test_who_says_no_hello_is_shown_out(chat, monkeypatch):
    monkeypatch.setattr(socket_module, "HELLO_SECONDS", 0.1)
    silent = await Talker(chat).open(hello=False)
    assert (await silent.receive())["code"] == 4401


async def test_too_many_messages_are_refused_with_a_time_and_the_connection_kept(chat):
    visitor = await Talker(chat).open()
    for number in range(13):
        await visitor.send(type="send", client_id=f"n{number}", body="hi")
    error = await visitor.next("error")
    assert (error["code"], error["retry_after"] > 0) == ("too_many", True)
    await asyncio.sleep(error["retry_after"] + 0.1)
    await visitor.send(type="send", client_id=error["client_id"], body="hi")
    await visitor.next("ack")
    await visitor.close()


async def test_a_client_that_does_not_read_loses_its_socket_and_no_one_elses_time(chat, monkeypatch):
    monkeypatch.setattr(outgoing, "MAX_WAITING_BYTES", 5_000)
    gate = asyncio.Event()
    slow = Talker(chat)
    await slow.open()
    await slow.messages(1)

    async def stuck(self):
        await gate.wait()

    monkeypatch.setattr(outgoing.Outgoing, "pump", stuck)
    blocked = await Talker(chat).open()
    for number in range(8):
        await slow.send(type="send", client_id=f"n{number}", body="x" * 900)
        await slow.next("ack")
    assert (await blocked.next("closed"))["code"] == 4409
    await slow.close()


async def test_a_deactivated_agent_loses_the_socket_within_five_seconds(active, at_desk, admin, session):
    agent = await Talker(active, user=at_desk, session=session).open()
    await agent.messages(3)
    await later(deactivate_user)(at_desk, actor=admin)
    assert await agent.next("closed", 5) == {"type": "closed", "code": 4403}


async def test_an_agent_without_the_role_loses_the_socket_within_five_seconds(active, at_desk, session):
    agent = await Talker(active, user=at_desk, session=session).open()
    await agent.messages(3)
    await later(at_desk.groups.clear)()
    assert await agent.next("closed", 5) == {"type": "closed", "code": 4403}


async def test_losing_the_second_factor_ends_the_agents_socket(active, at_desk, session, settings):
    settings.STAFF_MFA_REQUIRED = True
    factor = await Authenticator.objects.acreate(user=at_desk, type="totp", data={})
    agent = await Talker(active, user=at_desk, session=session).open()
    await agent.messages(3)
    await factor.adelete()
    assert await agent.next("closed", 5) == {"type": "closed", "code": 4403}


async def test_staff_without_the_second_factor_are_not_let_in(active, at_desk, session, settings):
    settings.STAFF_MFA_REQUIRED = True
    agent = await Talker(active, user=at_desk, session=session).open()
    assert (await agent.next("error"))["code"] == "not_found"
    assert await agent.next("closed") == {"type": "closed", "code": 4401}


async def test_a_staff_session_past_its_hours_is_not_let_in(active, at_desk, session, settings):
    session[SIGNED_IN_AT] = int(time.time()) - settings.STAFF_SESSION_SECONDS - 1
    await later(session.save)()
    agent = await Talker(active, user=at_desk, session=session).open()
    assert await agent.next("closed") == {"type": "closed", "code": 4401}


async def test_a_staff_session_that_runs_out_ends_the_socket(active, at_desk, session, settings):
    agent = await Talker(active, user=at_desk, session=session).open()
    await agent.messages(3)
    session[SIGNED_IN_AT] = int(time.time()) - settings.STAFF_SESSION_SECONDS - 1
    await later(session.save)()
    assert await agent.next("closed", 5) == {"type": "closed", "code": 4403}


async def test_signing_out_ends_the_socket(active, at_desk, session):
    agent = await Talker(active, user=at_desk, session=session).open()
    await agent.messages(3)
    await later(session.delete)()
    assert (await agent.next("closed", 5))["code"] == 4403


async def test_an_agent_who_lost_the_chat_is_told_and_cannot_send(active, at_desk, session):
    agent = await Talker(active, user=at_desk, session=session).open()
    await agent.messages(3)
    await later(release_conversation)(active, actor=None, code="agent_lost")
    status = await agent.next("status")
    assert (status["status"], status["can_send"]) == ("queued", False)
    await agent.send(type="send", client_id="late", body="hello?")
    assert (await agent.next("error"))["code"] == "not_yours"
    assert not await Message.objects.filter(client_id="late").aexists()
    await agent.close()


async def test_places_are_told_when_they_change(start, at_desk):
    first, second = [await later(start)() for _ in range(2)]
    for conversation in (first, second):
        await later(ask_person)(conversation, actor=None)
    waiting = await Talker(second).open()
    status = await waiting.next("status")
    assert (status["queue"]["position"], status["queue"]["wait"]) == (2, "busy")
    await later(accept_conversation)(first, actor=at_desk)
    frame = await waiting.next("queue")
    while frame["position"] != 1:
        frame = await waiting.next("queue")
    assert "cannot say" in frame["text"]
    await later(accept_conversation)(second, actor=at_desk)
    while (await waiting.next("status"))["agent"] != "Ana":
        pass
    await waiting.close()


async def test_typing_and_reading_reach_the_other_side_and_are_throttled(active, at_desk, session):
    visitor = await Talker(active).open()
    agent = await Talker(active, user=at_desk, session=session).open()
    await visitor.messages(3)
    await agent.messages(3)
    await agent.send(type="typing")
    await agent.send(type="typing")
    assert (await visitor.next("typing"))["by"] == "agent"
    assert await visitor.nothing("typing")
    await visitor.send(type="read", seq=3)
    assert await agent.next("read") == {"type": "read", "by": "visitor", "seq": 3}
    await visitor.close()
    await agent.close()


async def test_a_colleague_who_looks_in_is_not_seen_and_does_not_type(active, lead, session):
    visitor = await Talker(active).open()
    colleague = await Talker(active, user=lead, session=session).open()
    await visitor.messages(3)
    await colleague.messages(3)
    await colleague.send(type="read", seq=3)
    await colleague.send(type="typing")
    await colleague.send(type="ping")
    await colleague.next("pong")
    await visitor.send(type="ping")
    await visitor.next("pong")
    assert [frame["type"] for frame in visitor.frames if frame["type"] in {"read", "typing"}] == []
    assert (await Conversation.objects.aget(pk=active.pk)).agent_read_seq == 0
    await visitor.close()
    await colleague.close()


async def test_each_reader_reads_vigils_own_words_in_their_language(start, agent, session):
    conversation = await later(start)(language="es")
    agent.language = "zh-hans"
    visitor = await Talker(conversation).open()
    reader = await Talker(conversation, user=agent, session=session).open()
    await later(end_conversation)(conversation, actor=None)
    assert await visitor.messages(2) == await reader.messages(2)
    assert (await Conversation.objects.aget(pk=conversation.pk)).status == "ended"
    assert visitor.frames[-1]["data"] == reader.frames[-1]["data"]
    await visitor.close()
    await reader.close()


async def test_what_arrives_during_a_commit_is_written_by_the_next_one(start, monkeypatch):
    conversations = [await later(start)() for _ in range(5)]
    sizes = []

    def counted(batch):
        sizes.append(len(batch))
        return post_messages(batch)

    monkeypatch.setattr(writer, "post_messages", counted)
    drafts = [writer.Draft(c.pk, "visitor", "hi", client_id=str(n)) for n in range(10) for c in conversations]
    posted = await asyncio.gather(*(writer.post(draft) for draft in drafts))
    assert (sum(sizes), len(posted), len(sizes) <= 3) == (50, 50, True)
    assert await Message.objects.filter(author_kind="visitor").acount() == 50


async def test_a_poisoned_message_takes_no_other_down(chat, monkeypatch):
    def picky(batch):
        if any(draft.body == "poison" for draft in batch):
            raise ValueError("poison")
        return post_messages(batch)

    monkeypatch.setattr(writer, "post_messages", picky)
    drafts = [writer.Draft(chat.pk, "visitor", body, client_id=body) for body in ("a", "poison", "b")]
    outcomes = await asyncio.gather(*(writer.post(draft) for draft in drafts), return_exceptions=True)
    assert [isinstance(o, ValueError) for o in outcomes] == [False, True, False]


def test_nobody_is_looked_after_when_no_socket_is_open():
    assert not any(keeper.sockets for keeper in caretaker._caretakers.values())
