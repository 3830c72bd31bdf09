"""A small proxy between Rasa and the action server: names each story's moment, and misbehaves when it is told to."""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from types import TracebackType
from typing import Any, Self

import httpx

from conversation_tests.expectation import ActionServerFault
from conversation_tests.moments import HEADER

LOOPBACK = "127.0.0.1"
GARBAGE = b"<html><body>502 Bad Gateway</body></html>"
WRONG_SHAPE = json.dumps({"events": "none", "responses": [1, 2]}).encode()
# A tracker of a long conversation is far below this.
LARGEST_BODY = 32_000_000
FORWARD_SECONDS = 60.0


@dataclass(frozen=True)
class _Answer:
    status: int
    kind: str
    body: bytes

    def encoded(self) -> bytes:
        head = f"HTTP/1.1 {self.status} {HTTPStatus(self.status).phrase}\r\nContent-Type: {self.kind}\r\n"
        return f"{head}Content-Length: {len(self.body)}\r\nConnection: close\r\n\r\n".encode() + self.body


@dataclass(frozen=True)
class Call:
    """A call that was handed on: which action was asked for, and how many seconds it took."""

    action: str
    seconds: float


class ActionProxy:
    """Hands each call on to the action server at `target`, with the moment of its conversation; use as `async with`.

    `place` names the moment of a conversation, `misbehaving` a fault for the time of a turn. A slow call is held for
    `slow_seconds` and then dropped. What reaches no server, or has no moment, is answered 502, what is no call 400.
    """

    def __init__(self, target: str, slow_seconds: float) -> None:
        self._target = target
        self._slow_seconds = slow_seconds
        self._moments: dict[str, str] = {}
        self._faults: dict[str, ActionServerFault] = {}
        self._watched: dict[str, list[Call]] = {}
        self._calls: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        self._client = httpx.AsyncClient(timeout=FORWARD_SECONDS, trust_env=False)
        self._server = await asyncio.start_server(self._begin, LOOPBACK, 0, limit=LARGEST_BODY)
        self.port: int = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.close()
        for call in self._calls:
            call.cancel()
        await asyncio.gather(*self._calls, return_exceptions=True)
        await self._client.aclose()

    def place(self, sender: str, now: str) -> None:
        """Let a conversation take place at the moment `now` (ISO)."""
        self._moments[sender] = now

    @contextmanager
    def misbehaving(self, sender: str, fault: ActionServerFault) -> Iterator[None]:
        """Inside, the calls of this conversation meet the fault."""
        self._faults[sender] = fault
        try:
            yield
        finally:
            del self._faults[sender]

    @contextmanager
    def watched(self, sender: str) -> Iterator[list[Call]]:
        """Inside, the calls of this conversation are added to the list as they end."""
        calls: list[Call] = []
        self._watched[sender] = calls
        try:
            yield calls
        finally:
            del self._watched[sender]

    def _begin(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        call = asyncio.ensure_future(self._serve(reader, writer))
        self._calls.add(call)
        call.add_done_callback(self._calls.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            body = await _read_body(reader)
            answer = await self._answer(body)
            if answer is not None:
                writer.write(answer.encoded())
                await writer.drain()
                writer.close()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass  # the caller has gone: nobody is left to be told
        finally:
            if not writer.is_closing():
                writer.transport.abort()

    async def _answer(self, body: bytes | None) -> _Answer | None:
        """The answer to a call; None where the connection is to be dropped."""
        sender = _sender(body)
        if sender is None:
            return _Answer(400, "text/plain", b"")
        fault = self._faults.get(sender)
        if fault is None:
            return await self._forwarded(sender, body or b"")
        if fault == "slow":
            await asyncio.sleep(self._slow_seconds)
        return {"garbage": _Answer(200, "text/html", GARBAGE), "wrong_shape": _wrong_shape()}.get(fault)

    async def _forwarded(self, sender: str, body: bytes) -> _Answer:
        now = self._moments.get(sender)
        if now is not None:
            headers = {"Content-Type": "application/json", HEADER: now}
            with contextlib.suppress(httpx.HTTPError), self._timed(sender, body):
                answer = await self._client.post(f"{self._target}/webhook", content=body, headers=headers)
                return _Answer(answer.status_code, answer.headers.get("Content-Type", ""), answer.content)
        return _Answer(502, "text/plain", b"")

    @contextmanager
    def _timed(self, sender: str, body: bytes) -> Iterator[None]:
        began = time.monotonic()
        yield
        calls = self._watched.get(sender)
        if calls is not None:
            calls.append(Call(str(json.loads(body).get("next_action")), time.monotonic() - began))


def _wrong_shape() -> _Answer:
    return _Answer(200, "application/json", WRONG_SHAPE)


async def _read_body(reader: asyncio.StreamReader) -> bytes | None:
    """The body of one request; None where its head names no length that can be read."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.LimitOverrunError:
        return None
    length = _headers(head).get("content-length", "")
    if not (length.isascii() and length.isdigit() and int(length) <= LARGEST_BODY):
        return None
    return await reader.readexactly(int(length))


def _headers(head: bytes) -> Mapping[str, str]:
    lines = head.decode("latin-1").split("\r\n")[1:]
    pairs = (line.partition(":") for line in lines if ":" in line)
    return {name.strip().lower(): value.strip() for name, _, value in pairs}


def _sender(body: bytes | None) -> str | None:
    try:
        content: Any = json.loads(body or b"")
    except ValueError:
        return None
    sender = content.get("sender_id") if isinstance(content, dict) else None
    return sender if isinstance(sender, str) else None
