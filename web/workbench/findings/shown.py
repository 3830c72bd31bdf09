"""A finding as its page shows it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from web.language import Language
from workbench.errors import WorkbenchError
from workbench.findings.finding import Finding, Place
from workbench.findings.kept import KeptFindings
from workbench.project.project import Project
from workbench.wording import say_error

MOST_SHOWN = 60
_MOST_PLACES = 12


@dataclass(frozen=True)
class Shown:
    """What is said of a finding; `diff` is what its mend would do, `wrong` why it cannot be done now."""

    finding: Finding
    says: str
    why: str
    do: str
    others: Sequence[Place]
    diff: Sequence[tuple[str, str]] = ()
    wrong: str = ""


def shown(finding: Finding, kept: KeptFindings, project: Project, language: Language) -> Shown:
    """The finding in words, with its mend as a diff of the files as they are now."""
    others = finding.others[:_MOST_PLACES]
    words = (finding.sentence(language), finding.why(language), finding.todo(language))
    if finding.mend is None:
        return Shown(finding, *words, others)
    try:
        changes = kept.changes(finding)
    except WorkbenchError as error:
        return Shown(finding, *words, others, wrong=say_error(language, error))
    return Shown(finding, *words, others, diff=[line for change in changes for line in _lines(project.diff(change))])


def kinds_of(findings: Sequence[Finding]) -> list[tuple[str, int]]:
    """How many there are of each kind, in the order in which they are shown."""
    counted = Counter(finding.kind for finding in findings)
    return [(kind, counted[kind]) for kind in dict.fromkeys(finding.kind for finding in findings)]


def _lines(diff: str) -> list[tuple[str, str]]:
    """The lines of a diff, each with its class."""
    kinds = {"+": "added", "-": "removed"}
    return [("" if line.startswith(("+++", "---")) else kinds.get(line[:1], ""), line) for line in diff.splitlines()]
