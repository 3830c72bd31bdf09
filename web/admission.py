"""Who may send how much: the limits of requests, asked in one place."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from fastapi import Request

from web.errors import RefusalError
from web.rate_limits import RateLimits, Refusals, network_of

AddressOf = Callable[[Request], str]
Wait = Callable[[float], Awaitable[object]]


@dataclass(frozen=True)
class Admission:
    """Asks the limits for a visitor and for the address that `address_of` finds in a request.

    A refusal is made as fast as it is asked for, and a flood of them would take the time of everybody else's messages:
    `refusals` says which are held back, `wait` holds them.
    """

    limits: RateLimits
    address_of: AddressOf
    refusals: Refusals = field(default_factory=Refusals)
    wait: Wait = asyncio.sleep

    async def check(self, request: Request, visitor: str | None) -> None:
        """Count a request of a visitor (a conversation's id, None before there is one).

        Raises:
            RefusalError: too many; it says when to try again.
        """
        address = self.address_of(request)
        try:
            self.limits.check(visitor or "", address)
        except RefusalError:
            if pause := self.refusals.pause(visitor or network_of(address)):
                await self.wait(pause)
            raise


def peer_address(request: Request) -> str:
    """The address of whoever is connected."""
    return request.client.host if request.client else ""
