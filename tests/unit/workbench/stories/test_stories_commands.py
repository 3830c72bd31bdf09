"""The commands as they are typed, as far as they go without Rasa; their guide; their words."""

from __future__ import annotations

import json
import re
import string
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from tests.unit.workbench.stories.making_runs import FILE, ROOT, STORY, make_project, make_run, make_test, make_uses
from tests.unit.workbench.stories.making_talks import turn, write_json
from workbench.stories.commands import stories
from workbench.stories.covering import digest_of_file
from workbench.stories.kept import KeptRuns
from workbench.wording import LANGUAGES, topic_words

GUIDE = (ROOT / "docs" / "workbench" / "stories.md").read_text("utf-8")
COMMANDS = dict(stories.commands)
NAME = ["--name", "A gift card expires after three years", "--folder", "gift_cards"]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "project").mkdir()
    folder = make_project(tmp_path / "project")
    monkeypatch.setenv("CHIARO_PROJECT", str(folder))
    monkeypatch.delenv("CHIARO_TEST_MODEL", raising=False)
    return folder


def called(*arguments: object) -> Result:
    return CliRunner().invoke(stories, [str(argument) for argument in arguments])


def section(name: str) -> str:
    parts = re.split(r"^## ", GUIDE, flags=re.MULTILINE)
    return next(part for part in parts if part.startswith(f"`chiaro stories {name}"))


@pytest.mark.parametrize("name", COMMANDS)
def test_the_guide_names_every_option_and_argument_of_a_command(name: str) -> None:
    text = section(name) + section("run").partition("\n")[0]
    for parameter in COMMANDS[name].params:
        if isinstance(parameter, click.Option):
            assert f"`{parameter.opts[0]}" in GUIDE, parameter.opts
        else:
            assert parameter.make_metavar(click.Context(COMMANDS[name])).strip("[].") in text


def test_the_guide_describes_no_command_or_option_that_is_not_there() -> None:
    options = {opt for command in COMMANDS.values() for parameter in command.params for opt in parameter.opts}
    assert set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", GUIDE)) <= options
    assert set(re.findall(r"`chiaro stories (\w+)", GUIDE)) == set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_help_says_what_a_command_and_each_of_its_options_do(name: str) -> None:
    assert called(name, "--help").exit_code == 0
    assert all(param.help for param in COMMANDS[name].params if isinstance(param, click.Option))


def test_both_languages_have_the_same_words_with_the_same_places_and_no_others_are_used() -> None:
    words = {language: topic_words(language, "stories") for language in LANGUAGES}
    assert words["it"].keys() == words["en"].keys()
    formatter = string.Formatter()
    for key, text in words["it"].items():
        places = [{name for _, name, _, _ in formatter.parse(one) if name} for one in (text, words["en"][key])]
        assert places[0] == places[1], key
    folders = (ROOT / "workbench" / "stories", ROOT / "web" / "workbench" / "tests")
    code = "\n".join(file.read_text("utf-8") for folder in folders for file in folder.rglob("*.py"))
    assert set(re.findall(r'"stories\.([a-z]+(?:-[a-z]+)*)"', code)) <= words["en"].keys()
    made = ("why-", "sort-", "kind-", "personal-", "touched-", "stage-")
    runners = {"process-died", "process-late", "load-failed", "broken-file", "no-model", "no-stories", "no-match"}
    unused = {key for key in words["en"] if f'"stories.{key}"' not in code and not key.startswith(made)}
    assert unused <= runners


def test_whatever_keeps_the_runner_from_running_has_words() -> None:
    code = "\n".join(file.read_text("utf-8") for file in (ROOT / "conversation_tests").glob("*.py"))
    keys = set(re.findall(r'(?:CannotRun|_trouble)\(\s*"([a-z-]+)"', code))
    assert keys <= topic_words("en", "stories").keys()


@pytest.mark.parametrize(
    "path", ["/etc/passwd", "../..", "tests", "tests/unit", "a\0b", "tests/conversations/../../web"]
)
def test_a_path_outside_the_tests_is_refused(project: Path, path: str) -> None:
    ended = called("run", path)
    assert ended.exit_code == 2
    assert "below tests/conversations" in ended.stderr
    assert not (project / "var").exists()


def test_a_link_out_of_the_tests_is_refused(project: Path, tmp_path: Path) -> None:
    (project / "tests/conversations/out").symlink_to(tmp_path)
    assert called("run", "tests/conversations/out").exit_code == 2


@pytest.mark.usefixtures("project")
def test_a_test_that_is_not_there_is_told_in_the_language_asked_for() -> None:
    assert called("run", "tests/conversations/none.yml").stderr.startswith("tests/conversations/none.yml is not there")
    ended = called("run", "--match", "zzz", "--language", "it")
    assert (ended.exit_code, ended.stderr[:11]) == (2, "Nessun test")


@pytest.mark.usefixtures("project")
def test_without_a_model_it_is_said_what_to_do() -> None:
    ended = called("run")
    assert (ended.exit_code, "make train" in ended.stderr) == (2, True)


def test_a_test_that_cannot_be_read_counts_as_failed(project: Path, tmp_path: Path) -> None:
    (project / FILE).write_text("stories: 3", encoding="utf-8")
    ended = called("run", "--json", tmp_path / "run.json", "--junit", tmp_path / "run.xml")
    assert ended.exit_code == 1
    assert ended.stdout.splitlines()[-1] == "0 passed, 1 failed"
    written = json.loads((tmp_path / "run.json").read_text("utf-8"))
    assert (written["failed"], written["unread"][0]["file"]) == (1, FILE)
    assert "must be a mapping" in (tmp_path / "run.xml").read_text("utf-8")
    assert KeptRuns(project).runs() == []


@pytest.mark.usefixtures("project")
def test_where_none_failed_there_is_nothing_to_run_again() -> None:
    ended = called("run", "--failed")
    assert (ended.exit_code, ended.stdout.splitlines()[0]) == (0, "There was no test to run.")


def test_coverage_says_what_is_unknown_and_ends_with_1(project: Path, tmp_path: Path) -> None:
    (project / "models").mkdir()
    (project / "models" / "chiaro-1.tar.gz").touch()
    ended = called("coverage")
    assert (ended.exit_code, "Of 1 tests it is not known" in ended.stdout) == (1, True)
    test = make_test(uses=make_uses(intents=("ask_policy",)), digest=digest_of_file(project / FILE))
    KeptRuns(project).keep(make_run(1, test), {})
    ended = called("coverage", "--svg", tmp_path / "grid.svg", "--json", tmp_path / "c.json", "--language", "it")
    assert ended.exit_code == 0
    assert "intenti: 1 su" in ended.stdout
    assert (tmp_path / "grid.svg").read_text("utf-8").startswith("<svg")
    assert json.loads((tmp_path / "c.json").read_text("utf-8"))["complete"]


def test_history_tells_since_when_a_test_fails(project: Path) -> None:
    for run in (make_run(1, make_test()), make_run(2, make_test(False), model="chiaro-2")):
        KeptRuns(project).keep(run, {})
    told = called("history", "--failing").stdout
    assert f"▂█  {FILE}  {STORY}" in told
    assert "fails since 2026-11-02T10:00:00+00:00, with the model chiaro-2" in told
    assert "passed last at 2026-11-01T10:00:00+00:00" in told
    assert called("history", "tests/conversations/other").stdout.startswith("No run is remembered")
    assert called("history", "--flaky").stdout.startswith("No run is remembered")


def test_recording_shows_the_file_first_and_writes_it_when_it_is_told_to(project: Path, tmp_path: Path) -> None:
    file = write_json(tmp_path, turn("scade la carta? sono Bruna Testori"))
    shown = called("record", file, *NAME)
    assert shown.exit_code == 0
    assert "+  - story: A gift card expires" in shown.stdout
    assert "turn 1: a given name replaced by" in shown.stdout
    place = project / "tests/conversations/gift_cards/test_a_gift_card_expires_after_three_years.yml"
    assert not place.exists()
    assert called("record", file, *NAME, "--write").exit_code == 0
    assert "Testori" not in place.read_text("utf-8")
    again = called("record", file, *NAME, "--write", "--language", "it")
    assert (again.exit_code, "c'è già" in again.stderr) == (2, True)


@pytest.mark.usefixtures("project")
def test_recording_takes_choices_from_a_file_and_from_options(tmp_path: Path) -> None:
    file = write_json(tmp_path, [*turn("uno"), *turn("due"), *turn("tre")])
    choices = tmp_path / "choices.json"
    choices.write_text(json.dumps({"name": NAME[1], "folder": "x", "turns": {"2": {"keep": []}}}), encoding="utf-8")
    options = ["--folder", "gift_cards", "--turns", "2-3", "--keep", "3:level", "--expect", "2.kinds=[steps]"]
    ended = called("record", file, "--choices", choices, *options, "--json", tmp_path / "r.json")
    assert ended.exit_code == 0
    made = json.loads((tmp_path / "r.json").read_text("utf-8"))
    assert made["change"]["path"].startswith("tests/conversations/gift_cards/")
    assert [one["expected"] for one in made["turns"]] == [{"kinds": ["steps"]}, {"level": "calm"}]
    assert (made["written"], made["run"]) == (False, None)


@pytest.mark.parametrize(
    "options",
    [
        ["--expect", "policy=x"],
        ["--expect", "1.policy=!!python/object:os.system x"],
        ["--keep", "x:kinds"],
        ["--turns", "a-b"],
        ["--replace", "x"],
        ["--folder", "../.."],
        ["--choices", "/dev/null"],
    ],
)
def test_an_option_of_another_form_is_told_and_nothing_written(
    project: Path, tmp_path: Path, options: list[str]
) -> None:
    before = {file: file.read_bytes() for file in project.rglob("*") if file.is_file()}
    ended = called("record", write_json(tmp_path, turn("scade?")), *NAME, "--write", *options)
    assert ended.exit_code == 2
    assert len(ended.stderr.splitlines()) == 1
    assert {file: file.read_bytes() for file in project.rglob("*") if file.is_file()} == before
