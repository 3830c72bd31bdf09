"""What the last run of the conversation tests says, as far as findings need it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

RUN = "var/workbench/runs/latest.json"
LOG = "var/stories/log/actions.log"
_FRAME = re.compile(r'^ *File "([^"]+)", line (\d+), in (\S+)')
_ERROR = re.compile(r"^([A-Za-z_][\w.]*(?:Error|Exception|Warning|Interrupt|Exit)?)(?:: (.*))?$")
_MOST_BYTES = 200_000_000


@dataclass(frozen=True)
class RunTurn:
    """One turn as it was played: in which test, which one of its turns (from 0), and what came of it."""

    file: str
    line: int
    story: str
    number: int
    passed: bool
    actions: tuple[tuple[str, float], ...]
    responses: tuple[str, ...]
    policies: tuple[str, ...]
    expected_policy: str | None


@dataclass(frozen=True)
class Frame:
    """A place in the project's own files that an error came through."""

    file: str
    line: int
    function: str


@dataclass(frozen=True)
class Trace:
    """An error of the action server: its words, and the project's own places on its way, the innermost last."""

    error: str
    frames: tuple[Frame, ...]


def read_run(root: Path) -> list[RunTurn]:
    """Every turn of the last run; none where there was no run, or its file is cut off."""
    content = read_json(root / RUN)
    try:
        return [turn for story in content.get("stories") or [] for turn in _turns(story)]
    except (KeyError, TypeError, AttributeError, ValueError):
        return []


def read_json(file: Path) -> Mapping[str, Any]:
    """What a JSON file of ours holds; nothing where it is not there, or cut off."""
    try:
        if file.stat().st_size > _MOST_BYTES:
            return {}
        content = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def _turns(story: Mapping[str, Any]) -> Iterator[RunTurn]:
    for number, turn in enumerate(story["turns"]):
        customs = [message.get("custom") or {} for message in turn["messages"]]
        wanted = [one["expected"] for one in turn["differences"] if one["what"] == "policy"]
        yield RunTurn(
            file=story["file"],
            line=story["line"],
            story=story["story"],
            number=number,
            passed=turn["passed"],
            actions=tuple((action["name"], float(action.get("seconds") or 0)) for action in turn["actions"]),
            responses=tuple(turn["responses"]),
            policies=tuple(str(custom["policy_id"]) for custom in customs if custom.get("policy_id")),
            expected_policy=wanted[0].strip('"') if wanted else None,
        )


def read_traces(root: Path) -> list[Trace]:
    """The errors in the action server's log."""
    file = root / LOG
    try:
        lines = file.read_text(encoding="utf-8", errors="replace").splitlines() if file.is_file() else []
    except OSError:
        return []
    starts = [number for number, line in enumerate(lines) if line.startswith("Traceback ")]
    return [_trace(lines[start + 1 :], root) for start in starts]


def _trace(lines: list[str], root: Path) -> Trace:
    frames: list[Frame] = []
    for line in lines:
        found = _FRAME.match(line)
        if found:
            frames += _own(Path(found[1]), int(found[2]), found[3], root)
        elif line and not line.startswith(" "):
            return Trace(line.strip() if _ERROR.match(line) else "", tuple(frames))
    return Trace("", tuple(frames))


def _own(path: Path, line: int, function: str, root: Path) -> Iterator[Frame]:
    """The frame, where its file is one of the project's own."""
    if path.is_absolute() and path.is_relative_to(root):
        relative = path.relative_to(root)
        if not any(part.startswith(".") for part in relative.parts):  # an environment
            yield Frame(relative.as_posix(), line, function)
