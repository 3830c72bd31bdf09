"""The page of simulated customers: what is chosen becomes the command, and its result is shown as text."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from tests.unit.web.accounts.desk import Desk
from tests.unit.web.workbench.played_chiaro import HOSTILE
from web.workbench.jobs.jobs import Jobs

PATH = "/staff/workbench/simulate"
ANSWER = {
    "kinds": ["explanation", None],
    "policy": HOSTILE,
    "language": "it",
    "handoff": "offered",
    "intent": "x",
    "text": HOSTILE,
}
STEP = {"said": HOSTILE, "answered": ANSWER, "before": ANSWER | {"policy": None}, "changed": ["policy", "kinds"]}
SAME = STEP | {"changed": [], "said": "nothing changed here"}
RESULT = {
    "seed": 1,
    "rate": 0.15,
    "model": HOSTILE,
    "shares": {"angry": {"same": 1, "turns": 2}},
    "walks": [
        {
            "customer": "angry",
            "test": HOSTILE,
            "file": "tests/conversations/a/b.yml",
            "line": 4,
            "steps": [SAME, STEP],
            "trouble": "",
        }
    ],
}


def ended(trainer: Desk, project: Path, **fields: object) -> tuple[str, list[str]]:
    """The result's page and the command's arguments of a run with these fields."""
    answer = trainer.post(PATH, **fields)
    assert answer.status_code == 303, answer.text[-800:]
    job_id = str(answer.headers["location"]).rsplit("/", 1)[1]
    jobs = Jobs(project, {})
    deadline = time.monotonic() + 60
    while (found := jobs.find(job_id)) is None or found[0].code is None:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    return f"{PATH}/runs/{job_id}", found[0].arguments


def test_the_form_offers_customers_and_the_folders_of_tests(trainer: Desk) -> None:
    text = trainer.get(PATH).text
    for name in ("calm", "typos", "confused", "angry", "switching"):
        assert f'name="customer" value="{name}"' in text
    assert 'value="small_talk"' in text
    assert 'value="survey"' in text


def test_what_is_chosen_becomes_the_command_and_nothing_else(trainer: Desk, project: Path) -> None:
    chosen = {"customer": ["angry", "--model", "typos"], "folder": ["survey", "../..", "--json"], "rate": "25"}
    _, arguments = ended(trainer, project, **chosen)
    options = ["--rate", "0.25", "--language", "en", "--customer", "typos", "--customer", "angry"]
    assert arguments == ["simulate", *options, "tests/conversations/survey"]


@pytest.mark.parametrize("rate", ["", "x", "99", "-5", "٢٥", "1" * 300])
def test_a_rate_that_is_not_offered_becomes_the_usual_one(trainer: Desk, project: Path, rate: str) -> None:
    if len(rate) > 200:
        assert trainer.post(PATH, customer="calm", rate=rate).status_code == 422
        return
    assert ended(trainer, project, customer="calm", rate=rate)[1][:3] == ["simulate", "--rate", "0.15"]


def test_without_a_customer_nothing_is_started(trainer: Desk, project: Path) -> None:
    answer = trainer.post(PATH, customer="nobody")
    assert answer.status_code == 422
    assert "Choose at least one customer" in answer.text
    assert Jobs(project, {}).all() == []


def test_the_result_shows_changed_answers_side_by_side_as_text(
    trainer: Desk, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHIARO_PLAYED_RESULT", json.dumps(RESULT))
    page, _ = ended(trainer, project, customer="angry")
    text = trainer.get(page).text
    assert "50.0 %" in text
    assert "another policy, other parts" in text
    assert "nothing changed here" not in text
    assert "&lt;img src=x onerror=alert(1)&gt;" in text
    assert "<img src=x" not in text


@pytest.mark.parametrize("result", ["", "[1]", '{"shares": {}, "rate": 0.1, "model": "m"}'])
def test_a_result_that_is_missing_or_odd_is_said_to_be(
    trainer: Desk, project: Path, monkeypatch: pytest.MonkeyPatch, result: str
) -> None:
    monkeypatch.setenv("CHIARO_PLAYED_RESULT", result)
    page, _ = ended(trainer, project, customer="calm")
    answer = trainer.get(page)
    assert answer.status_code == 200
    assert ("no result" in answer.text) == (not result.startswith("{"))


def test_no_page_is_there_for_a_run_of_another_kind(trainer: Desk) -> None:
    assert trainer.get(f"{PATH}/runs/{'0' * 16}").status_code == 404
