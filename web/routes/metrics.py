"""`GET /metrics`: for Prometheus."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address

from fastapi import APIRouter, Request
from fastapi.responses import Response
from prometheus_client import CONTENT_TYPE_LATEST

from web.errors import RefusalCode, RefusalError
from web.inbox.inbox import Inbox
from web.metrics import Metrics

# Whoever sends these speaks for somebody else, so the address of the connection says nothing.
_FORWARDED = ("forwarded", "x-forwarded-for", "x-real-ip")


@dataclass(frozen=True)
class MetricsRoute:
    """Shows the numbers to this machine only, or to `everybody`."""

    metrics: Metrics
    inbox: Inbox
    everybody: bool

    def router(self) -> APIRouter:
        """The route, to be included in the app."""
        router = APIRouter()
        router.add_api_route("/metrics", self.show, methods=["GET"], response_model=None, include_in_schema=False)
        return router

    async def show(self, request: Request) -> Response:
        """The numbers; for others there is nothing at this address."""
        if not self.everybody and not _is_from_here(request):
            raise RefusalError(RefusalCode.NOT_FOUND)
        return Response(self.metrics.text(await self.inbox.waiting()), media_type=CONTENT_TYPE_LATEST)


def _is_from_here(request: Request) -> bool:
    if request.client is None or any(name in request.headers for name in _FORWARDED):
        return False
    try:
        return ip_address(request.client.host).is_loopback
    except ValueError:
        return False
