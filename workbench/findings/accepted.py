"""What a person has looked at and wants to stay as it is: `config/accepted_findings.yml`, in git like the rest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from workbench.errors import NotThere
from workbench.findings.finding import Finding
from workbench.findings.marked import read_marked
from workbench.project.changes import Change
from workbench.project.project import Project

FILE = "config/accepted_findings.yml"
_HEAD = """\
# Findings of the workbench that stay as they are. `chiaro findings --accept` adds to them; a line may be taken out.
accepted:
"""


@dataclass(frozen=True)
class Accepted:
    """The names of the findings that are accepted, and the file's text (None: there is none)."""

    ids: frozenset[str]
    text: str | None

    @classmethod
    def read(cls, project: Project) -> Accepted:
        """Read the file.

        Raises:
            BadFile: it is no YAML.
        """
        try:
            text = project.read(FILE, "config").text
        except NotThere:
            return cls(frozenset(), None)
        return cls(frozenset(item.text for item in read_marked(text, FILE)["accepted"].items), text)

    def with_also(self, findings: Iterable[Finding]) -> Change:
        """The change that accepts these, too."""
        before = self.text or _HEAD
        joined = before if before.endswith("\n") else f"{before}\n"
        new = {finding.id: f"  - {finding.id}  # {_told(finding)}\n" for finding in findings}
        return Change(FILE, self.text, joined + "".join(line for name, line in new.items() if name not in self.ids))


def _told(finding: Finding) -> str:
    """What it is, on one line of a comment."""
    told = f"{finding.kind}: {finding.file}: {finding.text}"
    return "".join(sign if sign.isprintable() else " " for sign in told)[:140]
