"""All that the checks read, each file once."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Literal

from workbench.errors import BadFile, NotThere, WorkbenchError
from workbench.findings.company import CONTENT, Policies
from workbench.findings.dialogue import Script, read_scripts
from workbench.findings.left_out import LeftOut
from workbench.findings.marked import NOTHING, Marked, read_marked
from workbench.findings.python_code import Code, read_code
from workbench.nlu.examples import Example
from workbench.nlu.files import NluFiles
from workbench.project.project import Project

TESTS = "tests/conversations"
# Rasa has these without the domain naming them.
RASA_INTENTS = frozenset({"nlu_fallback", "restart", "back", "session_start"})


class Sources:
    """The project's files, read when they are first asked for.

    A file that cannot be read counts as empty and is named in `unreadable`.
    """

    def __init__(self, project: Project) -> None:
        """Read below the folder of `project`."""
        self.project = project
        self.unreadable: dict[str, WorkbenchError] = {}
        self._texts: dict[str, str] = {}
        self._marked: dict[str, Marked] = {}

    def text(self, file: str) -> str:
        """The text of a file; empty where there is none."""
        if file not in self._texts:
            try:
                self._texts[file] = self.project.read(file, "").text
            except NotThere:
                self._texts[file] = ""
            except WorkbenchError as error:
                self.unreadable[file] = error
                self._texts[file] = ""
        return self._texts[file]

    def yaml(self, file: str) -> Marked:
        """What a YAML file holds."""
        if file not in self._marked:
            try:
                self._marked[file] = read_marked(self.text(file), file)
            except BadFile as error:
                self.unreadable[file] = error
                self._marked[file] = NOTHING
        return self._marked[file]

    def files(self, folder: str, suffix: str = ".yml") -> list[str]:
        """The paths of all files below a folder, in order."""
        root = self.project.root
        found = (file for file in (root / folder).rglob(f"*{suffix}") if file.is_file() and not file.is_symlink())
        return sorted(file.relative_to(root).as_posix() for file in found if not _is_foreign(file.relative_to(root)))

    @cached_property
    def domain(self) -> Marked:
        """`domain.yml`."""
        return self.yaml("domain.yml")

    def domain_names(self, part: str) -> dict[str, int]:
        """The names in a part of the domain, each with its line."""
        return dict(self.domain[part].names())

    @cached_property
    def intents(self) -> dict[str, int]:
        """The intents of the domain with their lines."""
        return self.domain_names("intents")

    @cached_property
    def actions(self) -> dict[str, int]:
        """The actions of the domain with their lines."""
        return self.domain_names("actions")

    @cached_property
    def rules(self) -> list[Script]:
        """Every rule."""
        return list(self._scripts("data/rules", "rule"))

    @cached_property
    def stories(self) -> list[Script]:
        """Every story of the training data."""
        return list(self._scripts("data/stories", "story"))

    @cached_property
    def tests(self) -> list[Script]:
        """Every conversation test."""
        return list(self._scripts(TESTS, "test"))

    def _scripts(self, folder: str, sort: Literal["rule", "story", "test"]) -> Iterator[Script]:
        for file in self.files(folder):
            yield from read_scripts(self.yaml(file), file, sort)

    @cached_property
    def responses(self) -> dict[str, tuple[str, int, tuple[Marked, ...]]]:
        """By name each response's file, line and variants."""
        found = {}
        for file in ["domain.yml", *self.files("data/responses")]:
            responses = self.yaml(file)["responses"]
            for name, line in responses.key_lines.items():
                found[name] = (file, line, responses[name].items)
        return found

    @cached_property
    def nlu(self) -> NluFiles | None:
        """The training lines' files; None where one of them cannot be read."""
        try:
            return NluFiles.read(self.project)
        except WorkbenchError as error:
            self.unreadable[str(error.values.get("file") or "data/nlu")] = error
            return None

    @property
    def lines(self) -> tuple[Example, ...]:
        """Every training line."""
        return () if self.nlu is None else self.nlu.examples

    @property
    def folder(self) -> Path:
        """Where what takes long to reckon is kept."""
        return self.project.root / "var" / "workbench" / "findings"

    @cached_property
    def left_out(self) -> LeftOut:
        """What all other lines say of each line."""
        return LeftOut.of(self.lines, self.folder)

    @cached_property
    def policies(self) -> Policies:
        """The company's policies."""
        return Policies.read(self.files(CONTENT), self.project.root)

    @cached_property
    def code(self) -> Code:
        """What the programs name."""
        files = [file for folder in ("actions", "bot", "web", "policy_kb") for file in self.files(folder, ".py")]
        return read_code({file: self.text(file) for file in files if "/tests/" not in file})


def _is_foreign(path: Path) -> bool:
    """Whether it is in a hidden folder, such as an environment, or in a cache."""
    return any(part.startswith(".") or part == "__pycache__" for part in path.parts)
