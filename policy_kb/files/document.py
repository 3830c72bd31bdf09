"""A YAML file that remembers on which line each of its values stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from policy_kb.files.complaint import Complaint
from policy_kb.files.words import words_of

Location = tuple[str | int, ...]
# Deeper than any content file; a bound so that a hostile file cannot exhaust the stack.
MAX_DEPTH = 20
MAX_BYTES = 1_000_000
# libyaml's parser is about ten times as fast; both are safe (no Python objects).
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass
class Document:
    """A parsed file: its plain `data`, the line of each location, and what was wrong in reading it.

    `reminders` are what its owner should see to, but what keeps nobody from publishing it.
    """

    file: str
    data: Any = None
    lines: dict[Location, int] = field(default_factory=dict)
    complaints: list[Complaint] = field(default_factory=list)
    reminders: list[Complaint] = field(default_factory=list)

    def line_of(self, location: Location) -> int:
        """The line of `location`, or of the nearest place around it that exists."""
        for length in range(len(location), -1, -1):
            if location[:length] in self.lines:
                return self.lines[location[:length]]
        return 0

    def complain(self, location: Location, fault: str, **facts: Any) -> None:
        """Remembers that `fault` stands at `location`; its words are those of `mends.yml` with `facts` in them."""
        self.complaints.append(self._complaint(location, fault, facts))

    def remind(self, location: Location, fault: str, **facts: Any) -> None:
        """Remembers, as `complain` does, what its owner should see to."""
        self.reminders.append(self._complaint(location, fault, facts))

    def _complaint(self, location: Location, fault: str, facts: dict[str, Any]) -> Complaint:
        problem, mend = words_of(fault, facts)
        dotted = ".".join(str(part) for part in location) or "(file)"
        return Complaint(self.file, self.line_of(location), dotted, problem, mend)


def read_document(path: Path) -> Document:
    """Reads `path`; what cannot be read becomes a complaint, never an exception."""
    document = Document(str(path))
    text = _text(path, document)
    if text is not None:
        try:
            _parse(text, document)
        except (yaml.YAMLError, ValueError) as error:
            _complain_of_yaml(text, document, error)
    return document


def _text(path: Path, document: Document) -> str | None:
    try:
        raw = path.read_bytes()
    except OSError as error:
        document.complain((), "unreadable", reason=error.strerror)
        return None
    if len(raw) > MAX_BYTES:
        document.complain((), "too_large")
        return None
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        document.lines[()] = raw.count(b"\n", 0, error.start) + 1
        document.complain((), "not_utf8")
        return None


def _parse(text: str, document: Document) -> None:
    if _is_hostile(text, document):
        return
    loader = _LOADER(text)
    try:
        node = loader.get_single_node()
        _walk(node, (), document, loader)
        if node is not None and not document.complaints:
            document.data = loader.construct_document(node)
    finally:
        loader.dispose()


def _is_hostile(text: str, document: Document) -> bool:
    """Whether the file uses an alias (harmless ones are not worth the bomb that others are) or is nested too deeply.

    Events are read one by one, so a hostile file exhausts neither the memory nor the stack.
    """
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if isinstance(event, yaml.AliasEvent) or depth > MAX_DEPTH:
            assert event.start_mark is not None
            assert event.start_mark is not None
            document.lines[()] = event.start_mark.line + 1
            document.complain((), "too_deep" if depth > MAX_DEPTH else "alias")
            return True
    return False


def _complain_of_yaml(text: str, document: Document, error: Exception) -> None:
    document.lines[()] = _line_of_error(text, error)
    if isinstance(error, yaml.reader.ReaderError):
        document.complain((), "control_character")
    else:
        problem = getattr(error, "problem", None) or str(error)
        document.complain((), "not_yaml", problem=problem)


def _line_of_error(text: str, error: Exception) -> int:
    mark = getattr(error, "problem_mark", None)
    if mark is not None:
        return int(mark.line) + 1
    # libyaml counts bytes.
    return text.encode()[: getattr(error, "position", 0)].count(b"\n") + 1


def _walk(node: yaml.Node | None, location: Location, document: Document, loader: Any) -> None:
    if node is None:
        return
    document.lines.setdefault(location, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        _walk_mapping(node, location, document, loader)
    elif isinstance(node, yaml.SequenceNode):
        for index, child in enumerate(node.value):
            _walk(child, (*location, index), document, loader)
    else:
        _read_scalar(node, location, document, loader)


def _walk_mapping(node: yaml.MappingNode, location: Location, document: Document, loader: Any) -> None:
    keys: set[str] = set()
    for key_node, value_node in node.value:
        key = str(key_node.value)
        document.lines[(*location, key)] = key_node.start_mark.line + 1
        if key in keys:
            document.complain((*location, key), "key_twice")
        keys.add(key)
        _walk(value_node, (*location, key), document, loader)


def _read_scalar(node: yaml.Node, location: Location, document: Document, loader: Any) -> None:
    try:
        loader.construct_object(node)
    except ValueError as error:  # a day such as 2026-02-30
        document.complain(location, "bad_value", value=node.value, reason=error)
