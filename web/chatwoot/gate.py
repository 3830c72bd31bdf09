"""Whether a webhook is really Chatwoot's.

Since Chatwoot 4.13 each agent bot has a secret, and each request to it the headers `X-Chatwoot-Timestamp` and
`X-Chatwoot-Signature`: `sha256=` and the HMAC of `TIMESTAMP.BODY` (pull requests 13573 and 13892 of chatwoot/chatwoot).
Earlier ones sign nothing: for them the secret stands in the address.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass, field

from fastapi import Request

from web.errors import RefusalCode, RefusalError

TIMESTAMP, SIGNATURE = "x-chatwoot-timestamp", "x-chatwoot-signature"
# So far may a signed moment be from ours: who copies a request cannot send it much later.
TOLERANCE_SECONDS = 300


@dataclass(frozen=True)
class Gate:
    """Checks the secret in constant time; `clock` gives seconds since 1970."""

    secret: str = field(repr=False)
    clock: Callable[[], float]

    def check(self, request: Request, body: bytes, in_address: str | None) -> None:
        """Let a webhook in.

        Raises:
            RefusalError: neither the secret in its address nor its signature is good.
        """
        good = self._is_signed(request, body) if in_address is None else _same(in_address, self.secret)
        if not good:
            raise RefusalError(RefusalCode.NOT_SIGNED_IN)

    def _is_signed(self, request: Request, body: bytes) -> bool:
        moment = request.headers.get(TIMESTAMP, "")
        if not (moment.isascii() and moment.isdecimal() and len(moment) <= len("9999999999")):
            return False
        signed = hmac.new(self.secret.encode(), moment.encode() + b"." + body, hashlib.sha256).hexdigest()
        is_good = _same(request.headers.get(SIGNATURE, ""), f"sha256={signed}")
        return is_good and abs(self.clock() - int(moment)) <= TOLERANCE_SECONDS


def _same(given: str, wanted: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "replace"), wanted.encode())
