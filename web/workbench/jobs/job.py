"""A command that was started from the workbench, as its folder tells of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

_NOTE, _EVENTS, _LOG, _RESULT = "job.json", "events.jsonl", "log.txt", "result.json"
_MOST_LOG = 20_000


class State(StrEnum):
    """How a job stands; FAILED is what a test run with failures is, UNUSABLE what could not be done at all."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    UNUSABLE = "unusable"
    STOPPED = "stopped"
    LOST = "lost"


# What exit codes of `chiaro` mean, see `workbench/commands.py`; below zero a signal ended it.
_BY_CODE = {0: State.DONE, 1: State.FAILED, 130: State.STOPPED}


@dataclass(frozen=True)
class Job:
    """What is known of a job besides its files; times are seconds since 1970."""

    id: str
    kind: str
    arguments: list[str]
    by_id: str
    by_name: str
    began: float
    then: str
    ended: float | None = None
    code: int | None = None
    stopped: bool = False

    def over(self, code: int, ended: float, stopped: bool) -> Job:
        """The same job when it has ended."""
        return replace(self, code=code, ended=ended, stopped=stopped)

    def state(self, alive: bool) -> State:
        """How it stands, where `alive` says whether its process is still there."""
        if self.code is None:
            return State.RUNNING if alive else State.LOST
        if self.stopped or self.code < 0:
            return State.STOPPED
        return _BY_CODE.get(self.code, State.UNUSABLE)


@dataclass(frozen=True)
class HowFar:
    """The step a job is at: its words' key, how many pieces are done of how many, and the last one's name."""

    step: str | None = None
    done: int = 0
    of: int | None = None
    name: str = ""


@dataclass(frozen=True)
class JobFolder:
    """A job's files below `var/workbench/jobs`."""

    path: Path

    @property
    def events(self) -> Path:
        """What the command tells of its progress, a JSON object a line."""
        return self.path / _EVENTS

    @property
    def log(self) -> Path:
        """What else it writes."""
        return self.path / _LOG

    @property
    def result(self) -> Path:
        """Where it writes its result."""
        return self.path / _RESULT

    def keep(self, job: Job) -> None:
        """Write down what is known of it, whole or not at all."""
        aside = self.path / f"{_NOTE}.new"
        aside.write_text(json.dumps(asdict(job)), encoding="utf-8")
        aside.replace(self.path / _NOTE)

    def job(self) -> Job | None:
        """What was written down; None where nothing was."""
        try:
            return Job(**json.loads((self.path / _NOTE).read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None

    def said(self) -> Iterator[dict[str, Any]]:
        """All events so far; a line that is still being written is left out."""
        try:
            with self.events.open(encoding="utf-8", errors="replace") as lines:
                for line in lines:
                    event = _event(line)
                    if event is not None:
                        yield event
        except FileNotFoundError:
            return

    def tail(self) -> str:
        """The end of its log."""
        try:
            text = self.log.read_text(encoding="utf-8", errors="replace")
        except FileNotFoundError:
            return ""
        return text[-_MOST_LOG:].strip()

    def outcome(self) -> Any:
        """The result; None where there is none that can be read."""
        try:
            return json.loads(self.result.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None


def how_far(events: list[dict[str, Any]]) -> HowFar:
    """Where a job is by what it told."""
    far = HowFar()
    for event in events:
        if "step" in event:
            far = HowFar(str(event["step"]), 0, event.get("of"))
        elif "done" in event:
            far = replace(far, done=int(event["done"]), name=str(event.get("name") or ""))
    return far


def told(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What a job told to be shown at once, in order."""
    return [event["tell"] for event in events if isinstance(event.get("tell"), dict)]


def _event(line: str) -> dict[str, Any] | None:
    if not line.endswith("\n"):
        return None
    try:
        event = json.loads(line)
    except ValueError:
        return None
    return event if isinstance(event, dict) else None
