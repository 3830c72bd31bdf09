"""Who may send how much: the limits of requests, asked in one place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from fastapi import Request

from web.rate_limits import RateLimits

AddressOf = Callable[[Request], str]


@dataclass(frozen=True)
class Admission:
    """Asks the limits for a visitor and for the address that `address_of` finds in a request."""

    limits: RateLimits
    address_of: AddressOf

    def check(self, request: Request, visitor: str | None) -> None:
        """Count a request of a visitor (a conversation's id, None before there is one).

        Raises:
            RefusalError: too many; it says when to try again.
        """
        self.limits.check(visitor or "", self.address_of(request))


def peer_address(request: Request) -> str:
    """The address of whoever is connected."""
    return request.client.host if request.client else ""
