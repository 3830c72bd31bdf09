"""How far a changed file reaches: to all tests, to one test's file, to what has a name, or to none."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from workbench.errors import BadFile
from workbench.project.safe_yaml import load_yaml
from workbench.stories.git import ChangedFile

Content = Mapping[str, Any]

_NOTHING = (
    *("docs/", "tests/unit/", "tests/integration/", "tests/browser/", "tests/factories/", "tests/conftest.py"),
    *("bot/tests/", "bot/checks/", "bot/pyproject.toml", "benchmarks/", "web/", "workbench/", "chiaro/", "bin/"),
    *("results/", "var/", "models/", "policy_kb/cli/", "policy_kb/findings/", "policy_kb/suggestions/", "config/"),
    *(
        "conversation_tests/picture/",
        "LICENSE",
        "Makefile",
        "pyproject.toml",
        "requirements-dev.",
        "credentials.yml",
        ".",
    ),
)
_TESTS = "tests/conversations/"
_POLICIES = re.compile(r"policy_kb/content/[^/]+/policies/([^/]+)\.yml")
_ACTION_NAME = re.compile(r"""^\s+action_name = ["'](\w+)["']""", re.MULTILINE)
_BY_NAME = frozenset({"intents", "actions"})


@dataclass(frozen=True)
class Reach:
    """`everything`: all tests; `test`: those of that file; `names`: those that used one of them, by sort.

    Sorts are those of `Uses`, and `walks` for stories of `data/stories`, each a tuple of steps.
    """

    path: str
    everything: bool = False
    test: str | None = None
    names: Mapping[str, frozenset[str]] = field(default_factory=dict)
    walks: tuple[tuple[tuple[str, tuple[str, ...]], ...], ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether it reaches no test at all."""
        return not (self.everything or self.test or self.walks or any(self.names.values()))


def reach_of(changed: ChangedFile) -> Reach:
    """How far a change reaches; what is not known reaches all tests."""
    path = changed.path
    if path.startswith(_TESTS):
        return Reach(path, test=path if path.endswith(".yml") and changed.after is not None else None)
    if path.startswith(_NOTHING) or path.endswith(".md"):
        return Reach(path)
    look = next((look for start, look in _BY_FOLDER.items() if path.startswith(start)), _everything)
    try:
        return look(changed)
    except (BadFile, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return Reach(path, everything=True)  # a file of another form: nobody knows what follows from it


def _everything(changed: ChangedFile) -> Reach:
    policy = _POLICIES.fullmatch(changed.path)
    if policy:
        return Reach(changed.path, names={"company_policies": frozenset({policy[1]})})
    return Reach(changed.path, everything=True)


def _action(changed: ChangedFile) -> Reach:
    names = frozenset(_ACTION_NAME.findall((changed.before or "") + (changed.after or "")))
    at_top = PurePosixPath(changed.path).parent.as_posix() == "actions"
    return Reach(changed.path, names={"actions": names}) if names and at_top else Reach(changed.path, everything=True)


def _domain(changed: ChangedFile) -> Reach:
    before, after = _contents(changed)
    keys = {key for key in {*before, *after} if before.get(key) != after.get(key)}
    if not keys <= _BY_NAME:
        return Reach(changed.path, everything=True)
    return Reach(changed.path, names={key: _differing(before.get(key), after.get(key)) for key in keys})


def _differing(before: object, after: object) -> frozenset[str]:
    names = [{str(name) for name in side} if isinstance(side, list) else set() for side in (before, after)]
    return frozenset(names[0] ^ names[1])


def _nlu(changed: ChangedFile) -> Reach:
    changes = _changes(changed, lambda content: _grouped(content, "nlu", "intent"))
    if None in changes:  # synonyms, lookup tables and the like
        return Reach(changed.path, everything=True)
    return Reach(changed.path, names={"intents": frozenset(map(str, changes))})


def _rules(changed: ChangedFile) -> Reach:
    changes = _changes(changed, lambda content: _grouped(content, "rules", "rule"))
    intents = {step["intent"] for rules in changes.values() for rule in rules for step in _steps(rule)}
    return Reach(changed.path, names={"rules": frozenset(map(str, changes)), "intents": frozenset(intents)})


def _stories(changed: ChangedFile) -> Reach:
    changes = _changes(changed, lambda content: _grouped(content, "stories", "story"))
    return Reach(changed.path, walks=tuple(walk_of(story) for stories in changes.values() for story in stories))


def _responses(changed: ChangedFile) -> Reach:
    changes = _changes(changed, lambda content: {name: [one] for name, one in (content.get("responses") or {}).items()})
    return Reach(changed.path, names={"responses": frozenset(map(str, changes))})


def _contents(changed: ChangedFile) -> tuple[Content, Content]:
    before, after = (load_yaml(text or "", changed.path) or {} for text in (changed.before, changed.after))
    if not (isinstance(before, Mapping) and isinstance(after, Mapping)):
        raise ValueError(changed.path)
    return before, after


def _changes(changed: ChangedFile, read: Callable[[Content], Mapping[Any, list[Any]]]) -> dict[Any, list[Any]]:
    """What differs by name, with all its versions; another order of keys or a comment is no difference."""
    before, after = map(read, _contents(changed))
    names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    return {name: [*before.get(name, []), *after.get(name, [])] for name in names}


def _grouped(content: Content, part: str, name: str) -> dict[Any, list[Any]]:
    found: dict[Any, list[Any]] = {}
    for item in content.get(part) or []:
        found.setdefault(item.get(name), []).append(item)
    return found


def _steps(rule: Content) -> list[Content]:
    steps = [one for step in rule.get("steps") or [] for one in (step.get("or") or [step])]
    return [step for step in steps if "intent" in step]


def walk_of(story: Content) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The steps of a story of `data/stories`: each intent with the actions that follow it."""
    walk: list[tuple[str, list[str]]] = []
    for step in story.get("steps") or []:
        if "intent" in step:
            walk.append((str(step["intent"]), []))
        elif "action" in step and walk:
            walk[-1][1].append(str(step["action"]))
    return tuple((intent, tuple(actions)) for intent, actions in walk)


_BY_FOLDER: Mapping[str, Callable[[ChangedFile], Reach]] = {
    "actions/": _action,
    "domain.yml": _domain,
    "data/nlu/": _nlu,
    "data/rules/": _rules,
    "data/stories/": _stories,
    "data/responses/": _responses,
}
