"""Which policy a text is about without a doubt."""

from __future__ import annotations

from actions.runtime import Runtime
from policy_kb.bilingual import Language
from policy_kb.language.stems import stems
from policy_kb.search.result import SearchResult

# From this probability on, also of being in scope, there is no doubt.
NO_DOUBT = 0.9
# With fewer words of its own a text asks nothing.
QUESTION_WORDS = 2


def clear_topic(text: str, language: Language, least: float, runtime: Runtime) -> str | None:
    """The policy that a text of some words of its own is about, or None where that is less probable than `least`."""
    if len(stems(text, language)) < QUESTION_WORDS:
        return None
    return clear_policy(runtime.composer.find(text, language), least)


def clear_policy(result: SearchResult, least: float) -> str | None:
    """The policy that a search answers with, or None where it or being in scope is less probable than `least`."""
    is_clear = result.decision == "answer" and min(result.in_scope, result.candidates[0].probability) >= least
    return result.candidates[0].policy_id if is_clear else None
