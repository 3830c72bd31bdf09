"""What the tests of suggestions share."""

from __future__ import annotations

from typing import Any

from policy_kb.suggestions.request import Intent, SuggestionRequest
from policy_kb.suggestions.suggestion import Suggestion, Suggestions

GIFTS, SOFAS, PARTS = "gift-wrapping", "sofa-trial", "spare-parts"


def ask(text: str = "do you gift wrap?", intent: str | None = None, **changes: Any) -> SuggestionRequest:
    """A request in English for a calm customer of whom nothing is known, unless `changes` say otherwise."""
    heard = Intent(intent, 0.97) if intent else None
    return SuggestionRequest(text=text, **{"language": "en", "intent": heard, **changes})


def kinds(suggestions: Suggestions) -> list[str]:
    """The kinds, in order."""
    return [item.kind for item in suggestions.items]


def of_kind(suggestions: Suggestions, kind: str) -> Suggestion:
    """The one suggestion of a kind."""
    [found] = [item for item in suggestions.items if item.kind == kind]
    return found


def reasons(suggestion: Suggestion) -> dict[str, Any]:
    """Why it is suggested, by name; the last of several of the same name."""
    return {reason.name: reason.value for reason in suggestion.why}
