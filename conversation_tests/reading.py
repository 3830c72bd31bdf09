"""Reads the tests' files. What is wrong in one story or file costs that story or file only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from conversation_tests.catalogue import Catalogue
from conversation_tests.errors import BadStory
from conversation_tests.expectation import Expectation, Metadata
from conversation_tests.steps import UserStep, read_steps
from conversation_tests.story import Story, Turn
from conversation_tests.words import say

_FILE_KEYS = ("version", "stories")
_STORY_KEYS = ("story", "metadata", "steps")


@dataclass
class Found:
    """The stories that can be played, and what is wrong with the others."""

    stories: list[Story] = field(default_factory=list)
    bad: list[BadStory] = field(default_factory=list)


def read_paths(paths: Iterable[Path], catalogue: Catalogue) -> Found:
    """Read files, and all `.yml` files below folders, in the order of their names."""
    found = Found()
    for path in paths:
        for file in sorted(path.rglob("*.yml")) if path.is_dir() else [path]:
            _read_file(file, catalogue, found)
    return found


def _read_file(file: Path, catalogue: Catalogue, found: Found) -> None:
    try:
        items = list(_items(file))
    except BadStory as problem:
        found.bad.append(problem)
        return
    names: set[str] = set()
    for line, content in items:
        try:
            story = read_story(str(file), line, content, catalogue)
            if story.name in names:
                raise BadStory(str(file), line, say("story-twice"), story.name)
            names.add(story.name)
            found.stories.append(story)
        except BadStory as problem:
            found.bad.append(problem)


def _items(file: Path) -> Iterator[tuple[int, Any]]:
    """Each story of a file with its line."""
    node, content = _parse(file)
    if not isinstance(content, dict) or not isinstance(content.get("stories"), list):
        raise BadStory(str(file), 1, say("file-no-stories"))
    _check_keys(str(file), 1, content, _FILE_KEYS)
    stories = next(value for key, value in node.value if key.value == "stories")
    for item, story in zip(stories.value, content["stories"], strict=True):
        yield item.start_mark.line + 1, story


def _parse(file: Path) -> tuple[Any, Any]:
    try:
        loader = yaml.SafeLoader(file.read_text(encoding="utf-8"))
        node = loader.get_single_node()
        for key in _double_keys(node):
            raise BadStory(str(file), key.start_mark.line + 1, say("file-double-key", key=key.value))
        return node, loader.construct_document(node) if node else None
    except FileNotFoundError as error:
        raise BadStory(str(file), 1, say("file-not-there")) from error
    except (OSError, UnicodeError) as error:
        raise BadStory(str(file), 1, say("file-unreadable", reason=_one_line(error))) from error
    except (yaml.YAMLError, ValueError, TypeError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        reason = getattr(error, "problem", None) or error
        raise BadStory(str(file), line, say("file-not-yaml", reason=_one_line(reason))) from error


def _double_keys(node: Any) -> Iterator[Any]:
    """Keys that stand twice in one mapping: YAML's reader would silently keep the last."""
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if str(key.value) in seen:
                yield key
            seen.add(str(key.value))
            yield from _double_keys(value)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _double_keys(item)


def read_story(file: str, line: int, content: Any, catalogue: Catalogue) -> Story:
    """The story of one item of `stories`; BadStory where something in it is wrong."""
    if not (isinstance(content, dict) and isinstance(content.get("steps"), list) and _is_text(content.get("story"))):
        raise BadStory(file, line, say("story-form"))
    name: str = content["story"]
    try:
        _check_keys(file, line, content, _STORY_KEYS)
        metadata = _metadata(content.get("metadata"))
        users = read_steps(content["steps"], catalogue)
        turns = tuple(_turns(users, metadata, catalogue))
    except ValueError as error:
        raise BadStory(file, line, str(error), name) from error
    return Story(file, line, name, metadata.given, turns)


def _metadata(content: object) -> Metadata:
    try:
        return Metadata.model_validate({} if content is None else content)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "*"
        unknown = first["type"] == "extra_forbidden"
        problem = say("key-unknown") if unknown else first["msg"].removeprefix("Value error, ")
        raise ValueError(say("metadata", where=where, problem=problem)) from error


def _turns(users: list[UserStep], metadata: Metadata, catalogue: Catalogue) -> Iterator[Turn]:
    expected = [Expectation() for _ in users] if metadata.turns is None else metadata.turns
    if len(expected) != len(users):
        raise ValueError(say("turns-number", turns=len(expected), users=len(users)))
    for number, (user, wanted) in enumerate(zip(users, expected, strict=True), 1):
        for name in (wanted.policy, *(thing.withdraw for thing in wanted.before)):
            if name is not None and name not in catalogue.company_policies:
                raise ValueError(say("policy-unknown", number=number, name=name))
        yield Turn(user.text, user.intent, tuple(user.actions), wanted)


def _check_keys(file: str, line: int, content: dict[Any, Any], known: tuple[str, ...]) -> None:
    for key in content:
        if key not in known:
            problem = say("file-unknown-key", key=key, known=", ".join(known))
            raise BadStory(file, line, problem, str(content.get("story") or ""))


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _one_line(error: object) -> str:
    return " ".join(str(error).split())
