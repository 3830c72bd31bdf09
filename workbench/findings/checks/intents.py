"""Intents that have no lines of their own, and intents that no rule answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np

from workbench.findings.checks.mislabelled import place_of
from workbench.findings.dialogue import Script
from workbench.findings.finding import Finding, Place
from workbench.findings.sources import Sources
from workbench.findings.vectors import line_vectors
from workbench.nlu.examples import Example

_MOST_PLACES = 5


def check(sources: Sources) -> Iterator[Finding]:
    """Yield intents that customers' messages can no longer reach, and those that lead nowhere."""
    taught = {line.intent for line in sources.lines}
    written = _written(sources)
    for intent, line in sources.intents.items():
        if sources.nlu is not None and intent not in taught:
            yield from _untaught(sources, intent, line, written.get(intent, []))
    yield from _unknown_lines(sources)
    yield from _unanswered(sources, taught)


def _written(sources: Sources) -> dict[str, list[tuple[str, Script, int]]]:
    """By intent the messages that tests let a customer write, and where; options that are chosen are no writing."""
    found: dict[str, list[tuple[str, Script, int]]] = {}
    for test in sources.tests:
        for reply in test.replies:
            if reply.text and not reply.text.startswith("/"):
                intent = reply.intents[0]
                found.setdefault(intent.name, []).append((reply.text, test, intent.line))
    return found


def _untaught(sources: Sources, intent: str, line: int, written: list[tuple[str, Script, int]]) -> Iterator[Finding]:
    """An intent without lines, though tests or rules wait for it; options and the console may name one, too."""
    named = any(word == intent or word.startswith(f"/{intent}") for word in sources.code.words)
    if written:
        near = _nearest_lines(sources, [text for text, _, _ in written])
        other = Counter(example.intent for example in near).most_common(1)
        values = {"intent": intent, "other": other[0][0] if other else "", "count": len(written)}
        kind = "intent_merged" if other else "intent_without_lines"
        tests = tuple(Place(test.file, at, f"{test.name}: {text}") for text, test, at in written[:_MOST_PLACES])
        lines = tuple(place_of(example) for example in near if other and example.intent == other[0][0])[:_MOST_PLACES]
        yield Finding(kind, "serious", "domain.yml", line, values, intent, (*lines, *tests))
    elif not named:
        rules = tuple(rule.place for rule in sources.rules for reply in rule.replies if reply.intents[0].name == intent)
        yield Finding("intent_without_lines", "look", "domain.yml", line, {"intent": intent}, intent, rules)


def _nearest_lines(sources: Sources, texts: list[str]) -> list[Example]:
    """Of each text the training line that is nearest to it."""
    if not sources.lines:
        return []
    near = line_vectors(texts, sources.folder / "tests") @ sources.left_out.vectors.T
    return [sources.lines[int(number)] for number in np.asarray(near.argmax(axis=1))]


def _unknown_lines(sources: Sources) -> Iterator[Finding]:
    """Lines of an intent that the domain does not have: the first of each file."""
    told: set[tuple[str, str]] = set()
    for line in sources.lines:
        if line.intent not in sources.intents and (line.intent, line.file) not in told:
            told.add((line.intent, line.file))
            values = {"name": line.intent}
            yield Finding("unknown_intent", "serious", line.file, line.line, values, line.text)


def _unanswered(sources: Sources, taught: set[str]) -> Iterator[Finding]:
    scripts = (*sources.rules, *sources.stories)
    answered = {intent.name for script in scripts for reply in script.replies for intent in reply.intents}
    for intent, line in sources.intents.items():
        if intent in taught and intent not in answered:
            yield Finding("intent_without_rule", "serious", "domain.yml", line, {"intent": intent}, intent)
