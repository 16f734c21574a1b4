"""The channel layer of a single web process: a group send costs its members and nothing else.

Channels' in-memory layer scans every channel and deep-copies each message; at chat rates that is most of the
cost (docs/decisions/0002.md). Messages here are treated as immutable. It may be called from any thread.
"""

import asyncio
import uuid
from collections import defaultdict
from typing import Any

from channels.exceptions import ChannelFull
from channels.layers import BaseChannelLayer

Message = dict[str, Any]


class LocalChannelLayer(BaseChannelLayer):
    extensions = ["groups"]

    def __init__(self, capacity: int = 1000, expiry: int = 60, **kwargs: Any) -> None:
        super().__init__(expiry=expiry, capacity=capacity)
        self.queues: dict[str, tuple[asyncio.AbstractEventLoop, asyncio.Queue[Message]]] = {}
        self.members: dict[str, set[str]] = defaultdict(set)

    async def new_channel(self, prefix: str = "local") -> str:
        return f"{prefix}.{uuid.uuid4().hex}"

    async def receive(self, channel: str) -> Message:
        queue = self.queue_of(channel)
        try:
            return await queue.get()
        except asyncio.CancelledError:
            self.drop(channel)
            raise

    def queue_of(self, channel: str) -> "asyncio.Queue[Message]":
        if channel not in self.queues:
            self.queues[channel] = (asyncio.get_running_loop(), asyncio.Queue(self.capacity))
        return self.queues[channel][1]

    def drop(self, channel: str) -> None:
        self.queues.pop(channel, None)
        for group in [name for name, members in self.members.items() if channel in members]:
            self.leave(group, channel)

    async def send(self, channel: str, message: Message) -> None:
        if not self.put(channel, message):
            raise ChannelFull

    async def group_add(self, group: str, channel: str) -> None:
        self.queue_of(channel)
        self.members[group].add(channel)

    async def group_discard(self, group: str, channel: str) -> None:
        self.leave(group, channel)

    def leave(self, group: str, channel: str) -> None:
        members = self.members.get(group)
        if members is None:
            return
        members.discard(channel)
        if not members:
            self.members.pop(group, None)

    async def group_send(self, group: str, message: Message) -> None:
        self.group_put(group, message)

    def group_put(self, group: str, message: Message) -> None:
        """Synchronous group send; a full member misses the nudge and heals from the rows."""
        for channel in tuple(self.members.get(group, ())):
            self.put(channel, message)

    def put(self, channel: str, message: Message) -> bool:
        loop, queue = self.queues.get(channel, (None, None))
        if loop is None or queue is None or loop.is_closed():
            return True
        if loop is running_loop():
            return offer(queue, message)
        loop.call_soon_threadsafe(offer, queue, message)
        return True


def running_loop() -> asyncio.AbstractEventLoop | None:
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None


def offer(queue: "asyncio.Queue[Message]", message: Message) -> bool:
    try:
        queue.put_nowait(message)
    except asyncio.QueueFull:
        return False
    return True
