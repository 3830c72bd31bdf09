"""What the programs name, read from their syntax alone: actions, responses, slots that are set and looked at."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from workbench.findings.finding import Place
from workbench.findings.slot_names import SlotNames


@dataclass(frozen=True)
class ActionClass:
    """A class that runs an action: where it is, and where what it does begins."""

    action: str
    file: str
    line: int
    name: str
    does: int
    speaks_by_intent: bool

    @property
    def place(self) -> Place:
        """Where the class is."""
        return Place(self.file, self.line, f"class {self.name}")


@dataclass(frozen=True)
class Code:
    """`actions` by the action's name; `responses` with the places that say them; which slots are set and read."""

    actions: Mapping[str, ActionClass]
    responses: Mapping[str, Place]
    set_slots: frozenset[str]
    read_slots: Mapping[str, Place]
    words: frozenset[str]


def read_code(texts: Mapping[str, str]) -> Code:
    """Read the programs by file; one that is no Python is left out, as its own tests say so."""
    trees = dict(_trees(texts))
    names = SlotNames(trees.values())
    actions: dict[str, ActionClass] = {}
    responses: dict[str, Place] = {}
    set_slots: set[str] = set()
    read_slots: dict[str, Place] = {}
    words: set[str] = set()
    for file, tree in trees.items():
        if file.startswith("actions/"):
            actions.update((found.action, found) for found in _actions(tree, file))
        for text, line in _texts(tree):
            words.add(text)
            if text.startswith("utter_") and text != "utter_":
                responses.setdefault(text, Place(file, line, text))
        if not file.startswith(("web/", "policy_kb/")):
            set_slots.update(name for name, _ in names.set_in(tree))
        read_slots.update((name, Place(file, line, name)) for name, line in names.read_in(tree))
    return Code(actions, responses, frozenset(set_slots), read_slots, frozenset(words))


def _trees(texts: Mapping[str, str]) -> Iterator[tuple[str, ast.Module]]:
    for file, text in texts.items():
        try:
            yield file, ast.parse(text)
        except (SyntaxError, ValueError):
            continue


def _texts(tree: ast.AST) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value, node.lineno


def _actions(tree: ast.Module, file: str) -> Iterator[ActionClass]:
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            action = _action_name(node)
            if action:
                yield ActionClass(action, file, node.lineno, node.name, _does(node), _speaks_by_intent(node))


def _action_name(node: ast.ClassDef) -> str | None:
    """What the class says its action is called: `action_name = "…"`, or what its `name()` returns."""
    for part in node.body:
        if isinstance(part, ast.Assign | ast.AnnAssign) and "action_name" in _targets(part):
            return _text(part.value)
        if isinstance(part, ast.FunctionDef) and part.name == "name":
            returned = (step.value for step in ast.walk(part) if isinstance(step, ast.Return))
            return next((text for text in map(_text, returned) if text), None)
    return None


def _does(node: ast.ClassDef) -> int:
    """The line of `run` or, where the class inherits that, of `reply`."""
    lines = {part.name: part.lineno for part in node.body if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef)}
    return lines.get("run") or lines.get("reply") or node.lineno


def _speaks_by_intent(node: ast.ClassDef) -> bool:
    """Whether it says the response that is called after the intent: f"utter_{turn.intent}"."""
    joined = (part.values for part in ast.walk(node) if isinstance(part, ast.JoinedStr))
    return any(len(values) == 2 and _text(values[0]) == "utter_" for values in joined)


def _targets(node: ast.Assign | ast.AnnAssign) -> Iterable[str]:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    return [target.id for target in targets if isinstance(target, ast.Name)]


def _text(node: ast.AST | None) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None
