"""Trains a candidate of the files as they are."""

from __future__ import annotations

import io
import re
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import yaml

from ops.console import Console
from ops.files import only_one, tail
from ops.fingerprint import code_fingerprint, model_name
from ops.in_force import model_file
from ops.paths import Paths
from ops.services import ONE_THREAD
from ops.step import Runner, end_group
from ops.trained_data import pack_data
from ops.training import take_in, training_command, training_folder, training_variables
from workbench.errors import BadFile, WorkbenchError
from workbench.progress import Progress

# What Rasa says of each part of the pipeline that it trains or takes from its cache, once each.
_PART = re.compile(r"(?:Finished training|Restored) component '(\w+)'")
_BEGUN = re.compile(r"Starting to train component '(\w+)'")
_TRAINED = ("FrustrationEstimator", "TwoHeadIntentClassifier", "Policy")


@dataclass(frozen=True)
class Candidate:
    """A trained model; `new` is False where one of these very files was there already."""

    name: str
    file: Path
    new: bool
    seconds: float


def train(root: Path, progress: Progress, environ: Mapping[str, str]) -> Candidate:
    """Train a candidate, its log in `var/workbench/models/<name>/train.log`.

    One training at a time; a second call waits for the first.

    Raises:
        WorkbenchError: training failed; BadFile: config.yml cannot be read.
    """
    began = time.monotonic()
    runner = Runner(Paths(root), Console(io.StringIO()), {**environ, **ONE_THREAD})
    progress.begin("models.waiting")
    with only_one(runner.paths.var / "train.lock", runner.console):
        name, code = model_name(root), code_fingerprint(root)
        target = model_file(runner.paths.models, name)
        new = not target.is_file()
        if new:
            pack_data(root, runner.paths.models, name)
            log = log_of(root, name)
            _run(runner, name, log, progress)
            trained = training_folder(runner) / target.name
            if not trained.is_file():
                raise WorkbenchError("models.no-model-made", log=log)
            take_in(trained, runner.paths.models, code)
    return Candidate(name, target, new, round(time.monotonic() - began, 1))


def log_of(root: Path, name: str) -> Path:
    """Where the log of a model's training is."""
    return root / "var" / "workbench" / "models" / name / "train.log"


def _run(runner: Runner, name: str, log: Path, progress: Progress) -> None:
    log.parent.mkdir(parents=True, exist_ok=True)
    progress.begin("models.training", of=_parts(runner.paths.root))
    with log.open("w", encoding="utf-8") as kept:
        process = subprocess.Popen(
            training_command(runner, name),
            cwd=runner.paths.root,
            env={**runner.environ, **training_variables(runner)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            text=True,
            encoding="utf-8",
            errors="replace",
        )
        try:
            with _pipe(process.stdout) as said:
                _follow(said, kept, progress)
            code = process.wait()
        except BaseException:
            end_group(process)
            raise
    if code != 0:
        raise WorkbenchError("models.training-failed", why=_why(log), log=log)


def _follow(lines: IO[str], kept: IO[str], progress: Progress) -> None:
    for line in lines:
        kept.write(line)
        kept.flush()
        if begun := _BEGUN.search(line):
            progress.tell(part=begun[1])
        if done := _PART.search(line):
            progress.advance(done[1])


def _pipe(stream: IO[str] | None) -> IO[str]:
    assert stream is not None
    return stream


def _parts(root: Path) -> int:
    """How many parts of the pipeline are trained."""
    try:
        config = yaml.safe_load((root / "config.yml").read_text(encoding="utf-8"))
        names = [str(part["name"]) for part in [*config["pipeline"], *config["policies"]]]
    except (OSError, ValueError, KeyError, TypeError, yaml.YAMLError) as error:
        raise BadFile("models.bad-config", file="config.yml") from error
    return sum(name.endswith(_TRAINED) for name in names)


def _why(log: Path) -> str:
    """The last line that says something went wrong, or the last line."""
    lines = tail(log, 60)
    wrong = [line for line in lines if "Exception" in line or "Error" in line or "ERROR" in line]
    return (wrong or lines or ["–"])[-1].strip()[:300]
