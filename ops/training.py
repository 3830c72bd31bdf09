"""Trains a model where none fits the present training data and configuration."""

from __future__ import annotations

import os
from pathlib import Path

from ops.errors import StepError
from ops.fingerprint import code_fingerprint, model_name
from ops.in_force import model_file, note_code, read_in_force
from ops.step import Runner
from ops.trained_data import ENDING, pack_data
from ops.words import say

KEPT_MODELS = 3


def model_path(runner: Runner) -> Path:
    """Where the model that fits is, or would be."""
    return model_file(runner.paths.models, model_name(runner.paths.root))


def ensure_model(runner: Runner) -> Path:
    """The model that fits, trained now where there is none.

    Raises:
        StepError: training failed.
    """
    target = model_path(runner)
    if not target.is_file():
        name, code = target.name[: -len(".tar.gz")], code_fingerprint(runner.paths.root)
        aside = training_folder(runner)
        pack_data(runner.paths.root, runner.paths.models, name)
        runner.run(say("train"), "train", training_command(runner, name), training_variables(runner))
        trained = aside / target.name
        if not trained.is_file():
            raise StepError("no-model", log=runner.paths.shown(runner.paths.log("train")))
        take_in(trained, runner.paths.models, code)
    return target


def model_to_run(runner: Runner) -> Path:
    """The model in force, where one was promoted that still fits the code; else the model that fits.

    Raises:
        StepError: training failed.
    """
    in_force = read_in_force(runner.paths.models)
    if in_force is None:
        return ensure_model(runner)
    file = in_force.file(runner.paths.models)
    if not file.is_file() or in_force.code != code_fingerprint(runner.paths.root):
        runner.console.line(say("promoted-unfit", name=in_force.name))
        return ensure_model(runner)
    if in_force.name != model_name(runner.paths.root):
        runner.console.line(say("promoted-older", name=in_force.name))
    return file


def model_to_restart(runner: Runner, started: Path) -> Path:
    """The model in force by now, since one may have been promoted after `started` was taken."""
    in_force = read_in_force(runner.paths.models)
    if in_force is None or not in_force.file(runner.paths.models).is_file():
        return started
    fits = in_force.code == code_fingerprint(runner.paths.root)
    return in_force.file(runner.paths.models) if fits else started


def training_folder(runner: Runner) -> Path:
    """Where models are trained aside and then moved: an interrupted training leaves nothing that looks like one."""
    return runner.paths.var / "training"


def training_command(runner: Runner, name: str) -> list[str]:
    """The command that trains a model called `name` into the training folder."""
    python, folder = str(runner.paths.bot_python), str(training_folder(runner))
    return [python, "-m", "rasa", "train", "--fixed-model-name", name, "--out", folder]


def training_variables(runner: Runner) -> dict[str, str]:
    """What a training is told; what it works out of unchanged lines is kept for the next one."""
    return {
        "PYTHONUNBUFFERED": "1",
        "PYTHONHASHSEED": "0",
        "CHIARO_KEPT_TRAINING": str(runner.paths.var / "training-kept"),
    }


def take_in(trained: Path, models: Path, code: str) -> Path:
    """Move a trained model to the others, note its code, and forget old ones; returns where it is."""
    target = models / trained.name
    models.mkdir(exist_ok=True)
    note_code(models, trained.name[: -len(".tar.gz")], code)
    os.replace(str(trained), str(target))
    _forget_old(target)
    return target


def _forget_old(newest: Path) -> None:
    in_force = read_in_force(newest.parent)
    kept = {in_force.name, in_force.before} if in_force else set()
    models = sorted(newest.parent.glob("chiaro-*.tar.gz"), key=lambda path: path.stat().st_mtime)
    for model in models[:-KEPT_MODELS]:
        name = model.name[: -len(".tar.gz")]
        if name not in kept:
            model.unlink()
    left = {model.name[: -len(".tar.gz")] for model in newest.parent.glob("chiaro-*.tar.gz")}
    for beside in (*newest.parent.glob("chiaro-*.json"), *newest.parent.glob(f"chiaro-*{ENDING}")):
        if beside.name.partition(".")[0] not in left:
            beside.unlink()
