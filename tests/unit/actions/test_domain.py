"""The domain and the actions agree: every action is named and written exactly once, in a file of its own."""

from __future__ import annotations

import ast
import importlib
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml

import actions
from actions.base import ChiaroAction
from tests.unit.actions.talking import SLOTS

ROOT = Path(__file__).parents[3]
FILES = sorted(Path(actions.__file__).parent.glob("*.py"))
DOMAIN: dict[str, Any] = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))


def _classes() -> list[type[ChiaroAction]]:
    """All actions, wherever they stand."""
    for file in FILES:
        importlib.import_module(f"actions.{file.stem}" if file.stem != "__init__" else "actions")
    return [action for action in _below(ChiaroAction) if action.__module__.startswith("actions.")]


def _below(parent: type[ChiaroAction]) -> Iterator[type[ChiaroAction]]:
    for child in parent.__subclasses__():
        yield child
        yield from _below(child)


def _data(folder: str) -> Iterator[dict[str, Any]]:
    for file in sorted((ROOT / "data" / folder).rglob("*.yml")):
        yield yaml.safe_load(file.read_text(encoding="utf-8"))


def test_every_action_of_the_domain_is_written_exactly_once_and_the_other_way_round() -> None:
    written = Counter(action.action_name for action in _classes())
    assert dict(written) == dict.fromkeys(DOMAIN["actions"], 1)


@pytest.mark.parametrize("action", _classes(), ids=lambda action: action.action_name)
def test_an_action_answers_to_its_name_and_stands_in_the_file_of_that_name(action: type[ChiaroAction]) -> None:
    assert action().name() == action.action_name
    assert action.__module__ == "actions." + action.action_name.removeprefix("action_")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_no_file_holds_two_actions(file: Path) -> None:
    inside = [action for action in _classes() if action.__module__ == f"actions.{file.stem}"]
    assert len(inside) <= 1


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_run_and_reply_stay_thin(file: Path) -> None:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef) and node.name in ("run", "reply"):
            assert node.end_lineno is not None
            assert node.end_lineno - node.lineno < 20, node.name


def test_making_an_action_opens_no_database() -> None:
    from actions.runtime import _shared

    before = _shared.cache_info().misses
    for action in _classes():
        action()
    assert _shared.cache_info().misses == before


def test_the_slots_of_the_domain_are_those_that_actions_set() -> None:
    # The generator of wordings (bot/nlg.py) puts in the register, which no action knows.
    assert set(DOMAIN["slots"]) - {"register"} == set(SLOTS)
    assert all(slot["influence_conversation"] is False for slot in DOMAIN["slots"].values())


def test_every_rule_and_story_names_actions_and_intents_of_the_domain() -> None:
    intents = {name if isinstance(name, str) else next(iter(name)) for name in DOMAIN["intents"]} | {"nlu_fallback"}
    for folder, key in (("rules", "rules"), ("stories", "stories")):
        for step in _steps(folder, key):
            assert step.get("action") is None or step["action"] in DOMAIN["actions"], step
            assert step.get("intent") is None or step["intent"] in intents, step


def _steps(folder: str, key: str) -> Iterator[dict[str, Any]]:
    for data in _data(folder):
        for path in data[key]:
            yield from path["steps"]


def test_every_intent_of_small_talk_has_a_response_in_each_language() -> None:
    responses = {name: texts for data in _data("responses") for name, texts in data["responses"].items()}
    for intent in _small_talk_intents():
        conditions = [text["condition"][0]["value"] for text in responses[f"utter_{intent}"]]
        assert set(conditions) == {"it", "en"}, intent


def _small_talk_intents() -> set[str]:
    found = set()
    for data in _data("rules"):
        for rule in data["rules"]:
            names = [step.get("intent") or step.get("action") for step in rule["steps"]]
            found |= {first for first, second in pairwise(names) if second == "action_small_talk"}
    assert found
    return found
