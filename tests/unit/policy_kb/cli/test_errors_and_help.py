"""Every command is documented, and every error is one clear sentence."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from policy_kb.cli.main import main
from tests.factories.publishing import Published
from tests.unit.policy_kb.cli.running import Run, runner_for

GUIDE = (Path(__file__).parents[4] / "docs" / "commands.md").read_text("utf-8")
COMMANDS = dict(main.commands)


def section(name: str) -> str:
    """What the guide says under a command's heading, and what it says of all commands."""
    parts = re.split(r"^## ", GUIDE, flags=re.MULTILINE)
    found = {part.splitlines()[0]: part for part in parts[1:]}
    return found[name] + found["What all commands share"]


@pytest.mark.parametrize("name", COMMANDS)
def test_the_guide_describes_a_command_with_an_example(name: str) -> None:
    assert f"`policy_kb {name}" in section(name)
    assert f"$ python -m policy_kb {name} " in section(name)
    assert f"[`{name}`](#{name})" in GUIDE


@pytest.mark.parametrize("name", COMMANDS)
def test_the_guide_names_every_option_and_argument_of_a_command(name: str) -> None:
    for parameter in COMMANDS[name].params:
        if isinstance(parameter, click.Option):
            assert f"`{parameter.opts[0]}" in section(name) or f"[{parameter.opts[0]}" in section(name), parameter.opts
            assert f"[{parameter.opts[0]}" in section(name), f"{parameter.opts[0]} is not in the call's form"
        else:
            assert parameter.make_metavar(click.Context(COMMANDS[name])).strip("[].").rstrip("S") in section(name)


def test_the_guide_describes_no_command_or_option_that_is_not_there() -> None:
    options = {opt for command in COMMANDS.values() for parameter in command.params for opt in parameter.opts}
    assert set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", GUIDE)) <= {*options, "--help"}
    assert set(re.findall(r"`policy_kb (\w+)", GUIDE)) == set(COMMANDS)


@pytest.mark.parametrize("name", [None, *COMMANDS])
@pytest.mark.parametrize("option", ["--help", "-h"])
def test_help_says_what_a_command_does(name: str | None, option: str) -> None:
    result = CliRunner().invoke(main, [option] if name is None else [name, option])
    assert result.exit_code == 0
    first = ((COMMANDS[name] if name else main).help or "").splitlines()[0].split(",")[0][:30]
    assert first in result.stdout
    if name:
        for parameter in COMMANDS[name].params:
            assert not isinstance(parameter, click.Option) or parameter.help, parameter.opts


def sentence(run: Run, *words: object) -> str:
    """The one line of an error, without its `Error: `."""
    result = run(*words)
    lines = result.stderr.splitlines()
    assert result.exit_code == 1, result.output
    assert len(lines) == 1, result.output
    assert lines[0].startswith("Error: ")
    assert "Traceback" not in result.output
    return lines[0].removeprefix("Error: ")


UNKNOWN = [("show", "nope"), ("diff", "nope"), ("export", "nope"), ("show", "nope", "--version", "1")]


@pytest.mark.parametrize("words", UNKNOWN)
def test_an_unknown_policy_is_named(words: tuple[str, ...], read: Run) -> None:
    expected = "no policy in force is called 'nope'; policy_kb list shows the known ones"
    assert sentence(read, *words) == expected


def test_a_policy_that_is_not_in_force_yet_is_named(read: Run) -> None:
    assert "no policy in force is called 'sofa-trial'" in sentence(read, "show", "sofa-trial", "--on", "2020-01-01")


@pytest.mark.parametrize("words", [("show", "sofa-trial", "--version", "9"), ("diff", "sofa-trial", "1", "9")])
def test_an_unknown_version_is_named_and_not_the_policy(words: tuple[str, ...], read: Run) -> None:
    assert sentence(read, *words) == "'sofa-trial' has no version 9; policy_kb show lists its revisions"


READING = [
    ("list",), ("show", "x"), ("diff", "x"), ("export", "x"), ("search", "--full-text", "x"), ("findings",), ("gaps",)
]  # fmt: skip


@pytest.mark.parametrize("words", READING)
def test_a_database_without_a_knowledge_base_is_told_to_load(words: tuple[str, ...], tmp_path: Path) -> None:
    run = runner_for(f"sqlite:///{tmp_path / 'kb.db'}")
    assert sentence(run, *words).startswith("no knowledge base yet (sqlite:///")
    assert sentence(run, *words).endswith("run `policy_kb load` first")


@pytest.mark.parametrize("words", [*READING, ("load",)])
def test_an_unreachable_postgresql_is_told_without_the_password(words: tuple[str, ...]) -> None:
    told = sentence(runner_for("postgresql://me:secret@127.0.0.1:1/x"), *words)
    assert told.startswith("the database does not answer: ")
    assert "Connection refused" in told
    assert "secret" not in told


def test_a_missing_database_of_postgresql_is_told(postgres_server: object) -> None:
    admin = getattr(postgres_server, "admin_url", "")
    told = sentence(runner_for(re.sub(r"/postgres(?=$|\?)", "/no_such_database", admin)), "list")
    assert 'database "no_such_database" does not exist' in told


@pytest.mark.parametrize("words", [("list",), ("load",)])
@pytest.mark.parametrize("url", ["nonsense", "mysql://root:secret@localhost/x", "postgresql://h:port/x"])
def test_an_address_of_another_kind_is_told(url: str, words: tuple[str, ...]) -> None:
    told = sentence(runner_for(url), *words)
    assert told.startswith("CHIARO_DATABASE_URL is not an address of the form sqlite:///")
    assert "secret" not in told


def test_a_path_where_nothing_can_be_written_is_told(tmp_path: Path, read: Run) -> None:
    file = tmp_path / "file"
    file.write_text("x")
    assert "cannot be written" in sentence(runner_for(f"sqlite:///{file}/kb.db"), "load")
    assert str(file) in sentence(read, "export", "--to", file / "below")


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    (tmp_path / "kb.db").write_text("This is a letter, not a database. " * 100)
    for words in (("list",), ("load",)):
        assert "file is not a database" in sentence(runner_for(f"sqlite:///{tmp_path / 'kb.db'}"), *words)


def test_a_folder_in_place_of_the_database_is_told(tmp_path: Path) -> None:
    assert "unable to open database file" in sentence(runner_for(f"sqlite:///{tmp_path}"), "list")


def test_a_terminal_gets_a_table_of_complaints(
    published: Published, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from policy_kb.cli.check import print_complaints
    from policy_kb.files.collection import read_collection
    from tests.factories.small_company import TODAY

    (published.folder / "policies" / "sofa-trial.yml").write_text("policy_id: [", encoding="utf-8")
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "150")
    print_complaints(read_collection([published.folder], TODAY).complaints)
    printed = capsys.readouterr().out
    assert "file:line" in printed
    assert "sofa-trial.yml:2" in printed
