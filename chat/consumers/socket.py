"""One open chat: a visitor's or an agent's socket on one conversation (docs/realtime.md).

Written on ASGI itself, not on Channels' consumer classes: those close database connections around every event,
which costs more than the event (docs/decisions/0002.md). The rows are the truth; what the channel layer brings
is a copy or a hint, and whatever is missed is fetched by sequence.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from channels.layers import get_channel_layer
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import User
from accounts.permissions import Anyone
from accounts.selectors import Seat
from chat import writer
from chat.actions import Draft, Posted, topic_of
from chat.consumers import rows
from chat.consumers.caretaker import QUEUE_VERBS, caretaker
from chat.consumers.outgoing import Budget, Outgoing
from chat.frames import BadFrame, Frame, error_frame, parse
from chat.models import Conversation, Message
from chat.selectors import PAGE
from chat.threads import reading
from chat.words import localised
from helpdesk.ledger.live import group_of
from helpdesk.lib.errors import DomainError

log = logging.getLogger(__name__)

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]

HELLO_SECONDS = 10
TYPING_SECONDS = 3.0
BAD_FRAMES_KEPT = 50
NOT_LET_IN, TOO_SLOW, TOO_MANY, GOING_AWAY = 4401, 4409, 4429, 1012


async def chat_socket(scope: Scope, receive: Receive, send: Send) -> None:
    await ChatSocket(scope, receive, send).run()


class Ended(Exception):
    """The client has gone."""


class ChatSocket:
    """`sent_seq` is the last message this client was given: it moves by one, never past a gap."""

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.public_id = scope["url_route"]["kwargs"]["public_id"]
        self.user: Anyone = scope["user"]
        self.session = scope.get("session")
        self.session_key = str(getattr(self.session, "session_key", "") or "")
        self.receive = receive
        self.send = send
        self.layer = get_channel_layer()
        self.out = Outgoing(send, lambda: self.end(TOO_SLOW))
        self.ending: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self.entered: rows.Entered | None = None
        self.sent_seq = 0
        self.place: Mapping[str, Any] = {}
        self.is_waiting = False
        self.catching_up = asyncio.Lock()
        self.frame_budget = Budget(rate=10, burst=40)
        self.send_budget = Budget(rate=2, burst=10)
        self.typed_at = 0.0
        self.bad_frames = 0

    @property
    def conversation_id(self) -> int:
        return self.entered.conversation.pk if self.entered else 0

    @property
    def language(self) -> str:
        return self.entered.language if self.entered else "en"

    @property
    def speaks(self) -> str:
        return self.entered.conversation.language if self.entered else "en"

    @property
    def who(self) -> Seat | None:
        """The signed-in person behind the socket, for the caretaker's look; None for a visitor with a token."""
        if not isinstance(self.user, User) or self.entered is None:
            return None
        if not self.entered.is_agent and self.entered.conversation.customer_id != self.user.pk:
            return None
        return Seat(self.user.pk, self.session_key, self.entered.is_agent)

    def end(self, code: int) -> None:
        if not self.ending.done():
            self.ending.set_result(code)

    async def run(self) -> None:
        """Let the client in, work until somebody leaves, clean up whatever happened."""
        if (await self.receive())["type"] != "websocket.connect":
            return
        await self.send({"type": "websocket.accept"})
        tasks = [asyncio.ensure_future(self.listen()), asyncio.ensure_future(self.out.pump())]
        waiting: list[asyncio.Future[Any]] = [self.ending, *tasks]
        try:
            await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        finally:
            caretaker().remove(self)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await self.say_goodbye()

    async def say_goodbye(self) -> None:
        if not self.ending.done():
            return
        await self.out.drain(0.5)
        try:
            async with asyncio.timeout(1):
                await self.send({"type": "websocket.close", "code": self.ending.result()})
        except (TimeoutError, OSError, RuntimeError):
            return

    async def listen(self) -> None:
        """Client frames, one after the other. Until `hello` has been answered nothing else is."""
        hearing: asyncio.Task[None] | None = None
        try:
            async with asyncio.timeout(HELLO_SECONDS):
                while self.entered is None and not self.ending.done():
                    await self.handle(await self.next_frame())
            hearing = asyncio.create_task(self.hear())
            while not self.ending.done():
                await self.handle(await self.next_frame())
        except TimeoutError:
            self.end(NOT_LET_IN)
        except Ended:
            return
        except Exception:
            log.exception("a chat socket broke")
            self.end(GOING_AWAY)
        finally:
            if hearing:
                hearing.cancel()

    async def next_frame(self) -> Frame | None:
        """The next valid frame; None for one that was answered with an error."""
        event = await self.receive()
        if event["type"] == "websocket.disconnect":
            raise Ended
        try:
            frame = parse(event.get("text"))
        except BadFrame as error:
            self.bad_frames += 1
            if self.bad_frames > BAD_FRAMES_KEPT:
                self.end(TOO_MANY)
            self.refuse(error.code, client_id=error.client_id)
            return None
        if not self.frame_budget.take():
            self.refuse(
                "too_many", client_id=frame.text("client_id"), retry_after=self.frame_budget.retry_after
            )
            return None
        return frame

    async def handle(self, frame: Frame | None) -> None:
        if frame is None:
            return
        if self.entered is None and frame.type != "hello":
            self.refuse("hello_first", client_id=frame.text("client_id"))
            return
        try:
            await getattr(self, f"on_{frame.type}")(frame)
        except DomainError as error:
            self.refuse(error.code, message=str(error.message), client_id=frame.text("client_id"))
        except Ended:
            raise
        except Exception:
            log.exception("a %s frame failed", frame.type)
            self.refuse(
                "try_again", message=_("That did not work. Try again."), client_id=frame.text("client_id")
            )

    def refuse(self, code: str, *, message: str = "", client_id: str = "", retry_after: float = 0) -> None:
        with override(self.language):
            self.out.put(error_frame(code, message=message, client_id=client_id, retry_after=retry_after))

    async def on_hello(self, frame: Frame) -> None:
        """Access is granted here, by session or token; then everything after `after`, then live."""
        if self.entered is not None:
            await self.on_resume(frame)
            return
        try:
            entered = await reading.run(
                rows.enter, self.user, self.session, self.public_id, frame.text("token")
            )
        except DomainError as error:
            self.refuse(error.code, message=str(error.message))
            self.end(NOT_LET_IN)
            return
        self.entered = entered.on_page(frame.text("language"))
        self.sent_seq = frame.number("after")
        caretaker().add(self)

    async def on_resume(self, frame: Frame) -> None:
        async with self.catching_up:
            self.sent_seq = frame.number("after")
        await self.catch_up()

    async def on_send(self, frame: Frame) -> None:
        """Write the message; `ack` leaves only after the commit."""
        assert self.entered is not None
        client_id = frame.text("client_id")
        if not self.send_budget.take():
            text = _("You are writing faster than we can follow. It is sent in a moment.")
            self.refuse(
                "too_many", message=text, client_id=client_id, retry_after=self.send_budget.retry_after
            )
            return
        posted = await writer.post(self.draft(frame.text("body"), client_id))
        if posted.refusal:
            with override(self.language):
                self.refuse(posted.refusal.code, message=str(posted.refusal.message), client_id=client_id)
            return
        self.out.put(ack_frame(posted, client_id))
        await self.catch_up_to(posted)

    def draft(self, body: str, client_id: str) -> Draft:
        assert self.entered is not None
        kind = Message.Author.AGENT if self.entered.is_agent else Message.Author.VISITOR
        author = self.user if isinstance(self.user, User) else None
        return Draft(
            self.conversation_id, kind, body, client_id=client_id, author=author if self.who else None
        )

    async def on_typing(self, frame: Frame) -> None:
        """Tell the other side, at most once in three seconds; readers forget it by themselves."""
        if time.monotonic() - self.typed_at < TYPING_SECONDS or self.entered is None:
            return
        self.typed_at = time.monotonic()
        if not await reading.run(rows.takes_part, self.entered, self.user):
            return
        by = "agent" if self.entered.is_agent else "visitor"
        topic = topic_of(self.conversation_id)
        await self.layer.group_send(group_of(topic), {"type": "live.nudge", "topic": topic, "typing": by})

    async def on_read(self, frame: Frame) -> None:
        await reading.run(rows.read_up_to, self.must_be_in(), self.user, frame.number("seq"))

    async def on_ping(self, frame: Frame) -> None:
        """`pong` carries the last number there is, so a lost nudge is noticed within one heartbeat."""
        last_seq = await reading.run(rows.beat, self.must_be_in(), self.user)
        self.out.put({"type": "pong", "last_seq": last_seq})
        if last_seq > self.sent_seq:
            await self.catch_up()

    def must_be_in(self) -> rows.Entered:
        if self.entered is None:
            raise Ended
        return self.entered

    async def hear(self) -> None:
        """Nudges: listen first, then catch up, so that nothing falls between the two."""
        channel = await self.layer.new_channel()
        group = group_of(topic_of(self.conversation_id))
        await self.layer.group_add(group, channel)
        try:
            await self.send_state()
            await self.catch_up()
            while True:
                await self.on_nudge(await self.layer.receive(channel))
        except DomainError:
            self.end(NOT_LET_IN)
        except Exception:
            log.exception("a chat socket went deaf")
            self.end(GOING_AWAY)
        finally:
            await self.layer.group_discard(group, channel)

    async def on_nudge(self, nudge: Mapping[str, Any]) -> None:
        if "frame" in nudge:
            await self.deliver(nudge["frame"])
        elif "typing" in nudge:
            self.out.put({"type": "typing", "by": nudge["typing"]})
        elif "read" in nudge:
            self.out.put({"type": "read", **nudge["read"]})
        elif nudge.get("verb") in QUEUE_VERBS:
            await self.send_state()
            await self.catch_up()
        elif int(nudge.get("data", {}).get("seq", 0)) > self.sent_seq:
            await self.catch_up()

    async def deliver(self, frame: Mapping[str, Any]) -> None:
        """Give the client the next message; a later one means something was missed, and is fetched instead."""
        if frame["seq"] > self.sent_seq + 1:
            await self.catch_up()
            return
        if frame["seq"] == self.sent_seq + 1:
            self.sent_seq = frame["seq"]
            self.out.put(localised(frame, self.language, self.must_be_in().side))

    async def catch_up_to(self, posted: Posted) -> None:
        if posted.message and posted.message.seq > self.sent_seq:
            await self.catch_up()

    async def catch_up(self) -> None:
        """Fetch and send what the client misses, a page at a time."""
        async with self.catching_up:
            while True:
                frames = await reading.run(rows.missed, self.must_be_in(), self.sent_seq)
                for frame in frames:
                    if frame["seq"] == self.sent_seq + 1:
                        self.sent_seq = frame["seq"]
                        self.out.put(frame)
                if len(frames) < PAGE:
                    return

    async def send_state(self) -> None:
        frame = await reading.run(rows.state_of, self.must_be_in(), self.user)
        self.is_waiting = frame["status"] == Conversation.Status.QUEUED
        self.place = {}
        self.out.put(frame)

    def tell_place(self, frame: Mapping[str, Any]) -> None:
        if frame != self.place:
            self.place = frame
            self.out.put(frame)


def ack_frame(posted: Posted, client_id: str) -> dict[str, Any]:
    assert posted.message is not None
    return {
        "type": "ack",
        "client_id": client_id,
        "seq": posted.message.seq,
        "at": posted.message.created_at.isoformat(),
    }
