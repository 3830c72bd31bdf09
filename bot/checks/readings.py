"""Reads messages with a model, without a server: for comparing models.

    python -m bot.checks.readings MODEL

Each line of standard input is a JSON list of texts; each line of standard output answers one:
`{"readings": [...], "seconds": processor seconds}`. The first line is `{"ready": true}`, once the model is loaded.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from collections.abc import Sequence
from typing import Any, TextIO

from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage

from bot.engine.adjustments import adjust_rasa

_WARMING = "quanto tempo ho per il reso?"
_RANKED = 3


def main(arguments: Sequence[str]) -> int:
    """Load the model and answer until the input ends."""
    answers = _own_output()
    adjust_rasa()
    agent = Agent.load(arguments[0])
    asyncio.run(_answer(agent, sys.stdin, answers))
    return 0


def _own_output() -> TextIO:
    """Return standard output for the answers alone; what libraries print goes to standard error."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return answers


async def _answer(agent: Agent, questions: TextIO, answers: TextIO) -> None:
    await agent.parse_message(_WARMING)
    _write(answers, {"ready": True})
    for line in questions:
        texts = json.loads(line)
        began = time.process_time()
        parsed = [await _parsed(agent, text) for text in texts]
        seconds = time.process_time() - began
        _write(answers, {"readings": [_reading(one) for one in parsed], "seconds": seconds})


async def _parsed(agent: Agent, text: str) -> dict[str, Any]:
    assert agent.processor is not None
    parsed: dict[str, Any] = await agent.processor.parse_message(UserMessage(text))
    return parsed


def _reading(parsed: dict[str, Any]) -> dict[str, Any]:
    ranking = [item for item in parsed.get("intent_ranking") or [] if item["name"] != "nlu_fallback"]
    return {
        "intent": (parsed.get("intent") or {}).get("name") or "",
        "ranking": [[item["name"], round(item["confidence"], 6)] for item in ranking[:_RANKED]],
        "in_scope": parsed.get("in_scope"),
        "language": parsed.get("language") or "",
        "level": (parsed.get("frustration") or {}).get("level") or "",
    }


def _write(answers: TextIO, content: dict[str, Any]) -> None:
    answers.write(json.dumps(content, ensure_ascii=False) + "\n")
    answers.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
