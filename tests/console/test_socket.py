"""The console's socket: who may listen, what it hears, and that nonsense does not break it."""

import asyncio
import json
import time

import pytest
from asgiref.sync import sync_to_async
from channels.testing import WebsocketCommunicator
from django.contrib.auth.models import AnonymousUser

from accounts.actions import deactivate_user
from accounts.models import Presence
from accounts.permissions import SIGNED_IN_AT
from helpdesk.console import consumers
from helpdesk.ledger.live import tell

pytestmark = pytest.mark.django_db(transaction=True)


def socket_of(user):
    communicator = WebsocketCommunicator(consumers.ConsoleConsumer.as_asgi(), "/ws/console/")
    communicator.scope["user"] = user
    return communicator


async def open_socket(user):
    socket = socket_of(user)
    is_open, _ = await socket.connect(timeout=5)
    assert is_open
    assert (await frame(socket))["type"] == "hello"
    return socket


async def frame(socket):
    return json.loads(await socket.receive_from(timeout=5))


async def test_it_refuses_customers_and_visitors(customer):
    for user in (customer, AnonymousUser()):
        is_open, code = await socket_of(user).connect(timeout=5)
        assert not is_open
        assert code in (consumers.SIGNED_OUT, consumers.NOT_STAFF)


async def test_it_hears_the_desk_and_gathers_a_burst(agent):
    socket = await open_socket(agent)
    for number in range(30):
        tell(
            "staff",
            {"id": number, "verb": "ticket.opened", "subject": f"tickets.ticket.{number}", "data": {}},
        )
    heard, frames = [], 0
    while len(heard) < 30:
        nudge = await frame(socket)
        assert (nudge["type"], nudge["topics"]) == ("nudge", ["staff"])
        heard += [event["id"] for event in nudge["events"]]
        frames += 1
    assert heard == list(range(30))
    assert frames <= 3
    assert await socket.receive_nothing(0.4)
    await socket.disconnect()


async def test_it_hears_an_object_only_while_it_watches(agent):
    socket = await open_socket(agent)
    tell("tickets.ticket.7", {"id": 1, "verb": "ticket.replied", "subject": "tickets.ticket.7"})
    assert await socket.receive_nothing(0.4)
    await socket.send_to(json.dumps({"type": "watch", "topic": "tickets.ticket.7"}))
    await ping(socket)
    tell("tickets.ticket.7", {"id": 2, "verb": "ticket.replied", "subject": "tickets.ticket.7"})
    assert (await frame(socket))["topics"] == ["tickets.ticket.7"]
    await socket.send_to(json.dumps({"type": "unwatch", "topic": "tickets.ticket.7"}))
    await ping(socket)
    tell("tickets.ticket.7", {"id": 3, "verb": "ticket.replied", "subject": "tickets.ticket.7"})
    assert await socket.receive_nothing(0.4)
    await socket.disconnect()


async def ping(socket):
    await socket.send_to('{"type": "ping"}')
    assert await frame(socket) == {"type": "pong"}


@pytest.mark.parametrize(
    "nonsense",
    [
        " ",
        "{",
        "[]",
        "null",
        '"ping"',
        '{"type": 5}',
        '{"type": "dance"}',
        "[" * 3000,
        '{"type":"ping","x":"' + "y" * 5000 + '"}',
    ],
)
async def test_it_answers_nonsense_and_stays(agent, nonsense):
    socket = await open_socket(agent)
    await socket.send_to(nonsense)
    assert (await frame(socket)) == {"type": "error", "code": "bad_frame"}
    await ping(socket)
    await socket.disconnect()


@pytest.mark.parametrize(
    "topic", ["user.1", "staff.x", "../etc", 5, None, "tickets.ticket.", "a" * 90 + ".1"]
)
async def test_it_refuses_topics_that_are_not_objects(agent, topic):
    socket = await open_socket(agent)
    await socket.send_to(json.dumps({"type": "watch", "topic": topic}))
    assert (await frame(socket)) == {"type": "error", "code": "bad_topic"}
    await socket.disconnect()


async def test_a_flood_is_refused_and_the_line_kept(agent):
    socket = await open_socket(agent)
    for _ in range(200):
        await socket.send_to('{"type": "ping"}')
    answers = [await frame(socket) for _ in range(200)]
    assert {"type": "error", "code": "too_fast"} in answers
    await socket.disconnect()


async def test_an_open_console_is_a_sign_of_life(agent, time_machine_at):
    await sync_to_async(Presence.objects.create)(user=agent, state="available")
    before = (await Presence.objects.aget(user=agent)).seen_at
    socket = await open_socket(agent)
    assert (await Presence.objects.aget(user=agent)).seen_at > before
    await socket.disconnect()


async def closing(socket):
    """The code with which it closes within five seconds."""
    async with asyncio.timeout(5):
        while (said := await socket.receive_output(timeout=5))["type"] == "websocket.send":
            pass
    return said["code"]


async def test_it_closes_for_someone_who_was_deactivated(agent, admin):
    socket = await open_socket(agent)
    await sync_to_async(deactivate_user)(agent, actor=admin)
    assert await closing(socket) == consumers.NOT_STAFF


async def test_it_closes_for_someone_who_lost_the_role_and_for_nobody_else(agent, lead):
    lost, kept = await open_socket(agent), await open_socket(lead)
    await sync_to_async(agent.groups.clear)()
    assert await closing(lost) == consumers.NOT_STAFF
    await ping(kept)
    await kept.disconnect()


async def test_it_refuses_staff_without_the_second_factor(agent, settings):
    settings.STAFF_MFA_REQUIRED = True
    assert await socket_of(agent).connect(timeout=5) == (False, consumers.NOT_STAFF)


async def test_it_refuses_a_staff_session_past_its_hours(agent, settings):
    communicator = socket_of(agent)
    communicator.scope["session"] = {SIGNED_IN_AT: time.time() - settings.STAFF_SESSION_SECONDS - 1}
    assert await communicator.connect(timeout=5) == (False, consumers.NOT_STAFF)
