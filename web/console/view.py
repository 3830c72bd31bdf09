"""A conversation as the console shows it: everything read at once."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection

from policy_kb.answer.facts import CustomerFacts
from web.accounts.records import Staff
from web.console.cases import Cases, Request, Step
from web.console.heard import Heard
from web.console.knowledge import Knowledge, KnowledgeUnavailableError
from web.console.records import Earlier, Note, Presence, QueueRow
from web.console.store import earlier, notes, presence, queue
from web.console.summary import Summary, summary_of
from web.inbox.database import Database
from web.inbox.inbox import Clock
from web.inbox.records import Conversation, Event
from web.inbox.store import conversations, events
from web.language import Language


@dataclass(frozen=True)
class Kept:
    """What the inbox and the console keep of a conversation."""

    row: QueueRow
    conversation: Conversation
    events: list[Event]
    notes: list[Note]
    presence: list[Presence]
    earlier: list[Earlier]


@dataclass(frozen=True)
class Known:
    """What the knowledge base says beside it; empty where it does not answer."""

    titles: dict[str, str] = field(default_factory=dict)
    facts: CustomerFacts = field(default_factory=CustomerFacts)
    requests: list[Request] = field(default_factory=list)
    chain: list[Step] = field(default_factory=list)
    is_away: bool = False


@dataclass(frozen=True)
class View:
    """Everything of a conversation, for `staff`."""

    staff: Staff
    kept: Kept
    known: Known
    summary: Summary

    @property
    def is_mine(self) -> bool:
        """Whether this representative has it."""
        return self.kept.conversation.held_by == self.staff.id


@dataclass(frozen=True)
class Viewing:
    """Reads conversations."""

    database: Database
    knowledge: Knowledge
    cases: Cases
    heard: Heard
    clock: Clock

    async def view(self, conversation_id: str, staff: Staff) -> View | None:
        """The whole of it; None where it is not there. Raises InboxUnavailableError."""
        now = self.clock()
        kept = await self.database.read(lambda connection: _kept(connection, conversation_id, staff.id, now))
        if kept is None:
            return None
        try:
            known = await self._known(kept, staff.language)
        except KnowledgeUnavailableError:
            known = Known(is_away=True)
        return View(staff, kept, known, summary_of(kept.events))

    async def _known(self, kept: Kept, language: Language) -> Known:
        titles, facts, requests, chain = await asyncio.gather(
            self.knowledge.titles(language),
            self._facts(kept.conversation),
            self.cases.requests(kept.row.id, self.clock()),
            self.cases.chain(kept.row.policy_id, language),
        )
        return Known(titles, facts, requests, chain)

    async def _facts(self, conversation: Conversation) -> CustomerFacts:
        """What the conversation told, and over it what the company knows of a verified customer."""
        slots = await self.heard.slots(conversation.id)
        return await self.knowledge.facts((slots or {}).get("facts"), conversation.customer_id)


def _kept(connection: Connection, conversation_id: str, account_id: str, now: float) -> Kept | None:
    conversation = conversations.find(connection, conversation_id)
    row = queue.row_of(connection, conversation_id)
    if conversation is None or row is None:
        return None
    return Kept(
        row=row,
        conversation=conversation,
        events=events.events_after(connection, conversation_id, 0, limit=None),
        notes=notes.notes_of(connection, conversation_id),
        presence=presence.others(connection, conversation_id, account_id, now),
        earlier=earlier.earlier_of(connection, conversation_id),
    )


def turns(events: Sequence[Event]) -> list[Event]:
    """The events that are shown: not every state, only those that tell who has the conversation."""
    return [event for event in events if event.kind != "state" or event.data.get("handoff") in ("active", "none")]
