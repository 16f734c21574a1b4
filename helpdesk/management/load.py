"""A small load generator: `python -m helpdesk.management.load URL SECONDS CONNECTIONS [Header: value …]` prints JSON.

Runs in a process of its own, so that it does not share the server's interpreter lock.
"""

import asyncio
import json
import sys
import time
from urllib.parse import urlsplit


async def connection(
    url: str, headers: list[str], until: float, times: list[float], statuses: set[int]
) -> None:
    """One keep-alive connection that asks again as soon as it is answered."""
    where = urlsplit(url)
    path = where.path + (f"?{where.query}" if where.query else "")
    lines = [f"GET {path} HTTP/1.1", f"Host: {where.netloc}", "Accept-Encoding: identity", *headers, "", ""]
    question = "\r\n".join(lines).encode()
    reader, writer = await asyncio.open_connection(where.hostname, where.port)
    while time.perf_counter() < until:
        began = time.perf_counter()
        writer.write(question)
        head = await reader.readuntil(b"\r\n\r\n")
        await read_body(reader, head)
        times.append(time.perf_counter() - began)
        statuses.add(int(head[9:12]))
    writer.close()


async def read_body(reader: asyncio.StreamReader, head: bytes) -> None:
    lowered = head.lower()
    if b"content-length:" in lowered:
        length = int(lowered.split(b"content-length:")[1].split(b"\r\n")[0])
        await reader.readexactly(length)
        return
    while b"chunked" in lowered:
        size = int(await reader.readline(), 16)
        await reader.readexactly(size + 2)
        if not size:
            return


async def main(url: str, seconds: float, connections: int, headers: list[str]) -> None:
    times: list[float] = []
    statuses: set[int] = set()
    began = time.perf_counter()
    until = began + seconds
    await asyncio.gather(*(connection(url, headers, until, times, statuses) for _ in range(connections)))
    took = time.perf_counter() - began
    times.sort()
    answer = {
        "rate": len(times) / took,
        "p95": times[int(len(times) * 0.95)] * 1000,
        "statuses": sorted(statuses),
    }
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], float(sys.argv[2]), int(sys.argv[3]), sys.argv[4:]))
