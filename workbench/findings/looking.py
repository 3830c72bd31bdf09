"""Runs the checks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from workbench.findings.accepted import Accepted
from workbench.findings.checks import (
    calibration,
    entities,
    files,
    intents,
    lines,
    mislabelled,
    names,
    relabelled,
    responses,
    rules,
    running,
    slots,
    tests,
)
from workbench.findings.finding import Finding
from workbench.findings.sources import Sources
from workbench.progress import Progress
from workbench.project.project import Project

Check = Callable[[Sources], Iterator[Finding]]

# In the order in which they are shown; `files` is last, as it tells what the others could not read.
CHECKS: Mapping[str, Check] = {
    "rules": rules.check,
    "names": names.check,
    "intents": intents.check,
    "lines": lines.check,
    "relabelled": relabelled.check,
    "mislabelled": mislabelled.check,
    "entities": entities.check,
    "responses": responses.check,
    "slots": slots.check,
    "tests": tests.check,
    "running": running.check,
    "calibration": calibration.check,
    "files": files.check,
}
# What two checks may say of one line.
_OF_A_LINE = ("line_relabelled", "line_mislabelled")


@dataclass(frozen=True)
class Found:
    """What the checks found, the serious first, and how many more a person has accepted as they are."""

    findings: tuple[Finding, ...]
    accepted: int = 0

    @property
    def serious(self) -> int:
        """How many are wrong as they stand."""
        return sum(finding.severity == "serious" for finding in self.findings)


def look(project: Project, progress: Progress, checks: Sequence[str] = (), paths: Sequence[str] = ()) -> Found:
    """Run the checks of these names (all where none is given); of what they find, keep what touches these paths.

    A path is a file or a folder, written from the project's folder on. What is accepted is left out.
    """
    chosen = [name for name in CHECKS if not checks or name in checks]
    sources, accepted = Sources(project), Accepted.read(project)
    progress.begin("findings.looking", of=len(chosen))
    found: list[Finding] = []
    for name in chosen:
        found += CHECKS[name](sources)
        progress.advance(name)
    told = _each_line_once(found, accepted)
    touching = [finding for finding in told if not paths or any(_touches(finding, path) for path in paths)]
    left = [finding for finding in touching if finding.id not in accepted.ids]
    ordered = sorted(left, key=lambda finding: finding.severity != "serious")
    return Found(tuple(ordered), len(touching) - len(left))


def _each_line_once(found: Sequence[Finding], accepted: Accepted) -> Iterator[Finding]:
    """Of a line that was moved and is odd, too, keep that it was moved, which is sure, beside the lines it is like.

    Where a person has accepted it as odd, they have looked at it there: then that is kept.
    """
    moved = {_line_of(one) for one in found if one.kind == "line_relabelled"}
    odd = {_line_of(one): one for one in found if one.kind == "line_mislabelled" and _line_of(one) in moved}
    for one in found:
        twin = odd.get(_line_of(one)) if one.kind in _OF_A_LINE else None
        if twin is None:
            yield one
        elif (twin.id in accepted.ids) == (one is twin):
            yield one if one is twin else replace(one, others=twin.others)


def _line_of(finding: Finding) -> tuple[str, int, str]:
    return finding.file, finding.line, finding.text


def _touches(finding: Finding, path: str) -> bool:
    """Whether one of its places is the file, or in the folder."""
    places = [finding.file, *(other.file for other in finding.others)]
    return any(file == path or file.startswith(f"{path.rstrip('/')}/") for file in places)
