"""The few threads in which sockets reach the database, each with a connection it keeps.

Channels closes old connections around every event, also those that touch no database; here a connection is looked
at only by the job that uses it (docs/decisions/0002.md).
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from django.db import close_old_connections, connections
from django.db.backends.base.base import BaseDatabaseWrapper

P = ParamSpec("P")
T = TypeVar("T")


class Threads:
    """A small pool. `run` is awaited by sockets; `close` ends the threads and gives their connections back."""

    def __init__(self, name: str, size: int) -> None:
        self.name = name
        self.size = size
        self.opened: set[BaseDatabaseWrapper] = set()
        self.pool = self.new_pool()

    def new_pool(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(self.size, thread_name_prefix=f"chat-{self.name}")

    async def run(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        return await asyncio.wrap_future(self.submit(work, *args, **kwargs))

    def submit(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> "Future[T]":
        return self.pool.submit(self.job, lambda: work(*args, **kwargs))

    def job(self, work: Callable[[], T]) -> T:
        close_old_connections()
        try:
            return work()
        finally:
            self.opened.update(connections.all(initialized_only=True))

    def close(self) -> None:
        """Wait for what runs, then close every connection the threads had; the next `run` starts afresh."""
        self.pool.shutdown(wait=True, cancel_futures=True)
        for connection in self.opened:
            connection.inc_thread_sharing()
            connection.close()
            connection.dec_thread_sharing()
        self.opened.clear()
        self.pool = self.new_pool()


writing = Threads("write", 1)
reading = Threads("read", 4)
answering = Threads("bot", 1)


def close_all() -> None:
    for pool in (writing, reading, answering):
        pool.close()
