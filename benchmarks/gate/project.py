"""A small but real project: every second training line, a third of the frustration lines, everything else as it is."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import yaml

from benchmarks.costs import ROOT

_LINKED = (".venv", "benchmarks")
# What answers are made of: an hour later it may be other code.
_PACKAGES = ("bot", "learning", "policy_kb", "actions")
_COPIED = ("endpoints.yml", "credentials.yml", "requirements.lock", "domain.yml")
_LINE = re.compile(r"^( +)- ")
Line = tuple[str, str]


@dataclass(frozen=True)
class Small:
    """A project at `root`, whose files may be changed."""

    root: Path

    @classmethod
    def made(cls, root: Path) -> Small:
        """Make it in the new folder `root`, with models, caches and results in the folder around it."""
        root.mkdir(parents=True)
        for name in _LINKED:
            (root / name).symlink_to(ROOT / name)
        for name in _PACKAGES:
            shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns(".venv", "__pycache__"))
        (root / "bot" / ".venv").symlink_to(ROOT / "bot" / ".venv")
        for name in _COPIED:
            shutil.copy(ROOT / name, root / name)
        for name in ("models", "var", ".rasa"):
            (root.parent / "shared" / name).mkdir(parents=True, exist_ok=True)
            (root / name).symlink_to(root.parent / "shared" / name)
        small = cls(root)
        shutil.copytree(ROOT / "data", root / "data")
        shutil.copytree(ROOT / "tests" / "conversations", root / "tests" / "conversations")
        shutil.copy(ROOT / "bot" / "resources" / "awaited.yml", root / "awaited.yml")
        shutil.copytree(ROOT / "bot" / "resources" / "frustration", root / "frustration")
        small._configure()
        small.change_lines(lambda lines: lines[::2])
        for file in (root / "frustration").rglob("*.yml"):
            content = yaml.safe_load(file.read_text(encoding="utf-8"))
            small.write_yaml(file, {level: texts[::3] for level, texts in content.items()})
        return small

    def copied(self, root: Path) -> Small:
        """The same project again, in another folder beside it."""
        shutil.copytree(self.root, root, symlinks=True)
        return Small(root)

    def _configure(self) -> None:
        config = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))
        for part in (*config["pipeline"], *config["policies"]):
            if part["name"].endswith("FrustrationEstimator"):
                part["lines"] = "frustration"
            if part["name"].endswith("AwaitedAnswerPolicy"):
                part["answers"] = "awaited.yml"
        self.write_yaml(self.root / "config.yml", config)

    def nlu_files(self, language: str = "*") -> list[Path]:
        """The files of training lines."""
        return sorted((self.root / "data" / "nlu").glob(f"{language}/*.yml"))

    def change_lines(
        self, change: Callable[[list[str]], list[str]], intents: tuple[str, ...] = (), language: str = "*"
    ) -> None:
        """Put `change(lines)` in the place of the lines of each block (of `intents` only, where some are given)."""
        for file in self.nlu_files(language):
            content = yaml.safe_load(file.read_text(encoding="utf-8"))
            blocks = []
            for block in content["nlu"]:
                if "intent" in block and (not intents or block["intent"] in intents):
                    lines = [line[2:] for line in block["examples"].splitlines() if line.strip()]
                    block = {**block, "examples": "".join(f"- {line}\n" for line in change(lines))}
                if block.get("examples") != "":
                    blocks.append(block)
            if blocks:
                self.write_yaml(file, {**content, "nlu": blocks})
            else:
                file.unlink()

    def add_lines(self, language: str, intent: str, lines: list[str]) -> None:
        """A further file with lines of an intent."""
        examples = "".join(f"- {line}\n" for line in lines)
        content = {"version": "3.1", "nlu": [{"intent": intent, "examples": examples}]}
        self.write_yaml(self.root / "data" / "nlu" / language / f"more_{intent}.yml", content)

    def replace(self, file: str, old: str, new: str) -> None:
        """Exchange a text that must be there in a file."""
        path = self.root / file
        text = path.read_text(encoding="utf-8")
        if old not in text:
            raise ValueError(f"{file} does not have {old!r}")
        path.write_text(text.replace(old, new), encoding="utf-8")

    def append(self, file: str, text: str) -> None:
        """Add a text to the end of a file."""
        with (self.root / file).open("a", encoding="utf-8") as stream:
            stream.write(text)

    @staticmethod
    def write_yaml(file: Path, content: object) -> None:
        """Write a file in the plain form."""
        file.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=10_000), encoding="utf-8")
