"""Reads YAML that somebody else wrote: plain values only, no more of them than a file of ours has."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml
from yaml.constructor import SafeConstructor

from workbench.errors import BadFile
from workbench.project.names import shown
from workbench.project.reading import refuse_big

MOST_LEVELS = 30
MOST_ALIASES = 100
# Values counted as often as aliases repeat them: ten lines of aliases of aliases can mean millions.
MOST_VALUES = 500_000
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def load_yaml(text: str, file: str) -> object:
    """The plain value of a text of at most 1 MB; `file` is named in errors.

    Raises:
        BadFile: it is no YAML, has tags (such as `!!python/object`), a key twice, several documents, more aliases,
            levels or values than a file of ours, or is too big; with `line` where it is known.
    """
    node = compose(text, file)
    if node is None:
        return None
    try:
        loaded: object = SafeConstructor().construct_document(node)
    except yaml.YAMLError as error:
        raise _unreadable(error, text, file) from error
    except ValueError as error:  # a day such as 2026-02-31
        raise BadFile("files.yaml-value", file=shown(file)) from error
    return loaded


def compose(text: str, file: str) -> yaml.Node | None:
    """The nodes of a text with their lines, checked as `load_yaml` does; None where there is nothing in it."""
    try:
        refuse_big(len(text), file)  # at least so many bytes
        refuse_big(len(text.encode("utf-8")), file)
        _check_events(text, file)
        node: yaml.Node | None = yaml.compose(text, Loader=_LOADER)
    except yaml.YAMLError as error:
        raise _unreadable(error, text, file) from error
    except UnicodeEncodeError as error:
        raise BadFile("files.not-utf8", file=shown(file), line=text.count("\n", 0, error.start) + 1) from error
    if node is not None:
        _check_values(node, file)
    return node


def _check_events(text: str, file: str) -> None:
    """Look at the text piece by piece, before anything is built of it."""
    levels = aliases = 0
    for event in yaml.parse(text, Loader=_LOADER):
        line = _line(event)
        if getattr(event, "tag", None) is not None:
            raise BadFile("files.yaml-tag", file=shown(file), line=line, tag=shown(_tag(event)))
        if isinstance(event, yaml.CollectionStartEvent):
            levels += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            levels -= 1
        elif isinstance(event, yaml.AliasEvent):
            aliases += 1
        if levels > MOST_LEVELS:
            raise BadFile("files.yaml-deep", file=shown(file), line=line, most=MOST_LEVELS)
        if aliases > MOST_ALIASES:
            raise BadFile("files.yaml-aliases", file=shown(file), line=line)


def _tag(event: Any) -> str:
    return str(event.tag).replace("tag:yaml.org,2002:", "!!")


def _check_values(root: yaml.Node, file: str) -> None:
    sizes: dict[int, int] = {}
    size = _size(root, sizes, set(), file)
    if size > MOST_VALUES:
        raise BadFile("files.yaml-aliases", file=shown(file), line=1)


def _size(node: yaml.Node, sizes: dict[int, int], around: set[int], file: str) -> int:
    """How many values a node means, aliases counted each time."""
    if id(node) in around:
        raise BadFile("files.yaml-aliases", file=shown(file), line=_line(node))
    if id(node) not in sizes:
        around.add(id(node))
        if isinstance(node, yaml.MappingNode):
            _refuse_twice(node, file)
        sizes[id(node)] = 1 + sum(_size(inner, sizes, around, file) for inner in _inside(node))
        around.discard(id(node))
    return sizes[id(node)]


def _inside(node: yaml.Node) -> Iterator[yaml.Node]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield key
            yield value
    elif isinstance(node, yaml.SequenceNode):
        yield from node.value


def _refuse_twice(node: yaml.MappingNode, file: str) -> None:
    seen: set[tuple[str, str]] = set()
    for key, _ in node.value:
        if not isinstance(key, yaml.ScalarNode):
            continue
        name = (str(key.tag), str(key.value))
        if name in seen:
            raise BadFile("files.yaml-twice", file=shown(file), line=_line(key), name=shown(key.value))
        seen.add(name)


def _line(place: yaml.Node | yaml.Event) -> int:
    return place.start_mark.line + 1 if place.start_mark is not None else 1


def _unreadable(error: yaml.YAMLError, text: str, file: str) -> BadFile:
    position = getattr(error, "position", None)  # of a sign that YAML does not allow, in bytes
    if position is not None:
        line = text.encode("utf-8", "replace").count(b"\n", 0, position) + 1
        return BadFile("files.yaml-sign", file=shown(file), line=line)
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    line = mark.line + 1 if mark is not None else 1
    return BadFile("files.bad-yaml", file=shown(file), line=min(line, text.count("\n") + 1))
