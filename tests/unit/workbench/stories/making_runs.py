"""Runs, tests and projects as these tests need them."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from workbench.stories.played import Difference, Failure, Played, Run, Uses

ROOT = Path(__file__).resolve().parents[4]
FILE = "tests/conversations/gift_cards/test_a_card_expires.yml"
STORY = "A card expires"
TEST = """version: "3.1"

stories:
  - story: A card expires
    metadata:
      turns:
        - {kinds: [explanation, steps], policy: gift-cards, language: it}
    steps:
      - user: |
          quando scade una carta regalo?
        intent: ask_policy
      - action: action_answer_policy
"""


def make_test(passed: bool = True, file: str = FILE, story: str = STORY, **others: Any) -> Played:
    failure = None
    if not passed:
        failure = Failure(1, "quando scade?", "other_answer", (Difference("kinds", '["explanation"]', '["steps"]'),))
    made: dict[str, Any] = {"digest": "d1", "seconds": 0.5, "passes": int(passed), "failure": failure, **others}
    return Played(file, 4, story, passed=passed, **made)


def make_run(number: int, *tests: Played, model: str = "chiaro-1", ground: str = "g1") -> Run:
    at = f"2026-11-{number:02d}T10:00:00+00:00"
    return Run(f"202611{number:02d}-100000-000000", at, model, f"c{number}", False, ground, "", 1.0, tests)


def make_uses(**names: tuple[Any, ...]) -> Uses:
    return Uses(**names)


def make_project(folder: Path, test: str | None = TEST) -> Path:
    """A copy of what tests are read with, and one test."""
    for name in ("domain.yml", "config.yml"):
        shutil.copy(ROOT / name, folder / name)
    for name in ("data/rules", "data/stories", "data/responses", "policy_kb/content"):
        shutil.copytree(ROOT / name, folder / name)
    (folder / FILE).parent.mkdir(parents=True)
    if test is not None:
        (folder / FILE).write_text(test, encoding="utf-8")
    return folder
