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


def _customers(events: object) -> list[dict[str, object]]:
    found = (mapping(event) for event in (events if isinstance(events, list) else []))
    return [event for event in found if event.get("event") == "user"]
