"""Runs the checks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from workbench.findings.accepted import Accepted
from workbench.findings.checks import (
    calibration,
    entities,
    files,
    intents,
    lines,
    mislabelled,
    names,
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
    "mislabelled": mislabelled.check,
    "entities": entities.check,
    "responses": responses.check,
    "slots": slots.check,
    "tests": tests.check,
    "running": running.check,
    "calibration": calibration.check,
    "files": files.check,
}


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
    touching = [finding for finding in found if not paths or any(_touches(finding, path) for path in paths)]
    left = [finding for finding in touching if finding.id not in accepted.ids]
    ordered = sorted(left, key=lambda finding: finding.severity != "serious")
    return Found(tuple(ordered), len(touching) - len(left))


def _touches(finding: Finding, path: str) -> bool:
    """Whether one of its places is the file, or in the folder."""
    places = [finding.file, *(other.file for other in finding.others)]
    return any(file == path or file.startswith(f"{path.rstrip('/')}/") for file in places)
