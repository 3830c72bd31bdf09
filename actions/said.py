"""What the events of a conversation tell: who writes, and in which words."""

from __future__ import annotations

from actions.loose import mapping, text

# As many of the customer's last messages go with a ticket.
MOST_SAID = 6


def texts_of(events: object) -> tuple[str, ...]:
    """The customer's last messages, oldest first."""
    said = [text(event.get("text")) for event in _customers(events)]
    return tuple(words for words in said if words)[-MOST_SAID:]


def customer_id_of(events: object) -> str | None:
    """Who the customer is, from the data beside the last message; None where nobody has vouched for anyone.

    Only `web` speaks to Rasa, and it names a customer only after checking the company's own word for it.
    """
    last = next(reversed(_customers(events)), {})
    return text(mapping(last.get("metadata")).get("customer_id")) or None


def without_days(words: str, entities: object) -> str:
    """The text without the days that were found in it; the text itself where none was."""
    found = [mapping(entity) for entity in (entities if isinstance(entities, list) else [])]
    spans = [(item.get("start"), item.get("end")) for item in found if item.get("entity") == "date"]
    for start, end in sorted(((a, b) for a, b in spans if isinstance(a, int) and isinstance(b, int)), reverse=True):
        if 0 <= start <= end <= len(words):
            words = words[:start] + words[end:]
    return words


def _customers(events: object) -> list[dict[str, object]]:
    found = (mapping(event) for event in (events if isinstance(events, list) else []))
    return [event for event in found if event.get("event") == "user"]
