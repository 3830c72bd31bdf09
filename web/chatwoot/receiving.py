"""What is done with what Chatwoot says: each in one transaction."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection, Row

from web.chatwoot import store, telling
from web.chatwoot.following import follow
from web.chatwoot.records import DESK, CustomerWrote, Moved, PersonWrote, Posted, Told
from web.conversation_token import ConversationTokens
from web.errors import RefusalCode, RefusalError
from web.inbox.bells import Bells
from web.inbox.database import Database
from web.inbox.inbox import Clock
from web.inbox.news import tell
from web.inbox.records import Arrival, Conversation
from web.inbox.store import accepting, conversations, holding
from web.inbox.store.holding import Person, Saying
from web.language import DEFAULT
from web.metrics import Metrics

Result = Literal["kept", "known", "ignored"]


@dataclass(frozen=True)
class Receiving:
    """Keeps messages in the inbox and follows who has the conversation. Raises InboxUnavailableError.

    `waiting_seconds`, `max_waiting` and `max_text` are as for the website's chat; `news` wakes whoever tells Chatwoot.
    """

    database: Database
    bells: Bells
    metrics: Metrics
    clock: Clock
    news: asyncio.Event
    waiting_seconds: float
    max_waiting: int
    max_text: int

    async def take(self, told: Told) -> Result:
        """Do what a webhook asks for; the same again does nothing.

        Raises:
            RefusalError: too many of the customer's messages wait for an answer.
        """
        now = self.clock()
        conversation_id, result = await self.database.write(lambda connection: self._take(connection, told, now))
        if isinstance(told, CustomerWrote) and result == "kept":
            self.metrics.accepted()
            self.bells.work.set()
        if conversation_id is not None:
            self.bells.ring(conversation_id)
            self.news.set()
        return result

    def _take(self, connection: Connection, told: Told, now: float) -> tuple[str | None, Result]:
        row = self._row(connection, told, now)
        if row is None:
            return None, "ignored"
        conversation = conversations.find(connection, row.conversation_id, lock=True)
        assert conversation is not None, "the foreign key names it"
        follow(connection, conversation, told.notice, now, may_return=isinstance(told, CustomerWrote))
        result = self._done(connection, conversation.id, told, now)
        tell(connection, conversation.id, work=isinstance(told, CustomerWrote))
        return conversation.id, result

    def _row(self, connection: Connection, told: Told, now: float) -> Row[Any] | None:
        thread = told.notice.thread
        found = store.of_thread(connection, thread)
        if found is not None or not isinstance(told, CustomerWrote) or thread.account is None:
            return found
        new_id = ConversationTokens.new_id()
        new = Conversation(new_id, language=told.language, customer_name=told.name, started_at=now)
        return store.begin(connection, thread.account, thread.number, told.notice.status, new)

    def _done(self, connection: Connection, conversation_id: str, told: Told, now: float) -> Result:
        match told:
            case CustomerWrote():
                return self._keep(connection, conversation_id, told, now)
            case PersonWrote():
                return _listen(connection, conversation_id, told, now)
            case Posted():
                return "kept" if telling.arrived(connection, conversation_id, told.key, now) else "known"
            case Moved():
                return "kept"

    def _keep(self, connection: Connection, conversation_id: str, told: CustomerWrote, now: float) -> Result:
        if told.text is None:
            return _call_a_person(connection, conversation_id, now)
        conversation = conversations.find(connection, conversation_id)
        assert conversation is not None, "the caller has it locked"
        text = told.text[: self.max_text]
        option = _option(conversation, text)
        arrival = Arrival(
            conversation_id=conversation_id,
            client_id=told.id,
            typed=text if option is None else None,
            option=option,
            hint=None,
            page_language=told.language or conversation.language or DEFAULT,
            at=now,
            answer_by=now + self.waiting_seconds,
        )
        try:
            _, is_new = accepting.accept(connection, arrival, self.max_waiting)
        except RefusalError as refusal:
            if refusal.code is not RefusalCode.MESSAGE_ID_TAKEN:
                raise
            is_new = False  # the same message, whose words now read otherwise: what was answered stays
        return "kept" if is_new else "known"


def _call_a_person(connection: Connection, conversation_id: str, now: float) -> Result:
    """The customer sent nothing that the assistant could read: a person looks at it."""
    row = store.of_conversation(connection, conversation_id)
    if row is None or row.status != "pending" or row.handing is not None:
        return "known"
    # Who works on it already sees it at their next step.
    store.keep(connection, conversation_id, handing="unread", due_at=now if row.owner is None else row.due_at)
    return "kept"


def _listen(connection: Connection, conversation_id: str, told: PersonWrote, now: float) -> Result:
    """What a human agent says belongs to the conversation, where it is theirs."""
    conversation = conversations.find(connection, conversation_id)
    if conversation is None or conversation.held_by != DESK.id:
        return "ignored"
    details = {"language": conversation.language or DEFAULT, telling.FROM_THERE: True}
    said = Saying(told.id, told.text, conversation.last_event, details)
    try:
        _, is_new = holding.say(connection, conversation_id, Person(DESK.id, told.name), said, now)
    except RefusalError as refusal:
        if refusal.code is not RefusalCode.MESSAGE_ID_TAKEN:
            raise
        is_new = False
    return "kept" if is_new else "known"


def _option(conversation: Conversation, text: str) -> str | None:
    """The option that the customer named by its title, which is how every channel sends it."""
    named = text.strip().casefold()
    titles = {option["title"].strip().casefold(): option["payload"] for option in conversation.offered}
    return titles.get(named)
