"""Changes to the text of one file: lines put in, taken out or replaced, and then read again to make sure."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from workbench.errors import BadFile
from workbench.nlu.examples import Block, Example, Place
from workbench.nlu.parsing import NluFile, parse_file
from workbench.nlu.text_lines import bare, shown_numbers, spliced
from workbench.project.names import shown

_PLAIN_NAME = re.compile(r"(?!(?:yes|no|on|off|true|false|null|y|n)$)[a-z][a-z0-9_/]*", re.IGNORECASE)

Contents = list[tuple[str, str, object]]


def with_line(file: NluFile, block: Block, line: str) -> NluFile:
    """The file with a line more at the end of a block; BadFile where the block is not written by lines."""
    if block.form == "other":
        raise _by_hand(file, block.header)
    before = sum(len(earlier.places) for earlier in file.blocks[: file.blocks.index(block)]) + len(block.places)
    expected = file.contents()
    expected.insert(before, (block.intent, line, ()))
    return _edited(file, block.end, block.end, _written(block, line), expected)


def without(file: NluFile, example: Example) -> NluFile:
    """The file without a line; BadFile where that cannot be without touching others."""
    index, place = _place(file, example)
    if place.end == place.first:
        raise _by_hand(file, place.first)
    expected = file.contents()
    del expected[index]
    return _edited(file, place.first, place.end, (), expected)


def relabelled(file: NluFile, example: Example, line: str) -> NluFile:
    """The file with a line written another way; BadFile where that cannot be without touching others."""
    index, place = _place(file, example)
    if place.text_end == place.text_first:
        raise _by_hand(file, place.first)
    expected = file.contents()
    expected[index] = (example.intent, line, place.beside)
    return _edited(file, place.text_first, place.text_end, _rewritten(file, place, line), expected)


def new_file(path: str, language: str, intent: str, line: str) -> NluFile:
    """A file of the trainers' own with one line; BadFile where the line would be read as something else."""
    file = parse_file(path, language, _new_text(intent, line))
    if file.contents() != [(intent, line, ())]:
        raise _by_hand(file, 0)
    return file


def is_own_with_one_line(file: NluFile, example: Example) -> bool:
    """Whether a file is as `new_file` made it."""
    return "/trainers_" in file.path and file.text == _new_text(example.intent, example.annotated)


def _new_text(intent: str, line: str) -> str:
    # Quoted where a reader could take the name for something else: a truth, a number, a mapping.
    name = intent if _PLAIN_NAME.fullmatch(intent) else json.dumps(intent, ensure_ascii=False)
    return f'version: "3.1"\nnlu:\n- intent: {name}\n  examples: |\n    - {line}\n'


def _edited(file: NluFile, first: int, end: int, new: Sequence[str], expected: Contents) -> NluFile:
    text = spliced(file.lines, first, end, new)
    try:
        edited = parse_file(file.path, file.language, text)
    except BadFile as error:
        raise _by_hand(file, first) from error
    if edited.contents() != expected or edited.outline != file.outline:
        raise _by_hand(file, first)
    return edited


def _written(block: Block, line: str) -> Sequence[str]:
    if block.form == "lines":
        return [block.opening + line]
    return [block.opening + "text: |", " " * (len(block.opening) + 2) + line]


def _rewritten(file: NluFile, place: Place, line: str) -> Sequence[str]:
    source = bare(file.lines[place.text_first])
    before = source[: place.column]
    if not before.strip(" -"):
        return [before + line]
    # The text stood behind its key, perhaps in quotes; below the key it needs none. A comment behind it stays.
    return [before + "|" + place.behind, " " * place.column + line]


def _place(file: NluFile, example: Example) -> tuple[int, Place]:
    places = [place for block in file.blocks for place in block.places]
    return next((index, place) for index, place in enumerate(places) if place.example == example)


def _by_hand(file: NluFile, at: int) -> BadFile:
    return BadFile("files.not-line-by-line", file=shown(file.path), line=shown_numbers(file.lines)[at])
