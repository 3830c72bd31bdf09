"""What is kept of a run of conversation tests, in the form in which it is written as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

# Why a test failed, in the order in which it is looked for.
Reason = Literal["trouble", "unheard", "misunderstood", "other_action", "silent", "other_answer"]


@dataclass(frozen=True)
class Difference:
    """One thing that was expected and seen otherwise, both in words."""

    what: str
    expected: str
    seen: str


@dataclass(frozen=True)
class Failure:
    """The first turn that went otherwise; `turn` is 0 where the test could not be played."""

    turn: int
    text: str
    reason: Reason
    differences: tuple[Difference, ...] = ()
    understood: str = ""
    confidence: float = 0.0
    runner_up: str = ""
    actions: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    reply: str = ""
    trouble: str = ""


@dataclass(frozen=True)
class Uses:
    """What a test came by, each sorted: names of intents, actions, rules, …; `cells` are policy, kind, language."""

    intents: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    responses: tuple[str, ...] = ()
    dialogue_policies: tuple[str, ...] = ()
    company_policies: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    handoffs: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    cells: tuple[tuple[str, str, str], ...] = ()
    path: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True)
class Played:
    """A test as played `plays` times, of which it passed `passes`; `digest` is that of its file."""

    file: str
    line: int
    story: str
    digest: str
    passed: bool
    seconds: float
    plays: int = 1
    passes: int = 0
    uses: Uses = field(default_factory=Uses)
    failure: Failure | None = None

    @property
    def key(self) -> tuple[str, str]:
        """What names the test in every run: its file and its sentence."""
        return self.file, self.story

    @property
    def is_flaky(self) -> bool:
        """Whether it passed sometimes within this one run."""
        return 0 < self.passes < self.plays


@dataclass(frozen=True)
class Unread:
    """A test that could not be read, and why."""

    file: str
    line: int
    story: str
    problem: str


@dataclass(frozen=True)
class Run:
    """One run; `ground` is a digest of all that is no model and no test, `changed` whether files were not committed."""

    id: str
    at: str
    model: str
    commit: str
    changed: bool
    ground: str
    asked: str
    seconds: float
    tests: tuple[Played, ...]
    unread: tuple[Unread, ...] = ()

    @property
    def failed(self) -> int:
        """How many tests failed or could not be read."""
        return sum(not test.passed for test in self.tests) + len(self.unread)

    def document(self) -> dict[str, Any]:
        """As JSON."""
        passed = sum(test.passed for test in self.tests)
        return {**asdict(self), "passed": passed, "failed": self.failed}


def run_of(document: Mapping[str, Any]) -> Run:
    """The run that `document` was made of; KeyError, TypeError or ValueError where it is none."""
    plain = {name: document[name] for name in ("id", "at", "model", "commit", "changed", "ground", "asked", "seconds")}
    tests = tuple(_played(test) for test in document["tests"])
    return Run(**plain, tests=tests, unread=tuple(Unread(**unread) for unread in document["unread"]))


def _played(content: Mapping[str, Any]) -> Played:
    uses, failure = _uses(content["uses"]), failure_of(content["failure"])
    return Played(**{**content, "uses": uses, "failure": failure})


def _uses(content: Mapping[str, Any]) -> Uses:
    lists = {name: tuple(value) for name, value in content.items()}
    cells = tuple((str(policy), str(kind), str(language)) for policy, kind, language in content["cells"])
    path = tuple((str(intent), tuple(actions)) for intent, actions in content["path"])
    return Uses(**{**lists, "cells": cells, "path": path})


def failure_of(content: Mapping[str, Any] | None) -> Failure | None:
    """A failure from its JSON; None where there was none."""
    if content is None:
        return None
    differences = tuple(Difference(**difference) for difference in content["differences"])
    lists = {"differences": differences, "actions": tuple(content["actions"]), "rules": tuple(content["rules"])}
    return Failure(**{**content, **lists})
