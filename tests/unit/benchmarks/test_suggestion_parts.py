"""How the parts of suggestions are judged, and that the set speaks of parts that the content has."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from benchmarks.suggestion_parts import SETS, choice_marks, clause_marks, half_of, rows_of

POLICIES = Path(__file__).parents[3] / "policy_kb" / "content" / "aurora_casa" / "policies"
ROWS: list[dict[str, Any]] = [row for name in SETS for row in rows_of(name)]


@cache
def newest(policy_id: str) -> dict[str, Any]:
    """The newest revision as it is written."""
    written = yaml.safe_load((POLICIES / f"{policy_id}.yml").read_text(encoding="utf-8"))
    found: dict[str, Any] = max(written["revisions"], key=lambda revision: revision["version"])
    return found


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['policy_id']}-{row['language']}")
def test_every_part_that_a_message_names_is_in_the_content(row: dict[str, Any]) -> None:
    revision = newest(row["policy_id"])
    assert {number for numbers in row["clauses"] for number in numbers} <= {c["number"] for c in revision["clauses"]}
    assert set(row["alternatives"]) <= {item["id"] for item in revision["alternatives"]}
    assert all(1 <= step <= len(revision["steps"]) for step in row["steps"])


@pytest.mark.parametrize(("name", "many"), [("suggestion_parts", 15), ("suggestion_parts_2", 20)])
def test_each_half_has_as_many_messages_of_either_language(name: str, many: int) -> None:
    halves = [(half_of(number), row["language"]) for number, row in enumerate(rows_of(name))]
    assert {halves.count(group) for group in halves} == {many}


def test_a_message_with_two_questions_is_answered_where_both_have_their_clause() -> None:
    wanted = [["1.1", "1.2"], ["2.1"]]
    assert clause_marks(["1.2", "2.1"], wanted) == {"clause": True, "first": True, "every": True}
    assert clause_marks(["1.3", "2.1"], wanted) == {"clause": True, "first": False, "every": False}
    assert clause_marks([], wanted) == {"clause": False, "first": False, "every": False}


def test_nothing_shown_is_right_only_where_nothing_fits() -> None:
    assert choice_marks("step", [], []) == {"step_shown": False, "step_fits": True}
    assert choice_marks("step", [], [2]) == {"step_shown": False, "step_fits": False, "step_found": False}
    shown = {"step_shown": True, "step_fits": True, "step_right": True, "step_found": True}
    assert choice_marks("step", [1, 2], [2]) == shown
    assert choice_marks("step", [1], []) == {"step_shown": True, "step_fits": False, "step_right": False}
