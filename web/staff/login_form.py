"""The synchroniser token of the sign-in form, which has no session yet: it fits to a cookie of its own."""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass, field

from fastapi import Request
from fastapi.responses import Response

from web.accounts.secrets_made import new_token

COOKIE = "chiaro_staff_form"
_PATH = "/staff/login"
_NONCE = re.compile(r"[A-Za-z0-9_-]{43}")


@dataclass(frozen=True)
class LoginForm:
    """Makes and checks the token."""

    secret: str = field(repr=False)

    def nonce(self, request: Request) -> str:
        """What the cookie holds, or will hold."""
        sent = request.cookies.get(COOKIE, "")
        return sent if _NONCE.fullmatch(sent) else new_token()

    def token(self, nonce: str) -> str:
        """The token that belongs into the form."""
        return hmac.new(self.secret.encode(), f"chiaro.staff.form.{nonce}".encode(), hashlib.sha256).hexdigest()

    def is_ours(self, request: Request, token: str) -> bool:
        """Whether a form with `token` comes from a page that this browser was given."""
        sent = request.cookies.get(COOKIE, "")
        return bool(sent) and hmac.compare_digest(self.token(sent).encode(), token.encode("utf-8", "replace"))

    def keep(self, request: Request, response: Response, nonce: str) -> None:
        """Put the nonce into its cookie."""
        secure = request.url.scheme == "https"
        response.set_cookie(COOKIE, nonce, path=_PATH, httponly=True, samesite="strict", secure=secure)
