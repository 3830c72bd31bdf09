"""Training where no model fits; Rasa is a little script here."""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from ops.errors import StepError
from ops.fingerprint import code_fingerprint
from ops.in_force import FILE, InForce, model_file, read_in_force, write_in_force
from ops.step import Runner
from ops.training import ensure_model, model_path, model_to_restart, model_to_run

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
    names = sorted(path.name for path in runner.paths.models.glob("*.tar.gz"))
    assert names == sorted(["chiaro-0.tar.gz", "chiaro-1.tar.gz", "mine.tar.gz", Path(newest).name])


def promoted(runner: Runner, name: str, code: str) -> Path:
    """A model that was put in force."""
    file = model_file(runner.paths.models, name)
    file.parent.mkdir(exist_ok=True)
    file.touch()
    write_in_force(runner.paths.models, InForce(name, "2026-11-26T10:00", "anna", code))
    return file


def test_who_never_promotes_gets_the_model_that_fits(runner: Runner, rasa: Train) -> None:
    rasa(TRAINS)
    assert model_to_run(runner) == model_path(runner)
    assert calls(runner) == 1
    assert model_to_restart(runner, Path("started")) == Path("started")


def test_the_model_in_force_is_started_though_the_data_have_changed(
    runner: Runner, rasa: Train, said: io.StringIO
) -> None:
    rasa(TRAINS)
    file = promoted(runner, "chiaro-old", code_fingerprint(runner.paths.root))
    (runner.paths.root / "data").mkdir()
    (runner.paths.root / "data" / "new.yml").write_text("new")
    assert model_to_run(runner) == file
    assert calls(runner) == 0
    assert "training data have changed" in said.getvalue()


def test_nothing_is_said_where_the_model_in_force_is_the_one_that_fits(
    runner: Runner, rasa: Train, said: io.StringIO
) -> None:
    rasa(TRAINS)
    name = model_path(runner).name[: -len(".tar.gz")]
    promoted(runner, name, code_fingerprint(runner.paths.root))
    assert model_to_run(runner) == model_path(runner)
    assert (said.getvalue(), calls(runner)) == ("", 0)


def test_a_model_in_force_of_other_code_is_not_started(runner: Runner, rasa: Train, said: io.StringIO) -> None:
    rasa(TRAINS)
    promoted(runner, "chiaro-old", code_fingerprint(runner.paths.root))
    (runner.paths.root / "config.yml").write_text("another configuration")
    assert model_to_run(runner) == model_path(runner)
    assert "taking the one that fits instead" in said.getvalue()


def test_a_model_in_force_whose_file_is_gone_is_not_started(runner: Runner, rasa: Train) -> None:
    rasa(TRAINS)
    promoted(runner, "chiaro-old", code_fingerprint(runner.paths.root)).unlink()
    assert model_to_run(runner) == model_path(runner)
    assert model_to_restart(runner, Path("started")) == Path("started")


def test_a_rasa_that_died_starts_again_with_the_model_in_force_by_then(runner: Runner, rasa: Train) -> None:
    rasa(TRAINS)
    file = promoted(runner, "chiaro-new", code_fingerprint(runner.paths.root))
    assert model_to_restart(runner, Path("started")) == file
    promoted(runner, "chiaro-new", "of other code")
    assert model_to_restart(runner, Path("started")) == Path("started")


@pytest.mark.parametrize("text", ["", "{", "[]", "3", "{}", '{"name": "chiaro-1"}'])
def test_a_record_that_cannot_be_read_counts_as_none(runner: Runner, text: str) -> None:
    runner.paths.models.mkdir()
    (runner.paths.models / FILE).write_text(text)
    assert read_in_force(runner.paths.models) is None
