"""What every conversation test comes to with a model, and what it answers to single messages."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from conversation_tests.catalogue import Catalogue
from conversation_tests.errors import BadStory
from conversation_tests.expectation import Expectation, Given
from conversation_tests.knowledge import seeded
from conversation_tests.outcome import StoryOutcome, TurnOutcome
from conversation_tests.playing import play_all
from conversation_tests.settings import Settings
from conversation_tests.stage import open_stage
from conversation_tests.story import Story, Turn
from ops.files import write_whole
from workbench.progress import Progress
from workbench.stories.choosing import find_tests
from workbench.stories.playing import in_words, read_catalogue

_SAID_ALONE = "said alone"


@dataclass(frozen=True)
class Outcome:
    """A test, or a message said alone, as it went; `turns` tell what was understood, done and answered."""

    file: str
    line: int
    story: str
    digest: str
    passed: bool
    trouble: str
    turns: list[dict[str, Any]]

    @property
    def key(self) -> tuple[str, str]:
        """What names it for every model."""
        return self.file, self.story

    def first_failure(self) -> dict[str, Any] | None:
        """The first turn that went otherwise than expected."""
        return next((turn for turn in self.turns if turn["differences"]), None)


def all_tests(root: Path) -> tuple[list[Story], Catalogue, list[BadStory]]:
    """The tests of the checkout, what they can touch, and those that cannot be read."""
    catalogue = read_catalogue(root)
    found = find_tests(root, (), catalogue)
    return found.stories, catalogue, found.bad


def said_alone(text: str) -> Story:
    """A conversation of one message, of which nothing is expected."""
    return Story("", 0, f"{_SAID_ALONE}: {text}", Given(), (Turn(text, "", (), Expectation()),))


def play(settings: Settings, stories: Sequence[Story], catalogue: Catalogue, progress: Progress) -> list[Outcome]:
    """What they came to with the model of `settings`; WorkbenchError where the processes do not start.

    Those that fail are played once more, since an action may be late where the machine is busy.
    """
    if not stories:
        return []
    with in_words():
        outcomes = asyncio.run(_played(settings, list(stories), catalogue, progress))
    return [_tested(settings.root, outcome) for outcome in outcomes]


async def _played(
    settings: Settings, stories: list[Story], catalogue: Catalogue, progress: Progress
) -> list[StoryOutcome]:
    moments = {story.given.now for story in stories}
    async with open_stage(settings, lambda: seeded(settings.root), moments, lambda _: None) as stage:
        progress.begin("models.tests", of=len(stories))
        outcomes = await play_all(stories, stage, catalogue, lambda outcome: progress.advance(outcome.story.name))
        failed = [outcome.story for outcome in outcomes if not outcome.passed and outcome.story.file]
        again = {id(one.story): one for one in await play_all(failed, stage, catalogue, lambda _: None)}
        return [again.get(id(outcome.story), outcome) for outcome in outcomes]


def _tested(root: Path, outcome: StoryOutcome) -> Outcome:
    story = outcome.story
    passed = outcome.passed or (not story.file and not outcome.trouble)
    turns = [_turn(turn) for turn in outcome.turns]
    return Outcome(story.file, story.line, story.name, digest_of(root, story), passed, outcome.trouble, turns)


def digest_of(root: Path, story: Story) -> str:
    """A digest of the test's file."""
    return hashlib.sha256((root / story.file).read_bytes()).hexdigest()[:12] if story.file else ""


def _turn(outcome: TurnOutcome) -> dict[str, Any]:
    seen = outcome.seen
    answers = [(custom.get("kind"), custom.get("policy_id"), custom.get("version")) for custom in seen.customs]
    return {
        "text": outcome.turn.text,
        "intent": seen.understood.intent if seen.understood else "",
        "level": seen.understood.level if seen.understood else "",
        "actions": [action.name for action in seen.actions],
        "answers": [["" if part is None else str(part) for part in answer] for answer in answers],
        "reply": seen.text[:400],
        "differences": [asdict(difference) for difference in outcome.differences],
    }


class KeptTests:
    """What tests came to with each model, below `var/workbench/models/`, so that they are played once a model."""

    def __init__(self, root: Path) -> None:
        """Look below `root`."""
        self._folder = root / "var" / "workbench" / "models"

    def of(self, model: str) -> dict[tuple[str, str], Outcome]:
        """What is kept of a model; nothing where nothing is, or it cannot be read."""
        try:
            content = json.loads(self._file(model).read_text(encoding="utf-8"))
            return {one.key: one for one in (Outcome(**item) for item in content)}
        except (OSError, ValueError, TypeError):
            return {}

    def keep(self, model: str, outcomes: Iterable[Outcome]) -> None:
        """Keep outcomes of tests beside those that are kept already."""
        kept: Mapping[tuple[str, str], Outcome] = self.of(model) | {one.key: one for one in outcomes if one.file}
        write_whole(self._file(model), json.dumps([asdict(one) for one in kept.values()], ensure_ascii=False))

    def _file(self, model: str) -> Path:
        return self._folder / model / "tests.json"


def broken(before: Mapping[tuple[str, str], Outcome], after: Iterable[Outcome]) -> list[dict[str, Any]]:
    """The tests that fail now and did not fail before, each with its first turn that went otherwise."""
    found = []
    for one in after:
        was = before.get(one.key)
        if not one.passed and one.file and (was is None or was.passed):
            turn = one.first_failure() or {"text": "", "differences": []}
            place = {"file": one.file, "line": one.line, "story": one.story}
            found.append({**place, "trouble": one.trouble, "text": turn["text"], "differences": turn["differences"]})
    return found


def changed_answers(before: Mapping[tuple[str, str], Outcome], after: Iterable[Outcome]) -> list[dict[str, Any]]:
    """Every turn that is answered by other actions, or with other kinds, policies or versions, one by one."""
    found = []
    for one in after:
        was = before.get(one.key)
        for number, (old, new) in enumerate(zip(was.turns, one.turns, strict=False) if was else ()):
            if (old["actions"], old["answers"]) != (new["actions"], new["answers"]):
                place = {"file": one.file, "line": one.line, "story": one.story, "turn": number + 1}
                sides = {"was": _shown(old), "now": _shown(new)}
                found.append({**place, "text": new["text"], **sides, "passed": one.passed})
    return found


def _shown(turn: Mapping[str, Any]) -> dict[str, Any]:
    return {name: turn[name] for name in ("intent", "actions", "answers", "reply")}
