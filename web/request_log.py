"""One log line a request: the route, never the address as it was called, nor the body."""

from __future__ import annotations

import time

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class RequestLog:
    """ASGI middleware that writes method, route, status and milliseconds."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._log = structlog.get_logger("web.request")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and log how it ended."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        statuses: list[int] = []

        async def watch(message: Message) -> None:
            if message["type"] == "http.response.start":
                statuses.append(message["status"])
            await send(message)

        started = time.perf_counter()
        try:
            await self._app(scope, receive, watch)
        finally:
            self._write(scope, statuses, time.perf_counter() - started)

    def _write(self, scope: Scope, statuses: list[int], seconds: float) -> None:
        # An address that no route knows may hold anything, also personal data: it is left out.
        route = getattr(scope.get("route"), "path", None) or ("/static" if scope.get("root_path") else None)
        self._log.info(
            "request",
            method=scope["method"],
            route=route,
            status=statuses[0] if statuses else None,
            milliseconds=round(seconds * 1000),
        )
