"""What a socket still has to send, and how much a client may make us keep or do."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

Send = Callable[[dict[str, Any]], Awaitable[None]]

MAX_WAITING_BYTES = 256 * 1024


class Outgoing:
    """Frames on their way to one client. A client that stops reading costs this many bytes and then its socket,
    never another client's time."""

    def __init__(self, send: Send, too_slow: Callable[[], None]) -> None:
        self.send = send
        self.too_slow = too_slow
        self.frames: asyncio.Queue[str] = asyncio.Queue()
        self.waiting_bytes = 0

    def put(self, frame: Mapping[str, Any]) -> None:
        text = json.dumps(frame, ensure_ascii=False, separators=(",", ":"))
        self.waiting_bytes += len(text.encode())
        if self.waiting_bytes > MAX_WAITING_BYTES:
            self.too_slow()
            return
        self.frames.put_nowait(text)

    async def pump(self) -> None:
        while True:
            text = await self.frames.get()
            await self.send({"type": "websocket.send", "text": text})
            self.waiting_bytes -= len(text.encode())

    async def drain(self, seconds: float) -> None:
        """Send what is left before closing, within a time limit."""
        try:
            async with asyncio.timeout(seconds):
                while not self.frames.empty():
                    await self.send({"type": "websocket.send", "text": self.frames.get_nowait()})
        except (TimeoutError, OSError, RuntimeError):
            return


class Budget:
    """A token bucket: `burst` at once, `rate` a second after that."""

    def __init__(self, rate: float, burst: int) -> None:
        self.rate = rate
        self.burst = burst
        self.tokens = float(burst)
        self.at = time.monotonic()

    def take(self) -> bool:
        now = time.monotonic()
        self.tokens = min(self.burst, self.tokens + (now - self.at) * self.rate)
        self.at = now
        if self.tokens < 1:
            return False
        self.tokens -= 1
        return True

    @property
    def retry_after(self) -> float:
        return round(max(0.1, (1 - self.tokens) / self.rate), 1)
