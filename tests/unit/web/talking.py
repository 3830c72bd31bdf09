"""A customer who talks to the app over its API."""

from __future__ import annotations

from typing import Any

import httpx
from fastapi.testclient import TestClient

ID = "message-0001"
# The routes that need a conversation.
NAMELESS = [
    ("POST", "/api/messages"),
    ("GET", "/api/events"),
    ("GET", "/api/transcript"),
    ("DELETE", "/api/conversation"),
]


class Talk:
    """A conversation of the tests, which names itself by its token."""

    def __init__(self, client: TestClient, **body: Any) -> None:
        self.client = client
        begun = client.post("/api/conversations", json=body)
        assert begun.status_code == 201, begun.text
        client.cookies.clear()
        self.begun = begun.json()
        self.headers = {"Authorization": f"Bearer {self.begun['conversation']}"}

    def say(self, message_id: str = ID, **body: Any) -> httpx.Response:
        return self.client.post("/api/messages", json={"id": message_id} | body, headers=self.headers)

    def poll(self, after: int = 0, wait: float = 20) -> list[dict[str, Any]]:
        response = self.client.get(f"/api/events?after={after}&wait={wait}", headers=self.headers)
        assert response.status_code == 200, response.text
        return list(response.json()["events"])

    def until(self, kind: str, after: int = 0) -> dict[str, Any]:
        """The next event of that kind."""
        while True:
            events = self.poll(after)
            assert events, f"no {kind}"
            for event in events:
                if event["type"] == kind:
                    return event
            after = events[-1]["event"]
