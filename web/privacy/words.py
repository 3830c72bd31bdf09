"""The sentences of `words.yml`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from web.privacy.errors import PrivacyError
from web.yaml_files import read_yaml


@dataclass(frozen=True)
class Words:
    """What the commands say."""

    texts: dict[str, Any]

    @classmethod
    def read(cls) -> Words:
        """Read the file, which belongs to this package."""
        return cls(read_yaml(Path(__file__).with_name("words.yml")))

    def say(self, name: str, **values: str | int) -> str:
        """The sentence called `name`, with its places filled."""
        return str(self.texts[name]).format(**values)

    def explain(self, error: PrivacyError) -> str:
        """What went wrong, and what to do."""
        return self.of_error(error.code, **error.values)

    def of_error(self, code: str, **values: str | int) -> str:
        """The sentence of an error code."""
        return str(self.texts["errors"][code]).format(**values)

    def step(self, name: str) -> str:
        """What is being done."""
        return str(self.texts["steps"][name])
