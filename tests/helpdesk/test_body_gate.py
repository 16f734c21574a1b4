"""A request's body is taken in, counted and bounded before a page thread is spent on it."""

import pytest

from helpdesk.lib.body_gate import BodyGate

LIMIT = 100_000


class Inner:
    """An application that keeps what it was handed."""

    def __init__(self):
        self.body = None
        self.headers = {}

    async def __call__(self, scope, receive, send):
        self.headers = dict(scope["headers"])
        body, more = b"", True
        while more:
            message = await receive()
            body += message["body"]
            more = message["more_body"]
        self.body = body


async def ask(chunks, headers=()):
    inner, sent = Inner(), []
    messages = [
        {"type": "http.request", "body": c, "more_body": i < len(chunks) - 1} for i, c in enumerate(chunks)
    ]
    messages.append({"type": "http.disconnect"})

    async def receive():
        return messages.pop(0)

    async def send(message):
        sent.append(message)

    await BodyGate(inner, limit=LIMIT)({"type": "http", "headers": list(headers)}, receive, send)
    return inner, sent


@pytest.mark.parametrize("chunks", [[b""], [b"a"], [b"a" * 70_000, b"b" * 30_000], [b"", b"a", b""]])
async def test_a_body_arrives_whole(chunks):
    inner, sent = await ask(chunks)
    assert inner.body == b"".join(chunks)
    assert sent == []


async def test_a_chunked_body_gets_a_length():
    inner, _ = await ask([b"abc", b"def"], [(b"transfer-encoding", b"chunked")])
    assert inner.headers == {b"content-length": b"6"}


async def test_a_declared_length_over_the_limit_is_refused_unread():
    inner, sent = await ask([b"a"], [(b"content-length", str(LIMIT + 1).encode())])
    assert inner.body is None
    assert sent[0]["status"] == 413


async def test_an_undeclared_body_over_the_limit_is_refused():
    inner, sent = await ask([b"a" * 60_000] * 2)
    assert inner.body is None
    assert sent[0]["status"] == 413


async def test_a_client_that_leaves_costs_no_page():
    inner, sent = Inner(), []

    async def receive():
        return {"type": "http.disconnect"}

    await BodyGate(inner, limit=LIMIT)({"type": "http", "headers": []}, receive, sent.append)
    assert inner.body is None
    assert sent == []
