"""What is told at the end of a run: each failing story with its likely cause, coverage, and the count."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping

from rich.console import Console
from rich.text import Text

from conversation_tests.coverage import Covered
from conversation_tests.outcome import Outcome, StoryOutcome, TurnOutcome
from conversation_tests.verdict import Difference
from conversation_tests.words import say

_LONGEST_TEXT = 240


def print_outcome(console: Console, outcome: Outcome) -> None:
    """Print what is wrong in files, then every failing story."""
    for bad in outcome.bad:
        problem = say("in-story", story=bad.story, problem=bad.problem) if bad.story else bad.problem
        _line(console, say("bad-file", place=f"{bad.file}:{bad.line}", problem=problem), "red")
    for story in outcome.stories:
        if not story.passed:
            _line(console, "")
            for line, style in story_lines(story):
                _line(console, line, style)


def story_lines(outcome: StoryOutcome) -> Iterator[tuple[str, str]]:
    """The lines about a failing story, each with its style."""
    story = outcome.story
    yield say("failed-story", story=story.name), "bold red"
    yield f"  {say('failed-place', file=story.file, line=story.line)}", "dim"
    for number, turn in enumerate(outcome.turns, 1):
        if turn.differences:
            yield f"  {say('failed-turn', number=number, text=shortened(turn.turn.text))}", "bold"
            yield from ((f"    {line}", style) for line, style in _turn_lines(turn))
    if outcome.trouble:
        yield f"  {say('trouble', reason=outcome.trouble)}", "red"


def _turn_lines(turn: TurnOutcome) -> Iterator[tuple[str, str]]:
    yield understood_line(turn), ""
    for action in turn.seen.actions:
        yield say("chosen", action=action.name, policy=action.policy or "-", confidence=action.confidence), ""
    if not turn.seen.actions:
        yield say("chosen-nothing"), ""
    yield say("rule", rules="; ".join(turn.rules)) if turn.rules else say("rule-none"), ""
    yield say("reply", text=shortened(turn.seen.text)) if turn.seen.text else say("reply-none"), ""
    for difference in turn.differences:
        yield from difference_lines(difference)


def understood_line(turn: TurnOutcome) -> str:
    """What the message was taken for."""
    understood = turn.seen.understood
    if understood is None:
        return say("understood-nothing")
    return say("understood", **vars(understood), policy_id=turn.seen.slots.get("policy_id") or "-")


def difference_lines(difference: Difference) -> list[tuple[str, str]]:
    """Expected and seen, a line each."""
    return [
        (say("expected", what=difference.what, expected=difference.expected), "green"),
        (say("seen", what=difference.what, seen=difference.seen), "red"),
    ]


def shortened(text: str) -> str:
    """A text on one line, cut at a word."""
    return textwrap.shorten(text, _LONGEST_TEXT, placeholder=" …")


def print_coverage(console: Console, covered: Mapping[str, Covered]) -> None:
    """Print what no story touched."""
    _line(console, "")
    _line(console, say("coverage-head"), "bold")
    for sort, part in covered.items():
        touched = part.total - len(part.untouched)
        _line(console, say("coverage-line", name=say(f"coverage-{sort}"), touched=touched, total=part.total))
        if part.untouched:
            _line(console, say("coverage-untouched", names=", ".join(part.untouched)), "dim")


def _line(console: Console, text: str, style: str = "") -> None:
    # Replies may have brackets, which rich would take for marks of style.
    console.print(Text(text, style=style), soft_wrap=True)
