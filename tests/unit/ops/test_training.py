"""Training where no model fits; Rasa is a little script here."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from ops.errors import StepError
from ops.step import Runner
from ops.training import ensure_model, model_path

Train = Callable[[str], None]
TRAINS = 'echo trained >> calls; mkdir -p "$7"; echo model > "$7/$5.tar.gz"'


@pytest.fixture
def rasa(runner: Runner) -> Train:
    """Puts a script in the place of Rasa's Python, in a checkout with all that a model needs."""
    for name in ("config.yml", "domain.yml", "bot/requirements.lock"):
        (runner.paths.root / name).parent.mkdir(exist_ok=True)
        (runner.paths.root / name).write_text(name)

    def put(lines: str) -> None:
        runner.paths.bot_python.parent.mkdir(parents=True, exist_ok=True)
        runner.paths.bot_python.write_text(f"#!/bin/sh\n{lines}\n")
        runner.paths.bot_python.chmod(0o755)

    return put


def calls(runner: Runner) -> int:
    file = runner.paths.root / "calls"
    return len(file.read_text().splitlines()) if file.exists() else 0


def test_a_model_is_trained_once_for_the_same_data(runner: Runner, rasa: Train) -> None:
    rasa(TRAINS)
    first = ensure_model(runner)
    assert first.read_text() == "model\n"
    assert ensure_model(runner) == first
    assert calls(runner) == 1


def test_changed_data_are_trained_again(runner: Runner, rasa: Train) -> None:
    rasa(TRAINS)
    first = ensure_model(runner)
    (runner.paths.root / "domain.yml").write_text("changed")
    assert ensure_model(runner) != first
    assert calls(runner) == 2


def test_a_training_that_fails_is_said_with_its_log_and_leaves_no_model(runner: Runner, rasa: Train) -> None:
    rasa("echo 'the domain is wrong'; exit 1")
    with pytest.raises(StepError, match=r"did not work \(exit code 1\).*var/log/train\.log"):
        ensure_model(runner)
    assert not model_path(runner).exists()


def test_a_training_without_a_model_is_an_error(runner: Runner, rasa: Train) -> None:
    rasa("exit 0")
    with pytest.raises(StepError, match="Training ended without a model"):
        ensure_model(runner)


def test_of_old_models_only_the_last_ones_are_kept(runner: Runner, rasa: Train) -> None:
    rasa(TRAINS)
    runner.paths.models.mkdir()
    for age in range(5):
        old = runner.paths.models / f"chiaro-{age}.tar.gz"
        old.touch()
        os.utime(old, (1_000_000 - age, 1_000_000 - age))
    (runner.paths.models / "mine.tar.gz").touch()
    newest = ensure_model(runner)
    names = sorted(path.name for path in runner.paths.models.iterdir())
    assert names == sorted(["chiaro-0.tar.gz", "chiaro-1.tar.gz", "mine.tar.gz", Path(newest).name])
