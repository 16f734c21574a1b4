"""The web server dies at random moments while twenty people chat: nothing acknowledged is lost or doubled.

And twenty agents reach for one chat at once: exactly one gets it.
"""

import asyncio
import json
import os
import random
import threading

import pytest
import websockets
from django.db import connections

from chat.actions import accept_conversation, ask_security
from chat.models import Conversation, Message
from chat.permissions import visitor_token
from helpdesk.ledger.models import Event
from helpdesk.lib.errors import Conflict
from tests.factories import ConversationFactory, UserFactory
from tests.lib.web_process import WebProcess

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
CLIENTS, KILLS, EACH = 20, int(os.environ.get("VIGIL_KILLS", "3")), 20


class Visitor:
    """Sends its messages in order, keeps each until it is acknowledged, reconnects and resumes for ever."""

    def __init__(self, port, conversation):
        self.url = f"ws://127.0.0.1:{port}/ws/chat/{conversation.public_id}/"
        self.origin = f"http://127.0.0.1:{port}"
        self.conversation = conversation
        self.token = visitor_token(conversation)
        self.waiting = {f"c{number}": f"message {number}" for number in range(EACH)}
        self.acked = {}
        self.received = []

    @property
    def last(self):
        return self.received[-1] if self.received else 0

    async def talk(self):
        while self.waiting:
            try:
                async with websockets.connect(
                    self.url, origin=self.origin, open_timeout=10, close_timeout=0.1
                ) as wire:
                    await self.converse(wire)
            except (OSError, websockets.WebSocketException, TimeoutError):
                await asyncio.sleep(random.uniform(0.05, 0.5))

    async def converse(self, wire):
        await wire.send(json.dumps({"type": "hello", "token": self.token, "after": self.last}))
        while self.waiting:
            client_id, body = next(iter(self.waiting.items()))
            await wire.send(json.dumps({"type": "send", "client_id": client_id, "body": body}))
            await self.until_answered(wire, client_id)
            await asyncio.sleep(random.uniform(0, 0.1))

    async def until_answered(self, wire, client_id):
        while client_id in self.waiting:
            frame = json.loads(await asyncio.wait_for(wire.recv(), 10))
            if frame["type"] == "ack":
                self.acked[frame["client_id"]] = frame["seq"]
                self.waiting.pop(frame["client_id"], None)
            elif frame["type"] == "message":
                self.received.append(frame["seq"])
            elif frame["type"] == "error":
                await asyncio.sleep(frame.get("retry_after", 0.2))
                return


async def kill_now_and_then(server, visitors):
    for _ in range(KILLS):
        reached = sum(len(visitor.acked) for visitor in visitors) + random.randint(20, 90)
        while sum(len(visitor.acked) for visitor in visitors) < reached and any(v.waiting for v in visitors):
            await asyncio.sleep(0.01)
        server.kill()
        server.start()


async def run(server, visitors):
    async with asyncio.timeout(240):
        killer = asyncio.create_task(kill_now_and_then(server, visitors))
        await asyncio.gather(*(visitor.talk() for visitor in visitors))
        await killer


def test_a_killed_server_loses_and_doubles_nothing_it_acknowledged():
    server = WebProcess()
    visitors = [Visitor(server.port, chat()) for _ in range(CLIENTS)]
    server.start()
    try:
        asyncio.run(run(server, visitors))
    finally:
        server.kill()
    for visitor in visitors:
        assert_whole(visitor)


def chat():
    return ask_security(ConversationFactory(), actor=None)


def assert_whole(visitor):
    rows = list(Message.objects.filter(conversation=visitor.conversation).order_by("seq"))
    assert [row.seq for row in rows] == list(range(1, len(rows) + 1))
    assert Conversation.objects.get(pk=visitor.conversation.pk).last_seq == len(rows)
    stored = {row.client_id: row.seq for row in rows if row.author_kind == "visitor"}
    assert stored == visitor.acked
    assert sum(row.author_kind == "visitor" for row in rows) == EACH
    assert visitor.received == list(range(1, len(visitor.received) + 1))
    assert Event.objects.about(visitor.conversation).filter(verb="chat.message_posted").count() == len(rows)


def reach_for(queued, agents):
    """All at the same moment; returns {agent id: the refusal, or None for the winner}."""
    barrier, outcomes = threading.Barrier(len(agents)), {}

    def reach(agent):
        barrier.wait()
        try:
            accept_conversation(queued, actor=agent)
            outcomes[agent.pk] = None
        except Conflict as refusal:
            outcomes[agent.pk] = str(refusal.message)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=reach, args=(agent,)) for agent in agents]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


@pytest.mark.parametrize("_round", range(5))
def test_of_twenty_agents_who_reach_for_one_chat_one_gets_it(_round):
    agents = [UserFactory(role="agent") for _ in range(20)]
    queued = chat()
    outcomes = reach_for(queued, agents)
    queued.refresh_from_db()
    assert [pk for pk, refusal in outcomes.items() if refusal is None] == [queued.agent_id]
    refusals = [refusal for refusal in outcomes.values() if refusal]
    assert (len(refusals), all(str(queued.agent) in refusal for refusal in refusals)) == (19, True)
    assert queued.messages.filter(data__code="agent_joined").count() == 1
