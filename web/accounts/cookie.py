"""The cookie that holds a session's token: read from requests, and put into the responses of those that change it."""

from __future__ import annotations

from http.cookies import SimpleCookie

from fastapi import Request
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.accounts.secrets_made import looks_made

COOKIE = "chiaro_staff"
_KEY = "staff_cookie"


def sent_token(request: Request) -> str | None:
    """The token that a request has, None where it has none that could be ours."""
    token = request.cookies.get(COOKIE, "")
    return token if looks_made(token) else None


def hand_out(request: Request, token: str) -> None:
    """Put `token` into the cookie with the response, whatever that will be."""
    setattr(request.state, _KEY, token)


def take_back(request: Request) -> None:
    """Remove the cookie with the response."""
    setattr(request.state, _KEY, "")


class StaffCookies:
    """ASGI middleware that sets the cookie where a route, or the guard, asked for it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and add the cookie to its response."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        state = scope.setdefault("state", {})

        async def add(message: Message) -> None:
            if message["type"] == "http.response.start" and _KEY in state:
                headers = MutableHeaders(scope=message)
                headers.append("Set-Cookie", _cookie(state[_KEY], scope["scheme"] == "https"))
                headers["Cache-Control"] = "no-store"
            await send(message)

        await self._app(scope, receive, add)


def _cookie(token: str, secure: bool) -> str:
    cookie = SimpleCookie({COOKIE: token})
    # Without an age: it ends with the browser at the latest. The server knows when it ends before.
    morsel = cookie[COOKIE]
    morsel["path"], morsel["httponly"], morsel["samesite"] = "/", True, "Strict"
    if secure:
        morsel["secure"] = True
    if not token:
        morsel["max-age"] = 0
    return morsel.OutputString()
