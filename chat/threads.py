"""The few threads in which sockets reach the database, each with a connection it keeps.

Channels closes old connections around every event, also those that touch no database; here a connection is looked
at only by the job that uses it (docs/decisions/0002.md).
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from django.db import close_old_connections, connections
from django.db.backends.base.base import BaseDatabaseWrapper

P = ParamSpec("P")
T = TypeVar("T")


class Threads:
    """A small pool. `run` is awaited by sockets; `close` gives every connection back, for tests and shutdown."""

    def __init__(self, name: str, size: int) -> None:
        self.pool = ThreadPoolExecutor(size, thread_name_prefix=f"chat-{name}")
        self.opened: set[BaseDatabaseWrapper] = set()

    async def run(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        return await asyncio.get_running_loop().run_in_executor(
            self.pool, lambda: self.job(work, *args, **kwargs)
        )

    def job(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        close_old_connections()
        self.opened.update(connections.all(initialized_only=True))
        try:
            return work(*args, **kwargs)
        finally:
            self.opened.update(connections.all(initialized_only=True))

    def close(self) -> None:
        self.pool.submit(int).result()
        for connection in self.opened:
            connection.inc_thread_sharing()
            connection.close()
            connection.dec_thread_sharing()
        self.opened.clear()


writing = Threads("write", 1)
reading = Threads("read", 4)
answering = Threads("bot", 1)


def close_all() -> None:
    for pool in (writing, reading, answering):
        pool.close()
