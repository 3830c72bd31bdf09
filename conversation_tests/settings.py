"""What a run is made of: the checkout, the model, and how patient it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from conversation_tests.errors import CannotRun

# How long Rasa waits for an action in these runs, so that a slow action server costs a second.
ACTION_SECONDS = 1
# As long as in service: where an action that is late would be taken for an answer.
PATIENT_SECONDS = 6
# Stories at once: the machine's two cores are busy with two, and the third one's pauses are filled.
AT_ONCE = 3


@dataclass(frozen=True)
class Settings:
    """The checkout, the model file, the environment of the processes to start; how long Rasa waits for an action."""

    root: Path
    model: Path
    environ: Mapping[str, str]
    action_seconds: int = ACTION_SECONDS


def chosen_model(root: Path, named: Path | None, environ: Mapping[str, str]) -> Path:
    """The model named, else that of CHIARO_TEST_MODEL, else the newest below `models/`; CannotRun without one."""
    given = named or (Path(environ["CHIARO_TEST_MODEL"]) if environ.get("CHIARO_TEST_MODEL") else None)
    there = (
        [given] if given else sorted((root / "models").glob("chiaro-*.tar.gz"), key=lambda file: file.stat().st_mtime)
    )
    if not there or not there[-1].is_file():
        raise CannotRun("no-model", place=given or "models/chiaro-*.tar.gz")
    return there[-1].resolve()
