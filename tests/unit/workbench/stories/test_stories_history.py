"""Runs are remembered, and tell what became of each test."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.workbench.stories.making_runs import FILE, STORY, make_run, make_test, make_uses
from workbench.errors import BadFile
from workbench.stories.history import histories
from workbench.stories.kept import MOST_RUNS, KeptRuns, newest_results, together
from workbench.stories.pictures.pasts import as_blocks, as_svg
from workbench.stories.played import run_of


def test_a_run_is_read_back_as_it_was_kept(tmp_path: Path) -> None:
    uses = make_uses(intents=("ask_policy",), cells=(("gift-cards", "steps", "it"),), path=(("ask_policy", ("a",)),))
    run = make_run(1, make_test(uses=uses), make_test(False, story="Another"))
    KeptRuns(tmp_path).keep(run, {"stories": [{"file": FILE}]})
    assert KeptRuns(tmp_path).runs() == [run]
    assert KeptRuns(tmp_path).last() == run
    latest = json.loads((tmp_path / "var/workbench/runs/latest.json").read_text("utf-8"))
    assert latest["stories"] == [{"file": FILE}]
    assert (latest["run"]["model"], latest["run"]["failed"]) == ("chiaro-1", 1)


def test_at_most_fifty_runs_are_kept_the_newest_ones(tmp_path: Path) -> None:
    kept = KeptRuns(tmp_path)
    for number in range(MOST_RUNS + 3):
        kept.keep(make_run(number, make_test()), {})
    assert [run.commit for run in kept.runs()] == [f"c{number}" for number in range(3, MOST_RUNS + 3)]


def test_without_runs_nothing_is_known(tmp_path: Path) -> None:
    assert KeptRuns(tmp_path).runs() == []
    assert KeptRuns(tmp_path).last() is None


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"id": "x"}', "\ufeff{", "null", '{"tests": 3}'])
def test_a_broken_file_of_a_run_is_named(tmp_path: Path, content: str) -> None:
    folder = tmp_path / "var/workbench/runs"
    folder.mkdir(parents=True)
    (folder / "20261101-1.json").write_text(content, encoding="utf-8")
    with pytest.raises(BadFile) as raised:
        KeptRuns(tmp_path).runs()
    assert raised.value.values == {"file": "20261101-1.json"}


def test_failures_that_last_are_counted_from_the_first_and_the_last_pass_is_known() -> None:
    runs = [make_run(day, make_test(passed), model=f"m{day}") for day, passed in enumerate([True, False, False], 1)]
    (history,) = histories(runs)
    assert (history.file, history.story, history.is_failing) == (FILE, STORY, True)
    assert history.failing_since is not None
    assert (history.failing_since.model, history.failing_since.at[:10]) == ("m2", "2026-11-02")
    assert history.last_passed is not None
    assert history.last_passed.model == "m1"


def test_a_test_that_passes_again_fails_no_longer() -> None:
    (history,) = histories([make_run(1, make_test(False), model="m1"), make_run(2, make_test(), model="m2")])
    assert history.failing_since is None
    assert not history.is_flaky


def test_a_run_without_the_test_neither_ends_nor_begins_its_failures() -> None:
    runs = [make_run(1, make_test(False)), make_run(2, make_test(story="Another"))]
    past = {history.story: history for history in histories(runs)}
    assert [one.mark for one in past[STORY].past] == ["failed", "not_run"]
    assert past[STORY].failing_since == past[STORY].past[0]
    assert past["Another"].last_passed == past["Another"].past[1]


def test_both_outcomes_with_nothing_changed_make_a_test_flaky() -> None:
    (history,) = histories([make_run(1, make_test()), make_run(2, make_test(False))])
    assert history.is_flaky


@pytest.mark.parametrize("changed", ["model", "ground", "file"])
def test_both_outcomes_with_something_changed_do_not(changed: str) -> None:
    before = make_run(1, make_test())
    after = {
        "model": make_run(2, make_test(False), model="m2"),
        "ground": make_run(2, make_test(False), ground="g2"),
        "file": make_run(2, make_test(False, digest="d2")),
    }[changed]
    (history,) = histories([before, after])
    assert not history.is_flaky


def test_a_test_that_passes_sometimes_in_one_run_is_flaky_and_failed() -> None:
    test = together([make_test(), make_test(False), make_test()])
    assert (test.passed, test.plays, test.passes, test.is_flaky) == (False, 3, 2, True)
    assert test.failure is not None
    (history,) = histories([make_run(1, test)])
    assert history.is_flaky
    assert [one.mark for one in history.past] == ["both"]
    assert history.failing_since is not None


def test_the_newest_result_of_each_test_counts_of_one_model_where_that_is_asked_for() -> None:
    runs = [make_run(1, make_test(), model="m1"), make_run(2, make_test(False), model="m2")]
    key = (FILE, STORY)
    assert not newest_results(runs)[key].passed
    assert newest_results(runs, "m1")[key].passed
    assert newest_results(runs, "m3") == {}


def test_a_past_is_drawn_with_a_form_of_its_own_for_each_outcome() -> None:
    runs = [make_run(1, make_test()), make_run(2, make_test(False)), make_run(3, make_test(story="Other"))]
    past = next(history.past for history in histories(runs) if history.story == STORY)
    assert as_blocks(past) == "▂█·"
    root = ElementTree.fromstring(as_svg(past, 'passed, then "failed" & not run'))
    assert root.get("aria-label") == 'passed, then "failed" & not run'
    bars = root.findall("{http://www.w3.org/2000/svg}rect")
    assert [bar.get("class") for bar in bars] == ["past-passed", "past-failed", "past-not-run"]
    assert len({(bar.get("y"), bar.get("height")) for bar in bars}) == 3
    assert all(bar.get("style") is None for bar in bars)


outcomes = st.lists(st.sampled_from([True, False, None]), min_size=1, max_size=12)


@given(outcomes)
def test_whether_a_test_fails_is_told_by_its_last_run_alone(passed: list[bool | None]) -> None:
    tests = [() if one is None else (make_test(one),) for one in passed]
    found = histories([make_run(day, *test) for day, test in enumerate(tests, 1)])
    played = [one for one in passed if one is not None]
    assert [history.is_failing for history in found] == ([not played[-1]] if played else [])


@given(st.text(), st.text())
def test_any_text_of_a_test_comes_back_from_json(story: str, text: str) -> None:
    run = make_run(1, make_test(story=story, digest=text))
    assert run_of(json.loads(json.dumps(run.document()))) == run
