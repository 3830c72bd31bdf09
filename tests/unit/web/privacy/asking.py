"""Runs the commands and looks at what they have left."""

from __future__ import annotations

from click.testing import CliRunner, Result

from policy_kb.progress import silent
from tests.unit.web.privacy.leaving import (
    Leaving,
)
from web.privacy.commands import commands
from web.privacy.traces import search_everywhere

EVERY_TABLE = [
    "chat_conversation",
    "chat_event",
    "chat_message",
    "customer_feedback",
    "events",
    "later_call",
    "later_recording",
    "survey_answer",
    "ticket",
    "unanswered_question",
]


def run(*arguments: str) -> Result:
    return CliRunner().invoke(commands, arguments, catch_exceptions=False)


def found(leaving: Leaving, *ids: str) -> list[str]:
    """The tables in which the search finds one of `ids`."""
    return sorted({trace.table for trace in search_everywhere(leaving.stores, frozenset(ids), silent).traces})
