"""Which slots a program sets and looks at, by name."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator

Found = tuple[str, int]


class SlotNames:
    """Reads syntax trees; names of texts and of mappings are known across files."""

    def __init__(self, trees: Iterable[ast.Module]) -> None:
        """Learn what names stand for."""
        self._texts: dict[str, set[str]] = defaultdict(set)
        self._mappings: dict[str, list[ast.expr]] = defaultdict(list)
        for tree in trees:
            for node in ast.walk(tree):
                if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
                    self._learn(node, node.value)

    def _learn(self, node: ast.Assign | ast.AnnAssign, value: ast.expr) -> None:
        for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
            if isinstance(target, ast.Name) and isinstance(value, ast.Dict):
                self._mappings[target.id].append(value)
            elif isinstance(target, ast.Name) and target.id.isupper() and _is_text(value):
                self._texts[target.id].update(text for text, _ in self._named(value))

    def set_in(self, tree: ast.Module) -> Iterator[Found]:
        """What is set: `SlotSet(name, …)`, and what is put into mappings that are called slots."""
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                yield from self._set_by_call(node)
            elif isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
                yield from self._set_by_assignment(node, node.value)
            elif isinstance(node, ast.FunctionDef) and "slots" in node.name:
                for step in ast.walk(node):
                    if isinstance(step, ast.Return) and step.value is not None:
                        yield from self._keys(step.value)

    def _set_by_call(self, node: ast.Call) -> Iterator[Found]:
        if _last_name(node.func) == "SlotSet" and node.args:
            yield from self._named(node.args[0])
        for keyword in node.keywords:
            if keyword.arg == "slots":
                yield from self._keys(keyword.value)

    def _set_by_assignment(self, node: ast.Assign | ast.AnnAssign, value: ast.expr) -> Iterator[Found]:
        for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
            if _last_name(target) == "slots":
                yield from self._keys(value)
            elif isinstance(target, ast.Subscript) and _last_name(target.value) == "slots":
                yield from self._named(target.slice)

    def _keys(self, node: ast.expr, depth: int = 4) -> Iterator[Found]:
        """The names of a mapping, also where it is put together of others."""
        if not depth:
            return
        if isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                yield from self._keys(value, depth - 1) if key is None else self._named(key)
        elif isinstance(node, ast.Name):
            for mapping in self._mappings[node.id]:
                yield from self._keys(mapping, depth - 1)
        elif isinstance(node, ast.Call) and _last_name(node.func) == "dict":
            for argument in node.args:
                yield from self._keys(argument, depth - 1)
        elif isinstance(node, ast.BinOp | ast.IfExp):
            for side in (node.left, node.right) if isinstance(node, ast.BinOp) else (node.body, node.orelse):
                yield from self._keys(side, depth - 1)

    def read_in(self, tree: ast.Module) -> Iterator[Found]:
        """What is looked at: `get_slot(name)`, `slots.get(name)`, `slots[name]`, and names given to a call."""
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                yield from self._read_by_call(node)
            elif isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load) and _is_slots(node.value):
                yield from self._named(node.slice)

    def _read_by_call(self, node: ast.Call) -> Iterator[Found]:
        name = _last_name(node.func)
        of_slots = isinstance(node.func, ast.Attribute) and _is_slots(node.func.value)
        looks = name == "get_slot" or (name == "get" and of_slots)
        for argument in node.args:
            if looks or (isinstance(argument, ast.Name) and argument.id.isupper() and name != "SlotSet"):
                yield from self._named(argument)

    def _named(self, node: ast.expr) -> Iterator[Found]:
        """The text that stands here, or that the name which stands here means."""
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value, node.lineno
        elif isinstance(node, ast.Name):
            for text in sorted(self._texts[node.id]):
                yield text, node.lineno


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _is_slots(node: ast.expr) -> bool:
    """Whether it is called slots, or is what something called slots gives."""
    inner = node.args[0] if isinstance(node, ast.Call) and node.args else node
    return (_last_name(inner) or "").endswith("slots")


def _last_name(node: ast.expr) -> str | None:
    if isinstance(node, ast.Name):
        return node.id
    return node.attr if isinstance(node, ast.Attribute) else None
