"""What becomes of suggestions: taken, edited, dismissed, of the wrong policy; and how long answers take."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row

from policy_kb.errors import UnknownArticle
from web.accounts.records import Staff
from web.console.distance import edit_distance
from web.console.knowledge import Books, Knowledge
from web.console.records import Outcome
from web.console.store import suggestions as store
from web.inbox.database import Database
from web.inbox.inbox import Clock
from web.numbers import is_number

# A longer text is compared by its beginning: what follows is new anyway.
MOST_COMPARED = 2000
# What both databases can look up as an id.
_ID_DIGITS = 9


@dataclass(frozen=True)
class Used:
    """Keeps it. All raise InboxUnavailableError."""

    database: Database
    knowledge: Knowledge
    clock: Clock

    async def shown(self, conversation_id: str, suggestion_id: str) -> Row[Any] | None:
        """A suggestion that was shown in this conversation; None where there is none."""
        if not is_number(suggestion_id, _ID_DIGITS):
            return None
        number = int(suggestion_id)
        return await self.database.read(lambda connection: store.find(connection, conversation_id, number))

    async def sources(self, conversation_id: str, suggestion_id: str) -> list[dict[str, Any]]:
        """The sources that go with a suggestion which is used; none where none is."""
        found = await self.shown(conversation_id, suggestion_id)
        return [] if found is None else list(found.sources)

    async def answered(self, conversation_id: str, number: int, staff: Staff, suggestion_id: str, text: str) -> None:
        """A person answered with event `number`, with the help of a suggestion or without."""
        found = await self.shown(conversation_id, suggestion_id)
        distance = None if found is None else edit_distance(found.text[:MOST_COMPARED], text[:MOST_COMPARED])
        now = self.clock()

        def keep(connection: Connection) -> None:
            asked_at = store.last_asked(connection, conversation_id, number)
            values = {"account_id": staff.id, "asked_at": asked_at, "at": now}
            values["suggestion_id"] = None if found is None else found.suggestion_id
            store.answered(connection, conversation_id, number, values)
            if found is not None:
                outcome: Outcome = "edited" if distance else "accepted"
                store.act(connection, conversation_id, found.suggestion_id, outcome, staff.id, now, distance=distance)

        await self.database.write(keep)

    async def opened(self, conversation_id: str, suggestion_id: str) -> None:
        """Somebody looked into it."""
        if is_number(suggestion_id, _ID_DIGITS):
            number, now = int(suggestion_id), self.clock()
            await self.database.write(lambda connection: store.opened(connection, conversation_id, number, now))

    async def dismissed(
        self, conversation_id: str, suggestion_id: str, staff: Staff, reason: str, right_policy_id: str | None
    ) -> bool:
        """It was not wanted, or is of the wrong policy; whether there was one to dismiss."""
        if not is_number(suggestion_id, _ID_DIGITS):
            return False
        outcome: Outcome = "wrong_policy" if right_policy_id else "dismissed"
        details = {"reason": reason, "right_policy_id": right_policy_id}
        number, now = int(suggestion_id), self.clock()
        row = await self.database.write(
            lambda connection: store.act(connection, conversation_id, number, outcome, staff.id, now, **details)
        )
        return row is not None

    async def is_policy(self, policy_id: str) -> bool:
        """Whether there is such a policy in force. Raises KnowledgeUnavailableError."""

        def known(books: Books) -> bool:
            try:
                return books.library.revision(policy_id) is not None
            except UnknownArticle:
                return False

        return await self.knowledge.ask(known)
