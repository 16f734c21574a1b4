"""Takes a request's body in before a page thread is spent on it.

A slow or endless upload then costs a file handle, never a thread, and one over the limit is refused before
it is held.
"""

import tempfile
from collections.abc import Awaitable, Callable, MutableMapping
from typing import IO, Any

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

IN_MEMORY = 512 * 1024
CHUNK = 64 * 1024


class TooLarge(Exception):
    pass


class Gone(Exception):
    """The client left before its body was whole."""


class BodyGate:
    """ASGI middleware: spools the body (memory, then disk), refuses past `limit` bytes with a plain 413."""

    def __init__(self, app: App, *, limit: int) -> None:
        self.app = app
        self.limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if declared_length(scope) > self.limit:
            await refuse(send)
            return
        with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as spool:
            try:
                size = await self.take_in(receive, spool)
            except TooLarge:
                await refuse(send)
                return
            except Gone:
                return
            spool.seek(0)
            await self.app(with_length(scope, size), replay(spool, size, receive), send)

    async def take_in(self, receive: Receive, spool: IO[bytes]) -> int:
        size, more = 0, True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise Gone
            chunk = message.get("body", b"")
            size += len(chunk)
            if size > self.limit:
                raise TooLarge
            spool.write(chunk)
            more = message.get("more_body", False)
        return size


def declared_length(scope: Scope) -> int:
    for name, value in scope["headers"]:
        if name == b"content-length" and value.isdigit():
            return int(value)
    return 0


def with_length(scope: Scope, size: int) -> Scope:
    """A chunked body has been counted by now, so the page sees a length like any other's."""
    kept = [(n, v) for n, v in scope["headers"] if n not in {b"content-length", b"transfer-encoding"}]
    if size:
        kept.append((b"content-length", str(size).encode()))
    return {**scope, "headers": kept}


def replay(spool: IO[bytes], size: int, receive: Receive) -> Receive:
    sent = 0

    async def again() -> Message:
        nonlocal sent
        if sent > size or (size and sent == size):
            return await receive()
        chunk = spool.read(CHUNK)
        sent += len(chunk) or 1
        return {"type": "http.request", "body": chunk, "more_body": sent < size}

    return again


async def refuse(send: Send) -> None:
    body = b"The request is too large."
    headers = [
        (b"content-type", b"text/plain"),
        (b"content-length", str(len(body)).encode()),
        (b"connection", b"close"),
    ]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": body})
