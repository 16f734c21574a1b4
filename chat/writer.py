"""Group commit: what arrives while a commit runs is written together by the next one.

All sockets of the process share one writer, so a busy minute costs a few large transactions instead of many
small ones; a quiet one costs nothing extra, because the first message is written at once.
"""

import asyncio
import logging
from weakref import WeakKeyDictionary

from chat.actions import Draft, Posted, post_messages
from chat.threads import answering, writing
from helpdesk.ledger.delivery import deliver

log = logging.getLogger(__name__)

BATCH = 200
ASKED = "chat.message_asked"


class Writer:
    """The queue of one event loop; `post` returns once the message is committed, or raises what broke the commit."""

    def __init__(self) -> None:
        self.waiting: list[tuple[Draft, asyncio.Future[Posted]]] = []
        self.running: asyncio.Task[None] | None = None

    async def post(self, draft: Draft) -> Posted:
        future: asyncio.Future[Posted] = asyncio.get_running_loop().create_future()
        self.waiting.append((draft, future))
        if self.running is None or self.running.done():
            self.running = asyncio.create_task(self.commit_all())
        return await future

    async def commit_all(self) -> None:
        while self.waiting:
            batch, self.waiting = self.waiting[:BATCH], self.waiting[BATCH:]
            await self.commit([draft for draft, _ in batch], [future for _, future in batch])

    async def commit(self, drafts: list[Draft], futures: "list[asyncio.Future[Posted]]") -> None:
        try:
            outcomes: list[Posted | Exception] = [*await writing.run(post_messages, drafts)]
        except Exception:
            log.warning("a batch of %s messages failed; trying each alone", len(drafts), exc_info=True)
            outcomes = [await self.alone(draft) for draft in drafts]
        for future, outcome in zip(futures, outcomes, strict=True):
            settle(future, outcome)

    async def alone(self, draft: Draft) -> Posted | Exception:
        """One message that breaks its transaction takes no other down with it."""
        try:
            return (await writing.run(post_messages, [draft]))[0]
        except Exception as error:
            return error


def settle(future: "asyncio.Future[Posted]", outcome: Posted | Exception) -> None:
    if future.done():
        return
    if isinstance(outcome, Exception):
        future.set_exception(outcome)
        return
    future.set_result(outcome)


_writers: "WeakKeyDictionary[asyncio.AbstractEventLoop, Writer]" = WeakKeyDictionary()


async def post(draft: Draft) -> Posted:
    """Write one message through this process's writer; the bot is let answer without waiting for the worker."""
    writer = _writers.setdefault(asyncio.get_running_loop(), Writer())
    posted = await writer.post(draft)
    if posted.is_new and posted.verb == ASKED:
        answering.submit(answer_now, posted)
    return posted


def answer_now(posted: Posted) -> None:
    """Run the event's subscribers here and now. The worker has the same job: whichever comes first marks the event,
    the other finds the mark, so the visitor waits for neither and reads one answer."""
    if not posted.is_new or posted.verb != ASKED:
        return
    deliver([posted.event_id])
