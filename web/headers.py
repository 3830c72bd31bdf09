"""The headers that tell browsers what this site's pages may do."""

from __future__ import annotations

from collections.abc import Iterable

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# The page that the widget shows inside other sites, and the script that puts it there.
FRAME = "/frame"
EMBEDDED_SCRIPTS = frozenset({"/widget.js", "/static/widget.js"})
# Under `no-referrer`, browsers call the origin of a form "null", and the guard of origins could not tell it is ours.
STAFF = "/staff"

_DIRECTIVES = (
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "frame-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
)

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}


def content_security_policy(ancestors: Iterable[str] = ()) -> str:
    """The policy of a page that this site and the origins `ancestors` may show in a frame."""
    return "; ".join([*_DIRECTIVES, " ".join(["frame-ancestors 'self'", *ancestors])])


class SecurityHeaders:
    """ASGI middleware that puts the headers on every response, also on refusals."""

    def __init__(self, app: ASGIApp, embed_origins: Iterable[str] = ()) -> None:
        """Take the origins whose pages may show the widget's frame."""
        self._app = app
        self._policy = content_security_policy()
        self._frame_policy = content_security_policy(sorted(embed_origins))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and add the headers to its response."""

        async def add(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(HEADERS | self._by_path(scope["path"]))
                # API answers are one person's own; pages and files are asked for again each time.
                private = scope["path"].startswith("/api")
                headers.setdefault("Cache-Control", "no-store" if private else "no-cache")
            await send(message)

        await self._app(scope, receive, add if scope["type"] == "http" else send)

    def _by_path(self, path: str) -> dict[str, str]:
        referrer = {"Referrer-Policy": "same-origin"} if f"{path}/".startswith(f"{STAFF}/") else {}
        return referrer | {
            "Content-Security-Policy": self._frame_policy if path == FRAME else self._policy,
            "Cross-Origin-Resource-Policy": "cross-origin" if path in EMBEDDED_SCRIPTS else "same-origin",
        }
