"""Compares what a turn came to with what was expected of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from conversation_tests.expectation import Expectation
from conversation_tests.seen import Seen
from conversation_tests.story import Turn
from conversation_tests.words import say


@dataclass(frozen=True)
class Difference:
    """One line of what is wrong: which part, and both sides in words."""

    what: str
    expected: str
    seen: str


def differences(turn: Turn, seen: Seen) -> list[Difference]:
    """All that is otherwise than the story says; empty where the turn passed."""
    return [*_dialogue(turn, seen), *_text(turn.expected, seen), *_named(turn.expected, seen)]


def _dialogue(turn: Turn, seen: Seen) -> Iterator[Difference]:
    intent = seen.understood.intent if seen.understood else None
    if intent != turn.intent:
        yield Difference("intent", _shown(turn.intent), _shown(intent))
    actions = [action.name for action in seen.actions]
    if actions != list(turn.actions):
        yield Difference("actions", _shown(list(turn.actions)), _shown(actions))


def _text(expected: Expectation, seen: Seen) -> Iterator[Difference]:
    if expected.silent and seen.text:
        yield Difference(say("text"), say("no-text"), say("some-text"))
    if not expected.silent and not seen.text:
        yield Difference(say("text"), say("some-text"), say("no-text"))


def _named(expected: Expectation, seen: Seen) -> Iterator[Difference]:
    """The parts that the file names, in the order of the form."""
    for name in Expectation.model_fields:
        if name in expected.model_fields_set and name in _COMPARED:
            yield from _COMPARED[name](expected, seen)


def _equal(name: str, look: Callable[[Seen], object]) -> Callable[[Expectation, Seen], Iterator[Difference]]:
    def compare(expected: Expectation, seen: Seen) -> Iterator[Difference]:
        wanted, found = getattr(expected, name), look(seen)
        if wanted != found:
            yield Difference(name, _shown(wanted), _shown(found))

    return compare


def _language(expected: Expectation, seen: Seen) -> Iterator[Difference]:
    found = [custom.get("language") for custom in seen.customs]
    if any(language != expected.language for language in found):
        yield Difference("language", _shown(expected.language), _shown(found))


def _slots(expected: Expectation, seen: Seen) -> Iterator[Difference]:
    for name, wanted in expected.slots.items():
        found = seen.slots.get(name)
        if not holds(wanted, found):
            yield Difference(f"slots.{name}", _shown(wanted), _shown(found))


def holds(wanted: object, found: object) -> bool:
    """Whether `found` is what is wanted; of a mapping only what is named in it is compared, at every depth."""
    if isinstance(wanted, Mapping):
        return isinstance(found, Mapping) and all(holds(value, found.get(key)) for key, value in wanted.items())
    return (type(wanted) is type(found) and wanted == found) or _same_number(wanted, found)


def _same_number(wanted: object, found: object) -> bool:
    numbers = isinstance(wanted, int | float) and isinstance(found, int | float)
    return numbers and not (isinstance(wanted, bool) or isinstance(found, bool)) and wanted == found


def _says(expected: Expectation, seen: Seen) -> Iterator[Difference]:
    missing = [text for text in expected.says if not _stands_in(text, seen.text)]
    if missing:
        yield Difference("says", _list("all-in", expected.says), _list("unsaid", missing))


def _says_not(expected: Expectation, seen: Seen) -> Iterator[Difference]:
    said = [text for text in expected.says_not if _stands_in(text, seen.text)]
    if said:
        yield Difference("says_not", _list("none-in", expected.says_not), _list("said", said))


def _stands_in(text: str, reply: str) -> bool:
    return text.casefold() in reply.casefold()


def _options_at_least(expected: Expectation, seen: Seen) -> Iterator[Difference]:
    found = count_options(seen)
    if found < expected.options_at_least:
        yield Difference("options_at_least", say("at-least", number=expected.options_at_least), str(found))


def count_options(seen: Seen) -> int:
    """How many options all messages of the reply offer together."""
    return sum(len(options) for custom in seen.customs if isinstance(options := custom.get("options"), list))


def _list(key: str, texts: list[str]) -> str:
    return say(key, texts=_shown(texts))


def _shown(value: object) -> str:
    return say("absent") if value is None else json.dumps(value, ensure_ascii=False, default=str)


_COMPARED: dict[str, Callable[[Expectation, Seen], Iterator[Difference]]] = {
    "kinds": _equal("kinds", lambda seen: [custom.get("kind") for custom in seen.customs]),
    "policy": _equal("policy", lambda seen: seen.first_with_policy().get("policy_id")),
    "version": _equal("version", lambda seen: seen.first_with_policy().get("version")),
    "language": _language,
    "handoff": _equal("handoff", lambda seen: seen.conversation().get("handoff")),
    "level": _equal("level", lambda seen: (seen.conversation().get("frustration") or {}).get("level")),
    "slots": _slots,
    "says": _says,
    "says_not": _says_not,
    "options": _equal("options", count_options),
    "options_at_least": _options_at_least,
}
