"""The findings of the last whole look, as pages show them, and what a trainer does about one."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from workbench.errors import NotThere, WorkbenchError
from workbench.findings.accepted import Accepted
from workbench.findings.edits import Edit, changes_of
from workbench.findings.finding import Finding, finding_of
from workbench.project.changes import Change
from workbench.project.project import Project

FILE = "var/workbench/findings/latest.json"


@dataclass(frozen=True)
class Kept:
    """What was found and nobody has dealt with since, what was mended since, and how many are accepted."""

    findings: tuple[Finding, ...]
    mended: tuple[Finding, ...]
    accepted: int

    def named(self, name: str) -> Finding:
        """The finding with this id. Raises NotThere."""
        return _named(self.findings, name)


class KeptFindings:
    """Reads and changes what the last look found in a project."""

    def __init__(self, project: Project) -> None:
        """Look below the project's folder."""
        self._project = project
        self._file = project.root / FILE

    def read(self) -> Kept | None:
        """What is kept; None where nobody has looked yet, or the file is of another release."""
        try:
            content = json.loads(self._file.read_text(encoding="utf-8"))
            found, mended = (tuple(finding_of(one) for one in content.get(name, ())) for name in ("findings", "mended"))
            return Kept(found, mended, int(content["accepted"]))
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None

    def changes(self, finding: Finding) -> tuple[Change, ...]:
        """What its mend makes of the files as they are now.

        Raises:
            FileChanged: the lines are not there any more.
            WorkbenchError: nothing can be mended by a program, or a file cannot be read.
        """
        if finding.mend is None:
            raise WorkbenchError("findings.no_mend", id=finding.id)
        return self._changes(finding.mend)

    def mend(self, name: str) -> tuple[Change, ...]:
        """Do what a finding proposes; NotThere, and as `changes` and `Project.write`."""
        kept = self._kept()
        finding = kept.named(name)
        changes = self.changes(finding)
        self._project.write(changes)
        self._keep(replace(kept, findings=_without(kept.findings, name), mended=(finding, *kept.mended)))
        return changes

    def undo(self, name: str) -> tuple[Change, ...]:
        """Take a mend back; NotThere, and as `changes` and `Project.write`."""
        kept = self._kept()
        finding = _named(kept.mended, name)
        changes = self._changes([edit.reverse() for edit in finding.mend or ()])
        self._project.write(changes)
        self._keep(replace(kept, findings=(finding, *kept.findings), mended=_without(kept.mended, name)))
        return changes

    def accept(self, name: str) -> None:
        """Let a finding stay as it is; NotThere, and as `Project.write`."""
        kept = self._kept()
        self._project.write([Accepted.read(self._project).with_also([kept.named(name)])])
        self._keep(replace(kept, findings=_without(kept.findings, name), accepted=kept.accepted + 1))

    def _kept(self) -> Kept:
        return self.read() or Kept((), (), 0)

    def _changes(self, edits: Iterable[Edit]) -> tuple[Change, ...]:
        return changes_of(edits, self._text)

    def _text(self, path: str) -> str | None:
        try:
            return self._project.read(path, "").text
        except NotThere:
            return None

    def _keep(self, kept: Kept) -> None:
        """Write what is left; whoever does the same at this moment may bring one back, until the next look."""
        found, mended = ([one.document("en") for one in part] for part in (kept.findings, kept.mended))
        serious = sum(one.severity == "serious" for one in kept.findings)
        content: dict[str, Any] = {"serious": serious, "accepted": kept.accepted, "findings": found, "mended": mended}
        part = self._file.with_name(f".latest.{os.getpid()}.json")
        part.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        part.replace(self._file)


def _named(findings: Iterable[Finding], name: str) -> Finding:
    found = next((one for one in findings if one.id == name), None)
    if found is None:
        raise NotThere("findings.unknown_id", id=name)
    return found


def _without(findings: Iterable[Finding], name: str) -> tuple[Finding, ...]:
    return tuple(one for one in findings if one.id != name)
