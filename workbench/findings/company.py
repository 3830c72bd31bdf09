"""Which of the company's policies there are, and which have ended."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from policy_kb.database import open_engine
from policy_kb.endings import ended_policies
from policy_kb.errors import NotReady

CONTENT = "policy_kb/content"
DATABASE = "CHIARO_DATABASE_URL"


@dataclass(frozen=True)
class Policies:
    """`files` by policy; `ended` the last day of those that were published and hold no more."""

    files: Mapping[str, str]
    ended: Mapping[str, str]

    @classmethod
    def read(cls, files: Iterable[str], root: Path) -> Policies:
        """The policies of the content's files, and what the knowledge base says of them, where there is one."""
        named = {Path(file).stem: file for file in files if "/policies/" in file}
        return cls(named, _ended(root))


def _ended(root: Path) -> dict[str, str]:
    address = os.environ.get(DATABASE)
    database = root / "var" / "chiaro.db"
    if not address and not database.is_file():
        return {}
    engine = open_engine(address or f"sqlite:///{database}")
    try:
        return {name: day.isoformat() for name, day in ended_policies(engine, datetime.now(UTC).date()).items()}
    except NotReady:  # not set up yet: then nothing has ended
        return {}
    finally:
        engine.dispose()
