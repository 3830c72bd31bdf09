"""Turns of both sides, message by message."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from benchmarks.fixed_answer.servers import Side

CONVERSATION = 5  # messages


@dataclass(frozen=True)
class Spent:
    """What one message cost a side, in milliseconds, and whether its reply explains a policy."""

    wall_ms: float
    cpu_ms: float
    explains: bool


def explains(messages: list[dict[str, Any]]) -> bool:
    """Whether a reply holds an explanation."""
    return any((message.get("custom") or {}).get("kind") == "explanation" for message in messages)


def ask_in_turn(sides: Sequence[Side], texts: Sequence[str]) -> dict[str, list[Spent]]:
    """Asks both sides each text, the first now one, now the other; a new conversation every five messages."""
    spent: dict[str, list[Spent]] = {side.name: [] for side in sides}
    sender = ""
    for index, text in enumerate(texts):
        if index % CONVERSATION == 0:
            sender = f"fixed-{uuid4()}"
        for side in sides if index % 2 == 0 else reversed(sides):
            spent[side.name].append(_ask(side, sender, text))
    return spent


def _ask(side: Side, sender: str, text: str) -> Spent:
    cpu, began = side.cpu_ms(), time.perf_counter()
    messages = side.turn(sender, text)
    wall = (time.perf_counter() - began) * 1000
    return Spent(wall, side.cpu_ms() - cpu, explains(messages))


def explained_pairs(spent: dict[str, list[Spent]]) -> dict[str, list[Spent]]:
    """Both sides' turns, without the messages that ours did not answer with an explanation."""
    kept = [index for index, turn in enumerate(spent["ours"]) if turn.explains]
    return {name: [turns[index] for index in kept] for name, turns in spent.items()}
