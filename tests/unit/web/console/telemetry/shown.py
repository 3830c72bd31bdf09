"""Suggestions that were shown and what became of them, for tests of the numbers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import insert

from tests.unit.web.accounts.desk import NOW, Desk, add_account, connected
from tests.unit.web.console.played import Console
from web.accounts.records import Account, Role
from web.console.tables import console_answer, console_count, console_suggestion
from web.inbox.records import Conversation
from web.inbox.store import conversations

DAY = 86_400.0


class Shown:
    """A database in which suggestions were shown; `NOW` is 15 January 2027, a Friday."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._number = 0

    def do(self, act: Callable[..., Any], *given: Any) -> Any:
        """Do it in one transaction."""
        with connected(self.url) as connection:
            return act(connection, *given)

    def show(self, number: int = 1, **changes: Any) -> list[int]:
        """Keep `number` suggestions, each for a message of its own; their ids."""
        rows = [self._row(changes) for _ in range(number)]
        for conversation_id in {row["conversation_id"] for row in rows}:
            self._begin(conversation_id)
        added = insert(console_suggestion).returning(console_suggestion.c.suggestion_id)
        return list(self.do(lambda connection: connection.execute(added, rows).scalars().all()))

    def answer(self, seconds: float, account_id: str = "g1", **changes: Any) -> None:
        """Keep that a person answered a message `seconds` after it was asked at `NOW` or `asked_at`."""
        self._number += 1
        values: dict[str, Any] = {
            "conversation_id": "a",
            "number": self._number,
            "account_id": account_id,
            "asked_at": NOW,
        } | changes
        values.setdefault("at", (values["asked_at"] or NOW) + seconds)
        self._begin(values["conversation_id"])
        self.do(lambda connection: connection.execute(insert(console_answer), values))

    def learn(self, policy_id: str, shown: int, accepted: int = 0, dismissed: int = 0, kind: str = "answer") -> None:
        """Set a counter."""
        values: dict[str, Any] = {"policy_id": policy_id, "kind": kind, "language": "it", "level": "calm"}
        values |= {"shown": shown, "accepted": accepted, "dismissed": dismissed}
        self.do(lambda connection: connection.execute(insert(console_count), values))

    def _begin(self, conversation_id: str) -> None:
        find, begin = conversations.find, conversations.begin
        if self.do(find, conversation_id) is None:
            self.do(begin, Conversation(conversation_id, language="it", started_at=NOW))

    def _row(self, changes: dict[str, Any]) -> dict[str, Any]:
        self._number += 1
        values = {
            "conversation_id": "a",
            "message": self._number,
            "key": f"k{self._number}",
            "kind": "answer",
            "policy_id": "gift-wrapping",
            "version": 2,
            "parts": "summary",
            "language": "it",
            "level": "calm",
            "place": 1,
            "confidence": 0.8,
            "text": "La confezione è gratis.",
            "sources": [],
            "asked_at": NOW - 5,
            "shown_at": NOW - 4,
            "opened_at": None,
            "outcome": None,
            "reason": None,
            "right_policy_id": None,
            "distance": None,
            "account_id": None,
            "acted_at": None,
        }
        return values | changes


class Office(Shown):
    """A console in which suggestions were shown, and who reads the numbers."""

    def __init__(self, console: Console) -> None:
        super().__init__(console.url)
        self.console = console

    def reader(self, *roles: Role, login: str = "", language: str = "en") -> tuple[Desk, Account]:
        """The browser of somebody with these roles, and the account."""
        account = add_account(self.url, login or "-".join(roles), *roles, language=language)
        return Desk(self.console.app).sit_down(self.url, account), account
