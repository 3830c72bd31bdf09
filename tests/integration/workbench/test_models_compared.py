"""A real model is read by its own process, and compared with a copy of itself."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from conversation_tests.settings import chosen_model
from workbench.errors import WorkbenchError
from workbench.models.comparison import Plan, compare
from workbench.models.gate import judge
from workbench.models.readers import readers
from workbench.models.sets import Message
from workbench.models.thresholds import read_thresholds
from workbench.progress import Silent

ROOT = Path(__file__).parents[3]
LINKED = (".venv", "bot", "learning", "config.yml", "domain.yml")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with two copies of a model and a small set of its own."""
    for name in LINKED:
        (tmp_path / name).symlink_to(ROOT / name)
    (tmp_path / "models").mkdir()
    for name in ("chiaro-first", "chiaro-second"):
        shutil.copy(chosen_model(ROOT, None, os.environ), tmp_path / "models" / f"{name}.tar.gz")
    (tmp_path / "workbench" / "models").mkdir(parents=True)
    (tmp_path / "workbench" / "models" / "sets.yml").write_text("intents: [i.jsonl]\nfrustration: [f.jsonl]\n")
    lines = (ROOT / "benchmarks" / "sets" / "intents.jsonl").read_text("utf-8").splitlines()
    (tmp_path / "i.jsonl").write_text("\n".join(lines[::15]) + "\n", "utf-8")
    felt = [{"lang": "it", "level": level, "text": level} for level in ("calm", "angry")]
    (tmp_path / "f.jsonl").write_text("".join(json.dumps(one) + "\n" for one in felt))
    return tmp_path


@pytest.fixture
def plan(project: Path) -> Plan:
    first, second = (project / "models" / f"chiaro-{name}.tar.gz" for name in ("first", "second"))
    recent = [Message("quanto costa la spedizione?", "it", "", "recent.jsonl", 1)]
    return Plan(project, second, first, recent, with_tests=False)


def test_a_model_and_its_copy_say_the_same_at_the_same_cost(plan: Plan, project: Path) -> None:
    result = compare(plan, Silent())
    everything = next(one for one in result["intents"] if not one["intent"] and not one["language"])
    assert everything["candidate"]["share"] == everything["in_force"]["share"] > 0.7
    assert everything["lost"] == []
    assert result["recent"] == {"messages": 1, "changed": []}
    assert result["cost"]["ratio"] == pytest.approx(1, abs=0.5)
    assert json.loads(json.dumps(result)) == result
    reasons = judge(result, read_thresholds(project))["reasons"]
    assert {reason["check"] for reason in reasons} <= {"cost"}  # a machine may be busy


@pytest.fixture
def broken(project: Path) -> Path:
    file = project / "models" / "chiaro-broken.tar.gz"
    file.write_bytes(b"junk")
    return file


def test_a_file_that_is_no_model_is_said_and_leaves_no_process(project: Path, broken: Path) -> None:
    with pytest.raises(WorkbenchError, match="not-read"), readers(project, [broken], project / "log", os.environ):
        pytest.fail("it was loaded")
