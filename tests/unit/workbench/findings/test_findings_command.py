"""`chiaro findings`: what it prints, writes, accepts and mends."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from tests.unit.workbench.findings.small_project import Small
from workbench.findings.commands import findings
from workbench.findings.finding import finding_of
from workbench.findings.looking import CHECKS

ROOT = Path(__file__).resolve().parents[4]
WORDS = ROOT / "workbench" / "words"
PLACES = re.compile(r"\{(\w+)\}")


@pytest.fixture
def run(small: Small, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    monkeypatch.setenv("CHIARO_PROJECT", str(small.root))

    def call(*arguments: str) -> Result:
        return CliRunner().invoke(findings, list(arguments))

    return call


def flip(small: Small) -> None:
    small.replace("data/rules/all.yml", "action: action_greet", "action: action_answer")


def test_a_good_project_ends_with_0(run) -> None:  # type: ignore[no-untyped-def]
    result = run()
    assert (result.exit_code, result.output.splitlines()[-1]) == (0, "0 serious, 0 to look at, 0 accepted before")


def test_something_serious_ends_with_1_and_is_told_with_place_reason_and_mend(run, small: Small) -> None:  # type: ignore[no-untyped-def]
    flip(small)
    result = run("--check", "rules", "--language", "it")
    assert result.exit_code == 1
    assert result.output.startswith("data/rules/all.yml:5  ")
    assert "La regola «A greeting is returned» risponde a greet con action_answer" in result.output
    assert "chiaro findings --mend" in result.output


def test_json_has_all_that_is_needed_to_show_and_mend_it(run, small: Small, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    flip(small)
    assert run("--json", str(tmp_path / "out.json")).exit_code == 1
    document = json.loads((tmp_path / "out.json").read_text())
    (told,) = document["findings"]
    assert finding_of(told) == small.findings("rules")[0]
    assert (told["says"], document["serious"]) == (small.findings("rules")[0].sentence("en"), 1)
    assert json.loads((small.root / "var/workbench/findings/latest.json").read_text()) == document


def test_only_what_touches_the_paths_is_told(run, small: Small) -> None:  # type: ignore[no-untyped-def]
    flip(small)
    assert run("data/responses").exit_code == 0
    assert run("data/rules").exit_code == 1
    assert run("tests/conversations/all/test_a_greeting.yml").exit_code == 1


def test_progress_is_told_as_json_lines(run) -> None:  # type: ignore[no-untyped-def]
    events = [json.loads(line) for line in run("--events").output.splitlines()]
    assert events[0] == {"step": "findings.looking", "of": len(CHECKS)}
    assert events[-1] == {"done": len(CHECKS), "name": "files"}


def test_a_mend_is_made_and_shown_as_a_diff(run, small: Small) -> None:  # type: ignore[no-untyped-def]
    before = small.text("data/rules/all.yml")
    flip(small)
    result = run("--mend", small.findings("rules")[0].id)
    assert result.exit_code == 0
    assert "+      - action: action_greet" in result.output
    assert small.text("data/rules/all.yml") == before


def test_what_is_accepted_is_told_no_more_until_its_line_is_taken_out(run, small: Small) -> None:  # type: ignore[no-untyped-def]
    flip(small)
    name = small.findings("rules")[0].id
    assert run("--accept", name).exit_code == 0
    assert run().exit_code == 0
    assert run().output.endswith("1 accepted before\n")
    file = "config/accepted_findings.yml"
    assert yaml.safe_load(small.text(file)) == {"accepted": [name]}
    small.write(file, small.text(file).replace(f"  - {name}", "  # -"))
    assert run().exit_code == 1


@pytest.mark.parametrize("option", ["--mend", "--accept"])
def test_an_id_that_no_finding_has_is_refused(run, option: str) -> None:  # type: ignore[no-untyped-def]
    result = run(option, "0123456789ab")
    assert result.exit_code == 2
    assert "0123456789ab" in result.stderr


def test_what_only_a_person_can_mend_is_refused(run, small: Small) -> None:  # type: ignore[no-untyped-def]
    small.replace("data/responses/all.yml", "value: it", "value: en")
    result = run("--mend", small.findings("responses")[0].id)
    assert result.exit_code == 2


def test_every_kind_has_its_three_sentences_in_both_languages_with_the_same_places() -> None:
    italian, english = (yaml.safe_load((WORDS / name / "findings.yml").read_text("utf-8")) for name in ("it", "en"))
    assert list(italian) == list(english)
    for key in english:
        assert set(PLACES.findall(italian[key])) == set(PLACES.findall(english[key])), key
    source = "".join(file.read_text("utf-8") for file in (ROOT / "workbench/findings/checks").glob("*.py"))
    kinds = {key.removesuffix("_why") for key in english if key.endswith("_why")}
    for kind in kinds:
        assert f"{kind}_do" in english
        assert f'"{kind}"' in source or kind.startswith("calibration_broken_"), kind


def test_the_command_and_every_kind_are_documented() -> None:
    text = (ROOT / "docs" / "workbench" / "findings.md").read_text("utf-8")
    options = [option for parameter in findings.params for option in parameter.opts if option.startswith("--")]
    kinds = {
        key.removesuffix("_why")
        for key in yaml.safe_load((WORDS / "en" / "findings.yml").read_text())
        if key.endswith("_why")
    }
    for name in (*options, *CHECKS, *(kind.removesuffix("_candidate").removesuffix("_in_force") for kind in kinds)):
        assert f"`{name}`" in text or f"`{name} " in text, name
