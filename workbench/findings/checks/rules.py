"""Rules that contradict each other, stories against a rule, and rules that stand alone against stories and tests."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from workbench.findings.dialogue import Named, Reply, Script
from workbench.findings.edits import Edit, exchange
from workbench.findings.finding import Finding, Place
from workbench.findings.sources import Sources

_MOST_PLACES = 6
# So many steps before a message tell two stories apart.
_MEMORY = 5


@dataclass(frozen=True)
class _Answer:
    """What a script does first after a message of one intent."""

    script: Script
    intent: Named
    action: Named

    @property
    def place(self) -> Place:
        return self.script.at(self.action)


def check(sources: Sources) -> Iterator[Finding]:
    """Yield contradictions between rules, stories and tests."""
    rules = _by_intent(_plain_rules(sources.rules))
    others = _by_intent([*sources.stories, *sources.tests])
    for intent, found in rules.items():
        yield from _two_rules(intent, found)
        if len({answer.action.name for answer in found}) == 1:
            yield from _against(sources, found[0], others.get(intent, []))
    yield from _stories(sources, set(rules))


def _plain_rules(rules: list[Script]) -> list[Script]:
    """Those that hold in every conversation, whatever was said before."""
    return [rule for rule in rules if not rule.is_conditional and len(rule.replies) == 1]


def _by_intent(scripts: list[Script]) -> dict[str, list[_Answer]]:
    found: dict[str, list[_Answer]] = defaultdict(list)
    for script in scripts:
        for reply in script.replies:
            if reply.first is not None:
                for intent in reply.intents:
                    found[intent.name].append(_Answer(script, intent, reply.first))
    return found


def _two_rules(intent: str, found: list[_Answer]) -> Iterator[Finding]:
    first = found[0]
    for second in found[1:]:
        if second.action.name != first.action.name:
            values = {"intent": intent, "action": second.action.name, "other": first.action.name}
            yield _named("rules_contradict", second, values, (first.place,), None)


def _against(sources: Sources, rule: _Answer, others: list[_Answer]) -> Iterator[Finding]:
    """The rule, where most stories and tests do otherwise; else each story that does."""
    counted = Counter(answer.action.name for answer in others)
    usual, times = counted.most_common(1)[0] if counted else (rule.action.name, 0)
    if usual != rule.action.name and times > len(others) / 2:
        yield _turned(sources, rule, usual, [answer for answer in others if answer.action.name == usual])
        return
    for answer in others:
        if answer.script.sort == "story" and answer.action.name != rule.action.name:
            values = {"intent": answer.intent.name, "action": answer.action.name, "other": rule.action.name}
            values |= {"story": answer.script.name, "rule": rule.script.name}
            mend = _other_action(sources, answer, rule.action.name)
            yield _named("story_against_rule", answer, values, (rule.place,), mend)


def _turned(sources: Sources, rule: _Answer, usual: str, against: list[_Answer]) -> Finding:
    values: dict[str, object] = {
        "rule": rule.script.name,
        "intent": rule.intent.name,
        "action": rule.action.name,
        "other": usual,
    }
    values |= {"count": len(against)}
    places = tuple(answer.place for answer in against[:_MOST_PLACES])
    return _named("rule_turned", rule, values, places, _other_action(sources, rule, usual))


def _stories(sources: Sources, ruled: set[str]) -> Iterator[Finding]:
    """Stories that are alike up to a message which no rule answers, and go on otherwise."""
    seen: dict[tuple[object, ...], _Answer] = {}
    for story in sources.stories:
        past: list[object] = []
        for reply in story.replies:
            past.append(tuple(intent.name for intent in reply.intents))
            answer = _answer(story, reply)
            if answer is not None and answer.intent.name not in ruled:
                first = seen.setdefault(tuple(past[-_MEMORY:]), answer)
                if first.action.name != answer.action.name:
                    values = {"intent": answer.intent.name, "action": answer.action.name, "other": first.action.name}
                    yield _named("stories_contradict", answer, values, (first.place,), None)
            past += [action.name for action in reply.actions]


def _answer(script: Script, reply: Reply) -> _Answer | None:
    return None if reply.first is None else _Answer(script, reply.intents[0], reply.first)


def _named(
    kind: str,
    answer: _Answer,
    values: Mapping[str, object],
    others: tuple[Place, ...],
    mend: tuple[Edit, ...] | None,
) -> Finding:
    place = answer.place
    return Finding(kind, "serious", place.file, place.line, values, answer.script.name, others, mend)


def _other_action(sources: Sources, answer: _Answer, action: str) -> tuple[Edit, ...] | None:
    """Put `action` in the place of what the script names; None where the line holds more than the name."""
    file, line = answer.script.file, answer.action.line
    text = sources.text(file)
    old = text.split("\n")[line - 1].rstrip("\r")
    if old.count(answer.action.name) != 1:
        return None
    return (exchange(text, file, line, 1, [old.replace(answer.action.name, action)]),)
