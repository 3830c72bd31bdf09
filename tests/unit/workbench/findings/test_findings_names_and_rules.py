"""Rules, names, slots, responses and tests that do not fit together."""

from __future__ import annotations

import json

import pytest

from tests.unit.workbench.findings.small_project import Small
from workbench.findings.edits import changes_of

TEST = "tests/conversations/all/test_a_greeting.yml"
RULES = "data/rules/all.yml"


def test_a_project_in_which_everything_is_right_has_no_findings(small: Small) -> None:
    assert small.told() == []


def test_two_rules_with_other_actions_are_named_both(small: Small) -> None:
    more = "  - rule: Again\n    steps:\n      - intent: greet\n      - action: action_answer\n"
    small.write(RULES, small.text(RULES) + more)
    (finding,) = small.findings("rules")
    assert (finding.kind, finding.line) == ("rules_contradict", small.line(RULES, "action_answer"))
    assert [(other.file, other.line) for other in finding.others] == [(RULES, 5)]


def test_a_rule_that_holds_under_a_condition_contradicts_nothing(small: Small) -> None:
    more = "  - rule: Again\n    condition:\n      - slot_was_set: [language]\n    steps:\n"
    small.write(RULES, small.text(RULES) + more + "      - intent: greet\n      - action: action_answer\n")
    assert small.told("rules") == []


def test_two_stories_that_part_where_no_rule_decides_are_named(small: Small) -> None:
    small.write(RULES, small.text(RULES).split("  - rule: A question")[0])
    again = small.text("data/stories/all.yml").split("stories:\n")[1]
    other = again.replace("A greeting,", "Again a greeting,").replace("action_answer", "action_greet")
    small.write("data/stories/all.yml", small.text("data/stories/all.yml") + other)
    (finding,) = small.findings("rules")
    assert (finding.kind, finding.line, finding.others[0].line) == ("stories_contradict", 13, 7)


@pytest.mark.parametrize(
    ("file", "old", "new", "kind"),
    [
        (RULES, "intent: greet", "intent: gret", "unknown_intent"),
        (RULES, "action: action_greet", "action: action_gret", "unknown_action"),
        (TEST, "intent: greet", "intent: gret", "unknown_intent"),
        (TEST, "action: action_answer", "action: utter_nothing", "unknown_action"),
        (TEST, "[explanation]", "[explanatoin]", "unknown_kind"),
        (TEST, "slots: {language: it}", "slots: {langauge: it}", "unknown_slot"),
    ],
)
def test_a_name_that_nothing_has_is_named_at_its_line(small: Small, file: str, old: str, new: str, kind: str) -> None:
    line = small.text(file)[: small.text(file).index(old)].count("\n") + 1
    small.replace(file, old, new)
    assert (kind, file, line) in small.told("names")


def test_an_action_without_a_class_and_a_class_without_its_action_are_named(small: Small) -> None:
    small.replace("actions/greet.py", '"action_greet"', '"action_wave"')
    assert small.told("names") == [
        ("action_without_class", "domain.yml", 9),
        ("class_without_action", "actions/greet.py", 1),
    ]


def test_an_action_that_nothing_calls_is_to_be_looked_at(small: Small) -> None:
    small.write("domain.yml", small.text("domain.yml") + "  - action_rest\n")
    small.write("actions/rest.py", 'class Rest:\n    action_name = "action_rest"\n')
    (finding,) = small.findings("names")
    assert (finding.kind, finding.severity, finding.line) == ("action_unused", "look", 11)


def test_an_intent_without_lines_that_tests_write_is_named_with_where_its_messages_lie(small: Small) -> None:
    for file in ("data/nlu/it/all.yml", "data/nlu/en/all.yml"):
        small.replace(file, "- intent: greet", "- intent: ask_policy")
    (finding,) = small.findings("intents")
    assert (finding.kind, finding.file, finding.line) == ("intent_merged", "domain.yml", 2)
    assert (finding.others[0].file, finding.others[0].line) == ("data/nlu/it/all.yml", 5)


def test_an_intent_that_no_rule_or_story_answers_is_named(small: Small) -> None:
    small.write(RULES, small.text(RULES).split("  - rule: A question")[0])
    small.write("data/stories/all.yml", "stories: []\n")
    assert ("intent_without_rule", "domain.yml", 3) in small.told("intents")


def test_slots_that_nobody_sets_or_looks_at_are_named(small: Small) -> None:
    slot = "  mood: {type: text, influence_conversation: false, mappings: [{type: custom}]}\n"
    small.replace("domain.yml", "actions:\n", slot + "actions:\n")
    assert small.told("slots") == [("slot_never_set", "domain.yml", 8), ("slot_never_read", "domain.yml", 8)]


@pytest.mark.parametrize(
    "setting", ['return [SlotSet("mood", 1)]', "return [SlotSet(MOOD, 1)]", "slots = {**MORE}", "slots[MOOD] = 1"]
)
def test_a_slot_counts_as_set_in_every_form_in_which_programs_set_one(small: Small, setting: str) -> None:
    slot = "  mood: {type: text, influence_conversation: false, mappings: [{type: custom}]}\n"
    small.replace("domain.yml", "actions:\n", slot + "actions:\n")
    head = f'MOOD = "mood"\nMORE = {{"mood": None}}\n\ndef set_it(slots):\n    slots.get(MOOD)\n    {setting}\n'
    small.write("actions/moods.py", head)
    assert small.told("slots") == []


def test_a_response_that_is_said_and_not_there_is_named_at_the_rule_that_needs_it(small: Small) -> None:
    small.write("data/responses/all.yml", "responses:\n  utter_other:\n    - text: ok\n")
    assert small.told("responses") == [("response_not_there", RULES, small.line(RULES, "intent: greet"))]


def test_a_wording_for_one_form_of_address_only_is_named(small: Small) -> None:
    condition = "[{type: slot, name: language, value: it}, {type: slot, name: register, value: tu}]"
    small.replace("data/responses/all.yml", "[{type: slot, name: language, value: it}]", condition)
    (finding,) = small.findings("responses")
    assert (finding.kind, finding.line, finding.values["register"]) == ("response_without_register", 2, "lei")


def test_what_is_missing_in_a_language_says_which_in_both_languages(small: Small) -> None:
    small.replace("data/responses/all.yml", "value: it", "value: en")
    (finding,) = small.findings("responses")
    assert finding.sentence("en") == "The response utter_greet has no wording in language “it”."
    assert "«it»" in finding.sentence("it")


def test_words_with_other_places_to_fill_are_named(small: Small) -> None:
    small.replace("policy_kb/wording/it.yml", "{count}", "{conto}")
    assert small.told("responses") == [("words_with_other_places", "policy_kb/wording/it.yml", 1)]


def test_of_a_file_with_several_tests_only_the_double_one_is_removed(small: Small) -> None:
    text = small.text(TEST)
    again = text.split("stories:\n")[1].replace("story: A greeting", "story: The same greeting")
    small.write(TEST, text + again)
    (finding,) = small.findings("tests")
    assert (finding.kind, finding.line) == ("test_twice", small.line(TEST, "The same greeting"))
    assert finding.mend is not None
    small.project.write(changes_of(finding.mend, small.text))
    assert small.text(TEST) == text


def test_the_same_words_at_another_moment_are_another_test(small: Small) -> None:
    again = small.text(TEST).replace("metadata:\n", 'metadata:\n      given: {now: "2027-01-01"}\n')
    small.write("tests/conversations/all/test_later.yml", again)
    assert small.told("tests") == []


def test_a_test_that_names_an_unknown_policy_is_named(small: Small) -> None:
    small.replace(TEST, "policy: returns", "policy: retruns")
    assert small.told("tests") == [("policy_unknown", TEST, 6)]


@pytest.mark.parametrize("text", ["rules: [", "rules: !!python/object:os.system {}\n", "a: &a [*a]\n", "\x00"])
def test_a_file_that_cannot_be_read_is_named_and_the_rest_is_looked_at(small: Small, text: str) -> None:
    small.write("data/rules/broken.yml", text)
    (finding,) = small.findings()
    assert (finding.kind, finding.file) == ("file_unreadable", "data/rules/broken.yml")
    assert finding.sentence("it") != finding.sentence("en")


def test_a_program_that_is_no_python_hinders_nothing(small: Small) -> None:
    small.write("actions/broken.py", "def (:\n")
    assert small.told() == []


def test_an_empty_folder_has_no_findings(small: Small) -> None:
    for file in sorted(small.root.rglob("*"), reverse=True):
        file.rmdir() if file.is_dir() else file.unlink()
    assert small.told() == []


@pytest.mark.parametrize(
    "text",
    ["", "[]", '{"calibration": 3}', '{"calibration": {"candidate": {"bins": [{}]}}}', '{"stories": [{"turns": 3}]}'],
)
def test_what_a_run_or_comparison_left_cut_off_hinders_nothing(small: Small, text: str) -> None:
    small.write("var/workbench/compare/latest.json", text)
    small.write("var/workbench/runs/latest.json", text)
    assert small.told("running", "calibration") == []


@pytest.mark.parametrize("count", [3, 300])
def test_a_calibration_counts_only_with_enough_messages(small: Small, count: int) -> None:
    one = {"low": 0.5, "high": 0.6, "count": count, "confidence": 0.55, "right": 0.95}
    side = {"error": 0.01, "bins": [one]}
    small.write("var/workbench/compare/latest.json", json.dumps({"calibration": {"in_force": side}}))
    expected = [("calibration_broken_in_force", "config.yml", 3)] if count == 300 else []
    assert small.told("calibration") == expected
