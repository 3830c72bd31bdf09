"""A model is put in force while customers write to the real processes: nothing is lost, doubled or out of order."""

from __future__ import annotations

import asyncio
import os
import shutil
from pathlib import Path

import pytest

from benchmarks.faults.database import own_sqlite
from benchmarks.faults.play import Plan, play
from benchmarks.faults.system import running
from benchmarks.fixed_answer.questions import example_questions
from benchmarks.promotion import Promotions
from conversation_tests.knowledge import seeded
from conversation_tests.settings import chosen_model
from workbench.models.registry import Registry

ROOT = Path(__file__).parents[3]
SEED = 5


@pytest.fixture
def models(tmp_path: Path) -> list[str]:
    """The same model under two names."""
    newest = chosen_model(ROOT, None, os.environ)
    names = ["chiaro-first", "chiaro-second"]
    (tmp_path / "models").mkdir()
    for name in names:
        shutil.copy(newest, tmp_path / "models" / f"{name}.tar.gz")
    return names


def test_no_message_is_lost_while_models_are_promoted_and_taken_back(tmp_path: Path, models: list[str]) -> None:
    promotions = Promotions(tmp_path, models)
    plan = Plan(times=3, conversations=12, messages=4, at_once=6, seconds=0.0, seed=SEED)
    model = tmp_path / "models" / f"{models[0]}.tar.gz"
    with own_sqlite(seeded(ROOT), tmp_path) as address, running(tmp_path, address, model) as system:
        outcome = asyncio.run(play("promotion", plan, system, example_questions(SEED), promotions.happen))
    assert outcome.clean, outcome.troubles
    assert outcome.happened == len(promotions.seconds) == 3
    acts = [(entry.act, entry.name) for entry in Registry(tmp_path).history()]
    assert acts == [("promote", models[1]), ("promote", models[0]), ("roll_back", models[1])]
