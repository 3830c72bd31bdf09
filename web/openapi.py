"""How /api/openapi.json describes bodies and answers. The routes read and write JSON themselves."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, Field

from web.problems import MEDIA_TYPE

Responses = dict[int | str, dict[str, Any]]

_MEANINGS = {
    400: "The body cannot be read.",
    401: "The token or the identity is not good; the same body whatever is wrong with it.",
    403: "The page that asks is of a site that may not use the chat, or the caller may not do this.",
    404: "There is no such thing.",
    409: "It contradicts what was sent before, or an option that is not offered any more.",
    413: "The body is too large.",
    415: "The body is not marked as JSON.",
    422: "The body, or the address, holds something wrong.",
    429: "Too many; `Retry-After` says when to come again.",
    503: "Not possible right now; `Retry-After` says when to come again.",
}


class Problem(BaseModel):
    """A refusal (RFC 9457), in the customer's language; `code` is for programs, `mend` says what to do."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    mend: str


class Begun(BaseModel):
    """A conversation: its token, and the notice that an assistant answers, not a person."""

    conversation: str
    verified: bool
    language: Literal["it", "en"]
    notice: str


class Taken(BaseModel):
    """A message that is kept: its id, the number of its `accepted` event, and a fresh token."""

    id: str
    event: int = Field(ge=1)
    conversation: str


class Reply(BaseModel):
    """Rasa's messages, each with `text` and `custom`, and a fresh token."""

    conversation: str
    messages: list[dict[str, Any]]


class Happened(BaseModel):
    """An event: its type, its number (1, 2, 3 … in each conversation), its time, and what its type brings."""

    type: Literal["accepted", "reply", "failed", "state", "person"]
    event: int = Field(ge=1)
    at: str


class Place(BaseModel):
    """A place in the queue: how many conversations that wait for a person stand before this one now.

    Null where it waits for nobody. It goes by urgency and waiting time, so it may also rise.
    """

    ahead: int | None = Field(ge=0)


class Polled(BaseModel):
    """The events of a long poll, the place in the queue as it is now, and a fresh token."""

    events: list[Happened]
    queue: Place
    conversation: str


class Said(BaseModel):
    """A line of a transcript, said by `from`: customer, assistant or person (with their `name`)."""

    at: str
    text: str
    name: str | None = None
    sources: list[dict[str, Any]] = []


class Transcript(BaseModel):
    """A whole conversation."""

    conversation_started: str
    entries: list[Said]


_TEXT = {"schema": {"type": "string"}}
BEGUN: Responses = {201: {"model": Begun, "description": "The conversation has begun."}}
TAKEN: Responses = {202: {"model": Taken, "description": "The message is kept and will be answered."}}
REPLIED: Responses = {200: {"model": Reply, "description": "The reply."}}
EVENTS: Responses = {
    200: {
        "model": Polled,
        "description": "Events, or a stream of them. A stream also says, without a number, how things stand: `typing` "
        'with `{"on": …}`, and `queue` with `{"ahead": …}` (see Place) at the beginning and whenever it changes. '
        "A poll that waits ends when that changes, too.",
        "content": {"text/event-stream": _TEXT},
    }
}
TRANSCRIPT: Responses = {
    200: {"model": Transcript, "description": "The conversation.", "content": {"text/plain": _TEXT}}
}


def _parameter(name: str, place: str, schema: dict[str, Any], words: str) -> dict[str, Any]:
    return {"name": name, "in": place, "required": False, "schema": schema, "description": words}


_NUMBER = {"type": "integer", "minimum": 0, "maximum": 2**31 - 1}
_SECONDS = {"type": "number", "minimum": 0, "maximum": 25}
EVENTS_PARAMETERS: dict[str, Any] = {
    "parameters": [
        _parameter("Last-Event-ID", "header", _NUMBER, "The last event that was had; wins over `after`."),
        _parameter("after", "query", _NUMBER, "The last event that was had."),
        _parameter("wait", "query", _SECONDS, "How long a poll waits for a first event."),
    ]
}


def body_of(model: type[BaseModel]) -> dict[str, Any]:
    """The description of a JSON body."""
    content = {"application/json": {"schema": model.model_json_schema()}}
    return {"requestBody": {"required": True, "content": content}}


def problems_of(*statuses: int) -> Responses:
    """The descriptions of refusals with these statuses."""
    schema = {"schema": {"$ref": "#/components/schemas/Problem"}}
    return {status: {"description": _MEANINGS[status], "content": {MEDIA_TYPE: schema}} for status in statuses}


def describe(document: dict[str, Any]) -> dict[str, Any]:
    """Add to an OpenAPI document what no single route describes: the problem's form, the two ways to name a
    conversation, and the token of another desk."""
    components = document.setdefault("components", {})
    components.setdefault("schemas", {})["Problem"] = Problem.model_json_schema()
    components["securitySchemes"] = {
        "token": {"type": "http", "scheme": "bearer"},
        "cookie": {"type": "apiKey", "in": "cookie", "name": "chiaro_conversation"},
        "desk": {"type": "http", "scheme": "bearer", "description": "A token that /staff/tokens made (chiaro_…)."},
    }
    return document
