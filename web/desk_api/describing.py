"""How the interface is described in /api/openapi.json, and how it answers."""

from __future__ import annotations

from typing import Any, get_args

from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel

from web.console.listing import LONGEST_SEARCH, MOST_PAGES
from web.console.records import QueueName
from web.openapi import Responses, body_of, problems_of

PATH = "/api/desk/conversations"
ONE = PATH + "/{conversation_id}"
SCHEME = "desk"
LARGEST = 2**31 - 1


def answer(document: BaseModel, status: int = 200) -> Response:
    """An answer as JSON."""
    return JSONResponse(document.model_dump(mode="json"), status)


def answers_of(model: type[BaseModel], words: str, status: int = 200) -> Responses:
    """The description of an answer."""
    return {status: {"model": model, "description": words}}


def described(*parameters: dict[str, Any], body: type[BaseModel] | None = None) -> dict[str, Any]:
    """What a route takes beside its path: a token, in whose name, and what is given."""
    told: dict[str, Any] = {"security": [{SCHEME: []}], "parameters": [_AS, *parameters]}
    return told | (body_of(body) if body is not None else {})


def refusals(*more: int) -> Responses:
    """The refusals of every route, and `more`."""
    return problems_of(401, 403, 422, 503, *more)


READING = refusals(404)
ACTING = refusals(400, 404, 409, 413, 415)


def query(name: str, schema: dict[str, Any], words: str) -> dict[str, Any]:
    """A parameter of the address."""
    return {"name": name, "in": "query", "required": False, "schema": schema, "description": words}


_AS = query("as", {"type": "string"}, "The login of the representative in whose name a program acts.")
QUEUE = query("queue", {"type": "string", "enum": list(get_args(QueueName))}, "Which queue; `waiting` without it.")
WORDS = query(
    "q",
    {"type": "string", "maxLength": LONGEST_SEARCH},
    "Words of messages, a customer or a policy, to look for in all queues.",
)
PAGE = query("page", {"type": "integer", "minimum": 0, "maximum": MOST_PAGES}, "Which page, from 0 on.")
AFTER = query("after", {"type": "integer", "minimum": 0, "maximum": LARGEST}, "Only events after this one.")
