"""What trainers' tools keep aside of customers' words for a while: conversations that tests are made of, and messages
that models are compared on."""

from __future__ import annotations

from pathlib import Path

# They hold no customer's id, so nobody can tell whose they are: all of them go, and are made anew when they are wanted.
_PLACES = ("recordings/*.json", "recordings/*.part", "models/recent.jsonl")


def forget_set_aside(project: Path) -> int:
    """Remove it all below the project's `var/workbench`; returns how many files there were."""
    folder = project / "var" / "workbench"
    files = [file for place in _PLACES for file in folder.glob(place)]
    for file in files:
        file.unlink(missing_ok=True)
    return len(files)
