"""Makes a test's file of a conversation and of what was chosen from it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from conversation_tests.catalogue import Catalogue
from conversation_tests.reading import read_paths
from conversation_tests.story import Story
from conversation_tests.verdict import count_options
from workbench.errors import WorkbenchError
from workbench.project.changes import Change
from workbench.project.project import Project
from workbench.project.safe_yaml import load_yaml
from workbench.stories.choosing import FOLDER
from workbench.stories.recording.choices import KEPT, PARTS, Choices
from workbench.stories.recording.naming import checked_folder, checked_name, file_name
from workbench.stories.recording.replacing import Replaced, Replacements
from workbench.stories.recording.said import Conversation, Said
from workbench.stories.recording.written import WrittenTest, WrittenTurn


@dataclass(frozen=True)
class Recorded:
    """A test that is not written yet: the change, how it reads as a diff, and what was replaced."""

    change: Change
    diff: str
    name: str
    replaced: tuple[Replaced, ...]
    turns: tuple[dict[str, Any], ...]

    def document(self) -> dict[str, Any]:
        """As JSON."""
        return asdict(self)


def record(project: Project, conversation: Conversation, choices: Choices, catalogue: Catalogue) -> Recorded:
    """The test of what was chosen; it reads as it was meant, or is refused.

    Raises:
        WorkbenchError: the name is none, there is such a file, or a test cannot say this.
    """
    name, path = checked_name(choices.name), _path(choices)
    if project.path(path, FOLDER).exists():
        raise WorkbenchError("stories.file-there", file=path)
    numbered = _taken(conversation, choices)
    samples = sample_customers(project.root)
    replacements = _replacements(conversation, choices.customer, choices.replace, samples)
    if replacements.in_text(name, 0) != name:
        raise WorkbenchError("stories.name-personal")
    turns = [_turn(number, said, choices, replacements) for number, said in numbered]
    rasa_test = not any(said.needs_actions or said.is_silent for _, said in numbered)
    test = WrittenTest(name, _given(conversation, choices, samples), rasa_test, turns)
    text = test.text()
    _check(path, text, test, catalogue)
    change = Change(path, None, text)
    shown = tuple(asdict(turn) for turn in turns)
    return Recorded(change, project.diff(change), name, tuple(replacements.done), shown)


@dataclass(frozen=True)
class LookedAt:
    """A turn to choose from: what can be expected of it as it was, and the slots it changed; nothing personal."""

    number: int
    text: str
    reply: str
    intent: str
    actions: tuple[str, ...]
    seen: dict[str, Any]
    slots: dict[str, Any]


def look(project: Project, conversation: Conversation) -> dict[str, Any]:
    """What can be chosen from: the turns, the moment, the sample customers and who of them was signed in."""
    samples = sample_customers(project.root)
    replacements = _replacements(conversation, None, {}, samples)
    turns = [_looked_at(number, said, replacements) for number, said in enumerate(conversation.turns, 1)]
    customer = conversation.customer if conversation.customer in samples else None
    shown = [asdict(turn) for turn in turns]
    return {"turns": shown, "began": conversation.began, "customer": customer, "samples": sorted(samples)}


def _looked_at(number: int, said: Said, replacements: Replacements) -> LookedAt:
    seen = said.seen
    changed = {name: value for name, value in seen.slots.items() if value != seen.slots_before.get(name)}
    return LookedAt(
        number=number,
        text=replacements.in_text(said.text, number),
        reply=replacements.in_text(seen.text, number),
        intent=seen.understood.intent if seen.understood else "",
        actions=tuple(action.name for action in seen.actions),
        seen=_kept(said, (*PARTS, "silent")),
        slots={name: replacements.in_value(value, number) for name, value in sorted(changed.items())},
    )


@dataclass(frozen=True)
class Sample:
    """An invented customer of the company: who it is, and the numbers of their orders."""

    name: str
    orders: tuple[str, ...]


def sample_customers(root: Path) -> dict[str, Sample]:
    """The invented customers by id; BadFile where their file is no YAML."""
    found: dict[str, Sample] = {}
    for file in sorted((root / "policy_kb" / "content").glob("*/customers.yml")):
        customers = load_yaml(file.read_text(encoding="utf-8"), file.name)
        for customer in customers if isinstance(customers, list) else []:
            orders = tuple(str(order["number"]) for order in customer.get("orders") or [])
            found[str(customer["id"])] = Sample(str(customer.get("name") or ""), orders)
    return found


def _path(choices: Choices) -> str:
    return f"{FOLDER}/{checked_folder(choices.folder)}/{file_name(checked_name(choices.name))}"


def _taken(conversation: Conversation, choices: Choices) -> list[tuple[int, Said]]:
    """The turns that are taken, with their numbers; WorkbenchError where there are none of these numbers."""
    count = len(conversation.turns)
    last = count if choices.last is None else choices.last
    wanted = {choices.first, last, *choices.turns}
    if not (1 <= choices.first <= last <= count) or not wanted <= set(range(1, count + 1)):
        raise WorkbenchError("stories.no-turn", count=count)
    return list(enumerate(conversation.turns, 1))[choices.first - 1 : last]


def _replacements(
    conversation: Conversation, customer: str | None, own: dict[str, str], samples: dict[str, Sample]
) -> Replacements:
    """Those of a conversation, whose names are known already; `customer` is who takes the place of its own."""
    kept = [reference for one, sample in samples.items() for reference in (one, *sample.orders)]
    there, instead = samples.get(conversation.customer or ""), samples.get(customer or "")
    names = conversation.names if there is None else ()
    orders = instead.orders if instead is not None and there is None else ()
    kept += [] if there is None else there.name.split()
    replacements = Replacements(names, orders, kept, own)
    for said in conversation.turns:
        replacements.learn(said.text)
    return replacements


def _given(conversation: Conversation, choices: Choices, samples: dict[str, Sample]) -> dict[str, Any]:
    given: dict[str, Any] = {}
    now = conversation.began if choices.now == KEPT else choices.now
    if now is not None:
        given["now"] = now
    customer = conversation.customer if choices.customer == KEPT else choices.customer
    if customer is not None:
        if customer not in samples:  # whoever it is, it is a person's number
            raise WorkbenchError("stories.no-sample", samples=", ".join(sorted(samples)))
        given["customer"] = customer
    return given


def _turn(number: int, said: Said, choices: Choices, replacements: Replacements) -> WrittenTurn:
    seen = said.seen
    expected = choices.expected_of(number)
    intent = expected.get("intent", seen.understood.intent if seen.understood else "")
    actions = expected.get("actions", [action.name for action in seen.actions])
    if not isinstance(actions, list) or not intent:
        raise WorkbenchError("stories.turn-unheard", number=number)
    found = _kept(said, choices.kept_of(number))
    slots = {name: replacements.in_value(seen.slots.get(name), number) for name in choices.slots_of(number)}
    if slots:
        found["slots"] = slots
    found |= {key: value for key, value in expected.items() if key not in ("intent", "actions")}
    if said.before:
        found["before"] = [{"representative": one} for one in said.before]
    text = replacements.in_text(said.text, number)
    return WrittenTurn(text, str(intent), [str(action) for action in actions], found)


def _kept(said: Said, parts: Sequence[str]) -> dict[str, Any]:
    """What is ticked, as it was seen."""
    if said.is_silent:
        return {"silent": True, **{part: value for part, value in _state(said).items() if part in parts}}
    answer = said.seen.first_with_policy()
    languages = {custom.get("language") for custom in said.seen.customs}
    seen: dict[str, Any] = {"kinds": [custom.get("kind") for custom in said.seen.customs]}
    seen["policy"] = answer.get("policy_id")
    if answer.get("version") is not None:
        seen["version"] = answer["version"]
    if len(languages) == 1 and None not in languages:
        seen["language"] = languages.pop()
    seen |= _state(said)
    if count_options(said.seen):
        seen["options"] = count_options(said.seen)
    return {part: value for part, value in seen.items() if part in parts}


def _state(said: Said) -> dict[str, Any]:
    state = said.seen.conversation()
    level = (state.get("frustration") or {}).get("level")
    return {name: value for name, value in (("handoff", state.get("handoff")), ("level", level)) if value is not None}


def _check(path: str, text: str, test: WrittenTest, catalogue: Catalogue) -> None:
    """Read the text as the runner does; WorkbenchError where that refuses it or reads something else."""
    with tempfile.TemporaryDirectory(prefix="record-") as folder:
        file = Path(folder) / Path(path).name
        file.write_text(text, encoding="utf-8")
        found = read_paths([file], catalogue)
    if found.bad:
        raise WorkbenchError("stories.not-readable", problem=found.bad[0].problem)
    story = found.stories[0]
    if story.name != test.name or list(_texts(story)) != [turn.text.strip() for turn in test.turns]:
        raise WorkbenchError("stories.text-not-writable")


def _texts(story: Story) -> Iterable[str]:
    return (turn.text for turn in story.turns)
