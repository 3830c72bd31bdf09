"""A page that hears the console's stream, beside whatever else happens in the same event loop."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from fastapi import FastAPI

from tests.unit.web.accounts.desk import Desk
from web.accounts.cookie import COOKIE

PATIENCE = 20.0


@dataclass
class Piece:
    """A piece of the page as it was sent."""

    kind: str
    html: str
    number: int | None


@dataclass
class Listener:
    """What one page has heard."""

    status: int = 0
    pieces: list[Piece] = field(default_factory=list)
    came: asyncio.Condition = field(default_factory=asyncio.Condition)
    over: bool = False
    _rest: str = ""

    async def take(self, message: dict[str, Any]) -> None:
        """What the app sends."""
        async with self.came:
            if message["type"] == "http.response.start":
                self.status = message["status"]
            else:
                self._read(message.get("body", b"").decode())
                self.over = self.over or not message.get("more_body", False)
            self.came.notify_all()

    async def until(self, kind: str, words: str = "", after: int = 0) -> Piece:
        """The first piece of that kind with these words, of those after the first `after`."""

        def found() -> Piece | None:
            return next((one for one in self.pieces[after:] if one.kind == kind and words in one.html), None)

        async with self.came:
            try:
                await asyncio.wait_for(self.came.wait_for(lambda: found() is not None or self.over), PATIENCE)
            except TimeoutError:
                raise AssertionError(f"no {kind} with {words!r} in {[one.kind for one in self.pieces]}") from None
            piece = found()
        assert piece is not None, f"it ended with {[one.kind for one in self.pieces]}"
        return piece

    def kinds(self) -> list[str]:
        return [piece.kind for piece in self.pieces]

    def _read(self, text: str) -> None:
        *whole, self._rest = (self._rest + text).split("\n\n")
        for block in whole:
            fields = [line.partition(": ")[::2] for line in block.splitlines() if line and not line.startswith(":")]
            if fields:
                named = dict(fields)
                html = "\n".join(value for name, value in fields if name in ("data", "data:"))
                self.pieces.append(Piece(named["event"], html, int(named["id"]) if "id" in named else None))


@asynccontextmanager
async def listening(app: FastAPI, desk: Desk, query: str = "", last: str | None = None) -> AsyncIterator[Listener]:
    """Opens the stream as the browser of `desk` would, and closes it."""
    headers = [(b"cookie", f"{COOKIE}={desk.token}".encode())]
    headers += [(b"last-event-id", last.encode())] if last is not None else []
    async with streaming(app, "/staff/console/stream", headers, query) as listener:
        yield listener


@asynccontextmanager
async def streaming(
    app: FastAPI, path: str, headers: list[tuple[bytes, bytes]], query: str = ""
) -> AsyncIterator[Listener]:
    """Opens a stream, and closes it."""
    listener, left = Listener(), asyncio.Event()
    scope: dict[str, Any] = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": query.encode(),
        "headers": [*headers, (b"accept", b"text/event-stream")],
        "client": ("127.0.0.1", 1),
        "server": ("testserver", 80),
    }
    asked = [{"type": "http.request", "body": b"", "more_body": False}]

    async def receive() -> dict[str, Any]:
        if asked:
            return asked.pop()
        await left.wait()
        return {"type": "http.disconnect"}

    task = asyncio.create_task(app(scope, receive, listener.take))  # type: ignore[arg-type]
    try:
        yield listener
    finally:
        left.set()
        await asyncio.wait_for(task, PATIENCE)
