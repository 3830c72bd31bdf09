"""`GET /health`: the process lives. `GET /ready`: an answer can be given."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response

from web.readiness import OK, Readiness


@dataclass(frozen=True)
class HealthRoutes:
    """For whoever watches the process."""

    readiness: Readiness

    def router(self) -> APIRouter:
        """The two routes, to be included in the app."""
        router = APIRouter()
        router.add_api_route("/health", self.health, methods=["GET", "HEAD"], response_model=None)
        router.add_api_route("/ready", self.ready, methods=["GET", "HEAD"], response_model=None)
        return router

    async def health(self) -> Response:
        """Alive."""
        return JSONResponse({"status": "ok"})

    async def ready(self) -> Response:
        """200 with all parts reachable, else 503; each part is named."""
        parts = await self.readiness.check()
        ready = all(state == OK for state in parts.values())
        return JSONResponse({"ready": ready, "parts": parts}, 200 if ready else 503)
