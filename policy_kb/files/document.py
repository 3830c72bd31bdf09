"""A YAML file that remembers on which line each of its values stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from policy_kb.files.complaint import Complaint

Location = tuple[str | int, ...]
# Deeper than any content file; a bound so that a hostile file cannot exhaust the stack.
MAX_DEPTH = 20
MAX_BYTES = 1_000_000
# libyaml's parser is about ten times as fast; both are safe (no Python objects).
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass
class Document:
    """A parsed file: its plain `data`, the line of each location, and what was wrong in reading it."""

    file: str
    data: Any = None
    lines: dict[Location, int] = field(default_factory=dict)
    complaints: list[Complaint] = field(default_factory=list)

    def line_of(self, location: Location) -> int:
        """The line of `location`, or of the nearest place around it that exists."""
        for length in range(len(location), -1, -1):
            if location[:length] in self.lines:
                return self.lines[location[:length]]
        return 0

    def complain(self, location: Location, problem: str, mend: str) -> None:
        """Remembers a complaint about `location`."""
        dotted = ".".join(str(part) for part in location) or "(file)"
        self.complaints.append(Complaint(self.file, self.line_of(location), dotted, problem, mend))


def read_document(path: Path) -> Document:
    """Reads `path`; what cannot be read becomes a complaint, never an exception."""
    document = Document(str(path))
    text = _text(path, document)
    if text is None:
        return document
    loader = _LOADER(text)
    try:
        node = loader.get_single_node()
        _walk(node, (), document, set())
        if node is not None and not document.complaints:
            document.data = loader.construct_document(node)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        _complain_of_yaml(document, error)
    finally:
        loader.dispose()
    return document


def _text(path: Path, document: Document) -> str | None:
    try:
        raw = path.read_bytes()
    except OSError as error:
        document.complain((), f"cannot be read ({error.strerror})", "check the path and its rights")
        return None
    if len(raw) > MAX_BYTES:
        document.complain((), "is larger than 1 MB", "one policy a file; split it")
        return None
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        document.complain((), "is not UTF-8 text", "save the file as UTF-8")
        return None


def _complain_of_yaml(document: Document, error: Exception) -> None:
    mark = getattr(error, "problem_mark", None)
    document.lines[()] = mark.line + 1 if mark else 1
    problem = getattr(error, "problem", None) or str(error)
    document.complain((), f"is not valid YAML: {problem}", "mind the indentation; quote texts with a colon")


def _walk(node: yaml.Node | None, location: Location, document: Document, seen: set[int]) -> None:
    if node is None:
        return
    if id(node) in seen:  # an alias: harmless ones are not worth the bomb that others are
        raise ValueError("anchors and aliases are not allowed")
    seen.add(id(node))
    document.lines[location] = node.start_mark.line + 1
    if len(location) > MAX_DEPTH:
        raise ValueError("it is nested too deeply")
    if isinstance(node, yaml.MappingNode):
        _walk_mapping(node, location, document, seen)
    elif isinstance(node, yaml.SequenceNode):
        for index, child in enumerate(node.value):
            _walk(child, (*location, index), document, seen)


def _walk_mapping(node: yaml.MappingNode, location: Location, document: Document, seen: set[int]) -> None:
    keys: set[str] = set()
    for key_node, value_node in node.value:
        key = str(key_node.value)
        _walk(value_node, (*location, key), document, seen)
        document.lines[(*location, key)] = key_node.start_mark.line + 1
        if key in keys:
            document.complain((*location, key), "stands twice", "keep one of the two")
        keys.add(key)
