"""Reads a file of training data as Rasa does, and remembers on which lines every example stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from workbench.errors import BadFile
from workbench.nlu.blocks import BlockReader
from workbench.nlu.examples import Block, Example
from workbench.nlu.nodes import MERGE, NULL, first_line, said, value_of
from workbench.nlu.text_lines import lines_of
from workbench.project.names import shown
from workbench.project.safe_yaml import compose

# More lines than a file of 1 MB can have, unless aliases repeat them.
MOST_EXAMPLES = 200_000


@dataclass(frozen=True)
class NluFile:
    """A file with its blocks of examples; `outline` is all that it says besides."""

    path: str
    language: str
    text: str
    lines: tuple[str, ...]
    blocks: tuple[Block, ...]
    outline: object

    @property
    def examples(self) -> Iterator[Example]:
        """All examples in their order."""
        return (place.example for block in self.blocks for place in block.places)

    def contents(self) -> list[tuple[str, str, object]]:
        """What Rasa learns of it: intent, line as written, and what stands beside it."""
        return [
            (block.intent, place.example.annotated, place.beside) for block in self.blocks for place in block.places
        ]


def parse_file(path: str, language: str, text: str) -> NluFile:
    """The examples of a file.

    Raises:
        BadFile: it is no YAML (see `load_yaml`), or has examples in a form that Rasa does not read either.
    """
    read_as = _as_rasa_decodes(text, path)
    lines = lines_of(read_as)
    reader = BlockReader(path, language, lines, is_decoded=read_as != text)
    root = compose(read_as, path)
    _refuse_merges(root, path)
    blocks = tuple(_blocks(reader, root, path))
    return NluFile(path, language, text, tuple(lines), blocks, _outline(root))


def _items(root: yaml.Node | None) -> Iterator[yaml.Node]:
    """The items under `nlu` that name an intent; synonyms, expressions and tables are left alone."""
    listed = value_of(root, "nlu")
    for item in listed.value if isinstance(listed, yaml.SequenceNode) else ():
        intent = value_of(item, "intent")
        if isinstance(intent, yaml.ScalarNode) and intent.value and intent.tag != NULL:
            yield item


def _blocks(reader: BlockReader, root: yaml.Node | None, path: str) -> Iterator[Block]:
    count = 0
    for item in _items(root):
        block = reader.block(item)
        if block is None:
            continue
        count += len(block.places)
        if count > MOST_EXAMPLES:
            raise BadFile("files.yaml-aliases", file=shown(path), line=first_line(item) + 1)
        yield block


def _refuse_merges(root: yaml.Node | None, path: str) -> None:
    """With `<<` an item can say what stands elsewhere, and a change there would change more than it shows."""
    listed = value_of(root, "nlu")
    for item in listed.value if isinstance(listed, yaml.SequenceNode) else ():
        for key, _ in item.value if isinstance(item, yaml.MappingNode) else ():
            if key.tag == MERGE:
                raise BadFile("files.nlu-merge", file=shown(path), line=first_line(key) + 1)


def _as_rasa_decodes(text: str, path: str) -> str:
    r"""The text as Rasa takes it: in a file that is all ASCII, `\u00e8` is a letter."""
    if not text.isascii() or "\\u" not in text.lower():
        return text
    try:
        return text.encode().decode("raw_unicode_escape").encode("utf-16", "surrogatepass").decode("utf-16")
    except UnicodeDecodeError as error:
        raise BadFile("files.bad-escape", file=shown(path)) from error


def _outline(root: yaml.Node | None) -> object:
    return said(root, {id(value_of(item, "examples")) for item in _items(root)})
