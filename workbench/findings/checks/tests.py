"""Conversation tests that say the same twice, and company policies that tests and data name though they are gone."""

from __future__ import annotations

from collections.abc import Iterator

from learning.text import flatten
from workbench.findings.company import Policies
from workbench.findings.dialogue import Script
from workbench.findings.edits import Edit, exchange
from workbench.findings.finding import Finding, Place
from workbench.findings.marked import Marked
from workbench.findings.sources import Sources


def check(sources: Sources) -> Iterator[Finding]:
    """Yield tests with the same steps, and names of policies that no customer can be told of."""
    yield from _twice(sources)
    policies = sources.policies
    for test in sources.tests:
        yield from _gone(test, policies)


def _twice(sources: Sources) -> Iterator[Finding]:
    seen: dict[object, Script] = {}
    for test in sources.tests:
        first = seen.setdefault(_steps(test), test)
        if first is not test:
            values = {"test": test.name, "other": first.name}
            mend = _without(sources, test)
            yield Finding("test_twice", "serious", test.file, test.line, values, test.name, (first.place,), mend)


def _steps(test: Script) -> object:
    """What makes two tests the same: what is given, done and said, and what must follow; not what is compared."""
    given = _frozen(test.whole["metadata"]["given"])
    turns = tuple(
        (
            flatten(reply.text) if reply.text else "",
            tuple(intent.name for intent in reply.intents),
            tuple(action.name for action in reply.actions),
            _frozen(test.expected(number)["before"]),
        )
        for number, reply in enumerate(test.replies)
    )
    return given, turns


def _frozen(content: Marked) -> object:
    if content.entries:
        return tuple(sorted((key, _frozen(value)) for key, value in content.entries.items()))
    return tuple(_frozen(item) for item in content.items) if content.items else content.text


def _without(sources: Sources, test: Script) -> tuple[Edit, ...] | None:
    """Remove the test; its whole file where it is the only one there."""
    text = sources.text(test.file)
    lines = text.split("\n")
    if len([other for other in sources.tests if other.file == test.file]) == 1:
        return (Edit(test.file, 1, tuple(line.rstrip("\r") for line in lines), ()),)
    following = [other.line for other in sources.tests if other.file == test.file and other.line > test.line]
    end = min(following, default=len(lines) + (lines[-1] != ""))
    return (exchange(text, test.file, test.line, end - test.line, []),)


def _gone(test: Script, policies: Policies) -> Iterator[Finding]:
    for turn in test.whole["metadata"]["turns"].items:
        named = [turn["policy"], *(thing["withdraw"] for thing in turn["before"].items)]
        for policy in named:
            if not policy.text:
                continue
            values = {"policy": policy.text, "test": test.name}
            if policy.text not in policies.files:
                yield Finding("policy_unknown", "serious", test.file, policy.line, values, test.name)
            elif policy.text in policies.ended:
                day = policies.ended[policy.text]
                place = Place(policies.files[policy.text], 1, policy.text)
                told = {**values, "day": day}
                yield Finding("policy_withdrawn", "serious", test.file, policy.line, told, test.name, (place,))
