"""The page of conflicts: what was found, a mend as a diff, undo, and what is left as it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.web.accounts.desk import Desk
from tests.unit.workbench.findings.small_project import Small
from workbench.commands import write_json
from workbench.findings.finding import Finding
from workbench.findings.kept import FILE
from workbench.findings.looking import look
from workbench.progress import Silent

PATH = "/staff/workbench/findings"
RULES = "data/rules/all.yml"
HOSTILE = "<img src=x onerror=alert(1)>"


@pytest.fixture
def small(project: Path) -> Small:
    """The project, in which a rule is turned and a response lacks Italian."""
    small = Small(project)
    small.replace(RULES, "action: action_greet", "action: action_answer")
    small.replace("data/responses/all.yml", "value: it", "value: en")
    return small


def looked(small: Small) -> dict[str, Finding]:
    """Keep what is found, as the command does; by kind."""
    found = look(small.project, Silent())
    write_json(small.root / FILE, {"accepted": 0, "findings": [one.document("en") for one in found.findings]})
    return {one.kind: one for one in found.findings}


def test_before_anybody_looked_the_page_says_how_to_begin(trainer: Desk) -> None:
    text = trainer.get(PATH).text
    assert "Look for conflicts" in text
    assert "Nothing is in conflict" not in text


def test_looking_starts_the_command_and_shows_how_far_it_is(trainer: Desk) -> None:
    answer = trainer.post(PATH)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/staff/workbench/jobs/")


def test_a_finding_is_shown_with_reason_place_neighbours_and_mend(trainer: Desk, small: Small) -> None:
    looked(small)
    text = trainer.get(PATH).text
    assert "The rule “A greeting is returned” answers greet with action_answer" in text
    assert "Customers get another kind of answer" in text
    assert f"{RULES}:5" in text
    assert "data/stories/all.yml:5" in text
    assert '<span class="added">+      - action: action_greet</span>' in text
    assert "A program cannot mend this" in text
    assert "2 serious, 0 to look at" in text


def test_one_kind_alone_can_be_shown(trainer: Desk, small: Small) -> None:
    looked(small)
    text = trainer.get(f"{PATH}?kind=rule_turned").text
    assert "action_answer" in text
    assert "has no wording in" not in text
    assert "has no wording in" in trainer.get(f"{PATH}?kind=no_such_kind").text


def test_a_mend_is_made_and_taken_back(trainer: Desk, small: Small) -> None:
    turned = small.text(RULES)
    name = looked(small)["rule_turned"].id
    answer = trainer.post(f"{PATH}/{name}/mend", kind="rule_turned")
    assert (answer.status_code, answer.headers["location"]) == (303, f"{PATH}?did=mended")
    assert small.text(RULES) == turned.replace("action_answer", "action_greet", 1)
    text = trainer.get(f"{PATH}?did=mended").text
    assert "It is done." in text
    assert "Mended since" in text
    assert trainer.post(f"{PATH}/{name}/undo").status_code == 303
    assert small.text(RULES) == turned
    assert "answers greet with action_answer" in trainer.get(PATH).text


def test_what_is_left_as_it_is_is_shown_no_more(trainer: Desk, small: Small) -> None:
    name = looked(small)["response_without_language"].id
    assert trainer.post(f"{PATH}/{name}/accept").status_code == 303
    assert name in small.text("config/accepted_findings.yml")
    assert "has no wording in" not in trainer.get(PATH).text
    assert "1 left as they are" in trainer.get(PATH).text


def test_a_mend_of_lines_that_changed_meanwhile_is_refused_and_nothing_written(trainer: Desk, small: Small) -> None:
    name = looked(small)["rule_turned"].id
    small.replace(RULES, "intent: greet", "intent:  greet")
    before = small.text(RULES)
    assert "has been changed since it was looked at" in trainer.get(PATH).text
    answer = trainer.post(f"{PATH}/{name}/mend")
    assert answer.status_code == 409
    assert "has been changed since it was looked at" in answer.text
    assert small.text(RULES) == before


@pytest.mark.parametrize("act", ["mend", "undo", "accept"])
@pytest.mark.parametrize("name", ["0" * 12, "..", "%2e%2e%2fetc", HOSTILE])
def test_a_finding_that_does_not_exist_changes_nothing(trainer: Desk, small: Small, act: str, name: str) -> None:
    looked(small)
    before = {file: file.read_bytes() for file in small.root.rglob("*.yml")}
    answer = trainer.post(f"{PATH}/{name}/{act}")
    assert answer.status_code in (404, 405, 409)
    assert HOSTILE not in answer.text
    assert {file: file.read_bytes() for file in small.root.rglob("*.yml")} == before


def test_what_files_say_is_shown_and_never_obeyed(trainer: Desk, small: Small) -> None:
    small.replace(RULES, "rule: A greeting is returned", f"rule: '{HOSTILE}'")
    looked(small)
    text = trainer.get(PATH).text
    assert HOSTILE not in text
    assert "&lt;img src=x" in text


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"findings": [{}]}', '{"findings": 3, "accepted": 0}'])
def test_a_list_that_is_none_reads_as_no_look_yet(trainer: Desk, small: Small, content: str) -> None:
    small.write(FILE, content)
    assert "Look for conflicts" in trainer.get(PATH).text


def test_a_mend_cannot_lead_out_of_the_project(trainer: Desk, small: Small, tmp_path: Path) -> None:
    outside = tmp_path / "outside.yml"
    outside.write_text("a\n")
    document = looked(small)["rule_turned"].document("en")
    document["mend"] = [{"path": "../outside.yml", "line": 1, "before": ["a"], "after": ["b"]}]
    write_json(small.root / FILE, {"accepted": 0, "findings": [document]})
    assert trainer.post(f"{PATH}/{document['id']}/mend").status_code == 409
    assert outside.read_text() == "a\n"
