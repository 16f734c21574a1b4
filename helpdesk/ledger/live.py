"""Telling live screens that something happened.

A nudge is best effort and carries no more than ids: the row is the truth, and a screen fetches what it misses
by sequence. Topics are strings: `tickets.ticket.12` (everything about one object), `customer.5` (everything of
one customer), `staff` (everything the desk's screens list). A socket joins `group_of(topic)` and receives
`{"type": "live.nudge", "topic": …, **payload}`.

With Redis every process publishes. Without it only the web process has listeners; what the worker writes
reaches them because the web process also tails the ledger.
"""

import asyncio
import logging
import threading
from collections.abc import Iterable, Mapping
from typing import Any

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.conf import settings
from django.db import close_old_connections, connection
from django.db.models import Max

from helpdesk.ledger.layer import LocalChannelLayer, running_loop
from helpdesk.ledger.models import Event

log = logging.getLogger(__name__)

TAIL_SECONDS = 0.5
OVERLAP = 500
"""How many of the newest ids the tail looks at again: a slow transaction may commit a smaller id late."""


def group_of(topic: str) -> str:
    return f"live.{topic}"


def topics_of(event: Event) -> list[str]:
    topics = [event.subject]
    if event.customer_id:
        topics.append(f"customer.{event.customer_id}")
    if not event.verb.startswith("chat.message"):
        topics.append("staff")
    return topics


def nudge_of(event: Event) -> dict[str, Any]:
    return {"id": event.pk, "verb": event.verb, "subject": event.subject, "data": event.data}


def tell_events(events: Iterable[Event]) -> None:
    """Nudge whoever watches these events' objects; called after commit."""
    for event in events:
        _feed.note(event.pk)
        for topic in topics_of(event):
            tell(topic, nudge_of(event))


def tell(topic: str, payload: Mapping[str, Any]) -> None:
    """Nudge one topic from synchronous code; never raises, never waits for a socket."""
    message = {"type": "live.nudge", "topic": topic, **payload}
    layer = get_channel_layer()
    try:
        if isinstance(layer, LocalChannelLayer):
            layer.group_put(group_of(topic), message)
        elif _feed.loop and _feed.loop.is_running():
            asyncio.run_coroutine_threadsafe(layer.group_send(group_of(topic), message), _feed.loop)
        elif here := running_loop():
            keep(here.create_task(layer.group_send(group_of(topic), message)))
        else:
            async_to_sync(layer.group_send)(group_of(topic), message)
    except Exception:
        log.warning("nudge to %s was lost", topic, exc_info=True)


def keep(task: "asyncio.Task[None]") -> None:
    """Hold a task that nobody awaits until it is done: a loop alone would let it go."""
    _sending.add(task)
    task.add_done_callback(_sending.discard)


class Feed:
    """This process's part in the live feed: its event loop, and the thread that tails the ledger."""

    def __init__(self) -> None:
        self.loop: asyncio.AbstractEventLoop | None = None
        self.high = 0
        self.told: set[int] = set()
        self.seen: set[int] = set()
        self.stop = threading.Event()
        self.thread: threading.Thread | None = None

    def start(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop
        if settings.REDIS_URL or self.thread:
            return
        self.stop.clear()
        self.thread = threading.Thread(target=self.tail, name="ledger-tail", daemon=True)
        self.thread.start()

    def end(self) -> None:
        self.stop.set()
        if self.thread:
            self.thread.join(timeout=2)
        self.thread = self.loop = None

    def note(self, event_id: int) -> None:
        """What this process told itself, the tail need not tell again; without a tail nothing is kept."""
        if self.thread:
            self.told.add(event_id)

    def tail(self) -> None:
        first = True
        while not self.stop.is_set():
            try:
                if first:
                    self.high = Event.objects.aggregate(newest=Max("pk"))["newest"] or 0
                self.look(silent=first)
                first = False
            except Exception:
                log.warning("the ledger's tail will look again", exc_info=True)
                connection.close()
            close_old_connections()
            self.stop.wait(TAIL_SECONDS)
        connection.close()

    def look(self, *, silent: bool = False) -> None:
        """Tell what other processes have written since the last look."""
        newest = Event.objects.filter(pk__gt=self.high - OVERLAP).values_list("pk", flat=True)
        ids = set(newest)
        fresh = ids - self.seen - self.told
        self.seen = ids
        self.told &= ids
        self.high = max(ids, default=self.high)
        if silent or not fresh:
            return
        for event in Event.objects.filter(pk__in=fresh):
            for topic in topics_of(event):
                tell(topic, nudge_of(event))


_sending: "set[asyncio.Task[None]]" = set()
_feed = Feed()
attach = _feed.start
detach = _feed.end
