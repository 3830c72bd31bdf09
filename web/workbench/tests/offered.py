"""What a trainer is offered to choose from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from web.numbers import is_number
from web.workbench.bench import Bench
from web.workbench.tests.shared import folders
from web.workbench.tests.ticked import HIDDEN_SLOTS, MOST_TURNS, PARTS, USUAL
from workbench.errors import WorkbenchError
from workbench.project.safe_yaml import load_yaml
from workbench.stories.covered import OTHER_KINDS, POLICY_KINDS

# In the order in which a reply has them, as a list of a form keeps its own order.
_KINDS = ("acknowledgement", *POLICY_KINDS, *(kind for kind in OTHER_KINDS if kind != "acknowledgement"))


def choose_context(
    bench: Bench, looked: Mapping[str, Any], chosen: Mapping[str, Any], asked: Mapping[str, str]
) -> dict[str, Any]:
    """The turns with what can be ticked of each; `chosen` was ticked before, `asked` says from which turn on."""
    turns = looked["turns"]
    first = int(asked["from"]) if is_number(asked.get("from", ""), 4) else max(1, len(turns) - MOST_TURNS + 1)
    shown = [turn for turn in turns if first <= turn["number"] < first + MOST_TURNS]
    before = chosen.get("turns") or {}
    domain = _domain(bench)
    return {
        "turns": [_turn(turn, before.get(str(turn["number"]))) for turn in shown],
        "all_turns": len(turns),
        "earlier": max(1, first - MOST_TURNS) if first > 1 else None,
        "later": first + MOST_TURNS if first + MOST_TURNS <= len(turns) else None,
        "chosen": chosen,
        "samples": looked["samples"],
        "customer": chosen.get("customer", looked["customer"]),
        "folders": folders(bench),
        "intents": domain["intents"],
        "actions": domain["actions"],
        "policies": _policies(bench),
        "kinds": _KINDS,
    }


def diff_lines(diff: str) -> list[tuple[str, str]]:
    """The lines of a diff, each with its class."""
    kinds = {"+": "added", "-": "removed"}
    heads = ("+++", "---")
    return [("" if line.startswith(heads) else kinds.get(line[:1], ""), line) for line in diff.splitlines()]


def _turn(turn: Mapping[str, Any], before: Mapping[str, Any] | None) -> dict[str, Any]:
    parts = [part for part in PARTS if part in turn["seen"]]
    kept = [part for part in USUAL if part in parts] if before is None else before["keep"]
    slots = [name for name in turn["slots"] if name not in HIDDEN_SLOTS]
    ticked = {} if before is None else before
    expected = ticked.get("expect", {})
    return {**turn, "parts": parts, "kept": kept, "slot_names": slots, "slots_kept": ticked.get("slots", []),
            "expect": expected}  # fmt: skip


def _domain(bench: Bench) -> dict[str, list[str]]:
    """The names that a test may expect; none where the domain cannot be read."""
    try:
        domain = load_yaml(bench.project.read("domain.yml", "").text, "domain.yml")
    except WorkbenchError:
        domain = {}
    content = domain if isinstance(domain, dict) else {}
    return {part: sorted(_names(content.get(part))) for part in ("intents", "actions")}


def _names(items: object) -> list[str]:
    return (
        [str(next(iter(item)) if isinstance(item, dict) else item) for item in items] if isinstance(items, list) else []
    )


def _policies(bench: Bench) -> list[str]:
    files = (bench.project.root / "policy_kb" / "content").glob("*/policies/*.yml")
    return sorted({file.stem for file in files})
