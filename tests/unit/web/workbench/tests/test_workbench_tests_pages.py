"""Tests are run, looked at and made of conversations from the pages; what they show is text."""

from __future__ import annotations

import json
import os
import re
import stat
import time
from pathlib import Path

import httpx
import pytest
import yaml

from tests.unit.web.accounts.desk import Desk
from tests.unit.web.workbench.tests.conftest import CONVERSATION
from tests.unit.workbench.stories.making_runs import FILE, STORY, make_run, make_test, make_uses
from workbench.stories.covering import digest_of_file
from workbench.stories.kept import KeptRuns

PATH = "/staff/workbench/tests"
NAME = "A gift card expires after three years"
PLACE = "tests/conversations/gift_cards/test_a_gift_card_expires_after_three_years.yml"


def ended(trainer: Desk, answer: httpx.Response) -> str:
    """The page that a job leads to, when it is over."""
    assert answer.status_code == 303, answer.text[-2000:]
    job = str(answer.headers["location"])
    deadline = time.monotonic() + 60
    while 'sse-connect="' in (page := trainer.get(job).text):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    found = re.search(r'<p class="ways"><a class="choice" href="([^"]+)"', page)
    assert found, page
    return found[1]


def looked(trainer: Desk) -> str:
    return ended(trainer, trainer.post(f"{PATH}/record", conversation=CONVERSATION))


def arguments(project: Path) -> list[str]:
    return list(json.loads((project.parent / "run.json.arguments").read_text("utf-8")))


def test_a_failing_test_is_shown_with_both_sides_and_the_reason(trainer: Desk) -> None:
    text = trainer.get(ended(trainer, trainer.post(f"{PATH}/run", which="all"))).text
    assert "1 passed, 1 failed" in text
    assert "[&#34;explanation&#34;]</pre>" in text
    assert "[&#34;steps&#34;]</pre>" in text
    assert "the answer differs" in text
    assert "<img src=x" not in text


def test_a_failing_test_is_told_as_soon_as_it_has_ended(trainer: Desk) -> None:
    job = str(trainer.post(f"{PATH}/run").headers["location"])
    deadline = time.monotonic() + 60
    while "1 passed, 1 failed so far" not in (text := trainer.get(job).text):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert "kinds: expected" in text


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, []),
        ({"which": "touched"}, ["--touched=HEAD"]),
        ({"which": "failed", "repeat": "3"}, ["--failed", "--repeat", "3"]),
        ({"folder": "gift_cards"}, ["tests/conversations/gift_cards"]),
        ({"folder": "../../etc", "repeat": "999", "model": "../x", "which": "--junit=/x"}, []),
        ({"match": "--junit=/tmp/x"}, ["--match=--junit=/tmp/x"]),
        ({"file": FILE, "folder": "gift_cards"}, [FILE]),
        ({"model": "chiaro-0123456789ab.tar.gz"}, ["--model", "models/chiaro-0123456789ab.tar.gz"]),
    ],
)
def test_only_what_the_page_offers_becomes_part_of_the_command(
    trainer: Desk, project: Path, fields: dict[str, str], expected: list[str]
) -> None:
    ended(trainer, trainer.post(f"{PATH}/run", **fields))
    given = arguments(project)
    assert given[:4] == ["stories", "run", "--language", "en"]
    assert given[4 : given.index("--events")] == expected


@pytest.mark.parametrize("file", ["/etc/passwd", "../../x.yml", "tests/conversations/../../domain.yml", "-x", "a\\b"])
def test_a_file_that_is_no_test_is_refused_with_a_sentence(trainer: Desk, file: str) -> None:
    answer = trainer.post(f"{PATH}/run", file=file)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text


def test_the_tests_are_listed_with_their_past_those_that_fail_first(trainer: Desk, project: Path) -> None:
    assert "No test was run yet" in trainer.get(PATH).text
    for run in (make_run(1, make_test()), make_run(2, make_test(False))):
        KeptRuns(project).keep(run, {})
    text = trainer.get(PATH).text
    assert "Failing now (1)" in text
    assert "Flaky (1)" in text
    assert 'aria-label="passed 1 of 2 runs"' in text
    history = trainer.get(f"{PATH}/history?only=failing").text
    assert STORY in history
    assert "2026-11-02 10:00 · chiaro-1 · c2" in history


def test_a_remembered_run_that_cannot_be_read_is_told_and_the_page_is_there(trainer: Desk, project: Path) -> None:
    folder = project / "var/workbench/runs"
    folder.mkdir(parents=True)
    (folder / "x.json").write_text("{", encoding="utf-8")
    for path in (PATH, f"{PATH}/history"):
        text = trainer.get(path).text
        assert "The remembered run x.json cannot be read" in text


def test_coverage_is_counted_and_drawn_with_the_holes(
    trainer: Desk, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CHIARO_TEST_MODEL", raising=False)  # the model of the project is meant
    assert "<svg" not in trainer.get(f"{PATH}/coverage").text.split("<main", 1)[1]
    uses = make_uses(intents=("ask_policy",), cells=(("gift-cards", "explanation", "it"),))
    test = make_test(uses=uses, digest=digest_of_file(project / FILE))
    KeptRuns(project).keep(make_run(1, test, model="chiaro-0123456789ab"), {})
    assert ended(trainer, trainer.post(f"{PATH}/coverage")) == f"{PATH}/coverage"
    text = trainer.get(f"{PATH}/coverage").text
    assert 'class="grid-hole"' in text
    assert "gift-cards, explanation, it: 1 tests" in text
    assert "It is not known" not in text
    assert "style=" not in text.split("<main", 1)[1]


def test_a_customers_conversation_becomes_a_test_without_personal_data(trainer: Desk, project: Path) -> None:
    choose = looked(trainer)
    page = trainer.get(choose).text
    assert "Testori" not in page
    assert "<img src=x" not in page
    assert 'value="policy" checked' in page
    fields = {
        "name": NAME,
        "new_folder": "gift_cards",
        "first": "1",
        "last": "2",
        "customer": "C-1001",
        "keep-1": ["kinds", "language"],
        "keep-2": ["policy", "level", "hacked"],
        "policy-2": "gift-cards",
    }
    change = ended(trainer, trainer.post(f"{choose}/choose", **fields))
    shown = trainer.get(change).text
    assert "Turn 1: a given name, now" in shown
    assert not (project / PLACE).exists()
    assert trainer.post(f"{change}/write").status_code == 303
    written = (project / PLACE).read_text("utf-8")
    story = yaml.safe_load(written)["stories"][0]
    assert story["metadata"]["turns"] == [
        {"kinds": ["explanation", "steps"], "language": "it"},
        {"policy": "gift-cards", "level": "calm"},
    ]
    assert story["metadata"]["given"] == {"customer": "C-1001"}
    assert "Testori" not in written
    assert "771122" not in written
    assert f"{PLACE} is written" in trainer.get(change).text
    assert list((project / "var/workbench/recordings").glob("*")) == []


def test_what_is_kept_aside_is_for_this_user_only(trainer: Desk, project: Path) -> None:
    looked(trainer)
    (file,) = (project / "var/workbench/recordings").iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_what_is_kept_aside_is_forgotten_after_a_day(trainer: Desk, project: Path) -> None:
    looked(trainer)
    (file,) = (project / "var/workbench/recordings").iterdir()
    trainer.get(f"{PATH}/record")
    assert file.exists()
    os.utime(file, (1, 1))
    trainer.get(f"{PATH}/record")
    assert not file.exists()


def test_a_name_that_is_none_is_told_and_what_was_ticked_stays(trainer: Desk) -> None:
    choose = looked(trainer)
    wrong = ended(trainer, trainer.post(f"{choose}/choose", name="ciao", new_folder="x", first="1", last="2"))
    text = trainer.get(wrong).text
    assert "must be a sentence" in text
    assert f'href="{choose}"' in text
    assert 'value="ciao"' in trainer.get(choose).text


def test_a_file_that_somebody_else_wrote_meanwhile_stays(trainer: Desk, project: Path) -> None:
    choose = looked(trainer)
    fields = {"name": NAME, "new_folder": "gift_cards", "first": "2", "last": "2"}
    change = ended(trainer, trainer.post(f"{choose}/choose", **fields))
    (project / PLACE).write_text("mine", encoding="utf-8")
    assert trainer.post(f"{change}/write").status_code == 409
    assert (project / PLACE).read_text("utf-8") == "mine"


@pytest.mark.parametrize(
    "fields", [{}, {"conversation": "d" * 32}, {"conversation": "' or 1=1 --"}, {"talk": "talk-7"}]
)
def test_a_conversation_that_is_not_there_is_told(trainer: Desk, fields: dict[str, str]) -> None:
    answer = trainer.post(f"{PATH}/record", **fields)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text


@pytest.mark.parametrize("job", ["0" * 16, "x", "..%2f..", "%00"])
def test_a_job_that_is_not_there_is_not_found(trainer: Desk, job: str) -> None:
    for path in (f"{PATH}/runs/{job}", f"{PATH}/record/{job}"):
        assert trainer.get(path).status_code == 404
