"""The picture of the dialogue in docs/pictures."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import get_args

import pytest
from click.testing import CliRunner

from actions.conversation import HANDOFFS
from conversation_tests.errors import CannotRun
from conversation_tests.picture.__main__ import PICTURE, ROOT, main
from conversation_tests.picture.bands import entry_in_words
from conversation_tests.picture.dialogue import Dialogue, Entry
from conversation_tests.picture.drawing import draw
from conversation_tests.picture.words import MissingWord, picture_words
from conversation_tests.rule import Rule
from policy_kb.answer.message import Kind

SVG = "{http://www.w3.org/2000/svg}"
REDRAW = "draw it anew: .venv/bin/python -m conversation_tests.picture"


@pytest.fixture(scope="module")
def dialogue() -> Dialogue:
    return Dialogue.read(ROOT)


@pytest.fixture(scope="module")
def committed() -> ElementTree.Element:
    return ElementTree.fromstring(PICTURE.read_text(encoding="utf-8"))


def texts(picture: ElementTree.Element) -> list[str]:
    return ["".join(text.itertext()) for text in picture.iter(f"{SVG}text")]


def test_the_committed_picture_has_every_intent_rule_and_action(
    dialogue: Dialogue, committed: ElementTree.Element
) -> None:
    shown = texts(committed)
    rules = [rule for rules in dialogue.rules.values() for rule in rules]
    intents = {intent for rule in rules for intent in rule.intents}
    names = intents | dialogue.actions | set(dialogue.awaited)
    assert sorted(names - set(shown)) == [], REDRAW
    told = " ".join(shown)
    assert [rule.name for rule in rules if rule.name not in told] == [], REDRAW


def test_every_intent_of_the_domain_starts_a_rule_and_so_is_drawn(dialogue: Dialogue) -> None:
    drawn = {intent for rules in dialogue.rules.values() for rule in rules for intent in rule.intents}
    assert sorted(dialogue.intents - drawn) == ["back", "restart", "session_start"]  # Rasa's own


def test_the_committed_picture_is_the_one_that_would_be_drawn_now(dialogue: Dialogue) -> None:
    assert PICTURE.read_text(encoding="utf-8") == draw(dialogue), REDRAW


def test_the_picture_tells_of_itself_to_those_who_do_not_see_it(committed: ElementTree.Element) -> None:
    labels = (committed.get("aria-labelledby") or "").split()
    told = {element.get("id"): element.text for element in committed if element.tag in (f"{SVG}title", f"{SVG}desc")}
    assert committed.get("role") == "img"
    assert all(told[label] for label in labels)


def test_no_text_is_smaller_than_twelve_pixels_and_both_schemes_have_colours(committed: ElementTree.Element) -> None:
    style = committed.findtext(f"{SVG}style") or ""
    assert (committed.get("viewBox") or "").split()[2] == "1200"
    assert (
        min(
            float(size)
            for size in re.findall(r"([\d.]+)px [a-z]|font-size: ([\d.]+)px", style)
            for size in size
            if size
        )
        >= 12
    )
    assert "prefers-color-scheme: dark" in style
    light, dark = re.findall(r"svg \{([^}]*)\}", style)
    assert re.findall(r"--[a-z-]+", light) == re.findall(r"--[a-z-]+", dark)


def test_no_chip_or_action_lies_over_another(committed: ElementTree.Element) -> None:
    boxes = [
        tuple(float(rect.get(key, "0")) for key in ("x", "y", "width", "height"))
        for rect in committed.iter(f"{SVG}rect")
        if rect.get("class") in ("intent", "action", "kind", "awaited", "choice")
    ]
    assert [pair for pair in combinations(boxes, 2) if _overlap(*pair)] == []


def _overlap(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    (x, y, width, height), (left, top, wide, high) = one, other
    return x < left + wide and left < x + width and y < top + high and top < y + height


def test_the_kinds_and_states_named_are_those_that_there_are() -> None:
    kinds = {kind for kinds in picture_words()["kinds"].values() for kind in kinds}
    assert kinds - set(get_args(Kind)) == {"small talk", "what was said before"}
    assert tuple(picture_words()["states"]) == HANDOFFS


def test_a_new_action_without_words_is_refused_with_the_place_to_write_them(dialogue: Dialogue) -> None:
    rule = Rule("A parcel is traced", frozenset({"ask_parcel"}), ("action_trace",))
    with pytest.raises(MissingWord, match=r"words\.yml has no entry for action_trace under kinds"):
        draw(replace(dialogue, rules={"parcels": (rule,)}))


def test_a_new_thing_to_await_without_words_is_refused(dialogue: Dialogue) -> None:
    with pytest.raises(MissingWord, match="no entry for parcel under awaited"):
        draw(replace(dialogue, awaited={"parcel": (Entry("action_note_fact", {"text": True}),)}))


def test_a_new_rule_is_drawn_with_its_intents_and_condition(dialogue: Dialogue) -> None:
    rule = Rule("Tired & cross", frozenset({"moan", "sigh"}), ("action_acknowledge",), (("language", "it"),))
    shown = texts(ElementTree.fromstring(draw(replace(dialogue, rules={"being_tired": (rule,)}))))
    assert {"Being tired", "moan", "sigh", "Tired & cross (language = it)", "action_acknowledge"} <= set(shown)


def test_what_is_taken_for_an_answer_is_told_in_words() -> None:
    signs = {"intents": ["deny"], "number": {"least": 1, "most": 5}, "most_words": 3, "not_intents": ["ask_*", "vent"]}
    assert (
        entry_in_words(Entry("x", signs)) == "intent deny or a number alone, 1–5; at most 3 words; but not ask_*, vent"
    )
    assert entry_in_words(Entry("x", {"words": list("abcdef")})) == "“a, b, c, d, … (2 more)”"


def test_a_new_sign_of_an_answer_without_words_is_refused() -> None:
    with pytest.raises(MissingWord, match="no entry for smiles under signs"):
        entry_in_words(Entry("x", {"text": True, "smiles": 2}))


def test_a_checkout_with_a_broken_domain_is_refused(tmp_path: Path) -> None:
    (tmp_path / "domain.yml").write_text("actions: [", encoding="utf-8")
    with pytest.raises(CannotRun):
        Dialogue.read(tmp_path)


def test_the_command_draws_into_the_file_named(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, [str(tmp_path / "drawn.svg")])
    assert (result.exit_code, result.output) == (0, "")
    assert (tmp_path / "drawn.svg").read_text(encoding="utf-8").startswith("<svg")


def test_the_command_refuses_a_folder_in_the_place_of_a_file(tmp_path: Path) -> None:
    assert CliRunner().invoke(main, [str(tmp_path)]).exit_code == 2
