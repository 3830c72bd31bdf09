"""Conversations as Rasa's tracker tells them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

Event = dict[str, Any]
BEGAN = 1795716532.2


def user(text: str, intent: str = "ask_policy", customer: str | None = None) -> Event:
    parsed = {"intent": {"name": intent, "confidence": 0.9}, "intent_ranking": [], "language": "it", "entities": []}
    metadata = {"customer_id": customer} if customer else {}
    return {"event": "user", "text": text, "timestamp": BEGAN, "parse_data": parsed, "metadata": metadata}


def action(name: str = "action_answer_policy", policy: str = "RecentRulePolicy") -> Event:
    return {"event": "action", "name": name, "policy": policy, "confidence": 1.0, "timestamp": BEGAN}


def bot(text: str = "Dura 36 mesi.", **custom: Any) -> Event:
    state = {"frustration": {"score": 0.1, "level": "calm"}, "handoff": "none"}
    told = {"language": "it", "conversation": state, **custom}
    return {"event": "bot", "text": text, "data": {"custom": told}, "metadata": {}, "timestamp": BEGAN}


def slot(name: str, value: Any) -> Event:
    return {"event": "slot", "name": name, "value": value, "timestamp": BEGAN}


def turn(text: str, *said: Event, intent: str = "ask_policy", customer: str | None = None) -> list[Event]:
    answer = said or (bot(kind="explanation", policy_id="gift-cards", version=2), bot(kind="steps"))
    return [user(text, intent, customer), action(), *answer, action("action_listen")]


def write_json(folder: Path, content: object) -> Path:
    file = folder / "talk.json"
    file.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    return file
