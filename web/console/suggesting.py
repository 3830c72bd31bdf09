"""Suggested replies for a conversation: what the customer means, composed, ranked, and kept as shown."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from policy_kb.answer.facts import CustomerFacts
from policy_kb.suggestions.ranking import Ranked, rank
from policy_kb.suggestions.request import LEVELS, Intent, Level, SuggestionRequest
from policy_kb.suggestions.suggestion import Silence
from web.console.heard import Heard
from web.console.knowledge import Knowledge
from web.console.records import ShownSuggestion
from web.console.store import suggestions as store
from web.inbox.database import Database
from web.inbox.inbox import Inbox
from web.inbox.records import Conversation, Event
from web.language import DEFAULT, Language, is_language


@dataclass(frozen=True)
class Suggested:
    """For the customer's message `message`: suggestions in their order, or why there is none.

    `asked_at` is when the message came in; `level`, `intent` and `language` are as it was understood.
    """

    message: int
    text: str
    asked_at: float
    language: Language
    level: Level
    intent: str | None
    items: list[ShownSuggestion]
    silence: Silence | None


@dataclass(frozen=True)
class Suggesting:
    """Makes suggestions; raises KnowledgeUnavailableError and InboxUnavailableError."""

    inbox: Inbox
    database: Database
    knowledge: Knowledge
    heard: Heard

    async def latest(self, conversation: Conversation, events: Sequence[Event]) -> Suggested | None:
        """Suggestions for the customer's latest message; None where they wrote nothing yet."""
        asked = next((event for event in reversed(events) if event.kind == "accepted"), None)
        if asked is None:
            return None
        text = str(asked.data["text"])
        before = said_before(events, asked)
        parsed, slots, _ = await asyncio.gather(
            self.heard.parse(text),
            self.heard.slots(conversation.id),
            self.knowledge.get_ready(text, before, conversation.language or DEFAULT),
        )
        facts = await self.knowledge.facts((slots or {}).get("facts"), conversation.customer_id)
        request = _request(conversation, events, asked, parsed or {}, slots or {}, facts)
        made = await self.knowledge.suggest(request)
        now = self.inbox.clock()

        def keep(connection: Connection) -> tuple[Ranked, dict[str, int]]:
            ranked = rank(made, store.counts_for(connection, made, request.level), request.level)
            shown = store.show(connection, conversation.id, asked.number, ranked, request.level, asked.at, now)
            return ranked, shown

        ranked, shown = await self.database.write(keep)
        intent = request.intent.name if request.intent else None
        items = [_shown(ranked, item.key, shown[item.key]) for item in ranked.suggestions.items]
        return Suggested(
            asked.number, text, asked.at, request.language, request.level, intent, items, ranked.suggestions.silence
        )


def _request(
    conversation: Conversation,
    events: Sequence[Event],
    asked: Event,
    parsed: dict[str, Any],
    slots: dict[str, Any],
    facts: CustomerFacts,
) -> SuggestionRequest:
    topic = slots.get("policy_id")
    return SuggestionRequest(
        text=str(asked.data["text"]),
        language=_language(parsed, conversation),
        level=_level(parsed, conversation),
        facts=facts,
        topic=topic if isinstance(topic, str) else None,
        earlier=tuple(said_to_customer(events)),
        before=said_before(events, asked),
        intent=_intent(parsed),
    )


def said_before(events: Sequence[Event], asked: Event) -> tuple[str, ...]:
    """Everything else that the customer wrote, oldest first."""
    return tuple(str(event.data["text"]) for event in events if event.kind == "accepted" and event is not asked)


def said_to_customer(events: Sequence[Event]) -> list[str]:
    """Everything the assistant or a person said, oldest first."""
    texts: list[str] = []
    for event in events:
        if event.kind == "person":
            texts.append(str(event.data["text"]))
        texts += [str(message["text"]) for message in event.data.get("messages", [])]
    return texts


def _language(parsed: dict[str, Any], conversation: Conversation) -> Language:
    said = parsed.get("language")
    if is_language(said) and (parsed.get("language_certain") or conversation.language is None):
        return said
    return conversation.language or DEFAULT


def _level(parsed: dict[str, Any], conversation: Conversation) -> Level:
    """That of the message, or of the conversation where that is higher: who was furious a moment ago still is."""
    said = [(parsed.get("frustration") or {}).get("level"), _mood(conversation)]
    return max((level for level in LEVELS if level in said), key=LEVELS.index, default="calm")


def _mood(conversation: Conversation) -> str:
    return str(((conversation.state or {}).get("frustration") or {}).get("level", "calm"))


def _intent(parsed: dict[str, Any]) -> Intent | None:
    intent = parsed.get("intent")
    if not isinstance(intent, dict) or not isinstance(intent.get("name"), str):
        return None
    return Intent(intent["name"], float(intent.get("confidence") or 0.0))


def _shown(ranked: Ranked, key: str, suggestion_id: int) -> ShownSuggestion:
    item = next(item for item in ranked.suggestions.items if item.key == key)
    standing = ranked.standings[key]
    counts = {"shown": standing.counts.shown, "accepted": standing.counts.accepted}
    counts["dismissed"] = standing.counts.dismissed
    place = {"place": standing.place, "place_before": standing.place_before, "acceptance": standing.acceptance}
    return ShownSuggestion(suggestion_id, item.as_mapping(), counts | place)
