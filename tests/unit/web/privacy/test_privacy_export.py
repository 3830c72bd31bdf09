"""An export holds everything of a customer or a conversation; ids and databases that are none are told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.unit.web.privacy.asking import EVERY_TABLE, found, run
from tests.unit.web.privacy.leaving import (
    ANNA,
    ANNA_1,
    ANNA_2,
    BRUNO_S,
    NOBODY_S,
    Leaving,
)


def exported(*arguments: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(run("export", *arguments).stdout)
    return document


@pytest.mark.usefixtures("whole")
def test_an_export_holds_everything_of_the_customer_with_the_company_s_own_tables() -> None:
    document = exported(ANNA)

    assert document["customer"] == ANNA
    assert document["conversations"] == [ANNA_1, ANNA_2]
    assert sorted(document["database"]) == sorted({*EVERY_TABLE, "customer", "customer_order"} - {"events"})
    assert {len(rows) for name, rows in document["database"].items() if "customer_" not in name} == {1, 2}
    assert document["tracker_store"]["events"][0]["data"]["text"] == "Dov'è?"
    assert BRUNO_S not in json.dumps(document)
    assert NOBODY_S not in json.dumps(document)


@pytest.mark.usefixtures("whole")
def test_an_export_of_one_conversation_holds_no_other() -> None:
    document = exported(ANNA_1)

    assert document["customer"] is None
    assert {len(rows) for rows in document["database"].values()} == {1}


@pytest.mark.usefixtures("whole")
def test_an_export_is_written_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "anna.json"
    result = run("export", ANNA, "--to", str(path))

    assert str(path) in result.output
    assert path.stat().st_mode & 0o777 == 0o600
    assert json.loads(path.read_text(encoding="utf-8"))["customer"] == ANNA


@pytest.mark.usefixtures("whole")
def test_a_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    result = run("export", ANNA, "--to", str(tmp_path / "no" / "folder.json"))

    assert result.exit_code == 1
    assert "cannot be written" in result.output


@pytest.mark.usefixtures("leaving", "no_rasa")
@pytest.mark.parametrize("command", ["export", "erase"])
def test_what_can_be_no_id_is_told(command: str) -> None:
    for who in ("", " ", "a b", "a\u0000b", "a" * 129, "\u202eabc", "line\nbreak"):
        result = run(command, who)

        assert result.exit_code == 1
        assert "no id of a customer or a conversation" in result.output


@pytest.mark.usefixtures("no_rasa")
@pytest.mark.parametrize("command", ["export", "erase"])
def test_an_unknown_id_is_told_and_changes_nothing(whole: Leaving, command: str) -> None:
    for who in ("unknown", "C-100", "%", "e" * 32, "C-1001'--"):
        result = run(command, who)

        assert result.exit_code == 1
        assert "Nothing is kept of" in result.output
    assert found(whole, ANNA_1) == EVERY_TABLE


@pytest.mark.parametrize("address", ["sqlite:///no/such/file.db", "mysql://x", "nonsense"])
def test_a_database_that_is_not_there_is_told_and_not_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CHIARO_DATABASE_URL", address)
    result = run("erase", "anybody")

    assert result.exit_code == 1
    assert "CHIARO_DATABASE_URL" in result.output
    assert list(tmp_path.iterdir()) == []
