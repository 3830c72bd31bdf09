"""A visitor who sends as fast as it can: a process of its own, so that measuring does not wait for it.

    python -m benchmarks.load.flood HOST PORT TOKEN CONNECTIONS

Floods until its standard input ends; then prints how often each answer came, by code, as one line of JSON.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import sys
from collections import Counter

TAKEN = "taken"
# Requests are written by hand: a client library would spend the processor's time that the server is to be flooded with.
REQUEST = (
    "POST /api/messages HTTP/1.1\r\nHost: {host}:{port}\r\nAuthorization: Bearer {token}\r\n"
    "Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}"
)


async def flood(host: str, port: int, token: str, connections: int, ended: asyncio.Event) -> Counter[str]:
    """Send over so many connections until `ended`; the answers by code, `taken` for a message that was kept."""
    answers: Counter[str] = Counter()
    numbers = itertools.count()

    async def one() -> None:
        reader, writer = await asyncio.open_connection(host, port)
        with contextlib.closing(writer):
            while not ended.is_set():
                writer.write(request(host, port, token, next(numbers)))
                answers[await read_code(reader)] += 1

    await asyncio.gather(*(one() for _ in range(connections)))
    return answers


def request(host: str, port: int, token: str, number: int) -> bytes:
    """A message under an id of its own."""
    body = json.dumps({"id": f"flood-{number:012}", "text": "Dove sono i miei soldi?"})
    return REQUEST.format(host=host, port=port, token=token, length=len(body), body=body).encode()


async def read_code(reader: asyncio.StreamReader) -> str:
    """The code of the next answer, which must give its length. Raises IncompleteReadError where the line breaks."""
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    length = int(head.split(b"content-length:")[1].split(b"\r\n")[0])
    document = json.loads(await reader.readexactly(length))
    return str(document.get("code", TAKEN))


async def _run(host: str, port: int, token: str, connections: int) -> Counter[str]:
    ended = asyncio.Event()
    flooding = asyncio.create_task(flood(host, port, token, connections, ended))
    await asyncio.to_thread(sys.stdin.read)
    ended.set()
    return await flooding


if __name__ == "__main__":
    print(json.dumps(asyncio.run(_run(sys.argv[1], int(sys.argv[2]), sys.argv[3], int(sys.argv[4])))))
