"""Puts a line at the end of a list in a YAML file, and leaves every other byte as it is."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

import yaml

from workbench.errors import BadFile
from workbench.nlu.training_line import folded
from workbench.project import load_yaml
from workbench.project.safe_yaml import compose


def with_line(text: str, file: str, keys: Sequence[str], line: str) -> str:
    """The file's text with `line` at the end of the list that `keys` lead to; a list of one line for each entry.

    Raises:
        BadFile: there is no such list, it is not written line by line, or the line is there already.
    """
    found = _list_at(compose(text, file), keys)
    if found is None or found.flow_style or not found.value:
        raise BadFile("review.no-list", file=file, name=" → ".join(keys))
    for place, there in _texts(found):
        if folded(there) == folded(line):
            raise BadFile("review.line-there", file=file, line=place, text=line)
    changed = _inserted(text, found, line)
    _check(text, changed, file, keys, line)
    return changed


def lines_in(text: str, file: str) -> Iterator[tuple[int, str]]:
    """All texts in lists directly below the keys of a file, with their lines in it."""
    node = compose(text, file)
    if isinstance(node, yaml.MappingNode):
        for _, value in node.value:
            if isinstance(value, yaml.SequenceNode):
                yield from _texts(value)


def written(line: str) -> str:
    """A text as an entry of a list: JSON's quotes are also YAML's."""
    return json.dumps(line, ensure_ascii=False)


def _list_at(node: yaml.Node | None, keys: Sequence[str]) -> yaml.SequenceNode | None:
    for key in keys:
        if not isinstance(node, yaml.MappingNode):
            return None
        node = next((value for name, value in node.value if name.value == key), None)
    return node if isinstance(node, yaml.SequenceNode) else None


def _texts(node: yaml.SequenceNode) -> Iterator[tuple[int, str]]:
    for item in node.value:
        if isinstance(item, yaml.ScalarNode):
            yield item.start_mark.line + 1, item.value


def _inserted(text: str, found: yaml.SequenceNode, line: str) -> str:
    """The new text; the new entry stands on the line after the last one's end."""
    lines = text.splitlines(keepends=True)
    end = found.value[-1].end_mark
    place = end.line if end.column == 0 else end.line + 1
    before = lines[place - 1]
    ending = "\r\n" if before.endswith("\r\n") else "\n"
    entry = f"{' ' * _indent(found)}- {written(line)}"
    if not before.endswith(("\n", "\r")):  # the last line of a file that ends without one
        return text + ending + entry
    return "".join([*lines[:place], entry + ending, *lines[place:]])


def _indent(found: yaml.SequenceNode) -> int:
    return int(found.start_mark.column)


def _check(before: str, after: str, file: str, keys: Sequence[str], line: str) -> None:
    """Read both again: nothing but the line may have been added."""
    expected: Any = load_yaml(before, file)
    holder = expected
    for key in keys:
        holder = holder[key]
    holder.append(line)
    if load_yaml(after, file) != expected:
        raise BadFile("review.no-list", file=file, name=" → ".join(keys))
