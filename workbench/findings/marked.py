"""YAML with the line of everything in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

from workbench.project.safe_yaml import compose

_NULL = "tag:yaml.org,2002:null"


@dataclass(frozen=True)
class Marked:
    """A text, a list or a mapping, with the line (counted from 1) at which it begins, and the lines of its keys.

    What is not there reads as empty, so that a file of another form gives nothing instead of an error.
    """

    line: int = 0
    text: str = ""
    entries: dict[str, Marked] = field(default_factory=dict)
    key_lines: dict[str, int] = field(default_factory=dict)
    items: tuple[Marked, ...] = ()
    end: int = 0

    def __getitem__(self, key: str) -> Marked:
        """What a mapping has under `key`."""
        return self.entries.get(key, NOTHING)

    def __contains__(self, key: str) -> bool:
        """Whether a mapping has `key`."""
        return key in self.entries

    def names(self) -> Iterator[tuple[str, int]]:
        """The names of a list (`- name` or `- name: {…}`), and of a mapping its keys, each with its line."""
        yield from self.key_lines.items()
        for item in self.items:
            yield from item.key_lines.items() if item.entries else [(item.text, item.line)]

    def texts(self) -> list[str]:
        """The texts of a list, or the one text."""
        return [item.text for item in self.items] if self.items else [self.text] if self.text else []


NOTHING = Marked()


def read_marked(text: str, file: str) -> Marked:
    """What `text` holds.

    Raises:
        BadFile: it is no YAML that may be read.
    """
    node = compose(text, file)
    return NOTHING if node is None else _marked(node)


def _marked(node: yaml.Node) -> Marked:
    line, end = node.start_mark.line + 1, node.end_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        pairs = [(str(key.value), key.start_mark.line + 1, _marked(value)) for key, value in node.value]
        entries = {key: value for key, _, value in pairs}
        return Marked(line, entries=entries, key_lines={key: at for key, at, _ in pairs}, end=end)
    if isinstance(node, yaml.SequenceNode):
        return Marked(line, items=tuple(_marked(item) for item in node.value), end=end)
    return Marked(line, text="" if node.tag == _NULL else str(node.value), end=end)
