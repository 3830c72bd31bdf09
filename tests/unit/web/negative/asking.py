"""What the interface's own description says of its bodies and places, and what a company's site signs."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import jwt
from sqlalchemy import Engine, func, select

from tests.unit.web.talking import ID
from web.inbox.tables import chat_conversation, chat_event, chat_message

KEY, KID, AUDIENCE = "k" * 32, "site", "chiaro"
DESK = "/api/desk/"
JSON = {"Content-Type": "application/json"}

# A good body for each route that takes one. A new route has to be added here, or the tests fail.
GOOD: dict[str, dict[str, Any]] = {
    "/api/conversations": {"language": "it"},
    "/api/messages": {"id": ID, "text": "ciao", "language": "it"},
    "/api/chat": {"message": "ciao", "language": "it"},
}
# Of these a body holds one.
_EITHER = ({"text", "option"}, {"message", "option"})


@dataclass(frozen=True)
class Interface:
    """Reads an OpenAPI document."""

    document: dict[str, Any]

    @classmethod
    def of_customers(cls, document: dict[str, Any]) -> Interface:
        """Without what asks for a token of staff before it looks at anything else (see tests/unit/web/desk_api)."""
        paths = {path: routes for path, routes in document["paths"].items() if not path.startswith(DESK)}
        return cls(document | {"paths": paths})

    def bodies(self) -> dict[str, dict[str, Any]]:
        """The schema of the body by path, for each route that takes one."""
        return {
            path: operation["requestBody"]["content"]["application/json"]["schema"]
            for path, operations in self.document["paths"].items()
            for operation in operations.values()
            if "requestBody" in operation
        }

    def fields(self) -> Iterator[tuple[str, str, dict[str, Any]]]:
        """Each field of each body: path, name, and a body that is good but for what is put into the field."""
        for path, schema in self.bodies().items():
            for name in schema["properties"]:
                others = next((pair - {name} for pair in _EITHER if name in pair), set())
                yield path, name, {key: value for key, value in GOOD[path].items() if key not in others}

    def parameters(self) -> Iterator[tuple[str, str, str, str]]:
        """Each parameter of each route: method, path, where it stands, and its name."""
        for path, operations in self.document["paths"].items():
            for method, operation in operations.items():
                for parameter in operation.get("parameters", []):
                    yield method.upper(), path, parameter["in"], parameter["name"]


def signed(customer_id: str, key: str = KEY, **claims: Any) -> str:
    """What the company's site says of a customer."""
    now = int(time.time())
    whole = {"sub": customer_id, "aud": AUDIENCE, "iat": now, "exp": now + 60, "jti": str(uuid.uuid4())} | claims
    return str(jwt.encode(whole, key, "HS256", headers={"kid": KID}))


def kept(engine: Engine) -> list[int]:
    """How many conversations, messages and events there are."""
    tables = (chat_conversation, chat_message, chat_event)
    with engine.connect() as connection:
        return [connection.execute(select(func.count()).select_from(table)).scalar_one() for table in tables]
