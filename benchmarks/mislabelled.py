"""How many training lines put under an intent drawn by chance the workbench names, and how many good ones beside them.

Each draw moves so many lines of a copy of the project and looks at the copy as `chiaro findings` does. A line counts as
named where the finding's file and line hold it, with the intent under which it stands. The settings in
`workbench/findings` were chosen on these same lines, so other lines may come out a little worse.

All figures but one are of what the lines themselves show (`mislabelled`). That one is of both checks together where a
model in force has learnt the lines before they were moved: `relabelled` compares, so it names every line.

    python -m benchmarks.mislabelled [--draws 20] [--first 0] [--lines 30]
"""

from __future__ import annotations

import random
import shutil
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from typing import Any

import click
from rich.progress import track
from rich.table import Table

from benchmarks.costs import ROOT
from benchmarks.results import report
from ops.in_force import InForce, model_file, write_in_force
from ops.trained_data import pack_data
from workbench.findings.finding import Finding
from workbench.findings.looking import look
from workbench.nlu.files import FOLDER, NluFiles
from workbench.progress import Silent
from workbench.project.project import Project

_KEPT = "var/workbench/findings"
_MODEL = "chiaro-before"
Line = tuple[str, str]


@dataclass(frozen=True)
class Moved:
    """A line, the intent under which it stood, and the one under which it stands now."""

    text: str
    before: str
    intent: str


@dataclass(frozen=True)
class Named:
    """What a look at moved lines named: how many of them, of those how many with their own intent, and good lines.

    `together` is how many of the moved lines are named with what the model in force has learnt; `moved` without where
    none is in force.
    """

    moved: int
    own: int
    good: tuple[Line, ...]
    seconds: float
    together: int


@click.command()
@click.option("--draws", default=20, show_default=True, help="How often lines are moved.")
@click.option("--first", default=0, show_default=True, help="The seed of the first draw.")
@click.option("--lines", default=30, show_default=True, help="How many lines are moved each time.")
def main(draws: int, first: int, lines: int) -> None:
    """Move, look, report."""
    with tempfile.TemporaryDirectory() as folder:
        project = copied(ROOT, Path(folder))
        put_in_force(project)
        nlu = NluFiles.read(project)
        usual = looked_at(project, nlu, ())
        found = []
        for seed in track(range(first, first + draws), "looking"):
            changed, moved = mislabelled(nlu, seed, lines)
            found.append(looked_at(project, changed, moved))
    _report(usual, found, lines, len(nlu.examples))


def copied(source: Path, target: Path) -> Project:
    """A copy of the training lines at `target`, with the sentence vectors that are kept of them."""
    shutil.copytree(source / FOLDER, target / FOLDER)
    shutil.copy(source / "domain.yml", target / "domain.yml")
    if (source / _KEPT).is_dir():
        shutil.copytree(source / _KEPT, target / _KEPT)
    return Project(target)


def put_in_force(project: Project) -> None:
    """Let a model be in force that has learnt the lines as they are now."""
    models = project.root / "models"
    pack_data(project.root, models, _MODEL)
    model_file(models, _MODEL).touch()  # nothing reads what it has learnt from there
    write_in_force(models, InForce(_MODEL, "2026-11-26T12:00:00+00:00", "benchmark"))


def mislabelled(nlu: NluFiles, seed: int, count: int) -> tuple[NluFiles, tuple[Moved, ...]]:
    """The files with so many lines, drawn by the seed, under another intent that is drawn too."""
    draw, intents = random.Random(seed), sorted({line.intent for line in nlu.examples})
    moved = []
    for line in draw.sample(nlu.examples, count):
        other = draw.choice([intent for intent in intents if intent != line.intent])
        there = next(one for one in nlu.examples if (one.text, one.intent) == (line.text, line.intent))
        nlu = nlu.after(nlu.move(there, other))
        moved.append(Moved(line.text, line.intent, other))
    return nlu, tuple(moved)


def looked_at(project: Project, nlu: NluFiles, moved: Sequence[Moved]) -> Named:
    """Write the files and look at them."""
    shutil.rmtree(project.root / FOLDER)
    for file in nlu.files:
        path = project.root / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.text.encode("utf-8"))
    began = time.monotonic()
    findings = look(project, Silent(), ["mislabelled"]).findings
    seconds = time.monotonic() - began
    likely = {_line(one): one.values["likely"] for one in findings if _names(project, one, "line_mislabelled")}
    both = look(project, Silent(), ["relabelled", "mislabelled"]).findings
    told = {_line(one) for one in both if _names(project, one, "line_relabelled", "line_mislabelled")}
    lines = {(line.text, line.intent): line.before for line in moved}
    right = [line for line in lines if line in likely]
    own = sum(likely[line] == lines[line] for line in right)
    good = tuple(line for line in likely if line not in lines)
    return Named(len(right), own, good, seconds, sum(line in told for line in lines))


def _line(finding: Finding) -> Line:
    return str(finding.values["text"]), str(finding.values["intent"])


def _names(project: Project, finding: Finding, *kinds: str) -> bool:
    return finding.kind in kinds and stands_there(project, finding)


def stands_there(project: Project, finding: Finding) -> bool:
    """Whether the finding's file and line hold the text of which it speaks, but for marks of entities."""
    line = (project.root / finding.file).read_text(encoding="utf-8").split("\n")[finding.line - 1]
    return all(word in line for word in str(finding.values["text"]).split())


def _report(usual: Named, found: Sequence[Named], lines: int, of: int) -> None:
    counts: dict[str, list[float]] = {
        f"of {lines} moved lines named": [one.moved for one in found],
        "of these, their own intent proposed": [one.own for one in found],
        f"of {lines} moved lines named, with what the model in force has learnt": [one.together for one in found],
        "good lines named": [len(one.good) for one in found],
        "good lines named that are not without any fault": [len(set(one.good) - set(usual.good)) for one in found],
        "seconds": [round(one.seconds, 1) for one in found],
    }
    table = Table("", "on average", "least", "most")
    figures: dict[str, Any] = {"lines": of, "moved": lines, "draws": len(found), "without_fault": len(usual.good)}
    for name, numbers in counts.items():
        table.add_row(name, f"{mean(numbers):.1f}", str(min(numbers)), str(max(numbers)))
        figures[name] = numbers
    table.caption = f"{of} lines, {len(found)} draws; without any fault {len(usual.good)} good lines are named"
    report("mislabelled", table, figures)


if __name__ == "__main__":
    main()
