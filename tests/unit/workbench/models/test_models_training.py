"""Training tells how far it is, keeps its log, and leaves nothing half; Rasa is a little script here."""

from __future__ import annotations

import io
import json
import os
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from ops.fingerprint import code_fingerprint, model_name
from ops.in_force import InForce, code_of, write_in_force
from ops.trained_data import data_file, pack_data
from workbench.errors import BadFile, WorkbenchError
from workbench.models.lines import changed_lines, lines_of
from workbench.models.training import log_of, train
from workbench.progress import Events, Silent
from workbench.wording import say_error

Train = Callable[[str], None]
SAYS = (
    "echo \"INFO  - Starting to train component 'FrustrationEstimator'.\"\n"
    "echo \"INFO  - Finished training component 'FrustrationEstimator'.\"\n"
    "echo \"INFO  - Restored component 'TwoHeadIntentClassifier' from cache.\"\n"
)
TRAINS = SAYS + 'mkdir -p "$7"; echo "$CHIARO_KEPT_TRAINING" > "$7/$5.tar.gz"; echo trained >> calls'
CONFIG = "pipeline: [{name: a.FrustrationEstimator}, {name: a.TwoHeadIntentClassifier}]\npolicies: []\n"


@pytest.fixture
def rasa(tmp_path: Path) -> Train:
    """Puts a script in the place of Rasa's Python, in a checkout with all that a model needs."""
    for name, text in (("config.yml", CONFIG), ("domain.yml", "x: 1"), ("bot/requirements.lock", "")):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    nlu = tmp_path / "data" / "nlu" / "it"
    nlu.mkdir(parents=True)
    (nlu / "a.yml").write_text("nlu:\n- intent: greet\n  examples: |\n    - ciao\n    - salve\n- synonym: x\n")
    python = tmp_path / "bot" / ".venv" / "bin" / "python"

    def put(lines: str) -> None:
        python.parent.mkdir(parents=True, exist_ok=True)
        python.write_text(f"#!/bin/sh\n{lines}\n")
        python.chmod(0o755)

    return put


def test_a_candidate_is_trained_with_its_log_its_code_and_its_data(tmp_path: Path, rasa: Train) -> None:
    rasa(TRAINS)
    told = io.StringIO()
    candidate = train(tmp_path, Events(told), os.environ)
    assert (candidate.new, candidate.name) == (True, model_name(tmp_path))
    assert candidate.file.read_text().strip() == str(tmp_path / "var" / "training-kept")
    assert "Restored component" in log_of(tmp_path, candidate.name).read_text()
    assert code_of(tmp_path / "models", candidate.name) == code_fingerprint(tmp_path)
    events = [json.loads(line) for line in told.getvalue().splitlines()]
    assert {"step": "models.training", "of": 2} in events
    assert events[-1] == {"done": 2, "name": "TwoHeadIntentClassifier"}
    assert {"tell": {"part": "FrustrationEstimator"}} in events


def test_the_same_files_are_not_trained_again(tmp_path: Path, rasa: Train) -> None:
    rasa(TRAINS)
    train(tmp_path, Silent(), os.environ)
    assert not train(tmp_path, Silent(), os.environ).new
    assert (tmp_path / "calls").read_text() == "trained\n"


def test_a_training_that_fails_says_why_and_leaves_no_model(tmp_path: Path, rasa: Train) -> None:
    rasa("echo 'InvalidRule: two rules contradict'; echo 'rasa.InvalidRuleException: rule A'; exit 1")
    with pytest.raises(WorkbenchError) as caught:
        train(tmp_path, Silent(), os.environ)
    assert "InvalidRuleException: rule A" in say_error("en", caught.value)
    assert not list((tmp_path / "models").glob("*.tar.gz"))


def test_a_training_without_a_model_is_an_error(tmp_path: Path, rasa: Train) -> None:
    rasa(SAYS)
    with pytest.raises(WorkbenchError, match="no-model-made"):
        train(tmp_path, Silent(), os.environ)


def test_a_configuration_that_cannot_be_read_is_said(tmp_path: Path, rasa: Train) -> None:
    rasa(TRAINS)
    (tmp_path / "config.yml").write_text("pipeline: [")
    with pytest.raises(BadFile):
        train(tmp_path, Silent(), os.environ)


def test_the_model_in_force_and_the_one_before_outlive_many_trainings(tmp_path: Path, rasa: Train) -> None:
    rasa(TRAINS)
    first = train(tmp_path, Silent(), os.environ)
    write_in_force(tmp_path / "models", InForce(first.name, "2026-11-26", "anna", before="chiaro-before"))
    (tmp_path / "models" / "chiaro-before.tar.gz").touch()
    for number in range(5):
        (tmp_path / "domain.yml").write_text(f"x: {number + 10}")
        train(tmp_path, Silent(), os.environ)
    names = {file.name.partition(".")[0] for file in (tmp_path / "models").glob("*.tar.gz")}
    assert {first.name, "chiaro-before"} <= names
    assert len(names) == 5
    assert {file.stem for file in (tmp_path / "models").glob("chiaro-*.json")} <= names


def test_lines_are_counted_as_they_were_when_a_model_was_trained(tmp_path: Path, rasa: Train) -> None:
    rasa(TRAINS)
    first = train(tmp_path, Silent(), os.environ).name
    file = tmp_path / "data" / "nlu" / "it" / "a.yml"
    file.write_text(file.read_text().replace("    - salve\n", ""))
    second = train(tmp_path, Silent(), os.environ).name
    before, after = (lines_of(tmp_path / "models", name) for name in (first, second))
    assert before == {("greet", "it"): 2}
    assert changed_lines(before, after) == [{"intent": "greet", "language": "it", "before": 2, "after": 1}]


def test_data_that_are_not_there_or_broken_are_not_known(tmp_path: Path) -> None:
    (tmp_path / "models").mkdir()
    assert lines_of(tmp_path / "models", "chiaro-1") is None
    data_file(tmp_path / "models", "chiaro-1").write_bytes(b"junk")
    assert lines_of(tmp_path / "models", "chiaro-1") is None
    assert changed_lines(None, None) == []


def test_packed_data_hold_nothing_but_data_and_domain(tmp_path: Path, rasa: Train) -> None:
    rasa(TRAINS)
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "secret").write_text("x")
    with tarfile.open(pack_data(tmp_path, tmp_path / "models", "chiaro-1")) as archive:
        names = archive.getnames()
    assert "data/nlu/it/a.yml" in names
    assert not [name for name in names if not name.startswith(("data", "domain.yml"))]
