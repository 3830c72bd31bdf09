"""Erasing takes everything of a customer or a conversation, nothing of anybody else, and proves it."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest
from sqlalchemy import update

from tests.unit.web.privacy.asking import EVERY_TABLE, found, run, searched
from tests.unit.web.privacy.conftest import Forgetter
from tests.unit.web.privacy.leaving import (
    ANNA,
    ANNA_1,
    ANNA_2,
    BRUNO,
    BRUNO_S,
    NOBODY_S,
    Leaving,
)
from web.errors import RefusalError
from web.inbox.tables import chat_conversation
from web.privacy.on_request import EraseEverywhere


def test_the_search_looks_into_every_table_with_references_json_and_binary_data(whole: Leaving) -> None:
    assert searched(whole, ANNA_1) == found(whole, ANNA_1) == EVERY_TABLE
    assert searched(whole, "f" * 32) == found(whole, "f" * 32) == []


def test_a_customer_s_conversations_are_erased_everywhere_and_nobody_else_s(whole: Leaving, rasa: Forgetter) -> None:
    others = {name: found(whole, name) for name in (NOBODY_S, BRUNO_S, BRUNO)}
    result = run("erase", ANNA)

    assert result.exit_code == 0, result.output
    assert "Proved: every column of" in result.output
    assert found(whole, ANNA, ANNA_1, ANNA_2) == []
    assert {name: found(whole, name) for name in (NOBODY_S, BRUNO_S, BRUNO)} == others
    assert set(rasa.asked) == {f"/conversations/{name}/tracker/events" for name in (ANNA_1, ANNA_2)}


@pytest.mark.usefixtures("whole", "rasa")
def test_the_company_s_own_tables_stay_and_that_is_said() -> None:
    result = run("erase", ANNA)

    assert "Kept: 1 row(s) of table customer." in result.output
    assert "Kept: 1 row(s) of table customer_order." in result.output
    again = run("erase", ANNA)
    assert again.exit_code == 0
    assert "No row had to be removed." in again.output


@pytest.mark.usefixtures("rasa")
def test_one_conversation_is_erased_alone(whole: Leaving) -> None:
    assert run("erase", ANNA_1).exit_code == 0

    assert found(whole, ANNA_1) == []
    assert found(whole, ANNA_2) == EVERY_TABLE
    assert run("erase", ANNA_1).exit_code == 1


@pytest.mark.usefixtures("no_rasa")
def test_a_conversation_that_only_rasa_remembers_the_customer_of_is_found(leaving: Leaving) -> None:
    leaving.rasa(ANNA_1, ANNA)
    leaving.rasa(BRUNO_S, BRUNO)
    result = run("erase", ANNA)

    assert result.exit_code == 0, result.output
    assert "No Rasa is running" in result.output
    assert found(leaving, ANNA_1) == []
    assert found(leaving, BRUNO_S) == ["events"]


def test_a_rasa_that_does_not_forget_stops_it_and_says_what_to_do(whole: Leaving, rasa: Forgetter) -> None:
    rasa.status = 500
    result = run("erase", ANNA_1)

    assert result.exit_code == 1
    assert "status 500" in result.output
    assert found(whole, ANNA_1) == EVERY_TABLE


@pytest.mark.usefixtures("rasa")
def test_what_was_erased_is_not_in_the_file_any_more(whole: Leaving) -> None:
    if whole.database.dialect.name != "sqlite":
        pytest.skip("a PostgreSQL server cleans its files by itself, later")
    files = [Path(str(engine.url.database)) for engine in (whole.database, whole.tracker)]
    assert all(ANNA_1.encode() in _bytes(file) for file in files)
    whole.database.dispose()
    whole.tracker.dispose()
    run("erase", ANNA)

    assert not any(name.encode() in _bytes(file) for file in files for name in (ANNA_1, ANNA_2))


def _bytes(file: Path) -> bytes:
    return b"".join(part.read_bytes() for part in file.parent.glob(f"{file.name}*"))


@pytest.mark.parametrize("customer", ["17", "è's-1", 'a"b', "a%b_c", "x/../y", "1' or '1'='1"])
@pytest.mark.usefixtures("no_rasa")
def test_ids_of_any_form_are_erased_and_found(leaving: Leaving, customer: str) -> None:
    customer = customer.replace(" ", "")
    leaving.conversation(ANNA_1, customer)
    leaving.conversation(BRUNO_S, f"{customer}0")
    leaving.conversation(NOBODY_S, None)
    result = run("erase", customer)

    assert result.exit_code == 0, result.output
    assert found(leaving, ANNA_1, customer) == []
    assert found(leaving, BRUNO_S) == EVERY_TABLE
    assert found(leaving, NOBODY_S) == EVERY_TABLE


@pytest.mark.usefixtures("no_rasa")
def test_more_conversations_than_a_statement_may_name_are_erased(leaving: Leaving) -> None:
    ids = [f"{number:032x}" for number in range(250)]
    for name in ids:
        leaving.rasa(name, ANNA)
    result = run("erase", ANNA)

    assert "table events: 250 row(s) removed" in result.output
    assert "for 251 id(s)" in result.output


@pytest.mark.usefixtures("whole", "no_rasa")
def test_without_a_tracker_store_the_database_is_cleaned_and_that_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHIARO_TRACKER_URL", f"sqlite:///{tmp_path / 'none.db'}")
    result = run("erase", ANNA)

    assert result.exit_code == 0, result.output
    assert "There is no tracker store" in result.output


@pytest.mark.usefixtures("whole", "no_rasa")
def test_work_that_takes_longer_says_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("web.privacy.commands._QUIET_SECONDS", -10.0)

    assert "Rasa forgets: 0 of 2" in run("erase", ANNA).stderr


@pytest.mark.usefixtures("rasa")
def test_what_is_left_somewhere_is_told_with_its_place(whole: Leaving) -> None:
    with whole.database.begin() as connection:
        words = {"told": {"note": f"see also {ANNA_1}"}}
        connection.execute(
            update(chat_conversation).where(chat_conversation.c.conversation_id == NOBODY_S).values(words)
        )
    result = run("erase", ANNA_1)

    assert result.exit_code == 1
    assert "database: chat_conversation.told (1)" in result.output


def erase_on_request(leaving: Leaving, conversation: str, rasa_url: str, project: Path) -> list[str]:
    """Erase as `DELETE /api/conversation` does; whose readers were woken."""
    woken: list[str] = []

    async def wake(conversation_id: str) -> None:
        woken.append(conversation_id)

    addresses = [engine.url.render_as_string(hide_password=False) for engine in (leaving.database, leaving.tracker)]
    asyncio.run(EraseEverywhere(addresses[0], addresses[1], rasa_url, project, wake)(conversation))
    return woken


def set_aside(project: Path) -> list[Path]:
    """What trainers' tools keep of customers' words for a while."""
    folder = project / "var" / "workbench"
    files = [
        folder / "recordings" / "0a.json",
        folder / "recordings" / "0a.choices.json",
        folder / "models" / "recent.jsonl",
    ]
    for file in files:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("[]", encoding="utf-8")
    return files


def test_a_customer_s_own_request_takes_one_conversation_everywhere(
    whole: Leaving, rasa: Forgetter, tmp_path: Path
) -> None:
    aside = set_aside(tmp_path)
    assert erase_on_request(whole, ANNA_1, os.environ["CHIARO_RASA_URL"], tmp_path) == [ANNA_1]

    assert not [file for file in aside if file.exists()]

    assert len(rasa.asked) == 2
    assert found(whole, ANNA_1) == []
    assert found(whole, ANNA_2) == EVERY_TABLE


@pytest.mark.usefixtures("rasa")
def test_erasing_and_retaining_by_command_take_what_trainers_keep_aside_too(
    whole: Leaving, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHIARO_PROJECT", str(tmp_path))
    aside = set_aside(tmp_path)
    assert run("erase", ANNA_1).exit_code == 0
    assert not [file for file in aside if file.exists()]
    assert found(whole, ANNA_1) == []


def test_a_customer_is_told_when_not_everything_could_be_erased(
    whole: Leaving, rasa: Forgetter, tmp_path: Path
) -> None:
    rasa.status = 503
    with pytest.raises(RefusalError) as refused:
        erase_on_request(whole, ANNA_1, os.environ["CHIARO_RASA_URL"], tmp_path)

    assert (refused.value.status, refused.value.retry_after) == (503, 30)
