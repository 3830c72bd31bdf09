"""What is kept of a test that was just played."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from conversation_tests.catalogue import Catalogue
from conversation_tests.outcome import StoryOutcome, TurnOutcome
from conversation_tests.report import shortened
from conversation_tests.words import say
from workbench.stories.played import Difference, Failure, Played, Reason, Uses


def played(outcome: StoryOutcome, catalogue: Catalogue, digest: str) -> Played:
    """The test with what it came by, and where and why it failed."""
    story = outcome.story
    return Played(
        file=story.file,
        line=story.line,
        story=story.name,
        digest=digest,
        passed=outcome.passed,
        seconds=round(outcome.seconds, 3),
        plays=1,
        passes=int(outcome.passed),
        uses=uses_of(outcome.turns, catalogue),
        failure=None if outcome.passed else _failure(outcome),
    )


def uses_of(turns: list[TurnOutcome], catalogue: Catalogue) -> Uses:
    """All that the turns came by."""
    seen = [turn.seen for turn in turns]
    customs = [custom for one in seen for custom in one.customs]
    states = [one.conversation() for one in seen]
    return Uses(
        intents=_names(one.understood.intent for one in seen if one.understood),
        actions=_names(action.name for one in seen for action in one.actions),
        rules=_names(rule for turn in turns for rule in _followed(turn, catalogue)),
        responses=_names(response for one in seen for response in one.responses),
        dialogue_policies=_names(action.policy for one in seen for action in one.actions),
        company_policies=_names(custom.get("policy_id") for custom in customs),
        kinds=_names(custom.get("kind") for custom in customs),
        languages=_names(custom.get("language") for custom in customs),
        handoffs=_names(state.get("handoff") for state in states),
        levels=_names((state.get("frustration") or {}).get("level") for state in states),
        cells=tuple(sorted({_cell(custom) for custom in customs if custom.get("kind")})),
        path=tuple(_step(turn) for turn in turns),
    )


def _names(found: Iterable[object]) -> tuple[str, ...]:
    return tuple(sorted({str(name) for name in found if name}))


def _cell(custom: dict[str, object]) -> tuple[str, str, str]:
    return str(custom.get("policy_id") or ""), str(custom["kind"]), str(custom.get("language") or "")


def _step(turn: TurnOutcome) -> tuple[str, tuple[str, ...]]:
    intent = turn.seen.understood.intent if turn.seen.understood else ""
    return intent, tuple(action.name for action in turn.seen.actions)


def _followed(turn: TurnOutcome, catalogue: Catalogue) -> list[str]:
    actions = tuple(action.name for action in turn.seen.actions)
    followed = {rule.name for rule in catalogue.rules if rule.was_followed(actions)}
    return [name for name in turn.rules if name in followed]


def _failure(outcome: StoryOutcome) -> Failure:
    failing = next(((number, turn) for number, turn in enumerate(outcome.turns, 1) if turn.differences), None)
    if failing is None:
        return Failure(turn=0, text="", reason="trouble", trouble=outcome.trouble)
    number, turn = failing
    understood = turn.seen.understood
    heard = partial(
        Failure,
        understood=understood.intent if understood else "",
        confidence=round(understood.confidence, 3) if understood else 0.0,
        runner_up=understood.runner_up if understood else "",
    )
    return heard(
        turn=number,
        text=turn.turn.text,
        reason=_reason(turn),
        differences=tuple(Difference(one.what, one.expected, one.seen) for one in turn.differences),
        actions=tuple(action.name for action in turn.seen.actions),
        rules=tuple(turn.rules),
        reply=shortened(turn.seen.text),
        trouble=outcome.trouble,
    )


def _reason(turn: TurnOutcome) -> Reason:
    """The first cause: what follows from a wrong intent is no cause of its own."""
    wrong = {difference.what for difference in turn.differences}
    if turn.seen.understood is None:
        return "unheard"
    if "intent" in wrong:
        return "misunderstood"
    if "actions" in wrong:
        return "other_action"
    return "silent" if say("text") in wrong and not turn.seen.text else "other_answer"
