"""Trains a model where none fits the present training data and configuration."""

from __future__ import annotations

import os
from pathlib import Path

from ops.errors import StepError
from ops.fingerprint import model_name
from ops.step import Runner
from ops.words import say

KEPT_MODELS = 3
QUIET = {"PYTHONUNBUFFERED": "1", "PYTHONHASHSEED": "0"}


def model_path(runner: Runner) -> Path:
    """Where the model that fits is, or would be."""
    return runner.paths.models / f"{model_name(runner.paths.root)}.tar.gz"


def ensure_model(runner: Runner) -> Path:
    """The model that fits, trained now where there is none.

    Raises:
        StepError: training failed.
    """
    target = model_path(runner)
    if not target.is_file():
        # Trained aside and then moved: an interrupted training leaves nothing that looks like a model.
        aside = runner.paths.var / "training"
        runner.run(say("train"), "train", _command(runner, target.name[: -len(".tar.gz")], aside), QUIET)
        trained = aside / target.name
        if not trained.is_file():
            raise StepError("no-model", log=runner.paths.shown(runner.paths.log("train")))
        target.parent.mkdir(exist_ok=True)
        os.replace(str(trained), str(target))
        _forget_old(target)
    return target


def _command(runner: Runner, name: str, aside: Path) -> list[str]:
    python = str(runner.paths.bot_python)
    return [python, "-m", "rasa", "train", "--fixed-model-name", name, "--out", str(aside)]


def _forget_old(newest: Path) -> None:
    models = sorted(newest.parent.glob("chiaro-*.tar.gz"), key=lambda path: path.stat().st_mtime)
    for model in models[:-KEPT_MODELS]:
        model.unlink()
