"""`chiaro review export`: JSON lines and CSV, masked, chosen, safe in a spreadsheet; and what stops it."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from chiaro.__main__ import main
from tests.unit.web.workbench.review.deciding import ask_thrice
from tests.unit.web.workbench.review.office import Office
from web.workbench.review.commands import review

ROOT = Path(__file__).resolve().parents[5]


def run(office: Office, monkeypatch: pytest.MonkeyPatch, *arguments: str, url: str = "") -> Result:
    monkeypatch.setenv("CHIARO_DATABASE_URL", url or office.url)
    monkeypatch.setenv("CHIARO_PROJECT", str(office.root))
    return CliRunner().invoke(main, ["review", *arguments])


def test_what_is_asked_for_is_written_as_json_lines(
    office: Office, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    ask_thrice(office)
    office.ask("chiamatemi al 347 1234567", "e" * 32, kind="clarification")
    office.collect()
    file = tmp_path / "out.jsonl"
    result = run(office, monkeypatch, "export", "--kind", "clarification", "--state", "open", "--out", str(file))
    assert (result.exit_code, result.output) == (0, "1 messages are in out.jsonl.\n")
    (line,) = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    assert (line["text"], line["kinds"]) == ("chiamatemi al [phone]", ["clarification"])
    assert "e" * 32 not in file.read_text("utf-8")
    assert file.stat().st_mode & 0o077 == 0
    assert run(office, monkeypatch, "export", "--out", str(file)).exit_code == 0
    assert len(file.read_text("utf-8").splitlines()) == 4
    late = run(office, monkeypatch, "export", "--since", "2099-01-01", "--out", str(file), "--language", "it")
    assert late.output == "0 messaggi sono in out.jsonl.\n"


def test_a_spreadsheet_calculates_no_cell(office: Office, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for number, text in enumerate(("=1+1", "@SUM(1)", "-2+3", "+cmd|x", 'a,"b"\nc')):
        office.ask(text, f"{number:032x}")
    office.collect()
    file = tmp_path / "out.csv"
    assert run(office, monkeypatch, "export", "--out", str(file)).exit_code == 0
    with file.open(encoding="utf-8-sig", newline="") as opened:
        rows = list(csv.DictReader(opened))
    assert [row["text"] for row in rows] == ["'=1+1", "'@SUM(1)", "'-2+3", "'+cmd|x", 'a,"b"\nc']


def test_what_stops_it_is_said(quick: Office, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    nowhere = run(quick, monkeypatch, "export", "--out", str(tmp_path / "none" / "out.csv"))
    assert nowhere.exit_code == 2
    assert "could not be written" in nowhere.output
    assert run(quick, monkeypatch, "export", "--out", "x", url="mysql://x").exit_code == 2
    assert run(quick, monkeypatch, "export", "--kind", "bad", "--out", "x").exit_code == 2
    assert run(quick, monkeypatch, "export").exit_code == 2
    wrong = run(quick, monkeypatch, "publish", "nothing/here", "--language", "it")
    assert wrong.exit_code == 2
    assert "non c'è nessuna azienda" in wrong.output


def test_every_command_and_option_is_documented() -> None:
    text = (ROOT / "docs" / "workbench" / "review.md").read_text(encoding="utf-8")
    for name, command in review.commands.items():
        assert f"chiaro review {name}" in text
        for option in command.params:
            if option.opts[0].startswith("--"):
                assert option.opts[0] in text, f"{name} {option.opts[0]}"
