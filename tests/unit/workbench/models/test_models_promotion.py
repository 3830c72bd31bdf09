"""A model is put in force by one person at a time, only where the gate lets it, and never half."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ops.in_force import read_in_force
from tests.unit.workbench.models.making_models import (
    NEW,
    OLD,
    LittleRasa,
    little_rasa,
    make_comparison,
    make_models,
)
from workbench.errors import NotThere, UnsafePath, WorkbenchError
from workbench.models.promotion import Asked, Promoter, Rasa
from workbench.models.registry import Registry
from workbench.wording import say_error

ANNA = "anna"


@pytest.fixture
def rasa() -> Iterator[LittleRasa]:
    with little_rasa() as rasa:
        yield rasa


@pytest.fixture
def promoter(tmp_path: Path, rasa: LittleRasa) -> Promoter:
    make_models(tmp_path, OLD, NEW)
    return Promoter(tmp_path, Rasa(rasa.address))


def in_force(promoter: Promoter) -> str | None:
    recorded = read_in_force(promoter.root / "models")
    return recorded.name if recorded else None


def test_a_model_that_the_gate_lets_through_answers_and_is_recorded(promoter: Promoter, rasa: LittleRasa) -> None:
    make_comparison(promoter.root, NEW, OLD, passed=True)
    entry = promoter.promote(Asked(NEW, ANNA))
    assert (entry.name, entry.before, entry.by, entry.gate) == (NEW, OLD, ANNA, "passed")
    assert rasa.model == in_force(promoter) == NEW
    recorded = read_in_force(promoter.root / "models")
    assert recorded is not None
    assert (recorded.code, recorded.before) == (f"code of {NEW}", OLD)
    assert Registry(promoter.root).history() == [entry]


def test_a_blocked_model_is_not_promoted(promoter: Promoter, rasa: LittleRasa) -> None:
    make_comparison(promoter.root, NEW, OLD, passed=False)
    with pytest.raises(WorkbenchError) as caught:
        promoter.promote(Asked(NEW, ANNA))
    assert "blocks" in say_error("en", caught.value)
    assert (rasa.model, in_force(promoter)) == (OLD, None)


def test_a_blocked_model_is_promoted_with_a_reason_which_is_kept(promoter: Promoter) -> None:
    make_comparison(promoter.root, NEW, OLD, passed=False)
    with pytest.raises(WorkbenchError):
        promoter.promote(Asked(NEW, ANNA, "  "))
    promoter.promote(Asked(NEW, ANNA, "the law changed today"))
    (entry,) = Registry(promoter.root).history()
    assert (entry.gate, entry.reason) == ("blocked", "the law changed today")


def test_a_model_that_was_not_compared_with_the_one_in_force_is_refused(promoter: Promoter) -> None:
    make_comparison(promoter.root, NEW, "chiaro-222222222222", passed=True)
    with pytest.raises(NotThere) as caught:
        promoter.promote(Asked(NEW, ANNA))
    assert OLD in say_error("it", caught.value)


def test_the_latest_comparison_counts(promoter: Promoter) -> None:
    make_comparison(promoter.root, NEW, OLD, passed=True, id="20261126-100000-0")
    make_comparison(promoter.root, NEW, OLD, passed=False, id="20261126-110000-0")
    with pytest.raises(WorkbenchError, match="gate-blocks"):
        promoter.promote(Asked(NEW, ANNA))


def test_rolling_back_puts_the_one_before_in_force_and_again(promoter: Promoter, rasa: LittleRasa) -> None:
    make_comparison(promoter.root, NEW, OLD, passed=True)
    promoter.promote(Asked(NEW, ANNA))
    promoter.roll_back("bruno")
    assert rasa.model == in_force(promoter) == OLD
    promoter.roll_back("bruno")
    assert rasa.model == in_force(promoter) == NEW
    assert [entry.act for entry in Registry(promoter.root).history()] == ["promote", "roll_back", "roll_back"]


def test_there_is_nothing_to_go_back_to_at_first(promoter: Promoter) -> None:
    with pytest.raises(NotThere, match="nothing-before"):
        promoter.roll_back(ANNA)


def test_a_model_that_rasa_cannot_load_leaves_the_old_one_in_force(promoter: Promoter, rasa: LittleRasa) -> None:
    rasa.refuses = NEW
    with pytest.raises(WorkbenchError) as caught:
        promoter.promote(Asked(NEW, ANNA, "a try"))
    assert "no valid archive" in say_error("en", caught.value)
    assert (rasa.model, in_force(promoter)) == (OLD, None)
    assert Registry(promoter.root).history() == []


def test_a_model_that_understands_nothing_is_taken_back(promoter: Promoter, rasa: LittleRasa) -> None:
    rasa.understands = False
    with pytest.raises(WorkbenchError):
        promoter.promote(Asked(NEW, ANNA, "a try"))
    assert in_force(promoter) is None
    assert [path for method, path in rasa.asked if method == "PUT"] == ["/model", "/model"]
    assert rasa.model == OLD


def test_a_rasa_that_says_another_name_has_not_taken_it(promoter: Promoter, rasa: LittleRasa) -> None:
    rasa.lies = True
    with pytest.raises(WorkbenchError, match="not-taken"):
        promoter.promote(Asked(NEW, ANNA, "a try"))
    assert in_force(promoter) is None


def test_without_rasa_nothing_changes(tmp_path: Path) -> None:
    make_models(tmp_path, OLD, NEW)
    with pytest.raises(WorkbenchError, match="no-rasa"):
        Promoter(tmp_path, Rasa("http://127.0.0.1:9")).promote(Asked(NEW, ANNA, "a try"))
    assert read_in_force(tmp_path / "models") is None


def test_a_model_can_be_recorded_for_the_next_start(tmp_path: Path) -> None:
    make_models(tmp_path, NEW)
    Promoter(tmp_path, None).promote(Asked(NEW, ANNA, "the first"))
    recorded = read_in_force(tmp_path / "models")
    assert recorded is not None
    assert recorded.name == NEW


def test_who_promotes_while_somebody_else_does_is_refused(promoter: Promoter, rasa: LittleRasa) -> None:
    with Registry(promoter.root).alone(), pytest.raises(WorkbenchError, match="somebody-promotes"):
        promoter.promote(Asked(NEW, ANNA, "a try"))
    assert rasa.model == OLD


def test_the_model_in_force_is_not_promoted_again(promoter: Promoter) -> None:
    with pytest.raises(WorkbenchError, match="in-force-already"):
        promoter.promote(Asked(OLD, ANNA, "again"))


@pytest.mark.parametrize("name", ["../secret", "/etc/passwd", "chiaro-../../x", "chiaro-a/b", "other", "", "chiaro-\0"])
def test_a_name_that_is_none_is_refused(promoter: Promoter, name: str) -> None:
    with pytest.raises(UnsafePath):
        promoter.promote(Asked(name, ANNA, "a try"))


def test_a_link_in_the_place_of_a_model_is_refused(promoter: Promoter, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_text("x")
    (tmp_path / "models" / "chiaro-333.tar.gz").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(NotThere):
        promoter.promote(Asked("chiaro-333", ANNA, "a try"))


def test_lines_of_the_history_that_cannot_be_read_are_left_out(promoter: Promoter) -> None:
    promoter.promote(Asked(NEW, ANNA, "a try"))
    with (promoter.root / "models" / "history.jsonl").open("a") as file:
        file.write('{"half": \n[]\n{"strange": 1}\n')
    assert len(Registry(promoter.root).history()) == 1
