"""The inbox as the rest of the web process sees it: each call is one transaction, and wakes those whom it concerns."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection

from sqlalchemy import Connection

from web.errors import LeaseLostError
from web.inbox.bells import Bells
from web.inbox.database import Database
from web.inbox.news import tell
from web.inbox.records import Answer, Arrival, Claim, Conversation, Event, Progress
from web.inbox.store import accepting, answering, claiming, conversations, events
from web.inbox.tickets import ticket_for
from web.language import Language

Clock = Callable[[], float]
GivingUp = Callable[[str | None], Answer]


class Inbox:
    """Accepts messages, hands them out for work, keeps answers, and tells readers. All raise InboxUnavailableError.

    `max_waiting`: how many messages of a conversation may wait beside the one in work; `clock` gives seconds since
    1970, which the machines of several processes must agree upon to within a fraction of a lease.
    """

    def __init__(self, database: Database, bells: Bells, max_waiting: int, clock: Clock = time.time) -> None:
        self._database = database
        self._bells = bells
        self._max_waiting = max_waiting
        self.clock = clock

    async def begin(self, conversation: Conversation) -> None:
        """Keep a new conversation; does nothing where it is there."""
        await self._database.write(lambda connection: conversations.begin(connection, conversation))

    async def find(self, conversation_id: str) -> Conversation | None:
        """A conversation, or None where there is none (any more)."""
        return await self._database.read(lambda connection: conversations.find(connection, conversation_id))

    async def identify(self, conversation_id: str, customer_id: str, name: str | None) -> Conversation | None:
        """Tie a conversation to a verified customer; None where there is none, or where it is another customer's."""
        now = self.clock()

        def work(connection: Connection) -> Conversation | None:
            found = conversations.find(connection, conversation_id, lock=True)
            if found is None or found.customer_id not in (None, customer_id):
                return None
            conversations.keep(connection, conversation_id, customer_id=customer_id, customer_name=name)
            answering.tell_state(connection, conversation_id, now)
            tell(connection, conversation_id, work=False)
            return conversations.find(connection, conversation_id)

        identified = await self._database.write(work)
        self._bells.ring(conversation_id)
        return identified

    async def erase(self, conversation_id: str) -> None:
        """Delete everything that the inbox has of a conversation."""

        def work(connection: Connection) -> None:
            conversations.erase(connection, conversation_id)
            tell(connection, conversation_id, work=False)

        await self._database.write(work)
        self._bells.ring(conversation_id)

    async def accept(self, arrival: Arrival) -> tuple[int, bool]:
        """Keep a message: its event's number, and whether it is new. Raises RefusalError (see accepting.accept)."""

        def work(connection: Connection) -> tuple[int, bool]:
            accepted = accepting.accept(connection, arrival, self._max_waiting)
            tell(connection, arrival.conversation_id, work=True)
            return accepted

        accepted = await self._database.write(work)
        self._wake(arrival.conversation_id)
        return accepted

    async def claim(self, owner: str, seconds: float, due_only: bool) -> Claim | None:
        """Take the next message into work for `seconds` (see claiming.claim)."""
        now = self.clock()

        def work(connection: Connection) -> Claim | None:
            taken = claiming.claim(connection, owner, now, now + seconds, due_only)
            if taken is not None:
                tell(connection, taken.conversation.id, work=False)
            return taken

        taken = await self._database.write(work)
        if taken is not None:
            self._bells.ring(taken.conversation.id)
        return taken

    async def renew(self, owner: str, keys: Collection[tuple[str, int]], seconds: float) -> set[tuple[str, int]]:
        """Hold messages for `seconds` from now; the keys of those that are still held."""
        until = self.clock() + seconds
        return await self._database.write(lambda connection: claiming.renew(connection, owner, keys, until))

    async def release(self, held: Claim) -> None:
        """Give a message back, to be answered later."""

        def work(connection: Connection) -> None:
            claiming.release(connection, held)
            tell(connection, held.conversation.id, work=True)

        await self._database.write(work)
        self._bells.ring(held.conversation.id)

    async def answer(self, held: Claim, given: Answer) -> None:
        """Keep an answer and close its message, both or neither.

        Raises:
            LeaseLostError: the message is somebody else's by now, answered, or gone.
        """
        await self._close(held, lambda _connection: given)

    async def give_up(self, held: Claim, language: Language, reason: str, giving_up: GivingUp) -> None:
        """Close a message that got no answer, with a ticket for a person; `giving_up` makes the answer of its number.

        Raises:
            LeaseLostError: see answer.
        """
        await self._close(held, lambda connection: _given_up(connection, held, language, reason, giving_up))

    async def _close(self, held: Claim, given: Callable[[Connection], Answer]) -> None:
        def work(connection: Connection) -> None:
            if not answering.answer(connection, held, given(connection), self.clock()):
                raise LeaseLostError
            tell(connection, held.conversation.id, work=True)

        await self._database.write(work)
        self._wake(held.conversation.id)

    async def progress(self, conversation_id: str, after: int) -> Progress | None:
        """What a reader who has had everything up to `after` is to be sent; None where the conversation is gone."""
        now = self.clock()
        return await self._database.read(lambda connection: events.progress(connection, conversation_id, after, now))

    async def answer_to(self, conversation_id: str, number: int) -> Event | None:
        """The event that answers the message with that number, if there is one yet."""
        return await self._database.read(lambda connection: events.answer_to(connection, conversation_id, number))

    async def all_events(self, conversation_id: str) -> list[Event]:
        """Everything that was said, in order."""
        return await self._database.read(
            lambda connection: events.events_after(connection, conversation_id, 0, limit=None)
        )

    async def talk(self, conversation_id: str) -> tuple[Conversation, list[Event]] | None:
        """A conversation and everything that was said in it, in order; None where there is none (any more)."""

        def read(connection: Connection) -> tuple[Conversation, list[Event]] | None:
            found = conversations.find(connection, conversation_id)
            if found is None:
                return None
            return found, events.events_after(connection, conversation_id, 0, limit=None)

        return await self._database.read(read)

    async def waiting(self) -> int:
        """How many messages have no answer yet."""
        return await self._database.read(claiming.waiting)

    def _wake(self, conversation_id: str) -> None:
        self._bells.work.set()
        self._bells.ring(conversation_id)


def _given_up(connection: Connection, held: Claim, language: Language, reason: str, giving_up: GivingUp) -> Answer:
    found = conversations.find(connection, held.conversation.id, lock=True)
    if found is not None and found.held_by is not None:
        return Answer([])  # a person has the message before them
    return giving_up(ticket_for(connection, held, language, reason))
