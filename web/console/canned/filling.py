"""The values of variables in a conversation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from web.accounts.records import Staff
from web.console.canned.variables import Variable, filled
from web.console.cases import Cases
from web.console.knowledge import Knowledge, KnowledgeUnavailableError
from web.console.records import QueueRow
from web.console.store import queue
from web.inbox.database import Database
from web.inbox.inbox import Clock
from web.language import DEFAULT, Language


@dataclass(frozen=True)
class Scene:
    """A conversation that replies are written in: its id, its language, and what is known of the variables.

    `names` are the variables' names for people, in the language of the conversation.
    """

    id: str
    language: Language
    known: Mapping[Variable, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)

    def fill(self, text: str) -> str:
        """A kept reply's text with the values in it."""
        return filled(text, self.known, self.names)


@dataclass(frozen=True)
class Filling:
    """Reads them. Raises InboxUnavailableError; what the knowledge base does not tell now stays a gap."""

    database: Database
    knowledge: Knowledge
    cases: Cases
    company: str
    names: Mapping[Language, Mapping[str, str]]
    clock: Clock

    async def scene(self, conversation_id: str, staff: Staff) -> Scene | None:
        """The scene of a conversation; None where it is not there."""
        if not conversation_id:
            return None
        row = await self.database.read(lambda connection: queue.row_of(connection, conversation_id))
        if row is None:
            return None
        language = row.language or DEFAULT
        return Scene(row.id, language, await self._known(row, language, staff), self.names[language])

    async def _known(self, row: QueueRow, language: Language, staff: Staff) -> dict[Variable, str]:
        known: dict[Variable, str] = {"representative": staff.name, "company": self.company}
        known["customer_name"] = row.customer_name or ""
        try:
            known["policy_title"] = (await self.knowledge.titles(language)).get(row.policy_id or "", "")
            requests = await self.cases.requests(row.id, self.clock())
        except KnowledgeUnavailableError:
            return known
        known["ticket"] = requests[-1].number if requests else ""
        return known
