"""While a person has the conversation, no answer from Rasa is the right one."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
import respx
from fastapi.testclient import TestClient


def _taken(handoff: Any) -> dict[str, Any]:
    return {"slots": {"conversation": {"handoff": handoff}}}


def test_a_customer_who_is_with_a_person_gets_nothing_from_the_assistant(
    client: TestClient, rasa: respx.Route, tracker: respx.Route
) -> None:
    rasa.mock(return_value=httpx.Response(200, json=[]))
    tracker.mock(return_value=httpx.Response(200, json=_taken("active")))
    response = client.post("/api/chat", json={"message": "ci siete?"})
    assert (response.status_code, response.json()["messages"]) == (200, [])


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(200, json=_taken("requested")), httpx.Response(200, json=_taken(None)),
        httpx.Response(200, json={"slots": None}), httpx.Response(200, json=[]), httpx.Response(200, content=b"\xff"),
        httpx.Response(500), httpx.ConnectError("refused"),
    ],
)  # fmt: skip
def test_an_empty_answer_is_a_failure_where_nobody_is_known_to_have_the_conversation(
    client: TestClient, rasa: respx.Route, tracker: respx.Route, answer: Any
) -> None:
    rasa.mock(return_value=httpx.Response(200, json=[]))
    tracker.mock(side_effect=[answer, answer])
    [message] = client.post("/api/chat", json={"message": "ci siete?"}).json()["messages"]
    assert message["custom"]["kind"] == "no_answer"
    assert message["custom"]["retry"] is True
