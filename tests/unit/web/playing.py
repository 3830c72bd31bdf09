"""Rasa's side of the wire, as the tests play it."""

from __future__ import annotations

import json
from typing import Any

import respx

RASA = "http://rasa.test:5005"
WEBHOOK = f"{RASA}/webhooks/rest/webhook"
TRACKER = rf"{RASA}/conversations/[^/]+/tracker.*"
CALM = {"frustration": {"score": 0.0, "level": "calm"}, "handoff": "none"}


def message(text: str, language: str = "it", **custom: Any) -> dict[str, Any]:
    """A message as Rasa sends it."""
    return {
        "recipient_id": "x",
        "text": text,
        "custom": {"language": language, "conversation": CALM} | custom,
    }


def sent(route: respx.Route) -> dict[str, Any]:
    """What Rasa was sent last."""
    return dict(json.loads(route.calls.last.request.content))
