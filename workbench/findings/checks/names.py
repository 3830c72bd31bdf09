"""What rules, stories, tests and settings name that is not there, and what is there that nothing names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import get_args

from policy_kb.answer.message import Kind
from workbench.findings.dialogue import Named, Script
from workbench.findings.finding import Finding, Place
from workbench.findings.marked import Marked
from workbench.findings.sources import RASA_INTENTS, Sources

_AWAITED = "bot/resources/awaited.yml"
_RASA_ACTIONS = "action_"
_KINDS = frozenset(get_args(Kind))


def check(sources: Sources) -> Iterator[Finding]:
    """Yield names of intents, actions, kinds and slots that nothing has."""
    known = _Known(sources)
    for script in [*sources.rules, *sources.stories, *sources.tests]:
        yield from known.unknown_in(script)
    for test in sources.tests:
        yield from known.unknown_expectations(test)
    yield from known.unknown_awaited()
    yield from _classes(sources)


class _Known:
    def __init__(self, sources: Sources) -> None:
        self.sources = sources
        self.intents = frozenset(sources.intents) | RASA_INTENTS
        self.actions = frozenset(sources.actions) | frozenset(sources.responses) | _own_of_rasa()
        self.slots = frozenset(sources.domain_names("slots"))

    def unknown_in(self, script: Script) -> Iterator[Finding]:
        for reply in script.replies:
            for intent in reply.intents:
                if intent.name not in self.intents:
                    yield _unknown("unknown_intent", script.file, intent, script.name)
            for action in reply.actions:
                if action.name not in self.actions:
                    yield _unknown("unknown_action", script.file, action, script.name)

    def unknown_expectations(self, test: Script) -> Iterator[Finding]:
        for turn in test.whole["metadata"]["turns"].items:
            for kind in turn["kinds"].items:
                if kind.text and kind.text not in _KINDS:
                    yield _unknown("unknown_kind", test.file, Named(kind.text, kind.line), test.name)
            for slot, line in turn["slots"].key_lines.items():
                if slot not in self.slots:
                    yield _unknown("unknown_slot", test.file, Named(slot, line), test.name)

    def unknown_awaited(self) -> Iterator[Finding]:
        for entry in _inside(self.sources.yaml(_AWAITED)["awaited"]):
            action = entry["action"]
            if action.text and action.text not in self.actions:
                yield _unknown("unknown_action", _AWAITED, Named(action.text, action.line), "")
            for intent in entry["intents"].items:
                if "*" not in intent.text and intent.text not in self.intents:
                    yield _unknown("unknown_intent", _AWAITED, Named(intent.text, intent.line), "")


def _inside(awaited: Marked) -> Iterator[Marked]:
    for entries in awaited.entries.values():
        yield from entries.items


def _own_of_rasa() -> frozenset[str]:
    names = ("listen", "restart", "session_start", "default_fallback", "deactivate_loop", "revert_fallback_events")
    more = ("default_ask_affirmation", "default_ask_rephrase", "two_stage_fallback", "unlikely_intent", "back")
    return frozenset(_RASA_ACTIONS + name for name in (*names, *more, "extract_slots"))


def _unknown(kind: str, file: str, named: Named, where: str) -> Finding:
    return Finding(kind, "serious", file, named.line, {"name": named.name}, where)


def _classes(sources: Sources) -> Iterator[Finding]:
    """Actions of the domain without a class, classes without a place in the domain, and what nothing calls."""
    called = _called(sources)
    for action, line in sources.actions.items():
        if action.startswith("action_") and action not in sources.code.actions:
            yield Finding("action_without_class", "serious", "domain.yml", line, {"name": action})
        elif action not in called:
            others = (sources.code.actions[action].place,) if action in sources.code.actions else ()
            yield Finding("action_unused", "look", "domain.yml", line, {"name": action}, others=others)
    for action, found in sources.code.actions.items():
        if action not in sources.actions:
            values = {"name": action, "class": found.name}
            yield Finding("class_without_action", "serious", found.file, found.line, values, others=_list_of(sources))


def _list_of(sources: Sources) -> tuple[Place, ...]:
    line = sources.domain.key_lines.get("actions")
    return (Place("domain.yml", line, "actions:"),) if line else ()


def _called(sources: Sources) -> set[str]:
    scripts: Iterable[Script] = (*sources.rules, *sources.stories, *sources.tests)
    named = {action.name for script in scripts for reply in script.replies for action in reply.actions}
    awaited = {entry["action"].text for entry in _inside(sources.yaml(_AWAITED)["awaited"])}
    return named | awaited
