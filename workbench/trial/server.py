"""The trial's own small server, on a socket that only this user may open."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from workbench.errors import NotThere, WorkbenchError
from workbench.trial.records import Given, Talk
from workbench.trial.talks import Talks

Act = Callable[[Request], Awaitable[Response]]


class _Said(BaseModel):
    model_config = ConfigDict(extra="forbid")

    text: str


class _Back(BaseModel):
    model_config = ConfigDict(extra="forbid")

    turns: int


def trial_app(talks: Talks, heard: Callable[[], None]) -> Starlette:
    """`POST /talks`, `GET /talks/<id>`, `POST /talks/<id>/say`, `POST /talks/<id>/back`, `GET /talks/<id>/events`.

    `heard` is called with every request. What cannot be done is answered 404 or 422 with `{"key", "values"}`.
    """

    async def begin(request: Request) -> Response:
        return _told(await talks.begin(Given.model_validate(await request.json())))

    async def find(request: Request) -> Response:
        return _told(talks.find(request.path_params["talk"]))

    async def say(request: Request) -> Response:
        said = _Said.model_validate(await request.json())
        return _told(await talks.say(request.path_params["talk"], said.text))

    async def back(request: Request) -> Response:
        asked = _Back.model_validate(await request.json())
        return _told(await talks.step_back(request.path_params["talk"], asked.turns))

    async def events(request: Request) -> Response:
        return JSONResponse({"events": talks.events(request.path_params["talk"])})

    def route(path: str, act: Act, method: str) -> Route:
        return Route(path, _guarded(act, heard), methods=[method])

    return Starlette(
        routes=[
            route("/talks", begin, "POST"),
            route("/talks/{talk}", find, "GET"),
            route("/talks/{talk}/say", say, "POST"),
            route("/talks/{talk}/back", back, "POST"),
            route("/talks/{talk}/events", events, "GET"),
        ]
    )


def _guarded(act: Act, heard: Callable[[], None]) -> Act:
    async def run(request: Request) -> Response:
        heard()
        try:
            return await act(request)
        except WorkbenchError as error:
            return _refused(404 if isinstance(error, NotThere) else 422, error.key, error.values)
        except (ValidationError, ValueError):
            return _refused(422, "trial.not-understood", {})

    return run


def _told(talk: Talk) -> Response:
    return JSONResponse(talk.model_dump(mode="json"))


def _refused(status: int, key: str, values: dict[str, Any]) -> Response:
    return JSONResponse({"key": key, "values": {name: str(value) for name, value in values.items()}}, status)
