"""The socket of every staff page: it says "look", and the page fetches (docs/realtime.md).

Frames in: `{"type": "ping"}`, `{"type": "watch", "topic": "tickets.ticket.12"}`, `{"type": "unwatch", "topic": …}`.
Frames out: `hello`, `pong`, `nudge` (topics and what happened, gathered for a moment), `error` (the connection is kept).
"""

import asyncio
import json
import re
import time
from typing import Any

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer
from django.contrib.sessions.backends.base import SessionBase

from accounts.actions import heartbeat
from accounts.models import User
from accounts.permissions import Anyone, can_work, is_over
from accounts.selectors import Seat
from helpdesk.console.guard import guard
from helpdesk.ledger.live import group_of

TOPIC = re.compile(r"[a-z_]{1,40}(\.[a-z_]{1,40})?\.\d{1,18}")
TOPICS_AT_MOST = 50
GATHER_SECONDS = 0.25
BEAT_SECONDS = 20.0
FRAMES_A_SECOND = 20
EVENTS_AT_MOST = 50
FRAME_BYTES = 4096
SIGNED_OUT, NOT_STAFF = 4401, 4403


def may_listen(user: Anyone, session: SessionBase | None) -> bool:
    """Staff at work, within the hours of their session."""
    return can_work(user) and not is_over(session)


def beat(user_id: int) -> None:
    user = User.objects.filter(pk=user_id).first()
    if user is not None and can_work(user):
        heartbeat(user)


class ConsoleConsumer(AsyncWebsocketConsumer):
    """Joins `staff`, what is for the person (`user.…`) and what is about them; more topics by `watch`."""

    async def connect(self) -> None:
        self.user = self.scope["user"]
        self.topics: set[str] = set()
        self.waiting: list[dict[str, Any]] = []
        self.flush: asyncio.Task[None] | None = None
        self.second, self.frames, self.beaten = 0, 0, 0.0
        session = self.scope.get("session")
        if not await database_sync_to_async(may_listen)(self.user, session):
            await self.close(SIGNED_OUT if self.user.is_anonymous else NOT_STAFF)
            return
        for topic in ("staff", f"user.{self.user.pk}", f"accounts.user.{self.user.pk}"):
            await self.channel_layer.group_add(group_of(topic), self.channel_name)
            self.topics.add(topic)
        await self.accept()
        await self.beat()
        key = str(getattr(session, "session_key", "") or "")
        guard().add(Seat(self.user.pk, key, works=True), self.show_out)
        await self.answer({"type": "hello", "user": self.user.pk})

    async def disconnect(self, code: int) -> None:
        guard().remove(self.show_out)
        if self.flush:
            self.flush.cancel()
        for topic in self.topics:
            await self.channel_layer.group_discard(group_of(topic), self.channel_name)

    async def answer(self, frame: dict[str, Any]) -> None:
        await self.send(text_data=json.dumps(frame, ensure_ascii=False, separators=(",", ":")))

    async def show_out(self) -> None:
        await self.close(NOT_STAFF)

    async def beat(self) -> None:
        """An open console is a sign of life; written down at most every twenty seconds."""
        if time.monotonic() - self.beaten >= BEAT_SECONDS or not self.beaten:
            self.beaten = time.monotonic()
            await database_sync_to_async(beat)(self.user.pk)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        if self.is_flooding():
            await self.refuse("too_fast")
            return
        frame = parsed(text_data)
        handler = {"ping": self.on_ping, "watch": self.on_watch, "unwatch": self.on_unwatch}.get(
            str(frame.get("type", ""))
        )
        if handler is None:
            await self.refuse("bad_frame")
            return
        await handler(frame)

    def is_flooding(self) -> bool:
        second = int(time.monotonic())
        self.frames = self.frames + 1 if second == self.second else 1
        self.second = second
        return self.frames > FRAMES_A_SECOND

    async def refuse(self, code: str) -> None:
        await self.answer({"type": "error", "code": code})

    async def on_ping(self, frame: dict[str, Any]) -> None:
        await self.beat()
        await self.answer({"type": "pong"})

    async def on_watch(self, frame: dict[str, Any]) -> None:
        topic = frame.get("topic")
        if topic == "staff" or topic in self.topics:
            return
        if not isinstance(topic, str) or not TOPIC.fullmatch(topic) or topic.startswith("user."):
            await self.refuse("bad_topic")
            return
        if len(self.topics) >= TOPICS_AT_MOST:
            await self.refuse("too_many_topics")
            return
        self.topics.add(topic)
        await self.channel_layer.group_add(group_of(topic), self.channel_name)

    async def on_unwatch(self, frame: dict[str, Any]) -> None:
        topic = frame.get("topic")
        if isinstance(topic, str) and TOPIC.fullmatch(topic) and not topic.startswith("user."):
            self.topics.discard(topic)
            await self.channel_layer.group_discard(group_of(topic), self.channel_name)

    async def live_nudge(self, message: dict[str, Any]) -> None:
        """Gather what arrives together into one frame: a burst costs the page one look, not fifty."""
        self.waiting.append(message)
        if self.flush is None or self.flush.done():
            self.flush = asyncio.create_task(self.flush_soon())

    async def flush_soon(self) -> None:
        await asyncio.sleep(GATHER_SECONDS)
        told, self.waiting = self.waiting, []
        events = {m["id"]: {key: m.get(key) for key in ("id", "verb", "subject")} for m in told if "id" in m}
        plain = [
            {key: value for key, value in m.items() if key not in ("type", "data")}
            for m in told
            if "id" not in m
        ]
        await self.answer(
            {
                "type": "nudge",
                "topics": sorted({m["topic"] for m in told}),
                "events": [*events.values(), *plain][-EVENTS_AT_MOST:],
            }
        )


def parsed(text: str | None) -> dict[str, Any]:
    """The frame, or an empty one when it is not a JSON object of a sensible size."""
    if text is None or len(text) > FRAME_BYTES:
        return {}
    try:
        frame = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return frame if isinstance(frame, dict) else {}
