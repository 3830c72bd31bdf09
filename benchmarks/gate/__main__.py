"""Whether the gate blocks ten changes that make a model worse, and lets ten that do not through.

Each change is made to a small but real project (every second training line, a third of the frustration lines), which
is trained and compared with the model of the project as it was: on the development sets, by all conversation tests, by
what a message costs. A change that cannot be trained counts as blocked. Takes about an hour; what was trained in
`--work` is taken from there the next time, so take another folder once `bot/` or `learning/` have changed.

    python -m benchmarks.gate [--work FOLDER] [--only "flipped rule"]
"""

from __future__ import annotations

import io
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from rich.table import Table

import ops.training
from benchmarks.gate.changes import CHANGES, Change
from benchmarks.gate.project import Small
from benchmarks.results import report
from ops.console import Console
from ops.errors import StepError
from ops.paths import Paths
from ops.services import ONE_THREAD
from ops.step import Runner
from workbench.models.comparison import Plan, compare
from workbench.models.gate import judge
from workbench.models.thresholds import read_thresholds
from workbench.progress import Silent
from workbench.wording import say

MOST_HARMLESS_BLOCKED = 1


@click.command()
@click.option("--work", type=click.Path(path_type=Path, file_okay=False), help="A folder that stays.")
@click.option("--only", multiple=True, help="The names of some changes.")
def main(work: Path | None, only: tuple[str, ...]) -> None:
    """Make every change, train, compare, judge, report; exit code 1 where the gate misses its aim."""
    changes = [change for change in CHANGES if not only or change.name in only]
    outcomes = []
    with _folder(work) as folder:
        base = _project(folder / "base")
        before = _trained(base)
        for change in changes:
            outcomes.append((change, _outcome(base, before, change)))
            click.echo(f"{change.name}: {outcomes[-1][1]}", err=True)
    _report(outcomes)


@contextmanager
def _folder(work: Path | None) -> Iterator[Path]:
    if work is not None:
        work.mkdir(parents=True, exist_ok=True)
        yield work.resolve()
        return
    with tempfile.TemporaryDirectory(prefix="chiaro-gate-") as name:
        yield Path(name).resolve()


def _project(root: Path) -> Small:
    return Small(root) if root.exists() else Small.made(root)


def _outcome(base: Small, before: Path, change: Change) -> dict[str, Any]:
    """Whether it was blocked, for which checks, in how many seconds."""
    root = base.root.parent / change.name.replace(" ", "-")
    small = Small(root)
    if not root.exists():
        small = base.copied(root)
        (root / "trained.txt").unlink()
        change.make(small)
    try:
        candidate = _trained(small)
    except StepError:
        return {"blocked": True, "checks": ["training"], "seconds": 0.0, "why": []}
    began = time.monotonic()
    gate = _verdict(Plan(root, candidate, before, with_tests=False))
    if gate["passed"]:  # what is blocked already needs no test
        gate = _verdict(Plan(root, candidate, before))
    reasons = [say("en", f"models.{reason['key']}", **reason["values"]) for reason in gate["reasons"]]
    checks = sorted({reason["check"] for reason in gate["reasons"]})
    seconds = round(time.monotonic() - began, 1)
    return {"blocked": not gate["passed"], "checks": checks, "seconds": seconds, "why": reasons}


def _verdict(plan: Plan) -> dict[str, Any]:
    return judge(compare(plan, Silent()), read_thresholds(plan.root))


def _trained(small: Small) -> Path:
    ops.training.KEPT_MODELS = len(CHANGES) + 2  # all of them lie in one folder
    note = small.root / "trained.txt"
    if not note.is_file():
        runner = Runner(Paths(small.root), Console(io.StringIO()), {**os.environ, **ONE_THREAD})
        note.write_text(ops.training.ensure_model(runner).name)
    return small.root / "models" / note.read_text()


def _report(outcomes: list[tuple[Change, dict[str, Any]]]) -> None:
    table = Table("change", "should be", "is", "by", "seconds")
    for change, outcome in outcomes:
        should, is_ = ("blocked" if blocked else "let through" for blocked in (change.harmful, outcome["blocked"]))
        table.add_row(change.name, should, is_, ", ".join(outcome["checks"]), f"{outcome['seconds']:.0f}")
    harmful = [outcome["blocked"] for change, outcome in outcomes if change.harmful]
    harmless = [outcome["blocked"] for change, outcome in outcomes if not change.harmful]
    counts = {"harmful": len(harmful), "harmful_blocked": sum(harmful)}
    counts |= {"harmless": len(harmless), "harmless_blocked": sum(harmless)}
    report("gate", table, {**counts, "changes": {change.name: outcome for change, outcome in outcomes}})
    sys.exit(0 if all(harmful) and sum(harmless) <= MOST_HARMLESS_BLOCKED else 1)


if __name__ == "__main__":
    main()
