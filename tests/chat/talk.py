"""A client of the chat's socket, for tests."""

import asyncio
import json

from channels.testing import ApplicationCommunicator
from django.contrib.auth.models import AnonymousUser

from chat.consumers import chat_socket
from chat.permissions import visitor_token


class Talker:
    """`await talker.send(type=…)`, `await talker.next("message")`; what else came is kept in `frames`."""

    def __init__(self, conversation, user=None, session=None, token=None):
        self.conversation = conversation
        self.token = visitor_token(conversation) if token is None and user is None else token
        self.frames = []
        scope = {
            "type": "websocket",
            "url_route": {"kwargs": {"public_id": conversation.public_id}},
            "user": user or AnonymousUser(),
            "session": session,
        }
        self.wire = ApplicationCommunicator(chat_socket, scope)

    async def open(self, after=0, hello=True):
        await self.wire.send_input({"type": "websocket.connect"})
        assert (await self.wire.receive_output(2))["type"] == "websocket.accept"
        if hello:
            await self.send(type="hello", after=after, **({"token": self.token} if self.token else {}))
        return self

    async def send(self, **frame):
        await self.raw(json.dumps(frame))

    async def raw(self, text):
        await self.wire.send_input({"type": "websocket.receive", "text": text})

    async def receive(self, seconds=3):
        event = await self.wire.receive_output(seconds)
        if event["type"] == "websocket.close":
            return {"type": "closed", "code": event["code"]}
        frame = json.loads(event["text"])
        self.frames.append(frame)
        return frame

    async def next(self, kind, seconds=3):
        async with asyncio.timeout(seconds):
            while True:
                frame = await self.receive(seconds)
                if frame["type"] == kind:
                    return frame

    async def messages(self, last):
        """Receive until message number `last`; returns the numbers in the order they came."""
        while not [f for f in self.frames if f["type"] == "message" and f["seq"] >= last]:
            await self.next("message")
        return [f["seq"] for f in self.frames if f["type"] == "message"]

    async def nothing(self, kind, seconds=0.3):
        """True when no such frame comes within the time."""
        try:
            await self.next(kind, seconds)
        except TimeoutError:
            return True
        return False

    async def close(self):
        await self.wire.send_input({"type": "websocket.disconnect", "code": 1000})
        await self.wire.wait(2)
