"""Conversations are stored whole, and what was stored is what comes back."""

import asyncio
import sqlite3
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, TypeVar

import pytest
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    BotUttered,
    SessionStarted,
    SlotSet,
    UserUtteranceReverted,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

from bot import tracker_store
from bot.tests.conftest import ROOT
from bot.tracker_store import KEPT_TURNS, RememberingTrackerStore

Value = TypeVar("Value")
DOMAIN = Domain.from_file(str(ROOT / "domain.yml"))


def do(work: Coroutine[Any, Any, Value]) -> Value:
    return asyncio.new_event_loop().run_until_complete(work)


@pytest.fixture
def store(tmp_path: Path) -> RememberingTrackerStore:
    return RememberingTrackerStore(domain=DOMAIN, dialect="sqlite", db=str(tmp_path / "tracker.db"), remembered=2)


@pytest.fixture
def stock(tmp_path: Path) -> SQLTrackerStore:
    """Rasa's own store over the same file."""
    return SQLTrackerStore(domain=DOMAIN, dialect="sqlite", db=str(tmp_path / "tracker.db"))


def turn(tracker: DialogueStateTracker, text: str) -> None:
    for event in (UserUttered(text), ActionExecuted("action_small_talk"), BotUttered(f"re: {text}")):
        tracker.update(event)


def talk(store: SQLTrackerStore, sender: str, *texts: str) -> None:
    for text in texts:
        tracker = do(store.retrieve(sender)) or DialogueStateTracker(sender, DOMAIN.slots)
        if not tracker.events:
            tracker.update(SessionStarted())
        turn(tracker, text)
        do(store.save(tracker))


def said(tracker: DialogueStateTracker | None) -> list[str]:
    assert tracker is not None
    return [event.text for event in tracker.events if isinstance(event, UserUttered)]


def test_what_was_said_comes_back_the_same_from_memory_and_from_the_database(
    store: RememberingTrackerStore, stock: SQLTrackerStore
) -> None:
    talk(store, "a", "ciao", "dov'è il pacco?", "grazie")
    read = do(stock.retrieve("a"))
    assert said(do(store.retrieve("a"))) == said(read) == ["ciao", "dov'è il pacco?", "grazie"]
    assert said(do(stock.retrieve_full_tracker("a"))) == ["ciao", "dov'è il pacco?", "grazie"]


def test_no_event_is_stored_twice(store: RememberingTrackerStore, stock: SQLTrackerStore) -> None:
    talk(store, "a", "uno", "due", "tre", "quattro")
    tracker = do(stock.retrieve("a"))
    assert tracker is not None
    assert len(tracker.events) == 1 + 4 * 3


def test_rows_are_those_of_rasas_own_store(tmp_path: Path) -> None:
    parsed = {"text": "ciao", "intent": {"name": "greet", "confidence": 0.9}, "entities": [], "language": "it"}
    began = SessionStarted()
    heard = UserUttered("ciao", parsed["intent"], [], parsed, input_channel="rest", metadata={"customer_id": "è"})
    events = [began, heard, ActionExecuted("action_small_talk", "RecentRulePolicy", 1.0),
              SlotSet("facts", {"a": [1, None]}), BotUttered("ciao", {"custom": {"language": "it"}}),
              UserUtteranceReverted(), ActionExecuted(action_text="ciao")]  # fmt: skip
    rows = []
    for kind in (SQLTrackerStore, RememberingTrackerStore):
        file = tmp_path / f"{kind.__name__}.db"
        written = kind(domain=DOMAIN, dialect="sqlite", db=str(file))
        for end in (2, len(events)):
            do(written.save(DialogueStateTracker.from_events("a", events[:end], DOMAIN.slots)))
        with sqlite3.connect(file) as opened:
            rows.append(opened.execute("select * from events order by id").fetchall())
    assert rows[0] == rows[1]
    assert len(rows[0]) == len(events)


def test_a_conversation_that_was_read_goes_on_where_it_ended(tmp_path: Path, stock: SQLTrackerStore) -> None:
    for text in ("uno", "due", "tre"):  # each with a store that remembers nothing
        opened = RememberingTrackerStore(domain=DOMAIN, dialect="sqlite", db=str(tmp_path / "tracker.db"))
        tracker = do(opened.get_or_create_tracker("a", append_action_listen=False))
        turn(tracker, text)
        do(opened.save(tracker))
    read = do(stock.retrieve("a"))
    assert said(read) == ["uno", "due", "tre"]
    assert read is not None
    assert len(read.events) == 3 * 3


def test_slots_that_were_set_are_there_at_the_next_turn(store: RememberingTrackerStore) -> None:
    tracker = DialogueStateTracker("a", DOMAIN.slots)
    tracker.update(SlotSet("policy_id", "exchange"))
    do(store.save(tracker))
    again = do(store.retrieve("a"))
    assert again is not None
    assert again.get_slot("policy_id") == "exchange"


def test_a_turn_that_failed_leaves_nothing_behind(store: RememberingTrackerStore) -> None:
    talk(store, "a", "prima")
    lost = do(store.retrieve("a"))
    assert lost is not None
    turn(lost, "persa")  # and never saved
    assert said(do(store.retrieve("a"))) == ["prima"]


def test_a_second_session_is_stored_once_and_read_as_rasa_does(
    store: RememberingTrackerStore, stock: SQLTrackerStore
) -> None:
    talk(store, "a", "ieri")
    tracker = do(store.retrieve("a"))
    assert tracker is not None
    tracker.update(SessionStarted())
    turn(tracker, "oggi")
    do(store.save(tracker))
    talk(store, "a", "ancora oggi")
    assert said(do(store.retrieve("a"))) == said(do(stock.retrieve("a"))) == ["oggi", "ancora oggi"]
    assert said(do(stock.retrieve_full_tracker("a"))) == ["ieri", "oggi", "ancora oggi"]


def test_conversations_beyond_those_remembered_are_read_from_the_database(store: RememberingTrackerStore) -> None:
    for sender in "abcd":
        talk(store, sender, f"sono {sender}")
    assert [said(do(store.retrieve(sender))) for sender in "abcd"] == [[f"sono {sender}"] for sender in "abcd"]


def test_an_unknown_conversation_is_none(store: RememberingTrackerStore) -> None:
    assert do(store.retrieve("nobody")) is None


def test_sqlite_writes_ahead_and_waits_for_the_disk(store: RememberingTrackerStore) -> None:
    with store.engine.connect() as connection:
        assert connection.exec_driver_sql("pragma journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("pragma synchronous").scalar() == 2


def test_a_long_conversation_is_kept_short_in_memory_and_whole_in_the_database(
    store: RememberingTrackerStore, stock: SQLTrackerStore
) -> None:
    texts = [f"domanda {number}" for number in range(40)]
    talk(store, "a", *texts)
    kept = do(store.retrieve("a"))
    assert kept is not None
    assert said(kept)[-1] == "domanda 39"
    assert len(said(kept)) <= 2 * KEPT_TURNS
    assert said(do(stock.retrieve("a"))) == texts


def test_slots_that_were_set_long_ago_are_kept_even_when_a_turn_is_taken_back(store: RememberingTrackerStore) -> None:
    tracker = DialogueStateTracker("a", DOMAIN.slots)
    tracker.update(SlotSet("policy_id", "exchange"))
    do(store.save(tracker))
    for number in range(30):
        kept = do(store.retrieve("a"))
        assert kept is not None
        turn(kept, f"domanda {number}")
        do(store.save(kept))
    again = do(store.retrieve("a"))
    assert again is not None
    again.update(UserUtteranceReverted())
    assert again.get_slot("policy_id") == "exchange"


def test_a_turn_that_cannot_be_stored_is_remembered_and_stored_with_the_next(
    store: RememberingTrackerStore, tmp_path: Path
) -> None:
    talk(store, "anna", "one")
    with sqlite3.connect(tmp_path / "tracker.db", isolation_level=None) as other:
        store.engine.raw_connection().cursor().execute("PRAGMA busy_timeout=50")
        other.execute("BEGIN IMMEDIATE")
        talk(store, "anna", "two")
        other.execute("ROLLBACK")
    assert said(do(store.retrieve("anna"))) == ["one", "two"]


def test_what_was_remembered_is_stored_once(
    store: RememberingTrackerStore, stock: SQLTrackerStore, tmp_path: Path
) -> None:
    talk(store, "anna", "one")
    with sqlite3.connect(tmp_path / "tracker.db", isolation_level=None) as other:
        store.engine.raw_connection().cursor().execute("PRAGMA busy_timeout=50")
        other.execute("BEGIN IMMEDIATE")
        talk(store, "anna", "two")
        talk(store, "bea", "hello")
        other.execute("ROLLBACK")
    talk(store, "anna", "three")
    talk(store, "bea", "again")
    assert said(do(stock.retrieve("anna"))) == ["one", "two", "three"]
    assert said(do(stock.retrieve("bea"))) == ["hello", "again"]


def test_a_conversation_has_the_slots_of_the_model_that_was_put_in_force_meanwhile(
    store: RememberingTrackerStore,
) -> None:
    talk(store, "anna", "ciao")
    tracker = do(store.retrieve("anna"))
    assert tracker is not None
    tracker.update(SlotSet("policy_id", "exchange"))
    do(store.save(tracker))
    more = {**DOMAIN.as_dict(), "slots": {**DOMAIN.as_dict()["slots"], "colour": {"type": "any", "mappings": []}}}
    more["slots"]["colour"]["mappings"] = [{"type": "custom"}]
    store.domain = Domain.from_dict(more)
    after = do(store.retrieve("anna"))
    assert after is not None
    assert "colour" in after.slots
    assert after.get_slot("policy_id") == "exchange"
    assert said(after) == ["ciao"]


def test_a_turn_that_is_not_stored_yet_survives_the_exchange_of_the_model(
    store: RememberingTrackerStore, stock: SQLTrackerStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    talk(store, "anna", "one")
    with monkeypatch.context() as patch:
        patch.setattr(store, "_write", _locked)
        talk(store, "anna", "two")
    assert said(do(stock.retrieve("anna"))) == ["one"]
    store.domain = Domain.from_dict(DOMAIN.as_dict())
    talk(store, "anna", "three")
    assert said(do(stock.retrieve("anna"))) == ["one", "two", "three"]


def _locked(*_: Any) -> None:
    raise tracker_store.OperationalError("insert", {}, Exception("database is locked"))
