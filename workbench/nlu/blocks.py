"""Reads the examples of one intent, in each of the forms that Rasa knows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import yaml

from workbench.errors import BadFile
from workbench.nlu.annotations import plain_text
from workbench.nlu.examples import Block, Example, Place
from workbench.nlu.nodes import first_column, first_line, last_column, last_line, said, value_of
from workbench.nlu.text_lines import bare, shown_numbers
from workbench.project.names import shown

# What Rasa strips of an example; tabs and other spaces stay.
_STRIPPED = "\n\r "
_HEADER = re.compile(r"\|[0-9+-]*[ \t]*(#.*)?")
_REST_OF_A_LINE = re.compile(r"[ \t]*([ \t]#.*)?")
# Looking for marks in a longer line, which nobody typed, would take for ever.
MOST_CHARACTERS = 2_000


class BlockReader:
    """Reads blocks of one file, whose lines it knows."""

    def __init__(self, path: str, language: str, lines: Sequence[str], is_decoded: bool) -> None:
        """Read from `lines`; where they were decoded, they are not those of the file, and nothing can be changed."""
        self._path = path
        self._language = language
        self._lines = lines
        self._is_decoded = is_decoded
        self._numbers = shown_numbers(lines)

    def block(self, item: yaml.Node) -> Block | None:
        """The examples of an item under `nlu` that names an intent; None where it has none to read."""
        intent, examples = value_of(item, "intent"), value_of(item, "examples")
        if intent is None or examples is None:
            return None
        if isinstance(examples, yaml.SequenceNode):
            return self._entries(intent.value, examples)
        if isinstance(examples, yaml.ScalarNode):
            return self._text(item, intent.value, examples)
        raise self._bad_form(first_line(examples))

    def _text(self, item: yaml.Node, intent: str, node: yaml.ScalarNode) -> Block:
        header = first_line(node)
        values = node.value.splitlines()
        is_by_lines = self._is_literal(node)
        places = tuple(
            self._line_place(intent, value[1:], header, index if is_by_lines else -1)
            for index, value in enumerate(values)
            if value.startswith("-")
        )
        if not is_by_lines or self._is_decoded:
            return Block(intent, "other", header, header, "", places)
        end = places[-1].end if places else header + 1
        return Block(intent, "lines", header, end, self._opening(item, places), places)

    def _line_place(self, intent: str, value: str, header: int, index: int) -> Place:
        """The example of one line of a text; `index` is -1 where a line of the text is none of the file."""
        if index < 0:
            return Place(self._example(intent, value, header), header, header)
        at = header + 1 + index
        if self._is_decoded:
            return Place(self._example(intent, value, at), at, at)
        source = bare(self._lines[at])
        column = len(source) - len(value.lstrip(_STRIPPED))
        return Place(self._example(intent, value, at), at, at + 1, at, at + 1, column)

    def _opening(self, item: yaml.Node, places: Sequence[Place]) -> str:
        if places:
            return bare(self._lines[places[-1].first]).partition("-")[0] + "- "
        return " " * (first_column(item) + 2) + "- "

    def _is_literal(self, node: yaml.ScalarNode) -> bool:
        """Whether each line of a text is one of the file, but for the spaces before it."""
        header = first_line(node)
        if node.style != "|" or not _HEADER.fullmatch(bare(self._lines[header])[first_column(node) :]):
            return False
        values = node.value.splitlines()
        written = [bare(line) for line in self._lines[header + 1 : header + 1 + len(values)]]
        return len(values) <= len(written) and all(
            line.endswith(value) and not line[: len(line) - len(value)].strip(" ")
            for value, line in zip(values, written, strict=False)
        )

    def _entries(self, intent: str, node: yaml.SequenceNode) -> Block:
        header = first_line(node)
        items = [item for item in node.value if isinstance(item, yaml.MappingNode) and item.value]
        if len(items) < len(node.value):
            raise self._bad_form(first_line(node.value[0]))
        if self._is_decoded or node.flow_style or not all(self._begins_a_line(item) for item in items):
            places = tuple(self._entry(intent, item, 0, 0) for item in items)
            return Block(intent, "other", header, header, "", places)
        ends = [first_line(item) for item in items[1:]] + [last_line(node)]
        places = tuple(
            self._entry(intent, item, first_line(item), self._trimmed(end))
            for item, end in zip(items, ends, strict=True)
        )
        opening = " " * (first_column(items[-1]) - 2) + "- "
        return Block(intent, "entries", header, places[-1].end, opening, places)

    def _entry(self, intent: str, item: yaml.Node, first: int, end: int) -> Place:
        text = value_of(item, "text")
        if not isinstance(text, yaml.ScalarNode | None):
            raise self._bad_form(first_line(text))
        at = first_line(text or item)
        is_below = text is not None and self._is_literal(text)
        example = self._example(intent, text.value if text else "", at + is_below)
        beside = tuple((said(key), said(value)) for key, value in _pairs(item) if value is not text)
        if text is None or first == end:
            return Place(example, first, end, beside=beside)
        return Place(example, first, end, *self._text_lines(text, is_below), beside=beside)

    def _text_lines(self, text: yaml.ScalarNode, is_below: bool) -> tuple[int, int, int, str]:
        """Lines, column and comment of an entry's text (see `Place`); no lines where it cannot be replaced by some."""
        first, end = first_line(text), last_line(text)
        if is_below:
            count = len(text.value.splitlines())
            indent = len(self._lines[first + 1]) - len(self._lines[first + 1].lstrip(" ")) if count else 0
            return first + 1, first + 1 + count, indent, ""
        behind = bare(self._lines[first])[last_column(text) :]
        if text.style in ("|", ">") or first != end or not _REST_OF_A_LINE.fullmatch(behind):
            return 0, 0, 0, ""
        return first, first + 1, first_column(text), behind.rstrip()

    def _begins_a_line(self, item: yaml.MappingNode) -> bool:
        before = self._lines[first_line(item)][: first_column(item)]
        return not item.flow_style and before.strip(" ") == "-" and before.endswith("- ")

    def _trimmed(self, end: int) -> int:
        """The end of an entry without the blank lines and comments before what follows."""
        while _is_blank(self._lines[end - 1]):
            end -= 1
        return end

    def _example(self, intent: str, value: str, at: int) -> Example:
        annotated = value.strip(_STRIPPED)
        line = self._numbers[at]
        if len(annotated) > MOST_CHARACTERS:
            raise BadFile("files.example-long", file=shown(self._path), line=line, most=MOST_CHARACTERS)
        return Example(plain_text(annotated), intent, self._language, self._path, line, annotated)

    def _bad_form(self, at: int) -> BadFile:
        return BadFile("files.examples-form", file=shown(self._path), line=self._numbers[at])


def _is_blank(line: str) -> bool:
    return not line.strip() or line.lstrip().startswith("#")


def _pairs(item: yaml.Node) -> Iterator[tuple[yaml.Node, yaml.Node]]:
    yield from item.value
