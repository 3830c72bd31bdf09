"""Files as trainers write them, and what is said where one is wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conversation_tests.catalogue import Catalogue
from conversation_tests.errors import BadStory
from conversation_tests.expectation import DEFAULT_NOW
from conversation_tests.reading import read_paths, read_story
from tests.unit.conversation_tests.conftest import Reader
from tests.unit.conversation_tests.making import make_catalogue

STEPS: list[dict[str, Any]] = [
    {"user": "ciao\n", "intent": "greet"},
    {"action": "action_small_talk"},
    {"user": "quanto dura una [carta regalo](product)?", "intent": "ask_policy"},
    {"slot_was_set": [{"language": "it"}]},
    {"action": "action_answer_policy"},
]


def written(metadata: Any = None, steps: Any = None, **further: Any) -> str:
    story = {"story": "A card expires", "steps": STEPS if steps is None else steps, **further}
    if metadata is not None:
        story["metadata"] = metadata
    return yaml.safe_dump({"version": "3.1", "stories": [story]}, sort_keys=False)


def test_a_story_without_metadata_expects_intents_actions_and_text(read: Reader) -> None:
    (story,) = read(written()).stories
    assert [(turn.text, turn.intent, turn.actions) for turn in story.turns] == [
        ("ciao", "greet", ("action_small_talk",)),
        ("quanto dura una carta regalo?", "ask_policy", ("action_answer_policy",)),
    ]
    assert story.given.now == DEFAULT_NOW
    assert not any(turn.expected.model_fields_set for turn in story.turns)


def test_expectations_are_given_to_their_turns(read: Reader) -> None:
    turns: list[dict[str, Any]] = [{}, {"policy": None, "before": [{"withdraw": "gift-cards"}]}]
    (story,) = read(written({"given": {"now": "2027-03-02T10:00", "customer": "C-1"}, "turns": turns})).stories
    assert (story.given.now, story.given.today, story.given.customer) == ("2027-03-02T10:00:00", "2027-03-02", "C-1")
    assert story.turns[1].expected.model_fields_set == {"policy", "before"}
    assert story.is_alone


def test_a_moment_that_yaml_reads_as_such_is_a_moment_too(read: Reader) -> None:
    text = written().replace("  steps:", "  metadata: {given: {now: 2027-03-02T10:00:00}}\n  steps:")
    assert read(text).stories[0].given.now == "2027-03-02T10:00:00"


@pytest.mark.parametrize(
    ("metadata", "words"),
    [
        ({"turnz": []}, "metadata.turnz: this key is not known"),
        ({"turns": [{}]}, "`turns` has 1 items, but the story has 2 `user` steps"),
        ({"turns": [{}, {"polcy": "x"}]}, "metadata.turns.1.polcy"),
        ({"turns": [{}, {"policy": "cards"}]}, "turn 2: no company policy is called “cards”"),
        ({"turns": [{"before": [{"withdraw": "cards"}]}, {}]}, "turn 1: no company policy is called “cards”"),
        ({"turns": [{"before": [{"action_server": "asleep"}]}, {}]}, "metadata.turns.0.before.0.action_server"),
        ({"turns": [{"before": [{}]}, {}]}, "exactly one of"),
        ({"turns": [{"before": [{"database": "locked", "withdraw": "gift-cards"}]}, {}]}, "exactly one of"),
        ({"turns": [{"silent": True, "says": ["x"]}, {}]}, "a silent turn cannot have says"),
        ({"turns": [{"says": "x"}, {}]}, "metadata.turns.0.says"),
        ({"turns": [{"says": [14]}, {}]}, "metadata.turns.0.says.0"),
        ({"turns": [{"options": -1}, {}]}, "metadata.turns.0.options"),
        ({"turns": [{"level": "livid"}, {}]}, "metadata.turns.0.level"),
        ({"given": {"now": "tomorrow"}}, "must be a moment"),
        ("all", "metadata.*"),
    ],
)
def test_metadata_that_is_wrong_is_named(read: Reader, metadata: Any, words: str) -> None:
    found = read(written(metadata))
    assert found.stories == []
    assert words in found.bad[0].problem
    assert (found.bad[0].story, found.bad[0].line) == ("A card expires", 3)


@pytest.mark.parametrize(
    ("steps", "words"),
    [
        ([], "must begin with a `user` step"),
        ([{"action": "action_small_talk"}], "must begin with a `user` step"),
        (["ciao"], "step 1 must be a mapping"),
        ([{"user": "ciao"}], "step 1 is none of"),
        ([{"intent": "greet"}], "step 1 is none of"),
        ([{"user": " ", "intent": "greet"}], "step 1: `user` and `intent` must be texts"),
        ([{"user": "ciao", "intent": "wave"}], "no intent “wave”"),
        ([STEPS[0], {"action": "action_dance"}], "step 2: the domain has no action “action_dance”"),
        ([STEPS[0], {"action": 3}], "no action “3”"),
    ],
)
def test_steps_that_cannot_be_played_are_named(read: Reader, steps: Any, words: str) -> None:
    assert words in read(written(steps=steps)).bad[0].problem


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("stories: [", 1, "is not YAML"),
        ("version: '3.1'\nstories:\n  - story: {?: ]\n", 3, "is not YAML"),
        ("", 1, "must be a mapping with a list `stories`"),
        ("rules: []", 1, "must be a mapping with a list `stories`"),
        ("stories: []\nrules: []", 1, "“rules” is not known here"),
        ("stories: []\nstories: []", 2, "“stories” stands twice"),
        ("stories:\n  - story: x\n", 2, "a story must be a mapping"),
        ("stories: !!python/object:os.system {}", 1, "is not YAML"),
    ],
)
def test_a_broken_file_is_named_with_its_line(read: Reader, text: str, line: int, words: str) -> None:
    (bad,) = read(text).bad
    assert bad.line == line
    assert words in bad.problem


def test_a_bad_story_or_file_costs_no_other_one(tmp_path: Path, catalogue: Catalogue) -> None:
    content = yaml.safe_load(written())
    content["stories"] += [{"story": "Another", "steps": 3}, dict(content["stories"][0])]
    (tmp_path / "a.yml").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "b.yml").write_text(yaml.safe_dump(content), encoding="utf-8")
    (tmp_path / "c.yml").write_text(written(), encoding="utf-8")
    found = read_paths([tmp_path, tmp_path / "none.yml"], catalogue)
    assert [Path(story.file).name for story in found.stories] == ["b.yml", "c.yml"]
    assert [Path(bad.file).name for bad in found.bad] == ["a.yml", "b.yml", "b.yml", "none.yml"]
    assert "another story of this file has the same name" in found.bad[2].problem


LEAVES = st.none() | st.booleans() | st.integers() | st.text(max_size=8)
NAMES = st.sampled_from(["story", "metadata", "steps", "turns", "given", "now", "user", "intent", "action", "before"])
CONTENT = st.recursive(LEAVES, lambda part: st.lists(part, max_size=3) | st.dictionaries(NAMES, part, max_size=4))


@given(content=CONTENT, metadata=CONTENT)
@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_whatever_stands_in_a_story_is_read_or_refused_in_words(content: Any, metadata: Any) -> None:
    for story in (content, {"story": "x", "steps": content}, {"story": "x", "steps": STEPS, "metadata": metadata}):
        assert read_or_refused(story)


def read_or_refused(story: Any) -> object:
    try:
        return read_story("x.yml", 1, story, make_catalogue()).turns
    except BadStory as bad:
        return bad.problem


def test_the_projects_own_files_can_be_played() -> None:
    root = Path(__file__).resolve().parents[3]
    found = read_paths([root / "tests" / "conversations"], Catalogue.read(root))
    assert found.bad == []
    assert found.stories
