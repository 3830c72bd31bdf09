"""Twelve faults, put into a copy of the project one at a time, are named at their file and line."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.factories.publishing import Published
from tests.integration.workbench.seeding import ROOT, Copy, copy_project, played, turn
from workbench.findings.edits import changes_of
from workbench.findings.finding import Finding
from workbench.nlu.files import NluFiles
from workbench.project.changes import Change

RULES = "data/rules/going_deeper.yml"
TERM_TEST = "tests/conversations/understanding_a_rule/test_a_hard_word_is_explained_in_english.yml"


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project as it is, in which what takes long is reckoned."""
    root = copy_project(ROOT, tmp_path_factory.mktemp("clean"))
    Copy(root).look("mislabelled")
    return root


@pytest.fixture
def copy(clean: Path, tmp_path: Path) -> Copy:
    """A copy of the copy, to be broken."""
    return Copy(copy_project(clean, tmp_path / "project"))


def places(finding: Finding) -> list[tuple[str, int]]:
    return [(other.file, other.line) for other in finding.others]


def mend(copy: Copy, finding: Finding) -> None:
    assert finding.mend is not None
    copy.project.write(changes_of(finding.mend, copy.text))


def test_the_project_as_it_is_has_nothing_serious(copy: Copy) -> None:
    found = copy.look()
    assert [f"{one.file}:{one.line} {one.sentence('en')}" for one in found.findings if one.severity == "serious"] == []


def test_1_a_flipped_rule_is_named_and_turned_back(copy: Copy) -> None:
    before = copy.text(RULES)
    line = copy.replace(RULES, "action: action_quote_source", "action: action_give_reason")
    (finding,) = copy.found("rule_turned", "rules")
    assert (finding.file, finding.line) == (RULES, line)
    assert finding.values["other"] == "action_quote_source"
    assert any(file.startswith("tests/conversations/") for file, _ in places(finding))
    mend(copy, finding)
    assert copy.text(RULES) == before


def test_2_an_intent_merged_into_another_is_named_with_the_lines_it_lies_among(copy: Copy) -> None:
    for file in sorted((copy.root / "data" / "nlu").rglob("*.yml")):
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace("- intent: ask_simpler\n", "- intent: ask_repeat\n"), encoding="utf-8")
    (finding,) = copy.found("intent_merged", "intents")
    assert (finding.file, finding.line) == ("domain.yml", copy.line_of("domain.yml", "- ask_simpler"))
    assert (finding.values["intent"], finding.values["other"]) == ("ask_simpler", "ask_repeat")
    assert places(finding)[0][0].startswith("data/nlu/")


def test_2_an_intent_of_which_most_lines_were_moved_is_named_with_the_nearest_pairs(copy: Copy) -> None:
    nlu = NluFiles.read(copy.project)
    lines = [line for line in nlu.examples if line.intent == "ask_source"]
    for line in random.Random(1).sample(lines, len(lines) * 6 // 10):
        nlu = _relabelled(nlu, line.text, "ask_source", "ask_reason")
    copy.project.write(_changes(copy, nlu))
    findings = copy.found("intents_merged", "mislabelled")
    assert [(one.values["intent"], one.values["other"]) for one in findings] == [("ask_source", "ask_reason")]
    assert findings[0].line == copy.line_of("domain.yml", "- ask_source")
    assert {file.split("/")[1] for file, _ in places(findings[0])} == {"nlu"}


def test_3_most_of_thirty_mislabelled_lines_are_named_and_few_good_ones(copy: Copy) -> None:
    usual = {(one.values["text"], one.values["intent"]) for one in copy.found("line_mislabelled", "mislabelled")}
    nlu = NluFiles.read(copy.project)
    draw, intents = random.Random(7), sorted({line.intent for line in nlu.examples})
    seeded: set[tuple[object, object]] = set()
    for line in draw.sample(nlu.examples, 30):
        other = draw.choice([intent for intent in intents if intent != line.intent])
        nlu = _relabelled(nlu, line.text, line.intent, other)
        seeded.add((line.text, other))
    copy.project.write(_changes(copy, nlu))
    findings = copy.found("line_mislabelled", "mislabelled")
    named = {(one.values["text"], one.values["intent"]) for one in findings}
    for one in findings:
        assert str(one.values["text"]) in copy.text(one.file).split("\n")[one.line - 1]
    assert len(named & seeded) >= 16
    assert len(named - seeded - usual) <= 8
    assert len(usual) <= 40
    first = next(one for one in findings if (one.values["text"], one.values["intent"]) in seeded and one.mend)
    mend(copy, first)
    moved = [line.intent for line in NluFiles.read(copy.project).examples if line.text == first.values["text"]]
    assert moved == [first.values["likely"]]


def test_4_a_missing_italian_response_is_named(copy: Copy) -> None:
    file = "data/responses/greetings.yml"
    lines = copy.text(file).split("\n")
    start = next(number for number, line in enumerate(lines) if line.startswith("  utter_thank:"))
    end = next((n for n in range(start + 1, len(lines)) if lines[n].startswith("  utter_")), len(lines))
    block = "\n".join(lines[start + 1 : end]).split("    - text:")
    kept = [variant for variant in block if "value: it" not in variant]
    copy.write(file, "\n".join([*lines[: start + 1], "    - text:".join(kept), *lines[end:]]))
    (finding,) = copy.found("response_without_language", "responses")
    assert (finding.file, finding.line) == (file, start + 1)
    assert (finding.values["name"], finding.values["language"]) == ("utter_thank", "it")
    assert finding.mend is None


def test_4_missing_italian_words_of_an_answer_are_named(copy: Copy) -> None:
    line = copy.replace("policy_kb/wording/it.yml", '  quoted: "', '  cited: "')
    findings = copy.found("words_without_language", "responses")
    named = {(one.values["name"], one.values["language"]) for one in findings}
    assert named == {("explanation.quoted", "it"), ("explanation.cited", "en")}
    (italian,) = (one for one in findings if one.values["language"] == "it")
    assert italian.file == "policy_kb/wording/it.yml"
    assert abs(italian.line - line) <= 2


def test_5_a_contradictory_story_is_named_beside_its_rule_and_mended(copy: Copy) -> None:
    file = "data/stories/understanding_a_rule.yml"
    before = copy.text(file)
    line = copy.replace(file, "action: action_explain_change", "action: action_explain_term")
    (finding,) = copy.found("story_against_rule", "rules")
    assert (finding.file, finding.line) == (file, line)
    assert places(finding) == [(RULES, copy.line_of(RULES, "action_explain_change"))]
    mend(copy, finding)
    assert copy.text(file) == before


def test_6_an_action_that_raises_is_named_where_it_does(copy: Copy) -> None:
    file = "actions/explain_term.py"
    line = copy.line_of(file, "return ", after="def reply")
    log = f"""Traceback (most recent call last):
  File "/nowhere/.venv/lib/python3.12/site-packages/rasa_sdk/executor.py", line 824, in run
    action(dispatcher, tracker, domain)
  File "{copy.root}/actions/base.py", line 58, in run
    reply = self._reply(turn, runtime)
  File "{copy.root}/{file}", line {line}, in reply
    return nothing
ValueError: seeded
2026-11-26 18:08:39 INFO     more
"""
    copy.write("var/stories/log/actions.log", log)
    copy.was_run([played(TERM_TEST, 3, "A word", turn("action_explain_term", responses=["utter_action_unavailable"]))])
    (finding,) = copy.found("action_raises", "running")
    assert (finding.file, finding.line) == (file, line)
    assert finding.values["error"] == "ValueError: seeded"
    assert places(finding) == [(file, copy.line_of(file, "class ExplainTerm")), (TERM_TEST, 3)]


def test_6_an_action_that_gives_no_answer_is_named_without_a_log_too(copy: Copy) -> None:
    copy.was_run([played(TERM_TEST, 3, "A word", turn("action_explain_term", responses=["utter_action_unavailable"]))])
    (finding,) = copy.found("action_without_answer", "running")
    file = "actions/explain_term.py"
    assert (finding.file, finding.line) == (file, copy.line_of(file, "def reply"))


def test_7_a_slot_that_is_never_set_is_named_beside_who_looks_at_it(copy: Copy) -> None:
    copy.replace("actions/memory.py", '        "question": _question(turn, reply),\n', "")
    (finding,) = copy.found("slot_never_set", "slots")
    assert (finding.file, finding.line) == ("domain.yml", copy.line_of("domain.yml", "  question: {"))
    assert places(finding) == [("actions/turn.py", copy.line_of("actions/turn.py", '"question"'))]


def test_8_a_policy_that_was_taken_away_is_named_in_every_test_that_waits_for_it(copy: Copy) -> None:
    (copy.root / "policy_kb/content/aurora_casa/policies/exchange.yml").unlink()
    findings = copy.found("policy_unknown", "tests")
    assert findings
    for finding in findings:
        assert finding.values["policy"] == "exchange"
        assert "exchange" in copy.text(finding.file).split("\n")[finding.line - 1]


def test_8_a_policy_that_the_knowledge_base_has_ended_is_named_with_its_day(
    copy: Copy, published: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHIARO_DATABASE_URL", published.engine.url.render_as_string(hide_password=False))
    day = published.today.isoformat()
    with published.engine.begin() as connection:
        end = "update revision set in_force_until = :day where policy_id = 'sofa-trial' and in_force_until is null"
        connection.execute(text(end), {"day": day})
    copy.write("policy_kb/content/small_shop/policies/sofa-trial.yml", "policy_id: sofa-trial\n")
    line = copy.replace(
        TERM_TEST, "policy: old-appliance-collection, language: en, handoff", "policy: sofa-trial, handoff"
    )
    (finding,) = copy.found("policy_withdrawn", "tests")
    assert (finding.file, finding.line, finding.values["day"]) == (TERM_TEST, line, day)


def test_8_a_policy_withdrawn_while_the_tests_ran_is_named(copy: Copy) -> None:
    story = played("tests/conversations/x.yml", 3, "Cards", turn("action_answer_policy", wanted="gift-cards"))
    other = played("tests/conversations/y.yml", 3, "Returns", turn("action_answer_policy", policy="exchange"))
    copy.was_run([story, other])
    (finding,) = copy.found("policy_not_answered", "running")
    assert (finding.file, finding.line) == ("policy_kb/content/aurora_casa/policies/gift-cards.yml", 1)
    assert places(finding) == [("tests/conversations/x.yml", 3)]


def test_9_an_entity_off_by_a_character_is_named_and_mended(copy: Copy) -> None:
    nlu = NluFiles.read(copy.project)
    change = nlu.add("ask_policy", "it", "quando arriva il [divan](product)o nuovo di zia Pina")
    copy.project.write([change])
    (finding,) = copy.found("entity_cuts_word", "entities")
    assert (finding.file, finding.line) == (change.path, copy.line_of(change.path, "[divan]"))
    assert finding.values["better"] == "divano"
    mend(copy, finding)
    assert "il [divano](product) nuovo" in copy.text(change.path)


def test_10_a_broken_calibration_is_named_at_its_component(copy: Copy) -> None:
    sure = {"low": 0.9, "high": 1.0, "count": 300, "confidence": 0.97, "right": 0.61}
    good = {"low": 0.9, "high": 1.0, "count": 300, "confidence": 0.97, "right": 0.96}
    sides = {"in_force": {"error": 0.02, "bins": [good]}, "candidate": {"error": 0.3, "bins": [sure]}}
    copy.write("var/workbench/compare/latest.json", json.dumps({"calibration": sides}))
    found = copy.look("calibration").findings
    assert [one.kind for one in found] == ["calibration_broken_candidate"]
    line = copy.line_of("config.yml", "IntentClassifier")
    assert (found[0].file, found[0].line) == ("config.yml", line)
    assert "97 %" in found[0].sentence("it")


def test_11_a_duplicate_test_is_named_beside_the_other_and_removed(copy: Copy) -> None:
    file = "tests/conversations/understanding_a_rule/test_zz_the_same_again.yml"
    copy.write(file, copy.text(TERM_TEST).replace("- story: ", "- story: Again, "))
    (finding,) = copy.found("test_twice", "tests")
    assert (finding.file, finding.line) == (file, copy.line_of(file, "- story:"))
    assert places(finding) == [(TERM_TEST, copy.line_of(TERM_TEST, "- story:"))]
    mend(copy, finding)
    assert not (copy.root / file).exists()


def test_12_a_slow_action_is_named_at_what_it_does(copy: Copy) -> None:
    quick = [turn(action, 0.12) for action in ("action_answer_policy", "action_give_steps", "action_small_talk")]
    slow = [turn("action_give_reason", 0.93), turn("action_give_reason", 0.88)]
    copy.was_run([played(TERM_TEST, 3, "Quick and slow", *quick, *slow)])
    (finding,) = copy.found("action_slow", "running")
    file = "actions/give_reason.py"
    assert (finding.file, finding.line) == (file, copy.line_of(file, "def reply"))
    assert places(finding) == [(file, copy.line_of(file, "class ")), (TERM_TEST, 3)]


def _relabelled(nlu: NluFiles, text: str, intent: str, other: str) -> NluFiles:
    example = next(line for line in nlu.examples if line.text == text and line.intent == intent)
    return nlu.after(nlu.move(example, other))


def _changes(copy: Copy, nlu: NluFiles) -> list[Change]:
    """What makes the copy's files those."""
    there = {file.path for file in NluFiles.read(copy.project).files}
    return [Change(file.path, copy.text(file.path) if file.path in there else None, file.text) for file in nlu.files]
