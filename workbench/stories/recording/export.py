"""Reads a conversation from a file: Rasa's events, an export of `python -m web export`, or a transcript."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from workbench.errors import BadFile, NotThere

Event = dict[str, Any]
# A conversation of 500 turns with the vectors of its sentences has some 8 MB.
LARGEST = 20_000_000


@dataclass(frozen=True)
class Exported:
    """A conversation: Rasa's events in order, or, where nobody has them, only what the customer wrote."""

    events: tuple[Event, ...] = ()
    texts: tuple[str, ...] = ()


def read_export(file: Path, conversation: str | None = None) -> Exported:
    """The conversation in a JSON file; of several the one that `conversation` names.

    Raises:
        BadFile: it is no JSON, holds no conversation, or is over 20 MB.
        NotThere: there is no such file, or it has several conversations and not (only) the one named.
    """
    content = _content(file)
    found = dict(_conversations(content))
    if not found:
        raise BadFile("stories.no-conversation", file=file.name)
    if conversation is None and len(found) > 1:
        raise NotThere("stories.several-conversations", file=file.name, ids=", ".join(sorted(found)))
    chosen = next(iter(found)) if conversation is None else conversation
    if chosen not in found:
        raise NotThere("stories.other-conversation", file=file.name, id=chosen, ids=", ".join(sorted(found)))
    return found[chosen]


def _content(file: Path) -> object:
    try:
        if file.stat().st_size > LARGEST:
            raise BadFile("stories.export-big", file=file.name)
        content: object = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise NotThere("stories.not-there", path=file.name) from error
    except (OSError, ValueError, RecursionError) as error:
        raise BadFile("stories.export-no-json", file=file.name) from error
    return content


def _conversations(content: object) -> Iterator[tuple[str, Exported]]:
    """Every conversation with its id."""
    if isinstance(content, list):
        yield from _with_events("", content)
    elif isinstance(content, Mapping):
        if isinstance(content.get("events"), list):
            yield from _with_events(str(content.get("sender_id") or ""), content["events"])
        elif isinstance(content.get("entries"), list):
            yield from _transcript(content["entries"])
        else:
            yield from _tables(content)


def _with_events(sender: str, items: list[Any]) -> Iterator[tuple[str, Exported]]:
    events = [item for item in items if isinstance(item, dict) and isinstance(item.get("event"), str)]
    if any(event["event"] == "user" for event in events):
        yield sender, Exported(events=tuple(events))


def _transcript(entries: list[Any]) -> Iterator[tuple[str, Exported]]:
    said = [entry for entry in entries if isinstance(entry, Mapping) and entry.get("from") == "customer"]
    texts = tuple(str(entry["text"]) for entry in said if str(entry.get("text") or "").strip())
    if texts:
        yield "", Exported(texts=texts)


def _tables(content: Mapping[str, Any]) -> Iterator[tuple[str, Exported]]:
    """The rows of Rasa's table of events, by conversation, wherever they stand in an export of all tables."""
    stores = [store for store in content.values() if isinstance(store, Mapping)]
    tables = [store["events"] for store in stores if isinstance(store.get("events"), list)]
    rows = [row for table in tables for row in table if isinstance(row, Mapping)]
    senders = dict.fromkeys(str(row.get("sender_id")) for row in rows)
    for sender in senders:
        events = [row.get("data") for row in rows if str(row.get("sender_id")) == sender]
        yield from _with_events(sender, events)
