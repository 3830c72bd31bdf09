"""Whose pages may call: this site's own, and those that a setting names."""

from __future__ import annotations

from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from web.errors import RefusalCode, RefusalError
from web.problems import Problems

API = "/api/"
_READING = frozenset({"GET", "HEAD", "OPTIONS"})


class Origins:
    """Decides whether a request comes from a page that may send it.

    A browser says where a page comes from in `Origin`, and since 2020 in `Sec-Fetch-Site` as well; a page cannot change
    either. Who is no browser sends neither and is not what this guards against. The order of the two checks is that of
    Go's `http.CrossOriginProtection`.
    """

    def __init__(self, allowed: frozenset[str]) -> None:
        """Take the allowed origins, each as browsers write it: `https://shop.example`, without a path."""
        self._allowed = allowed

    def allow(self, request: Request) -> bool:
        """Whether `request` is none that is guarded, or comes from an allowed origin."""
        if request.method in _READING and not request.url.path.startswith(API):
            return True
        origin = request.headers.get("origin")
        if origin in self._allowed:
            return True
        if origin is not None and not _is_own(origin, request):
            return False
        return _site(request) in ("", "same-origin", "none") or _is_followed_link(request)


class OriginGuard:
    """ASGI middleware that refuses changes and API calls from foreign pages with 403 `foreign_origin`."""

    def __init__(self, app: ASGIApp, origins: Origins, problems: Problems) -> None:
        self._app = app
        self._origins = origins
        self._problems = problems

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass an allowed request on; answer another one with a problem."""
        if scope["type"] != "http" or self._origins.allow(Request(scope)):
            await self._app(scope, receive, send)
            return
        response = await self._problems.refused(Request(scope), RefusalError(RefusalCode.FOREIGN_ORIGIN))
        response.headers["Connection"] = "close"  # the body stays unread
        await response(scope, receive, send)


def share_with(app: FastAPI, allowed: frozenset[str]) -> None:
    """Let pages of the allowed origins read answers of the API, without cookies: they have a token to send.

    Add it before the guard, which then stands in front of it and refuses everybody else.
    """
    if not allowed:
        return
    app.add_middleware(
        CORSMiddleware,
        allow_origins=sorted(allowed),
        allow_methods=["GET", "POST", "DELETE"],
        allow_headers=["Authorization", "Content-Type", "Last-Event-ID"],
        expose_headers=["Retry-After", "Content-Language"],
    )


def _is_own(origin: str, request: Request) -> bool:
    # Either scheme: behind a server that ends HTTPS, this process sees HTTP. Sec-Fetch-Site tells the two apart.
    host = request.headers.get("host", "").lower()
    return host != "" and origin.lower() in (f"http://{host}", f"https://{host}")


def _site(request: Request) -> str:
    return request.headers.get("sec-fetch-site", "")


def _is_followed_link(request: Request) -> bool:
    """A customer who follows a link to us changes nothing, and only they see the answer."""
    fetch = (request.headers.get("sec-fetch-mode"), request.headers.get("sec-fetch-dest"))
    return request.method in _READING and fetch == ("navigate", "document")
