"""Where the time of a turn goes: its parts asked for one by one."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar
from uuid import uuid4

import httpx

from benchmarks.fixed_answer.servers import Side
from benchmarks.fixed_answer.turns import CONVERSATION, explains
from learning.encoder import UniversalSentenceEncoder
from policy_kb.bilingual import as_language
from policy_kb.search.engine import PolicySearch

ACTION = "action_answer_policy"
Tracker = dict[str, Any]
Result = TypeVar("Result")
# Milliseconds by the clock and of the processors, as `MEASURES` of the figures names them.
Cost = dict[str, float]


def timed(work: Callable[[], Result], cpu_ms: Callable[[], float]) -> tuple[Cost, Result]:
    """What `work` takes by the clock and by the processors' clock `cpu_ms`, and what it returns."""
    cpu, began = cpu_ms(), time.perf_counter()
    result = work()
    wall = (time.perf_counter() - began) * 1000
    return {"wall_ms": wall, "cpu_ms": cpu_ms() - cpu}, result


def own_cpu_ms() -> float:
    """Processor milliseconds of this process so far."""
    return time.process_time() * 1000


def record_trackers(side: Side, texts: list[str]) -> list[Tracker]:
    """The tracker before each message of a conversation, as Rasa gives it to an action."""
    sender, trackers = f"recorded-{uuid4()}", []
    for text in texts[:CONVERSATION]:
        answer = side.client.get(f"/conversations/{sender}/tracker", params={"include_events": "ALL"})
        answer.raise_for_status()
        trackers.append(answer.json())
        side.turn(sender, text)
    return trackers


def action_call(tracker: Tracker, parsed: dict[str, Any]) -> dict[str, Any]:
    """What Rasa sends to the action server for the next message of that conversation, parsed so."""
    heard = {"event": "user", "timestamp": time.time(), "text": parsed["text"], "parse_data": parsed}
    heard |= {"input_channel": "rest", "message_id": uuid4().hex, "metadata": {}}
    now = {**tracker, "latest_message": parsed, "events": [*tracker["events"], heard]}
    sender = tracker["sender_id"]
    return {"next_action": ACTION, "sender_id": sender, "tracker": now, "version": "3.6.21", "domain": {}}


@dataclass(frozen=True)
class PartTimer:
    """Times the parts of ours, and the parse of stock. The search runs in this process, on the same database."""

    ours: Side
    stock: Side
    actions: httpx.Client
    search: PolicySearch
    encoder: UniversalSentenceEncoder
    trackers: list[Tracker]

    def time_parts(self, index: int, text: str) -> dict[str, Cost] | None:
        """Costs by part; None where the action did not explain. The text must be new to every process."""
        parts: dict[str, Cost] = {}
        parts["stock: parse"], _ = timed(lambda: _parse(self.stock, text), self.stock.cpu_ms)
        parts["stock: empty call"], _ = timed(lambda: _get(self.stock.client, "/version"), self.stock.cpu_ms)
        parts["parse"], parsed = timed(lambda: _parse(self.ours, text), self.ours.cpu_ms)
        parts["empty call"], _ = timed(lambda: _get(self.ours.client, "/version"), self.ours.cpu_ms)
        call = action_call(self.trackers[index % len(self.trackers)], parsed)
        parts["action"], said = timed(lambda: _post(self.actions, "/webhook", call), self.ours.cpu_ms)
        parts["empty action call"], _ = timed(lambda: _get(self.actions, "/health"), self.ours.cpu_ms)
        parts["encode"], _ = timed(lambda: self.encoder.encode([text]), own_cpu_ms)
        language = as_language(parsed["language"])
        # The encoder remembers the text, so this is the search without it.
        parts["find"], _ = timed(lambda: self.search.search(text, language, date.today()), own_cpu_ms)
        return parts if explains(said["responses"]) else None


def _parse(side: Side, text: str) -> dict[str, Any]:
    return _post(side.client, "/model/parse", {"text": text})


def _get(client: httpx.Client, path: str) -> None:
    client.get(path).raise_for_status()


def _post(client: httpx.Client, path: str, content: dict[str, Any]) -> dict[str, Any]:
    answer = client.post(path, json=content)
    answer.raise_for_status()
    returned: dict[str, Any] = answer.json()
    return returned
