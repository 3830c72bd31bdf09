"""What people and programs are told at the end."""

from __future__ import annotations

import io
import json
from xml.etree import ElementTree

from rich.console import Console

from conversation_tests.coverage import coverage
from conversation_tests.errors import BadStory
from conversation_tests.machine_reports import as_json, junit
from conversation_tests.outcome import Outcome
from conversation_tests.report import print_coverage, print_outcome
from tests.unit.conversation_tests.making import make_catalogue, make_outcome, make_seen, reply

GOOD = make_outcome(make_seen())
FAILED = make_outcome(make_seen(reply("Dura [36] mesi & <basta>\x00"), slots={"policy_id": "gift-cards"}), options=2)
BAD = BadStory("a.yml", 7, "`turns` has 1 items", "Bad & worse")


def printed(outcome: Outcome) -> str:
    out = io.StringIO()
    print_outcome(Console(file=out, width=40), outcome)
    return out.getvalue()


def test_a_run_counts_stories_that_cannot_be_read_as_failed() -> None:
    assert [(outcome.passed, outcome.failed, outcome.code) for outcome in _outcomes()] == [
        (1, 0, 0),
        (1, 1, 1),
        (1, 2, 2),
    ]


def _outcomes() -> list[Outcome]:
    return [Outcome([GOOD], []), Outcome([GOOD, FAILED], []), Outcome([GOOD, FAILED], [BAD])]


def test_a_failing_story_is_told_with_its_cause() -> None:
    text = printed(Outcome([GOOD, FAILED], []))
    for line in (
        "tests/x/test_x.yml:4",
        "turn 1: quando scade?",
        "understood: ask_policy (0.90), then ask_steps (0.05); language it, frustration calm, policy_id gift-cards",
        "chosen: action_answer_policy by RecentRulePolicy (1.00)",
        "rule that fits: A question is answered",
        "reply: Dura [36] mesi & <basta>",
        "options: expected 2",
        "options: seen     0",
    ):
        assert line in text
    assert text.count("✗") == 1


def test_a_story_that_could_not_be_played_says_why() -> None:
    outcome = make_outcome(make_seen())
    outcome.trouble = "ReadTimeout"
    assert "could not be played: ReadTimeout" in printed(Outcome([outcome], []))


def test_a_bad_file_is_told_with_file_line_and_story() -> None:
    assert "a.yml:7: story “Bad & worse”: `turns` has 1 items" in printed(Outcome([], [BAD]))


def test_coverage_is_told_by_name() -> None:
    out = io.StringIO()
    print_coverage(Console(file=out, width=40), coverage(make_catalogue(), [GOOD]))
    assert "actions: 1 of 2 touched" in out.getvalue()
    assert "untouched: gift-cards, refund-timing" in out.getvalue()


def test_junit_counts_failures_and_errors() -> None:
    root = ElementTree.fromstring(junit(Outcome([GOOD, FAILED], [BAD])))
    (suite,) = root.iter("testsuite")
    assert (suite.get("tests"), suite.get("failures"), suite.get("errors")) == ("3", "1", "1")
    cases = list(suite.iter("testcase"))
    assert [case.get("name") for case in cases] == ["A card <expires>", "A card <expires>", "Bad & worse"]
    failure = cases[1].find("failure")
    assert failure is not None
    assert "options: expected 2" in (failure.text or "")


def test_json_holds_everything_that_was_seen() -> None:
    outcome = Outcome([GOOD, FAILED], [BAD])
    content = json.loads(as_json(outcome, coverage(make_catalogue(), outcome.stories)))
    assert (content["passed"], content["failed"]) == (1, 2)
    turn = content["stories"][1]["turns"][0]
    assert turn["differences"] == [{"what": "options", "expected": "2", "seen": "0"}]
    assert turn["understood"]["runner_up"] == "ask_steps"
    assert turn["actions"][0]["policy"] == "RecentRulePolicy"
    assert content["bad"][0]["line"] == 7
    assert content["coverage"]["responses"]["untouched"] == ["utter_goodbye", "utter_greet"]
