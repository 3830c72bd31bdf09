"""The tests that changed files reach, each with why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from conversation_tests.catalogue import Catalogue
from conversation_tests.story import Story
from workbench.stories.played import Played, Uses
from workbench.stories.touched.reach import Reach

Why = Literal["everything", "itself", "uses", "walks", "never_run"]
Step = tuple[str, tuple[str, ...]]
# What a test's file alone does not tell.
_UNWRITTEN = ("responses", "company_policies")


@dataclass(frozen=True)
class Cause:
    """A changed file, and what of it reaches the test; `sort` and `names` where that has names."""

    path: str
    why: Why
    sort: str = ""
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Touched:
    """A test, and what touches it."""

    file: str
    line: int
    story: str
    causes: tuple[Cause, ...]

    def document(self) -> dict[str, Any]:
        """As JSON."""
        return asdict(self)


def touched_tests(
    stories: Iterable[Story],
    reaches: Sequence[Reach],
    results: Mapping[tuple[str, str], Played],
    catalogue: Catalogue,
) -> list[Touched]:
    """The tests that any of the reaches comes to, in the order of `stories`; `results` are what they came to last."""
    found = []
    for story in stories:
        result = results.get((story.file, story.name))
        written = _written(story, catalogue)
        causes = [cause for reach in reaches for cause in _causes(story, reach, written, result)]
        if causes:
            found.append(Touched(story.file, story.line, story.name, tuple(causes)))
    return found


def _causes(story: Story, reach: Reach, written: Uses, result: Played | None) -> Iterator[Cause]:
    if reach.everything:
        yield Cause(reach.path, "everything")
    if reach.test == story.file:
        yield Cause(reach.path, "itself")
    recorded = result.uses if result else Uses()
    for sort, names in reach.names.items():
        used = names & {*getattr(written, sort), *getattr(recorded, sort)}
        if used:
            yield Cause(reach.path, "uses", sort, tuple(sorted(used)))
        elif names and result is None and sort in _UNWRITTEN:
            yield Cause(reach.path, "never_run", sort, tuple(sorted(names)))
    if any(walks_along(path, walk) for path in (written.path, recorded.path) for walk in reach.walks):
        yield Cause(reach.path, "walks")


def _written(story: Story, catalogue: Catalogue) -> Uses:
    """What a test's file says that it comes by."""
    path = tuple((turn.intent, turn.actions) for turn in story.turns)
    intents = {turn.intent for turn in story.turns}
    policies = {turn.expected.policy for turn in story.turns}
    withdrawn = {before.withdraw for turn in story.turns for before in turn.expected.before}
    return Uses(
        intents=tuple(intents),
        actions=tuple(action for turn in story.turns for action in turn.actions),
        rules=tuple(rule.name for rule in catalogue.rules if rule.intents & intents),
        company_policies=tuple(name for name in policies | withdrawn if name),
        path=path,
    )


def walks_along(path: Sequence[Step], walk: Sequence[Step]) -> bool:
    """Whether `path` has two steps of `walk` that follow each other, or the one that `walk` consists of."""
    size = min(2, len(walk))
    pieces = {tuple(walk[place : place + size]) for place in range(len(walk) - size + 1)}
    return size > 0 and any(tuple(path[place : place + size]) in pieces for place in range(len(path) - size + 1))


def has_walked(path: Sequence[Step], walk: Sequence[Step]) -> bool:
    """Whether `path` has all steps of `walk`, one behind the other."""
    size = len(walk)
    return size > 0 and any(tuple(path[place : place + size]) == tuple(walk) for place in range(len(path) - size + 1))
