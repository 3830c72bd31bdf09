"""The commands as they are typed, their guide, and their words."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import click
import pytest
from click.testing import CliRunner, Result

from tests.unit.workbench.models.making_models import NEW, OLD, LittleRasa, little_rasa, make_comparison, make_models
from workbench.models.commands import model
from workbench.wording import topic_words

ROOT = Path(__file__).parents[4]
GUIDE = (ROOT / "docs" / "workbench" / "models.md").read_text("utf-8")
COMMANDS = dict(model.commands)
KEY = re.compile(r"[\"'](?:models\.)?([a-z]+(?:-[a-z]+)*)[\"']")


@pytest.fixture
def rasa() -> Iterator[LittleRasa]:
    with little_rasa() as rasa:
        yield rasa


@pytest.fixture
def project(tmp_path: Path, rasa: LittleRasa, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("config.yml", "domain.yml", "bot/requirements.lock"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("pipeline: []\npolicies: []\n")
    make_models(tmp_path, OLD, NEW)
    monkeypatch.setenv("CHIARO_PROJECT", str(tmp_path))
    monkeypatch.setenv("CHIARO_RASA_URL", rasa.address)
    return tmp_path


def called(*arguments: object) -> Result:
    return CliRunner().invoke(model, [str(argument) for argument in arguments])


@pytest.mark.parametrize("name", COMMANDS)
def test_the_guide_names_every_command_with_its_options(name: str) -> None:
    assert f"## `chiaro model {name}" in GUIDE
    for parameter in COMMANDS[name].params:
        if isinstance(parameter, click.Option):
            assert f"`{parameter.opts[0]}" in GUIDE, parameter.opts


def test_the_guide_describes_nothing_that_is_not_there() -> None:
    options = {opt for command in COMMANDS.values() for parameter in command.params for opt in parameter.opts}
    assert set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", GUIDE)) <= options
    assert set(re.findall(r"`chiaro model (\w+)", GUIDE)) == set(COMMANDS)


def test_both_languages_have_the_same_words_with_the_same_places() -> None:
    italian, english = topic_words("it", "models"), topic_words("en", "models")
    assert set(italian) == set(english)
    for key, words in italian.items():
        places = [{name for _, name, _, _ in Formatter().parse(text) if name} for text in (words, english[key])]
        assert places[0] == places[1], key


def test_every_word_is_used() -> None:
    sources = "\n".join(file.read_text("utf-8") for file in (ROOT / "workbench" / "models").glob("*.py"))
    assert set(topic_words("en", "models")) <= set(KEY.findall(sources))


def test_a_model_is_promoted_looked_at_and_taken_back(project: Path, rasa: LittleRasa) -> None:
    make_comparison(project, NEW, OLD, passed=True)
    result = called("promote", NEW, "--by", "anna", "--json", project / "out.json")
    assert (result.exit_code, rasa.model) == (0, NEW)
    assert f"{NEW} is in force now, in place of {OLD}" in result.output
    assert json.loads((project / "out.json").read_text())["by"] == "anna"
    status = called("status", "--json", project / "status.json")
    assert f"Rasa answers with {NEW}." in status.output
    assert "by anna" in status.output
    assert json.loads((project / "status.json").read_text())["in_force"]["name"] == NEW
    assert called("rollback", "--by", "anna", "--language", "it").output.startswith(f"Ora è in vigore {OLD}")


def test_a_blocked_model_ends_with_code_2_and_a_sentence(project: Path, rasa: LittleRasa) -> None:
    make_comparison(project, NEW, OLD, passed=False)
    result = called("promote", NEW, "--language", "it")
    assert result.exit_code == 2
    assert "Il varco blocca" in result.output
    assert rasa.model == OLD


@pytest.mark.usefixtures("project")
def test_for_a_job_nothing_but_events_is_printed() -> None:
    assert called("promote", NEW, "--anyway", "a try", "--events").output == ""


@pytest.mark.usefixtures("project")
def test_status_says_so_where_nobody_ever_promoted_and_nothing_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHIARO_RASA_URL", "http://127.0.0.1:9")
    output = called("status").output
    assert "No model was ever promoted" in output
    assert "does not answer at http://127.0.0.1:9" in output
    assert "there is no model of them yet" in output


@pytest.mark.usefixtures("project")
def test_without_a_model_of_the_files_there_is_nothing_to_compare_or_promote() -> None:
    for command in ("compare", "promote"):
        result = called(command)
        assert result.exit_code == 2
        assert "chiaro model train" in result.output


@pytest.mark.usefixtures("project")
def test_a_model_is_not_compared_with_itself() -> None:
    result = called("compare", OLD)
    assert result.exit_code == 2
    assert "is the model in force itself" in result.output


@pytest.mark.parametrize("line", ["[]", "{", '{"words": "a"}', "3"])
def test_recent_messages_that_are_none_are_refused(project: Path, line: str) -> None:
    (project / "recent.jsonl").write_text(line + "\n")
    result = called("compare", NEW, "--recent", project / "recent.jsonl")
    assert result.exit_code == 2
    assert "recent.jsonl, line 1" in result.output
