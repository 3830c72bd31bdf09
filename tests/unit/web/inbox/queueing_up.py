"""Customers who queue up for a person, and the process that tells them where they stand."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient
from sqlalchemy import Connection, Engine, event

from tests.unit.web.console.listening import Listener, streaming
from tests.unit.web.inbox.making import NOW, arrival
from web.conversation_access import ConversationAccess
from web.conversation_token import ConversationTokens
from web.inbox.bells import Bells
from web.inbox.database import Database
from web.inbox.inbox import Inbox
from web.inbox.persons import Persons
from web.inbox.places import Places
from web.inbox.records import Answer, Conversation
from web.inbox.store import accepting, answering, claiming, conversations
from web.inbox.store.holding import Person
from web.problems import Problems
from web.routes.events import EventsRoute
from web.wording import read_wording

GIULIA = Person("giulia", "Giulia")


class Room:
    """One process over a database."""

    def __init__(self, url: str) -> None:
        self.database, self.bells = Database(url, 30), Bells()
        self.inbox = Inbox(self.database, self.bells, 5)
        self.persons = Persons(self.database, self.bells, lambda: NOW + 500)
        self.places = Places(self.database, self.bells)
        self.tokens = ConversationTokens("s" * 40, 3600)
        self.app = FastAPI()
        Problems(read_wording()).install(self.app)
        access = ConversationAccess(self.tokens, self.inbox, 3600)
        self.app.include_router(EventsRoute(access, self.inbox, self.bells, self.places).router())

    async def begin(self, *ids: str) -> None:
        """Customers who have said nothing yet."""
        for one in ids:
            await self.inbox.begin(Conversation(one, language="it", started_at=NOW))

    async def ask_for_a_person(self, conversation_id: str, at: float = NOW, score: float = 0.0) -> None:
        """A customer asks for a person, and is told that one is called."""
        await self.begin(conversation_id)
        await self.answered(conversation_id, "requested", at, score)

    async def answered(self, conversation_id: str, handoff: str, at: float = NOW, score: float = 0.0) -> None:
        """A customer says something, after which the conversation stands so."""
        state = {"frustration": {"score": score, "level": "calm"}, "handoff": handoff}

        def work(connection: Connection) -> None:
            said = arrival(conversation_id, f"message-{at}-{handoff}", at=at)
            accepting.accept(connection, said, 5)
            held = claiming.claim(connection, "one", at, at + 15)
            assert held is not None
            assert answering.answer(connection, held, Answer([{"text": "Va bene"}], [], "it", state), at)

        await self.database.write(work)
        self.bells.ring(conversation_id)

    async def write(self, work: Callable[[Connection], Any]) -> None:
        """Do it in the database, as another process would: nobody here is told."""
        await self.database.write(work)

    async def poll(self, conversation_id: str, after: int = 0, wait: float = 0) -> dict[str, Any]:
        """What a long poll answers."""
        transport, query = ASGITransport(self.app), {"after": after, "wait": wait}
        async with AsyncClient(transport=transport, base_url="http://chiaro.test") as client:
            headers = {"Authorization": f"Bearer {self.tokens.sign(conversation_id)}"}
            answer = await client.get("/api/events", params=query, headers=headers)
        assert answer.status_code == 200, answer.text
        document: dict[str, Any] = answer.json()
        return document

    @asynccontextmanager
    async def stream(self, conversation_id: str, after: int = 0) -> AsyncIterator[Listener]:
        """What a stream says."""
        token = self.tokens.sign(conversation_id)
        headers = [(b"authorization", f"Bearer {token}".encode()), (b"last-event-id", str(after).encode())]
        async with streaming(self.app, "/api/events", headers) as listener:
            yield listener


async def place(listener: Listener, ahead: int | None, after: int = 0) -> None:
    """Wait until the stream says this place."""
    piece = await listener.until("queue", json.dumps({"ahead": ahead}), after)
    assert piece.number is None


def places(listener: Listener) -> list[int | None]:
    """All places that were said."""
    return [json.loads(piece.html)["ahead"] for piece in listener.pieces if piece.kind == "queue"]


@contextmanager
def statements() -> Iterator[list[str]]:
    """Every statement that is run meanwhile."""
    run: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_others: Any) -> None:
        run.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield run
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def erase(conversation_id: str) -> Callable[[Connection], bool]:
    """Deletes a conversation."""
    return lambda connection: conversations.erase(connection, conversation_id)
