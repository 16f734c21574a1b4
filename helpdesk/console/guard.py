"""One task a process that asks for all its console sockets at once who may still listen."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from weakref import WeakKeyDictionary

from channels.db import database_sync_to_async

from accounts.selectors import Seat, seats_kept

log = logging.getLogger(__name__)

GUARD_SECONDS = 3.0

Close = Callable[[], Awaitable[None]]


class Guard:
    """Lives while the process has console sockets; whoever lost the right is shown out within five seconds."""

    def __init__(self) -> None:
        self.seats: dict[Close, Seat] = {}
        self.task: asyncio.Task[None] | None = None

    def add(self, seat: Seat, close: Close) -> None:
        self.seats[close] = seat
        if self.task is None:
            self.task = asyncio.create_task(self.look_around())

    def remove(self, close: Close) -> None:
        self.seats.pop(close, None)
        if not self.seats and self.task:
            self.task.cancel()
            self.task = None

    async def look_around(self) -> None:
        while True:
            await asyncio.sleep(GUARD_SECONDS)
            try:
                await self.show_out()
            except Exception:
                log.warning("the console's guard will look again", exc_info=True)

    async def show_out(self) -> None:
        kept = await database_sync_to_async(seats_kept)(set(self.seats.values()))
        lost = [close for close, seat in self.seats.items() if seat not in kept]
        await asyncio.gather(*(close() for close in lost), return_exceptions=True)


_guards: "WeakKeyDictionary[asyncio.AbstractEventLoop, Guard]" = WeakKeyDictionary()


def guard() -> Guard:
    return _guards.setdefault(asyncio.get_running_loop(), Guard())
