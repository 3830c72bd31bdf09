"""A conversation is found in what people have of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.unit.workbench.stories.making_talks import turn, write_json
from workbench.errors import BadFile, NotThere, WorkbenchError
from workbench.stories.recording.export import read_export

EVENTS = turn("scade?")


def rows(sender: str) -> list[dict[str, Any]]:
    return [{"sender_id": sender, "type_name": event["event"], "data": event} for event in EVENTS]


@pytest.mark.parametrize(
    "content", [EVENTS, {"sender_id": "a", "slots": {}, "events": EVENTS}, {"Rasa": {"events": rows("a")}}]
)
def test_events_are_read_from_a_tracker_a_list_and_an_export(tmp_path: Path, content: object) -> None:
    exported = read_export(write_json(tmp_path, content))
    assert list(exported.events) == EVENTS


def test_of_a_transcript_the_customers_messages_are_read(tmp_path: Path) -> None:
    entries = [{"from": "customer", "text": "ciao"}, {"from": "assistant", "text": "Ciao!"}, {"from": "customer"}]
    assert read_export(write_json(tmp_path, {"entries": entries})).texts == ("ciao",)


def test_of_several_conversations_one_must_be_named(tmp_path: Path) -> None:
    file = write_json(tmp_path, {"customer": "K", "Rasa": {"events": [*rows("a"), *rows("b")]}, "web": {"x": []}})
    with pytest.raises(NotThere) as raised:
        read_export(file)
    assert raised.value.values["ids"] == "a, b"
    assert list(read_export(file, "b").events) == EVENTS
    with pytest.raises(NotThere):
        read_export(file, "c")


@pytest.mark.parametrize(
    "content",
    [None, 3, "x", [], {}, [1, 2], {"events": []}, {"events": [{"event": 3}]}, {"entries": [3]}, {"a": {"events": 3}}],
)
def test_what_holds_no_conversation_is_told(tmp_path: Path, content: object) -> None:
    with pytest.raises(WorkbenchError):
        read_export(write_json(tmp_path, content))


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b"[" * 200_000])
def test_a_file_that_is_no_json_is_told(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "talk.json"
    file.write_bytes(content)
    with pytest.raises(BadFile):
        read_export(file)


def test_a_file_that_is_too_big_or_not_there_is_told(tmp_path: Path) -> None:
    big = tmp_path / "big.json"
    with big.open("wb") as stream:
        stream.truncate(50_000_000)
    with pytest.raises(BadFile) as raised:
        read_export(big)
    assert raised.value.key == "stories.export-big"
    with pytest.raises(NotThere):
        read_export(tmp_path / "none.json")
