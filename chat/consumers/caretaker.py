"""One task a process that looks after all its chat sockets: who may stay, who waits where, who was left.

Each look is a few queries for all sockets together, so its cost does not grow with a query per socket.
"""

import asyncio
import logging
import time
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from channels.layers import get_channel_layer
from django.utils.translation import override

from accounts.selectors import seats_kept
from chat.actions import give_up_left, requeue_lost
from chat.selectors import present_wait, queue_positions
from chat.threads import reading
from helpdesk.ledger.live import group_of

if TYPE_CHECKING:
    from chat.consumers.socket import ChatSocket

log = logging.getLogger(__name__)

QUEUE_SECONDS = 1.0
GUARD_SECONDS = 3.0
DESK_SECONDS = 10.0
QUEUE_VERBS = {"chat.queued", "chat.accepted", "chat.released", "chat.ended", "chat.marked_urgent"}
LOST = 4403


class Caretaker:
    """Lives while the process has chat sockets."""

    def __init__(self) -> None:
        self.sockets: set[ChatSocket] = set()
        self.is_queue_stale = True
        self.tasks: list[asyncio.Task[None]] = []

    def add(self, socket: "ChatSocket") -> None:
        self.sockets.add(socket)
        self.is_queue_stale = True
        if not self.tasks:
            self.tasks = [asyncio.create_task(self.hear()), asyncio.create_task(self.look_around())]

    def remove(self, socket: "ChatSocket") -> None:
        self.sockets.discard(socket)
        if not self.sockets:
            for task in self.tasks:
                task.cancel()
            self.tasks = []

    async def hear(self) -> None:
        """Listen to what the desk's screens hear, for changes of the queue."""
        layer = get_channel_layer()
        channel = await layer.new_channel()
        await layer.group_add(group_of("staff"), channel)
        try:
            while True:
                message = await layer.receive(channel)
                if message.get("verb") in QUEUE_VERBS:
                    self.is_queue_stale = True
        finally:
            await layer.group_discard(group_of("staff"), channel)

    async def look_around(self) -> None:
        guarded = tended = time.monotonic()
        while True:
            await asyncio.sleep(QUEUE_SECONDS)
            moment = time.monotonic()
            try:
                if moment - guarded >= GUARD_SECONDS:
                    guarded = moment
                    await self.guard()
                if moment - tended >= DESK_SECONDS:
                    tended = moment
                    self.is_queue_stale = True
                    await reading.run(tend)
                await self.tell_places()
            except Exception:
                log.warning("the caretaker will look again", exc_info=True)

    async def guard(self) -> None:
        """Close what is no longer allowed: a person deactivated, signed out, no longer an agent, or staff
        without the second factor that is asked of them."""
        people = {socket: socket.who for socket in self.sockets if socket.who is not None}
        if not people:
            return
        allowed = await reading.run(seats_kept, set(people.values()))
        for socket, who in people.items():
            if who not in allowed:
                socket.end(LOST)

    async def tell_places(self) -> None:
        """Tell each waiting visitor their place when it changed; at most once a second for all."""
        waiting = [socket for socket in self.sockets if socket.is_waiting]
        if not self.is_queue_stale or not waiting:
            return
        self.is_queue_stale = False
        frames = await reading.run(places, {(s.conversation_id, s.language, s.speaks) for s in waiting})
        for socket in waiting:
            frame = frames.get((socket.conversation_id, socket.language))
            if frame:
                socket.tell_place(frame)


def tend() -> None:
    requeue_lost()
    give_up_left()


def places(waiting: Iterable[tuple[int, str, str]]) -> dict[tuple[int, str], dict[str, Any]]:
    """Each waiting conversation's `queue` frame, in the reader's language."""
    positions = queue_positions()
    waits = {speaks: present_wait(speaks) for speaks in {speaks for _, _, speaks in waiting}}
    frames = {}
    for pk, language, speaks in waiting:
        if pk not in positions:
            continue
        with override(language):
            frames[(pk, language)] = {
                "type": "queue",
                "position": positions[pk],
                "wait": waits[speaks].state,
                "text": waits[speaks].text,
            }
    return frames


_caretakers: "WeakKeyDictionary[asyncio.AbstractEventLoop, Caretaker]" = WeakKeyDictionary()


def caretaker() -> Caretaker:
    return _caretakers.setdefault(asyncio.get_running_loop(), Caretaker())
