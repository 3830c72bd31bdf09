"""Whether the processes can work together: each is there, and a first question gets an answer."""

from __future__ import annotations

import json
import math
import time
from pathlib import Path
from typing import Any, Callable, Mapping

from ops.errors import MachineError, StartError
from ops.http import answers, post
from ops.process import Process
from ops.words import say

QUESTION_FILE = Path(__file__).with_name("first_question.json")
START_SECONDS = 240.0
DEATHS_ALLOWED = 3


def start_seconds(environ: Mapping[str, str]) -> float:
    """How long the start may take, from CHIARO_START_SECONDS; MachineError where that is no time."""
    value = environ.get("CHIARO_START_SECONDS", "").strip()
    try:
        seconds = float(value) if value else START_SECONDS
    except ValueError:
        seconds = math.nan
    if not 0 < seconds < math.inf:
        raise MachineError("seconds-odd", value=value)
    return seconds


class Waiting:
    """Called again and again while processes start; true once `finish`, the last thing to try, holds."""

    def __init__(self, processes: list[Process], seconds: float, logs: str, finish: Callable[[], bool]) -> None:
        self._processes = processes
        self._seconds = seconds
        self._deadline = time.monotonic() + seconds
        self._logs = logs
        self._finish = finish

    def __call__(self) -> bool:
        """True when all is ready.

        Raises:
            StartError: a process keeps dying, or the time is over.
        """
        self._check_deaths()
        for process in self._processes:
            if not (process.is_running and answers(process.service.health)):
                return self._not_yet(say("state-waiting", service=process.service.name))
        return self._finish() or self._not_yet(say("state-answer"))

    def _check_deaths(self) -> None:
        for process in self._processes:
            if process.deaths >= DEATHS_ALLOWED:
                name = process.service.name
                raise StartError("keeps-dying", service=name, times=process.deaths, log=f"{self._logs}/{name}.log")

    def _not_yet(self, state: str) -> bool:
        if time.monotonic() > self._deadline:
            raise StartError("not-ready", seconds=round(self._seconds), state=state, logs=self._logs)
        return False


def ask_first_question(address: str) -> bool:
    """Asks the public port the question of `first_question.json`; true where the bot itself has answered."""
    answer = post(f"{address}/api/chat", json.loads(QUESTION_FILE.read_text(encoding="utf-8")))
    messages = answer.get("messages") if isinstance(answer, dict) else None
    return isinstance(messages, list) and any(_is_answer(message) for message in messages)


def _is_answer(message: Any) -> bool:
    if not (isinstance(message, dict) and message.get("text")):
        return False
    custom = message.get("custom")
    # `retry` marks the apology that the web server gives while the others do not answer.
    return not (isinstance(custom, dict) and custom.get("retry"))
