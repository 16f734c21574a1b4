"""Nudges reach whoever watches, from any thread, and from other processes through the tail."""

import asyncio
import threading

import pytest
from channels.layers import get_channel_layer
from django.conf import settings
from django.db import connection, transaction

from helpdesk.ledger import live, record
from helpdesk.ledger.layer import LocalChannelLayer

needs_local = pytest.mark.skipif(
    bool(settings.REDIS_URL), reason="the local layer is the default without Redis"
)


async def member(layer, group):
    channel = await layer.new_channel()
    await layer.group_add(group, channel)
    return channel


async def test_a_group_send_reaches_every_member_and_nobody_else():
    layer = LocalChannelLayer()
    inside = [await member(layer, "room") for _ in range(3)]
    outside = await member(layer, "other")
    await layer.group_send("room", {"type": "x", "n": 1})
    for channel in inside:
        assert await asyncio.wait_for(layer.receive(channel), 1) == {"type": "x", "n": 1}
    with pytest.raises(asyncio.TimeoutError):
        await asyncio.wait_for(layer.receive(outside), 0.05)


async def test_a_send_from_a_page_thread_reaches_the_loop():
    layer = LocalChannelLayer()
    channel = await member(layer, "room")
    threading.Thread(target=layer.group_put, args=("room", {"type": "x"})).start()
    assert await asyncio.wait_for(layer.receive(channel), 1) == {"type": "x"}


async def test_a_member_that_stops_reading_is_bounded_and_harms_no_other():
    layer = LocalChannelLayer(capacity=5)
    slow, quick = await member(layer, "room"), await member(layer, "room")
    for n in range(20):
        await layer.group_send("room", {"type": "x", "n": n})
        assert (await layer.receive(quick))["n"] == n
    assert layer.queues[slow][1].qsize() == 5


async def test_who_left_gets_nothing_and_holds_nothing():
    layer = LocalChannelLayer()
    channel = await member(layer, "room")
    waiting = asyncio.create_task(layer.receive(channel))
    await asyncio.sleep(0)
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    await layer.group_send("room", {"type": "x"})
    assert layer.queues == {}
    assert dict(layer.members) == {}


@pytest.fixture
def told(monkeypatch):
    calls = []
    monkeypatch.setattr(live, "tell", lambda topic, payload: calls.append((topic, payload["verb"])))
    return calls


@pytest.mark.django_db(transaction=True)
def test_an_event_is_told_after_commit_and_not_before(told, customer):
    with transaction.atomic():
        record("test.happened", customer, customer=customer)
        assert told == []
    topics = {f"accounts.user.{customer.pk}", f"customer.{customer.pk}", "staff"}
    assert {topic for topic, _ in told} == topics


@pytest.mark.django_db(transaction=True)
def test_a_rolled_back_event_is_never_told(told, customer):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        record("test.happened", customer)
        raise ZeroDivisionError
    assert told == []


@pytest.mark.django_db(transaction=True)
def test_the_tail_tells_what_another_process_wrote_once(told, customer, monkeypatch):
    feed = live.Feed()
    feed.look(silent=True)
    with transaction.atomic():
        record("test.happened", customer)
    told.clear()
    feed.look()
    feed.look()
    assert told == [(f"accounts.user.{customer.pk}", "test.happened"), ("staff", "test.happened")]
    connection.close()


@needs_local
def test_the_default_layer_is_the_local_one():
    assert isinstance(get_channel_layer(), LocalChannelLayer)
