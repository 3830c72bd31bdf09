"""Writes a file, reads it as `check` does, and says on which line something stands."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from policy_kb.files.collection import read_collection
from policy_kb.files.complaint import Complaint
from tests.factories.folders import write_article, write_company
from tests.factories.small_company import TODAY
from tests.factories.texts import Content

Break = Callable[[Content], object]


def complaints_of(article: Content, folder: Path) -> tuple[Path, list[Complaint]]:
    """The article's file in a company of its own, and what `check` says of the company."""
    write_company(folder, [article])
    return write_article(folder, article), read_collection([folder], TODAY).complaints


def complaints_of_text(text: str | bytes, folder: Path, name: str = "test-policy.yml") -> tuple[Path, list[Complaint]]:
    """The same for a policy file with exactly this text."""
    write_company(folder, [])
    path = folder / "policies" / name
    path.parent.mkdir()
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path, read_collection([folder], TODAY).complaints


def line_with(path: Path, marker: str, nth: int = 0) -> int:
    """The line of the file that holds `marker`, which stands on `nth` + 1 lines."""
    found = [number for number, line in enumerate(path.read_text("utf-8").splitlines(), 1) if marker in line]
    assert len(found) > nth, f"{marker!r} stands on lines {found}"
    return found[nth]
