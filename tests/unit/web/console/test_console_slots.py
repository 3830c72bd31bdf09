"""What a conversation knows is read from Rasa's store, as Rasa itself would tell it."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from web.console.store.record import Record

Told = tuple[str, str | None, Any]
NAMES = ("facts", "policy_id")


def slot(name: str, value: Any) -> Told:
    return ("slot", name, {"event": "slot", "name": name, "value": value})


BEGUN: Told = ("session_started", None, {"event": "session_started"})


def store(folder: Path, conversation_id: str, *events: Told) -> str:
    """A store with Rasa's table and these events of a conversation; its address."""
    path = folder / "tracker.db"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(
            "create table if not exists events"
            " (id integer primary key, sender_id text, type_name text, action_name text, data text)"
        )
        rows = [(conversation_id, kind, name, json.dumps(data)) for kind, name, data in events]
        connection.executemany("insert into events (sender_id, type_name, action_name, data) values (?, ?, ?, ?)", rows)
    return f"sqlite:///{path}"


def test_the_last_value_of_each_slot_counts(tmp_path: Path) -> None:
    url = store(tmp_path, "a", BEGUN, slot("policy_id", "repairs"), slot("facts", {"group": "new"}), slot("turn", 1))
    store(tmp_path, "a", slot("policy_id", "refund-timing"), slot("policy_id", None))
    store(tmp_path, "b", slot("facts", {"group": "another customer's"}))
    assert Record(url).slots_of("a", NAMES) == {"policy_id": None, "facts": {"group": "new"}}


@pytest.mark.parametrize("kind", ["session_started", "restart", "reset_slots"])
def test_what_was_known_before_a_conversation_began_anew_is_forgotten_unless_it_was_said_again(
    tmp_path: Path, kind: str
) -> None:
    anew: Told = (kind, None, {"event": kind})
    url = store(tmp_path, "a", slot("policy_id", "repairs"), slot("facts", {"group": "new"}), anew)
    assert Record(url).slots_of("a", NAMES) == {}
    store(tmp_path, "a", slot("facts", {"group": "new"}))
    assert Record(url).slots_of("a", NAMES) == {"facts": {"group": "new"}}


def test_of_a_conversation_that_rasa_has_not_heard_nothing_is_known(tmp_path: Path) -> None:
    assert Record(store(tmp_path, "a", BEGUN)).slots_of("b", NAMES) == {}


def test_a_store_that_does_not_answer_is_told_apart_from_an_empty_one(tmp_path: Path) -> None:
    assert Record(f"sqlite:///{tmp_path / 'none.db'}").slots_of("a", NAMES) is None
    assert Record("nonsense").slots_of("a", NAMES) is None
