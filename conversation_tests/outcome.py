"""What stories came to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from conversation_tests.errors import BadStory
from conversation_tests.rule import Rule
from conversation_tests.seen import Seen
from conversation_tests.story import Story, Turn
from conversation_tests.verdict import Difference


@dataclass(frozen=True)
class TurnOutcome:
    """A turn as expected and as seen; `rules` are the names of those that fit what was understood."""

    turn: Turn
    seen: Seen
    differences: list[Difference]
    rules: list[str]


@dataclass
class StoryOutcome:
    """A story as played; `trouble` says why it could not be played to its end."""

    story: Story
    turns: list[TurnOutcome] = field(default_factory=list)
    seconds: float = 0.0
    trouble: str = ""

    @property
    def passed(self) -> bool:
        """Whether all of it went as written."""
        return not self.trouble and not any(turn.differences for turn in self.turns)


@dataclass
class Outcome:
    """A whole run: stories in the order of their files, and those that could not be read."""

    stories: list[StoryOutcome]
    bad: list[BadStory]

    @property
    def passed(self) -> int:
        """How many stories went as written."""
        return sum(outcome.passed for outcome in self.stories)

    @property
    def failed(self) -> int:
        """How many did not, or could not be read."""
        return len(self.stories) - self.passed + len(self.bad)

    @property
    def code(self) -> int:
        """The exit code: 2 where a file is bad, 1 where a story failed, else 0."""
        return 2 if self.bad else int(self.failed > 0)


def fitting_rules(rules: Iterable[Rule], seen: Seen) -> list[str]:
    """The rules that fit the message, of those that were followed if there are any."""
    if seen.understood is None:
        return []
    fitting = [rule for rule in rules if rule.fits(seen.understood.intent, seen.slots_before)]
    actions = tuple(action.name for action in seen.actions)
    followed = [rule for rule in fitting if rule.was_followed(actions)]
    return [rule.name for rule in followed or fitting]
