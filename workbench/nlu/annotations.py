"""Entities marked in a training line, read as Rasa reads them (its `entities_parser`)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from workbench.errors import BadFile

# As in Rasa 3.6: [text](entity), [text](entity:value), [text]{"entity": …}, [text][{…}, {…}].
_MARKED = re.compile(
    r"\[(?P<text>[^\]]+?)\](\((?P<entity>[^:)]+?)(?:\:(?P<value>[^)]+))?\)|\{(?P<one>[^}]+?)\}|\[(?P<several>.*?)\])"
)
_ONE_OF_SEVERAL = re.compile(r"{(?P<one>[^}]+?)\}")
_KEYS = {"entity", "value", "role", "group"}


@dataclass(frozen=True)
class Entity:
    """A marked piece of a line: where it stands in the plain text, what it is, and what it means."""

    start: int
    end: int
    entity: str
    value: str
    role: str | None = None
    group: str | None = None


def plain_text(annotated: str) -> str:
    """The line as a customer would write it."""
    return _MARKED.sub(lambda match: match["text"], annotated)


def entities_of(annotated: str) -> tuple[Entity, ...]:
    """The entities that are marked, in their order.

    Raises:
        BadFile: brackets that Rasa takes for a mark, but that are not written as one.
    """
    found: list[Entity] = []
    removed = 0
    for match in _MARKED.finditer(annotated):
        start = match.start() - removed
        removed += len(match[0]) - len(match["text"])
        found += _entities(match, start)
    return tuple(found)


def marked_parts(annotated: str) -> Iterator[tuple[str, tuple[Entity, ...]]]:
    """Each piece that Rasa takes for a mark, as it is written, with its entities; BadFile as `entities_of`."""
    for match in _MARKED.finditer(annotated):
        yield match[0], tuple(_entities(match, 0))


def _entities(match: re.Match[str], start: int) -> list[Entity]:
    text = match["text"]
    if match["entity"]:
        return [Entity(start, start + len(text), match["entity"], match["value"] or text)]
    written = [match["one"]] if match["one"] else [one["one"] for one in _ONE_OF_SEVERAL.finditer(match["several"])]
    if not written:
        raise BadFile("files.line-brackets", part=match[0])
    return [_entity(_keys(one, match[0]), start, text) for one in written]


def _entity(keys: dict[str, str], start: int, text: str) -> Entity:
    return Entity(
        start, start + len(text), keys["entity"], keys.get("value", text), keys.get("role"), keys.get("group")
    )


def _keys(written: str, part: str) -> dict[str, str]:
    try:
        keys: object = json.loads("{" + written + "}")
    except (ValueError, RecursionError) as error:
        raise BadFile("files.line-brackets", part=part) from error
    if not isinstance(keys, dict) or "entity" not in keys or not set(keys) <= _KEYS:
        raise BadFile("files.line-brackets", part=part)
    if not all(isinstance(value, str) and value for value in keys.values()):
        raise BadFile("files.line-brackets", part=part)
    return keys
