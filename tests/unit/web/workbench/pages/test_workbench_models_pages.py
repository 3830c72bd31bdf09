"""The pages of models: what is asked becomes the command, and what commands left behind is shown as text."""

from __future__ import annotations

import json
import re
import sqlite3
import time
from pathlib import Path
from typing import Any

import pytest

from tests.unit.web.accounts.desk import Desk
from tests.unit.web.workbench.played_chiaro import HOSTILE
from tests.unit.workbench.models.making_models import NEW, OLD, make_models, make_result
from web.inbox.database import transaction
from web.rasa import Rasa
from web.workbench.jobs.jobs import Jobs
from web.workbench.models.recent import recent_messages, write_messages
from workbench.models.confusion import confusion_picture
from workbench.models.registry import Comparisons

PATH = "/staff/workbench/models"
COMPARED = f"{PATH}/compared/20261126-100000-000001"


@pytest.fixture
def models(project: Path) -> Path:
    for file in (project / "models").iterdir():
        file.unlink()
    return make_models(project, OLD, NEW)


def asked(trainer: Desk, project: Path, act: str, **fields: object) -> list[str]:
    """The command's arguments that come of a form."""
    answer = trainer.post(f"{PATH}/{act}", **fields)
    assert answer.status_code == 303, answer.text[-800:]
    job_id = str(answer.headers["location"]).rsplit("/", 1)[1]
    deadline = time.monotonic() + 60
    while (found := Jobs(project, {}).find(job_id)) is None or found[0].code is None:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    return found[0].arguments


def keep(project: Path, passed: bool) -> None:
    Comparisons(project).keep(make_result(HOSTILE, passed))


def put_in_force(models: Path, **more: str) -> None:
    entry = {"name": OLD, "since": "2026-11-26T10:00", "by": HOSTILE, "before": NEW, **more}
    (models / "in-force.json").write_text(json.dumps(entry))
    history = {"act": "promote", "name": OLD, "before": NEW, "at": "2026-11-26", "by": HOSTILE, "gate": "blocked"}
    (models / "history.jsonl").write_text(json.dumps({**history, "reason": HOSTILE, "compared": ""}) + "\nbroken\n")


@pytest.mark.usefixtures("models")
def test_each_form_becomes_its_command(trainer: Desk, project: Path) -> None:
    english = ["--language", "en"]
    assert asked(trainer, project, "train") == ["model", "train", *english]
    assert asked(trainer, project, "compare", model=NEW) == ["model", "compare", NEW, *english]
    assert asked(trainer, project, "promote", model=NEW) == ["model", "promote", NEW, "--by=tina", *english]
    assert asked(trainer, project, "rollback") == ["model", "rollback", "--by=tina", *english]


@pytest.mark.usefixtures("models")
def test_a_reason_is_one_word_of_the_command_whatever_it_begins_with(trainer: Desk, project: Path) -> None:
    arguments = asked(trainer, project, "promote", model=NEW, reason="--by=admin; rm -rf /")
    assert arguments[3:5] == ["--by=tina", "--anyway=--by=admin; rm -rf /"]


@pytest.mark.usefixtures("models")
@pytest.mark.parametrize("name", ["", "../x", "--help", "chiaro-nothere", HOSTILE])
@pytest.mark.parametrize("act", ["compare", "promote"])
def test_a_model_that_is_not_there_starts_nothing(trainer: Desk, project: Path, act: str, name: str) -> None:
    answer = trainer.post(f"{PATH}/{act}", model=name)
    assert answer.status_code == 422
    assert "no longer there" in answer.text
    assert Jobs(project, {}).all() == []


@pytest.mark.usefixtures("models")
def test_a_reason_that_is_too_long_is_refused(trainer: Desk) -> None:
    assert trainer.post(f"{PATH}/promote", model=NEW, reason="x" * 301).status_code == 422


@pytest.mark.usefixtures("models")
def test_recent_messages_are_handed_over_without_personal_data(trainer: Desk, project: Path) -> None:
    arguments = asked(trainer, project, "compare", model=NEW, recent="1")
    file = project / "var" / "workbench" / "models" / "recent.jsonl"
    assert arguments[3:5] == ["--recent", str(file)]
    assert file.stat().st_mode & 0o777 == 0o600


def test_recent_messages_are_masked_and_each_is_told_once(empty_inbox: Path, tmp_path: Path) -> None:
    from web.inbox.database import open_inbox

    file = tmp_path / "inbox.db"
    file.write_bytes(empty_inbox.read_bytes())
    with sqlite3.connect(file) as connection:
        connection.execute(
            "insert into chat_conversation (conversation_id, offered, told, last_event, started_at, touched_at)"
            " values ('c', '[]', '{}', 0, 0, 0)"
        )
        typed = ["scrivetemi a anna@example.com", "ciao", "ciao", None, "wait"]
        for number, text in enumerate(typed):
            outcome = "waiting" if text == "wait" else "answered"
            row = ("c", number, str(number), text, "x", "it", outcome, float(number), 0.0, 0)
            connection.execute(
                "insert into chat_message (conversation_id, number, client_id, typed, shown, page_language, outcome,"
                " accepted_at, answer_by, claims) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                row,
            )
    engine = open_inbox(f"sqlite:///{file}")
    with transaction(engine, writing=False) as connection_:
        found = recent_messages(connection_)
    engine.dispose()
    assert [one["text"] for one in found] == ["ciao", "scrivetemi a [email]"]
    write_messages(tmp_path / "a" / "recent.jsonl", found)
    lines = (tmp_path / "a" / "recent.jsonl").read_text().splitlines()
    assert [json.loads(line)["language"] for line in lines] == ["it", "it"]


def test_what_is_in_force_and_who_promoted_it_is_shown_as_text(trainer: Desk, models: Path) -> None:
    put_in_force(models)
    text = trainer.get(PATH).text
    assert f"Go back to {NEW}" in text
    assert "This model answers customers." in text
    assert "&lt;img src=x onerror=alert(1)&gt;" in text
    assert "<img src=x" not in text


def test_a_model_that_the_gate_lets_through_can_be_promoted_at_once(trainer: Desk, project: Path, models: Path) -> None:
    put_in_force(models)
    keep(project, passed=True)
    text = trainer.get(PATH).text
    assert "The gate lets it through." in text
    assert f'aria-label="Put {NEW} in force"' in text
    assert 'name="reason"' not in text


def test_a_blocked_model_needs_a_reason(trainer: Desk, project: Path, models: Path) -> None:
    put_in_force(models)
    keep(project, passed=False)
    text = trainer.get(PATH).text
    assert re.search(r"The gate blocks it, for \d+ reason", text)
    assert 'name="reason" required' in text


@pytest.mark.usefixtures("models")
@pytest.mark.parametrize("passed", [True, False])
def test_a_comparison_is_shown_whole_and_as_text(trainer: Desk, project: Path, passed: bool) -> None:
    keep(project, passed)
    answer = trainer.get(COMPARED)
    assert answer.status_code == 200
    for heading in ("Measures", "Changed answers", "Which intent is taken for which", "Confidence and truth"):
        assert heading in answer.text
    assert "6 of 6 recent messages" in answer.text
    assert "<img src=x" not in answer.text
    assert ("conversation test(s) fail" in answer.text) != passed


@pytest.mark.usefixtures("models")
def test_the_job_of_a_comparison_leads_to_it(trainer: Desk, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    result: dict[str, Any] = make_result(HOSTILE, passed=False)
    monkeypatch.setenv("CHIARO_PLAYED_RESULT", json.dumps(result))
    monkeypatch.setenv("CHIARO_PLAYED_CODE", "1")
    asked(trainer, project, "compare", model=NEW)
    (job,) = Jobs(project, {}).all()
    assert job.then == f"{PATH}/jobs/{job.id}"
    assert "The gate blocks it" in trainer.get(job.then).text


@pytest.mark.parametrize("id", ["latest", "20261126-100000-000009", "%2e%2e%2fx"])
def test_a_comparison_that_is_not_there_is_not_found(trainer: Desk, id: str) -> None:
    assert trainer.get(f"{PATH}/compared/{id}").status_code == 404


@pytest.mark.parametrize("text", ["", "{", "[]", "3"])
def test_broken_files_count_as_not_there(trainer: Desk, project: Path, models: Path, text: str) -> None:
    (models / "in-force.json").write_text(text)
    (models / "history.jsonl").write_text(text + "\n")
    folder = project / "var" / "workbench" / "compare"
    folder.mkdir(parents=True)
    (folder / "20261126-100000-000001.json").write_text(text)
    answer = trainer.get(PATH)
    assert answer.status_code == 200
    assert "Nobody has promoted a model yet." in answer.text


def test_the_picture_holds_no_markup_of_a_name() -> None:
    picture = confusion_picture([{"meant": HOSTILE, "said": "b", "count": 2}], HOSTILE)
    assert "<img" not in picture
    assert "style=" not in picture


@pytest.mark.usefixtures("models")
def test_before_the_first_promotion_the_model_that_rasa_answers_with_is_not_compared_with_itself(
    trainer: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def model(_: Rasa) -> str:
        return f"{OLD}.tar.gz"

    monkeypatch.setattr(Rasa, "model", model)
    text = trainer.get(PATH).text
    assert f'<strong class="place">{OLD}</strong> Nobody has promoted a model yet' in text
    assert f'name="model" value="{NEW}"' in text
    assert f'name="model" value="{OLD}"' not in text
