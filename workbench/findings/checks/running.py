"""What the last run of the tests showed: actions that raise or are slow, policies that no answer comes from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from statistics import median

from workbench.findings.dialogue import Script
from workbench.findings.finding import Finding, Place
from workbench.findings.last_run import Frame, RunTurn, Trace, read_run, read_traces
from workbench.findings.python_code import ActionClass
from workbench.findings.sources import Sources

_UNAVAILABLE, _SLOW = "utter_action_unavailable", "utter_action_slow"
# An action is slow that takes so many times as long as the others, and longer than a customer does not notice.
_TIMES, _SECONDS = 3.0, 0.5
_MOST_PLACES = 5


def check(sources: Sources) -> Iterator[Finding]:
    """Yield what the last run tells; nothing where there was none."""
    turns = read_run(sources.project.root)
    prepared = _prepared(sources.tests)
    plain = [turn for turn in turns if (turn.file, turn.story) not in prepared]
    yield from _raising(sources, plain)
    yield from _slow(sources, plain)
    yield from _unanswered(sources, turns)


def _prepared(tests: list[Script]) -> set[tuple[str, str]]:
    """The tests in which the action server or the database fails because the test says so."""
    return {
        (test.file, test.name)
        for test in tests
        for turn in test.whole["metadata"]["turns"].items
        for thing in turn["before"].items
        if "action_server" in thing or "database" in thing
    }


def _raising(sources: Sources, turns: list[RunTurn]) -> Iterator[Finding]:
    found = _by_last_action([turn for turn in turns if _UNAVAILABLE in turn.responses])
    traces = read_traces(sources.project.root) if found else []
    for action, places in found.items():
        owner = sources.code.actions.get(action)
        if owner is not None:
            trace, frame = _cause(owner, traces)
            values = {"action": action, "error": trace.error if trace else "", "count": len(places)}
            file, line = (frame.file, frame.line) if frame else (owner.file, owner.does)
            others = (owner.place, *_told(places))
            kind = "action_raises" if values["error"] else "action_without_answer"
            yield Finding(kind, "serious", file, line, values, action, others)


def _cause(owner: ActionClass, traces: list[Trace]) -> tuple[Trace | None, Frame | None]:
    """The last error on whose way the action's own file lies, and the innermost of the project's places in it."""
    for trace in reversed(traces):
        if any(frame.file == owner.file for frame in trace.frames):
            return trace, trace.frames[-1]
    return None, None


def _slow(sources: Sources, turns: list[RunTurn]) -> Iterator[Finding]:
    """Actions that are slow each time. What waits behind another in the same server is slow only now and then."""
    seconds: dict[str, list[float]] = defaultdict(list)
    tests: dict[str, list[RunTurn]] = defaultdict(list)
    for turn in turns:
        for action, taken in turn.actions:
            if taken:
                seconds[action].append(taken)
                tests[action].append(turn)
    least = {action: min(taken) for action, taken in seconds.items()}
    slow = [action for action, taken in least.items() if taken >= max(_SECONDS, _TIMES * _usual(least, action))]
    # One that ran once may have waited for one of those that are slow for sure.
    sure = [action for action in slow if len(seconds[action]) > 1]
    for action in sorted(sure or slow):
        owner = sources.code.actions.get(action)
        if owner is not None:
            values = {"action": action, "seconds": round(median(seconds[action]), 2)}
            values |= {"usual": round(_usual({name: median(taken) for name, taken in seconds.items()}, action), 2)}
            others = (owner.place, *_told(tests[action]))
            yield Finding("action_slow", "serious", owner.file, owner.does, values, action, others)


def _usual(seconds: Mapping[str, float], action: str) -> float:
    """What the other actions take; nothing where there is no other."""
    others = [taken for name, taken in seconds.items() if name != action]
    return median(others) if others else 0.0


def _by_last_action(turns: list[RunTurn]) -> dict[str, list[RunTurn]]:
    found: dict[str, list[RunTurn]] = defaultdict(list)
    for turn in turns:
        if turn.actions:
            found[turn.actions[-1][0]].append(turn)
    return found


def _unanswered(sources: Sources, turns: list[RunTurn]) -> Iterator[Finding]:
    """A policy that tests wait for and that no answer of the whole run came from."""
    answered = {policy for turn in turns for policy in turn.policies}
    failed = {(turn.file, turn.story) for turn in turns if {_UNAVAILABLE, _SLOW} & set(turn.responses)}
    missed: dict[str, list[RunTurn]] = defaultdict(list)
    for turn in turns:
        if turn.expected_policy is not None and (turn.file, turn.story) not in failed:
            missed[turn.expected_policy].append(turn)
    for policy, places in sorted(missed.items()):
        if policy not in answered and policy in sources.policies.files:
            values = {"policy": policy, "count": len(places)}
            file = sources.policies.files[policy]
            yield Finding("policy_not_answered", "serious", file, 1, values, policy, _told(places))


def _told(turns: list[RunTurn]) -> tuple[Place, ...]:
    """The tests that show it, each once."""
    places = dict.fromkeys(Place(turn.file, turn.line, turn.story) for turn in turns)
    return tuple(places)[:_MOST_PLACES]
