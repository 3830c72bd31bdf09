"""A message of a reply, as Rasa sends it, and what can be read from it."""

from __future__ import annotations

from typing import Any

from web.customer_text import without_control_characters
from web.language import Language, is_language

Message = dict[str, Any]

CALM: dict[str, Any] = {"frustration": {"score": 0.0, "level": "calm"}, "handoff": "none"}


def custom_of(message: Message) -> dict[str, Any]:
    """The message's `custom` part; empty where it has none."""
    custom = message.get("custom")
    return custom if isinstance(custom, dict) else {}


def language_of(message: Message) -> Language | None:
    """The language that the message says it is in."""
    language = custom_of(message).get("language")
    return language if is_language(language) else None


def options_of(message: Message) -> list[dict[str, str]]:
    """The options (and Rasa's own buttons) that the message offers, each with `payload` and `title`."""
    offered = [*_items(custom_of(message).get("options")), *_items(message.get("buttons"))]
    return [
        {"payload": item["payload"], "title": _title(item)} for item in offered if isinstance(item.get("payload"), str)
    ]


def complete(messages: list[Message], language: Language, state: dict[str, Any] | None) -> list[Message]:
    """Give a message without `custom` the two keys that every message carries; others stay as they are."""
    custom = {"language": language, "conversation": state or CALM}
    return [message if "custom" in message else {**message, "custom": custom} for message in messages]


def _title(item: dict[str, Any]) -> str:
    # It becomes the customer's message when the option is taken, and PostgreSQL keeps no NUL.
    return without_control_characters(str(item.get("title", item["payload"])))


def _items(value: Any) -> list[dict[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
