"""The page of a job: how far it is, its log, its stop; and nothing for whoever is no trainer."""

from __future__ import annotations

import time

import pytest

from tests.unit.web.accounts.desk import Desk
from tests.unit.web.workbench.played_chiaro import HOSTILE

SIMULATE = "/staff/workbench/simulate"


def started(trainer: Desk) -> str:
    answer = trainer.post(SIMULATE, customer="calm")
    assert answer.status_code == 303, answer.text[-800:]
    return str(answer.headers["location"])


def page_until(trainer: Desk, path: str, words: str) -> str:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        text = trainer.get(path).text
        if words in text:
            return text
        time.sleep(0.05)
    raise AssertionError(text[-2000:])


def test_a_job_that_ends_well_leads_to_its_result_and_keeps_what_it_wrote(trainer: Desk) -> None:
    job = started(trainer)
    text = page_until(trainer, job, "See the result")
    assert "asked: simulate" in text
    assert f'href="{SIMULATE}/runs/' in text
    assert 'role="status"' in text


def test_while_it_runs_the_page_says_how_far_it_is_and_can_stop_it(
    trainer: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHIARO_PLAYED_WAITS", "1")
    job = started(trainer)
    text = page_until(trainer, job, "1 of 2")
    assert '<progress aria-label="How far it is" max="2" value="1">' in text
    assert "&lt;img src=x" in text
    assert HOSTILE not in text
    again = trainer.post(SIMULATE, customer="calm")
    assert again.status_code == 409
    assert "running already" in again.text
    assert trainer.post(f"{job}/stop").status_code == 303
    assert "Stopped" in page_until(trainer, job, "Stopped")


@pytest.mark.parametrize(("code", "words"), [("1", "Ended with failures"), ("2", "Could not be done")])
def test_a_job_that_ends_badly_says_so(trainer: Desk, monkeypatch: pytest.MonkeyPatch, code: str, words: str) -> None:
    monkeypatch.setenv("CHIARO_PLAYED_CODE", code)
    text = page_until(trainer, started(trainer), words)
    assert ("<details open>" in text) == (code == "2")


def test_the_stream_sends_the_piece_and_then_where_to_go_on(trainer: Desk) -> None:
    job = started(trainer)
    with trainer.client.stream("GET", f"{job}/stream") as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        sent = "".join(stream.iter_text())
    assert "event: progress\ndata: " in sent
    assert sent.rstrip().endswith(f"event: ended\ndata: {SIMULATE}/runs/{job.rsplit('/', 1)[1]}")


@pytest.mark.parametrize("name", ["0" * 16, "..", "x", "%00", "a" * 500])
@pytest.mark.parametrize("end", ["", "/stream"])
def test_a_job_that_does_not_exist_is_not_found(trainer: Desk, name: str, end: str) -> None:
    assert trainer.get(f"/staff/workbench/jobs/{name}{end}").status_code in (404, 303, 307)


def test_the_workbench_leads_to_what_went_wrong(trainer: Desk) -> None:
    answer = trainer.get("/staff/workbench")
    assert (answer.status_code, answer.headers["location"]) == (303, "/staff/workbench/review")
