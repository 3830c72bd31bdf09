"""A copy of the project for each test, and ways to break it."""

from __future__ import annotations

import json
import shutil
import tarfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from workbench.findings.finding import Finding
from workbench.findings.looking import Found, look
from workbench.progress import Silent
from workbench.project.project import Project

ROOT = Path(__file__).resolve().parents[3]
PARTS = ("data", "tests/conversations", "actions", "bot", "web", "policy_kb", "config")
FILES = ("domain.yml", "config.yml")


def copy_project(source: Path, target: Path) -> Path:
    """Copy what findings look at: no environments, caches and databases, but what was reckoned for the lines."""
    for part in (*PARTS, "var/workbench/findings"):
        if (source / part).is_dir():
            shutil.copytree(source / part, target / part, ignore=shutil.ignore_patterns(".*", "__pycache__", "*.pt*"))
    for file in FILES:
        shutil.copy(source / file, target / file)
    return target


class Copy:
    """A copied project in which faults can be put."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.project = Project(root)

    def text(self, file: str) -> str:
        return (self.root / file).read_text(encoding="utf-8")

    def write(self, file: str, text: str) -> None:
        path = self.root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def replace(self, file: str, old: str, new: str) -> int:
        """Put `new` in the place of `old`, which stands there once; returns the line where that is."""
        text = self.text(file)
        assert text.count(old) == 1, f"{file} has {text.count(old)} of {old!r}"
        self.write(file, text.replace(old, new))
        return text[: text.index(old)].count("\n") + 1

    def line_of(self, file: str, words: str, after: str = "") -> int:
        """The first line that has these words, after the first that has others."""
        lines = self.text(file).split("\n")
        start = next(number for number, line in enumerate(lines) if after in line)
        return next(number for number, line in enumerate(lines, 1) if words in line and number > start)

    def link(self, *names: str) -> None:
        """Let the copy run, too: both environments, and what else of the project is named."""
        for name in (".venv", "bot/.venv", *names):
            (self.root / name).symlink_to(ROOT / name)

    def look(self, *checks: str) -> Found:
        return look(self.project, Silent(), checks)

    def found(self, kind: str, *checks: str) -> list[Finding]:
        return [finding for finding in self.look(*checks).findings if finding.kind == kind]

    def was_run(self, stories: Sequence[Mapping[str, Any]]) -> None:
        """Keep these stories as the last run of the tests."""
        self.write("var/workbench/runs/latest.json", json.dumps({"stories": stories}))


def played(file: str, line: int, story: str, *turns: Mapping[str, Any]) -> dict[str, Any]:
    """A story as the runner tells of it."""
    passed = all(turn["passed"] for turn in turns)
    return {"file": file, "line": line, "story": story, "passed": passed, "turns": list(turns)}


def turn(
    action: str, seconds: float = 0.1, responses: Sequence[str] = (), policy: str | None = None, wanted: str = ""
) -> dict[str, Any]:
    """A turn as the runner tells of it; `wanted` is a policy that was expected and not named."""
    differences = [{"what": "policy", "expected": json.dumps(wanted), "seen": "-"}] if wanted else []
    return {
        "text": "…",
        "passed": not differences and not responses,
        "differences": differences,
        "actions": [{"name": action, "policy": "RecentRulePolicy", "confidence": 1.0, "seconds": seconds}],
        "responses": list(responses),
        "messages": [{"text": "…", "custom": {"policy_id": policy} if policy else {}}],
        "slots": {},
    }


def spoil(model: Path, target: Path, folder: Path) -> Path:
    """A model that understands the same, and is never sure of it: the machine's certainty is flattened."""
    with tarfile.open(model) as archive:
        archive.extractall(folder, filter="data")
    (heads,) = folder.rglob("intents.npz")
    with np.load(heads, allow_pickle=False) as arrays:
        kept = dict(arrays)
    kept["numbers"] = kept["numbers"] * [0.1, 1.0, 0.0]  # temperature, sharpness, weight of the words
    np.savez(heads, **kept)
    with tarfile.open(target, "w:gz") as archive:
        archive.add(folder, arcname="")
    return target
