"""What became of each test from run to run."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from workbench.stories.played import Played, Run

Mark = Literal["passed", "failed", "both", "not_run"]


@dataclass(frozen=True)
class Past:
    """One run of a test."""

    run: str
    at: str
    model: str
    commit: str
    mark: Mark


@dataclass(frozen=True)
class History:
    """A test's past, the oldest run first.

    `failing_since` is the first run of the failures that still last, `last_passed` the last one in which it passed.
    `is_flaky`: it both passed and failed with the same model, the same file and the same of all else.
    """

    file: str
    line: int
    story: str
    past: tuple[Past, ...]
    failing_since: Past | None
    last_passed: Past | None
    is_flaky: bool

    @property
    def is_failing(self) -> bool:
        """Whether it failed when it was run last."""
        return self.failing_since is not None

    def document(self) -> dict[str, Any]:
        """As JSON."""
        return asdict(self)


def histories(runs: Sequence[Run]) -> list[History]:
    """The past of every test that any of the runs knows, in the order of their files; `runs` are in order."""
    keys = sorted({test.key for run in runs for test in run.tests})
    by_run = [(run, {test.key: test for test in run.tests}) for run in runs]
    return [_history(key, by_run) for key in keys]


def _history(key: tuple[str, str], by_run: Iterable[tuple[Run, dict[tuple[str, str], Played]]]) -> History:
    found = [(run, tests.get(key)) for run, tests in by_run]
    past = tuple(Past(run.id, run.at, run.model, run.commit, _mark(test)) for run, test in found)
    played = [(run, test) for run, test in found if test is not None]
    line = played[-1][1].line
    return History(*key[:1], line, key[1], past, _failing_since(past), _last_passed(past), _is_flaky(played))


def _mark(test: Played | None) -> Mark:
    if test is None:
        return "not_run"
    return "both" if test.is_flaky else "passed" if test.passed else "failed"


def _failing_since(past: Iterable[Past]) -> Past | None:
    first: Past | None = None
    for one in past:
        if one.mark == "passed":
            first = None
        elif one.mark != "not_run":
            first = first or one
    return first


def _last_passed(past: Sequence[Past]) -> Past | None:
    return next((one for one in reversed(past) if one.mark in ("passed", "both")), None)


def _is_flaky(played: Iterable[tuple[Run, Played]]) -> bool:
    outcomes: defaultdict[tuple[str, str, str], set[bool]] = defaultdict(set)
    for run, test in played:
        seen = {True, False} if test.is_flaky else {test.passed}
        outcomes[run.model, run.ground, test.digest] |= seen
    return any(len(seen) > 1 for seen in outcomes.values())
