"""`bench`: the list of what is measured, with the call for each."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Iterator

from ops.console import Console
from ops.paths import Paths
from ops.words import say


def show_benches(paths: Paths, console: Console) -> None:
    """One line a benchmark: how it is called, and what it measures in its own words."""
    found = list(benches(paths.root))
    for call, what in found:
        console.line(say("bench-line", call=call, what=what))
    if not found:
        console.line(say("bench-none"))


def benches(root: Path) -> Iterator[tuple[str, str]]:
    """The programs in `benchmarks/`: the call and the first line of what each says of itself."""
    folder = root / "benchmarks"
    for file in sorted([*folder.glob("*.py"), *folder.glob("*/__main__.py")]):
        source = file.read_text(encoding="utf-8")
        if "__main__" in source:
            name = file.stem if file.parent == folder else file.parent.name
            summary = (ast.get_docstring(ast.parse(source)) or "").partition("\n")[0]
            yield f".venv/bin/python -m benchmarks.{name}", summary
