"""Prints a benchmark's figures and keeps them as one JSON line."""

from __future__ import annotations

import json
import platform
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

RESULTS = Path(__file__).parent.parent / "results"
SHARED = Path(__file__).parent.parent.parent / "shared"


def shared_file(name: str) -> Path:
    """A file of the measuring data beside the checkout. Ends the benchmark with a clear message where it is missing."""
    path = SHARED / name
    if not path.exists():
        raise SystemExit(f"this benchmark reads {path.name}, which is not on this machine: put it into {path.parent}")
    return path


def report(name: str, table: Table, figures: dict[str, Any]) -> None:
    """Prints `table` and appends `figures` to `results/<name>.jsonl`."""
    Console(width=120).print(table)
    RESULTS.mkdir(exist_ok=True)
    line = {"benchmark": name, "at": datetime.now(UTC).isoformat(), "machine": platform.machine(), **figures}
    with (RESULTS / f"{name}.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\n")
