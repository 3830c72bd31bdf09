"""A conversation to read: who said what, and when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from babel.dates import format_datetime

from web.inbox.records import Conversation, Event, iso
from web.language import Language
from web.messages import Message, custom_of

From = Literal["customer", "assistant", "person"]


@dataclass(frozen=True)
class Entry:
    """One thing that was said; `sources` as an answer names them, `name` is the representative's."""

    said_by: From
    at: float
    text: str
    sources: list[dict[str, Any]]
    name: str | None = None

    def document(self) -> dict[str, Any]:
        """As JSON."""
        document: dict[str, Any] = {"from": self.said_by, "at": iso(self.at), "text": self.text}
        if self.name:
            document["name"] = self.name
        return document | ({"sources": self.sources} if self.sources else {})


def entries_of(events: list[Event]) -> list[Entry]:
    """What was said, in order."""
    return [entry for event in events for entry in _entries(event)]


def as_document(conversation: Conversation, entries: list[Entry]) -> dict[str, Any]:
    """The transcript as JSON."""
    said = [entry.document() for entry in entries]
    return {"conversation_started": iso(conversation.started_at), "entries": said}


def as_text(
    conversation: Conversation, entries: list[Entry], words: Mapping[str, str], company: str, language: Language
) -> str:
    """The transcript as plain text; `words` is the section `conversation` of the wording."""
    head = [
        words["title"].format(company=company),
        words["started"].format(day=_moment(conversation.started_at, language)),
    ]
    return "\n\n".join(["\n".join(head), *(_paragraph(entry, words, language) for entry in entries)]) + "\n"


def _entries(event: Event) -> Iterator[Entry]:
    if event.kind == "accepted":
        yield Entry("customer", event.at, event.data["text"], [])
    if event.kind == "person":
        yield Entry("person", event.at, event.data["text"], event.data.get("sources", []), event.data["from"])
    for message in event.data.get("messages", []):
        said_by: From = "person" if event.data.get("from") == "person" else "assistant"
        yield Entry(said_by, event.at, message["text"], _sources(message))


def _sources(message: Message) -> list[dict[str, Any]]:
    sources = custom_of(message).get("sources")
    return [source for source in sources if isinstance(source, dict)] if isinstance(sources, list) else []


def _paragraph(entry: Entry, words: Mapping[str, str], language: Language) -> str:
    speaker = f"{entry.name}, {words[entry.said_by]}" if entry.name else words[entry.said_by]
    lines = [f"{speaker} · {_moment(entry.at, language)}", entry.text]
    if entry.sources:
        lines.append(words["sources"])
        lines += [f"- {source.get('label', '')} {source.get('url', '')}".rstrip() for source in entry.sources]
    return "\n".join(lines)


def _moment(at: float, language: Language) -> str:
    return str(format_datetime(datetime.fromtimestamp(at, UTC), "d MMMM y, HH:mm 'UTC'", locale=language))
