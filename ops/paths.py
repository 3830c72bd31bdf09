"""Where things are in a checkout."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Paths:
    """The places in the checkout at `root`; nothing is made here."""

    root: Path

    @classmethod
    def here(cls) -> Paths:
        """The checkout that this file lies in."""
        return cls(Path(__file__).resolve().parents[1])

    @property
    def var(self) -> Path:
        """What is made while running: databases, logs, tools."""
        return self.root / "var"

    @property
    def logs(self) -> Path:
        """One log a process or step."""
        return self.var / "log"

    @property
    def models(self) -> Path:
        """Trained models."""
        return self.root / "models"

    @property
    def project_python(self) -> Path:
        """The Python of the project's environment."""
        return self.root / ".venv" / "bin" / "python"

    @property
    def bot_python(self) -> Path:
        """The Python of Rasa's environment."""
        return self.root / "bot" / ".venv" / "bin" / "python"

    def log(self, name: str) -> Path:
        """The log of the process or step `name`."""
        return self.logs / f"{name}.log"

    def shown(self, path: Path) -> str:
        """`path` as a person in the checkout would type it."""
        try:
            return str(path.relative_to(self.root))
        except ValueError:
            return str(path)
