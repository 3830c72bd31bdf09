"""`chiaro simulate` says what is wrong before it starts anything, and its report is JUnit's."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner

from workbench.simulation.commands import simulate
from workbench.simulation.reports import junit
from workbench.simulation.walked import Answered, Simulation, Step, Walk

ROOT = Path(__file__).resolve().parents[4]
ANSWER = Answered(("reason",), "exchange", "it", "none", "ask_reason", "Perché sì.")


@pytest.mark.parametrize("path", ["../elsewhere", "/etc/passwd", "data/nlu", "tests/conversations/../../domain.yml"])
def test_a_path_outside_the_tests_is_refused(path: str) -> None:
    ended = CliRunner().invoke(simulate, [path, "--language", "it"])
    assert ended.exit_code == 2, ended.output
    assert path in ended.stderr
    assert "Scegli" in ended.stderr


@pytest.mark.parametrize("wrong", [["--rate", "2"], ["--customer", "bored"], ["--seed", "x"], ["--at-least", "-1"]])
def test_an_option_that_cannot_be_is_refused(wrong: list[str]) -> None:
    assert CliRunner().invoke(simulate, wrong).exit_code == 2


def test_a_folder_without_tests_is_said_to_have_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("domain.yml", "config.yml", "data", "policy_kb"):
        (tmp_path / name).symlink_to(ROOT / name)
    (tmp_path / "tests" / "conversations" / "empty").mkdir(parents=True)
    monkeypatch.setenv("CHIARO_PROJECT", str(tmp_path))
    ended = CliRunner().invoke(simulate, ["tests/conversations/empty"])
    assert ended.exit_code == 2
    assert "no test" in ended.stderr


def test_every_option_is_documented() -> None:
    text = (ROOT / "docs" / "workbench" / "simulate.md").read_text(encoding="utf-8")
    options = [name for parameter in simulate.params for name in parameter.opts if name.startswith("--")]
    assert options
    assert [name for name in options if name not in text] == []


def test_the_report_has_a_suite_for_each_customer_and_a_failure_for_each_walk_that_changed() -> None:
    changed = Step("cioè\x00?", ANSWER, ANSWER, ("kinds",))
    walks = (
        Walk("calm", "good", "f.yml", 1, (Step("perché?", ANSWER, ANSWER, ()),)),
        Walk("angry", "<bad> & odd", "f.yml", 9, (changed,)),
        Walk("angry", "lost", "f.yml", 20, (), "ReadTimeout"),
    )
    root = ElementTree.fromstring(junit(Simulation(walks, 1, 0.1, "m"), "en").encode())
    counts = {suite.get("name"): (suite.get("tests"), suite.get("failures")) for suite in root}
    assert counts == {"calm": ("1", "0"), "angry": ("2", "2")}
    failure = root.find(".//testcase[@name='<bad> & odd']/failure")
    assert failure is not None
    assert "other parts" in str(failure.text)
