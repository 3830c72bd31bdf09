"""What no test comes by is told and drawn, from the last results of tests that are still as they were."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from conversation_tests.catalogue import Catalogue
from tests.unit.workbench.stories.making_runs import FILE, STORY, make_project, make_test, make_uses
from workbench.stories.choosing import find_tests
from workbench.stories.covered import NO_POLICY, SORTS, Coverage, coverage_of
from workbench.stories.covering import cover, digest_of_file
from workbench.stories.pictures.grid import as_svg, state_of
from workbench.stories.pictures.grid_words import grid_words
from workbench.stories.played import Played

SVG = "{http://www.w3.org/2000/svg}"
USES = make_uses(
    intents=("ask_policy",),
    actions=("action_answer_policy",),
    kinds=("explanation",),
    languages=("it",),
    company_policies=("gift-cards",),
    levels=("calm",),
    cells=(("gift-cards", "explanation", "it"), ("", "no_answer", "en"), ("gift-cards", "survey", "it")),
    path=(
        ("greet", ("action_small_talk",)),
        ("bot_challenge", ("action_small_talk",)),
        ("ask_capabilities", ("action_small_talk",)),
        ("request_human", ("action_hand_over",)),
    ),
)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_project(tmp_path_factory.mktemp("coverage"))


def covered(project: Path, *tests: Played) -> Coverage:
    catalogue = Catalogue.read(project)
    stories = find_tests(project, (), catalogue).stories
    return cover(project, stories, {test.key: test for test in tests}, "chiaro-1", catalogue)


def known(project: Path) -> Coverage:
    return covered(project, make_test(uses=USES, digest=digest_of_file(project / FILE)))


def test_every_sort_is_counted_with_what_is_touched_and_what_is_not(project: Path) -> None:
    coverage = known(project)
    assert tuple(coverage.touched) == SORTS
    assert coverage.is_complete
    assert coverage.touched["intents"]["ask_policy"] == 1
    assert "ask_policy" not in coverage.untouched("intents")
    assert "greet" in coverage.untouched("intents")
    assert coverage.untouched("languages") == ["en"]
    assert coverage.untouched("levels") == ["angry", "frustrated", "tense"]
    assert "gift-cards" not in coverage.untouched("company_policies")


def test_a_training_story_is_touched_by_a_test_that_walks_all_of_it(project: Path) -> None:
    coverage = known(project)
    assert coverage.touched["stories"]["Who is talking is asked before a person is called"] == 1
    assert coverage.touched["stories"]["Anger that lasts ends with a person"] == 0


def test_a_test_that_was_never_run_or_has_changed_makes_it_incomplete(project: Path) -> None:
    for tests in ((), (make_test(uses=USES, digest="older"),)):
        coverage = covered(project, *tests)
        assert coverage.missing == ((FILE, STORY),)
        assert not coverage.is_complete
        assert "ask_policy" in coverage.untouched("intents")


def test_holes_are_what_a_policys_content_has_and_no_test_in_a_language(project: Path) -> None:
    grid = known(project).grid
    assert state_of(grid, "gift-cards", "explanation", "it") == "once"
    assert state_of(grid, "gift-cards", "explanation", "en") == "hole"
    assert state_of(grid, "gift-cards", "transition", "it") == "none"
    assert state_of(grid, "gift-cards", "survey", "it") == "once"
    assert state_of(grid, NO_POLICY, "no_answer", "en") == "once"
    assert ("gift-cards", "explanation", "en") in grid.holes
    assert ("gift-cards", "explanation", "it") not in grid.holes


def test_it_is_read_back_from_json(project: Path) -> None:
    coverage = known(project)
    assert coverage_of(json.loads(json.dumps(coverage.document()))) == coverage


@pytest.mark.parametrize("alone", [True, False])
def test_the_picture_names_each_cell_and_marks_holes_by_more_than_colour(project: Path, alone: bool) -> None:
    coverage = known(project)
    root = ElementTree.fromstring(as_svg(coverage.grid, grid_words(coverage, "en"), alone=alone))
    titles = {title.text for title in root.iter(f"{SVG}title")}
    assert "gift-cards, explanation, it: 1 tests" in titles
    assert "gift-cards, explanation, en: 0 tests" in titles
    holes = [box for box in root.iter(f"{SVG}rect") if box.get("class") == "grid-hole"]
    assert len(holes) == len(coverage.grid.holes)
    assert [text.text for text in root.iter(f"{SVG}text") if text.get("class") == "grid-number"].count("–") == len(
        holes
    )
    assert bool(list(root.iter(f"{SVG}style"))) == alone
    assert all(element.get("style") is None for element in root.iter())
