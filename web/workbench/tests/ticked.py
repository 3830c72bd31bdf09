"""What a trainer ticked for a new test, read from the form in the form of `workbench/stories/recording/choices.py`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from web.accounts.forms import Form
from web.numbers import is_number

PARTS = ("kinds", "policy", "version", "language", "handoff", "level", "options")
USUAL = ("kinds", "policy", "language")
# So many turns fit into one form.
MOST_TURNS = 10
NO_POLICY = "-"
# Slots that no test is about: marks of the last turn, and what `PARTS` say already.
HIDDEN_SLOTS = frozenset(
    {"just_said", "history", "used_phrases", "failures", "asked", "conversation", "language", "register", "question"}
    | {"session_started_metadata"}
)


def ticked(form: Form, turns: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The choices; of fields that are lists only what the page offered."""
    first, last = (form.text(name) for name in ("first", "last"))
    choices: dict[str, Any] = {
        "name": form.text("name"),
        "folder": form.text("new_folder") or form.text("folder"),
        "first": int(first) if is_number(first, 4) else 1,
        "last": int(last) if is_number(last, 4) else len(turns),
        "customer": form.text("customer") or None,
        "now": "kept" if form.text("now") == "kept" else None,
        "replace": _replaced(form.text("replace", 1000)),
    }
    taken = [turn for turn in turns if choices["first"] <= turn["number"] <= choices["last"]]
    choices["turns"] = {str(turn["number"]): _turn(form, turn) for turn in taken}
    return choices


def _turn(form: Form, turn: Mapping[str, Any]) -> dict[str, Any]:
    number = turn["number"]
    kept = form.every(f"keep-{number}")
    slots = form.every(f"slot-{number}")
    return {
        "keep": [part for part in PARTS if part in kept and part in turn["seen"]],
        "slots": [name for name in turn["slots"] if name in slots],
        "expect": _expected(form, number),
    }


def _expected(form: Form, number: int) -> dict[str, Any]:
    """What should have come instead, where it is said."""
    expected: dict[str, Any] = {}
    intent, action = form.text(f"intent-{number}"), form.text(f"action-{number}")
    policy, kinds = form.text(f"policy-{number}"), form.every(f"kind-{number}")
    if intent:
        expected["intent"] = intent
    if action:
        expected["actions"] = [action]
    if policy:
        expected["policy"] = None if policy == NO_POLICY else policy
    if kinds:
        expected["kinds"] = kinds
    return expected


def _replaced(text: str) -> dict[str, str]:
    """Words to replace, written `old=new`, with commas between."""
    pairs = [pair.partition("=") for pair in text.split(",")]
    return {old.strip(): new.strip() for old, equals, new in pairs if equals and old.strip()}
