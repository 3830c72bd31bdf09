"""Compares a candidate with the model in force."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from conversation_tests.settings import PATIENT_SECONDS, Settings
from workbench.models import measures
from workbench.models.lines import changed_lines, lines_of
from workbench.models.readers import Reader, readers
from workbench.models.reading import Reading
from workbench.models.sets import Message, read_sets
from workbench.models.tested import (
    KeptTests,
    Outcome,
    all_tests,
    broken,
    changed_answers,
    digest_of,
    play,
    said_alone,
)
from workbench.progress import Progress

_PIECE = 25
_MOST_SAID_ALONE = 30


@dataclass(frozen=True)
class Plan:
    """What is compared: two model files, on `recent` messages beside the sets, and whether tests are played."""

    root: Path
    candidate: Path
    in_force: Path
    recent: Sequence[Message] = ()
    with_tests: bool = True
    environ: Mapping[str, str] = field(default_factory=lambda: dict(os.environ))


@dataclass(frozen=True)
class _Read:
    """Readings by both models of the same messages, and the processor seconds of each piece of them."""

    before: list[Reading]
    after: list[Reading]
    seconds_before: list[float]
    seconds_after: list[float]
    sizes: list[int]


def name_of(model: Path) -> str:
    """The name of a model file."""
    return model.name.removesuffix(".tar.gz")


def compare(plan: Plan, progress: Progress) -> dict[str, Any]:
    """Everything that tells the two apart, as it is written as JSON (but for the gate's verdict).

    Raises:
        WorkbenchError: a set cannot be read, a model not loaded, or the tests' processes do not start.
    """
    began, at = time.monotonic(), datetime.now(UTC)
    sets = read_sets(plan.root)
    messages = [*sets.intents, *sets.frustration, *plan.recent]
    read = _read_all(plan, messages, progress)
    first, second = len(sets.intents), len(sets.intents) + len(sets.frustration)
    before, after = read.before, read.after
    recent = measures.recent(plan.recent, before[second:], after[second:])
    tests = _tests(plan, recent["changed"], progress) if plan.with_tests else {}
    models = plan.candidate.parent
    lines = [lines_of(models, name_of(model)) for model in (plan.in_force, plan.candidate)]
    return {
        "id": at.strftime("%Y%m%d-%H%M%S-%f"),
        "at": at.isoformat(timespec="seconds"),
        "candidate": name_of(plan.candidate),
        "in_force": name_of(plan.in_force),
        "sets": list(sets.files),
        "intents": measures.intents(sets.intents, before[:first], after[:first]),
        "confusion": {
            "in_force": measures.confusion(sets.intents, before[:first]),
            "candidate": measures.confusion(sets.intents, after[:first]),
        },
        "calibration": measures.calibration(sets.intents, before[:first], after[:first]),
        "scope": measures.scope(sets.intents, before[:first], after[:first]),
        "frustration": measures.frustration(sets.frustration, before[first:second], after[first:second]),
        "recent": recent,
        "cost": measures.cost(read.seconds_before, read.seconds_after, read.sizes),
        "lines": changed_lines(*lines),
        "lines_known": None not in lines,
        **tests,
        "seconds": round(time.monotonic() - began, 1),
    }


def _read_all(plan: Plan, messages: Sequence[Message], progress: Progress) -> _Read:
    progress.begin("models.load")
    logs = plan.root / "var" / "workbench" / "models" / "log"
    read = _Read([], [], [], [], [])
    with readers(plan.root, [plan.in_force, plan.candidate], logs, plan.environ) as (before, after):
        progress.begin("models.read", of=len(messages))
        for start in range(0, len(messages), _PIECE):
            texts = [message.text for message in messages[start : start + _PIECE]]
            _read_piece(texts, before, after, read, swapped=bool(start // _PIECE % 2))
            progress.advance(by=len(texts))
    return read


def _read_piece(texts: list[str], before: Reader, after: Reader, read: _Read, swapped: bool) -> None:
    """One after the other, so that neither is disturbed; which one is first alternates."""
    sides = [(before, read.before, read.seconds_before), (after, read.after, read.seconds_after)]
    for reader, readings, seconds in reversed(sides) if swapped else sides:
        found, spent = reader.read(texts)
        readings += found
        seconds.append(spent)
    read.sizes.append(len(texts))


def _tests(plan: Plan, changed: Sequence[Mapping[str, Any]], progress: Progress) -> dict[str, Any]:
    stories, catalogue, bad = all_tests(plan.root)
    kept = KeptTests(plan.root)
    alone = [said_alone(one["text"]) for one in changed if one["was"]["intent"] != one["now"]["intent"]]
    alone = alone[:_MOST_SAID_ALONE]
    known = kept.of(name_of(plan.in_force))
    wanted = [*(story for story in stories if not _is_kept(plan.root, story, known)), *alone]
    before_settings, after_settings = (
        Settings(plan.root, model, plan.environ, PATIENT_SECONDS) for model in (plan.in_force, plan.candidate)
    )
    played = play(before_settings, wanted, catalogue, progress)
    kept.keep(name_of(plan.in_force), played)
    keys = {(story.file, story.name) for story in (*stories, *alone)}
    before = {key: one for key, one in {**known, **{one.key: one for one in played}}.items() if key in keys}
    after = play(after_settings, [*stories, *alone], catalogue, progress)
    kept.keep(name_of(plan.candidate), after)
    return {
        "tests": {
            "in_force": _counted([one for one in before.values() if one.file]),
            "candidate": _counted([one for one in after if one.file]),
            "broken": broken(before, after),
            "mended": _mended(before, after),
            "unreadable": [{"file": one.file, "line": one.line, "problem": one.problem} for one in bad],
        },
        "answers": changed_answers(before, after),
    }


def _is_kept(root: Path, story: Any, known: Mapping[tuple[str, str], Outcome]) -> bool:
    """Whether it is known what this test, as its file is now, came to."""
    one = known.get((story.file, story.name))
    return one is not None and one.digest == digest_of(root, story)


def _counted(outcomes: Sequence[Outcome]) -> dict[str, int]:
    passed = sum(one.passed for one in outcomes)
    return {"passed": passed, "failed": len(outcomes) - passed}


def _mended(before: Mapping[tuple[str, str], Outcome], after: Sequence[Outcome]) -> list[dict[str, Any]]:
    found = [one for one in after if one.passed and one.key in before and not before[one.key].passed]
    return [{"file": one.file, "line": one.line, "story": one.story} for one in found]
