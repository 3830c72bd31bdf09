"""The console's parts with a clock and a Rasa of the test's own, and what customers and the assistant do there."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import httpx
from fastapi import FastAPI
from sqlalchemy import Connection
from sqlalchemy.orm import Session

from learning.encoder import SentenceEncoder
from policy_kb.tables import Ticket
from tests.unit.web.accounts.desk import Clock, Desk, add_account, connected, page_templates, quick_hasher
from tests.unit.web.accounts.table import REPRESENTATIVE
from web.accounts.passwords import Passwords
from web.accounts.records import Account
from web.company import Company
from web.console.knowledge import Knowledge
from web.console.parts import AREA, ConsoleParts
from web.inbox.bells import Bells
from web.inbox.database import Database
from web.inbox.inbox import Inbox
from web.inbox.records import Answer, Arrival, Conversation
from web.inbox.store import accepting, answering, claiming, conversations
from web.no_answer import CONTACTS
from web.problems import Problems
from web.rasa import Rasa
from web.settings import Settings
from web.staff.parts import StaffParts
from web.wording import read_wording

NOW = 1_800_000_000.0  # 15 January 2027
HOSTILE = "<img src=x onerror=alert(1)>\"' {{7*7}} \u2028 %_\\"


def state(level: str = "calm", handoff: str = "none", score: float = 0.0, trend: str = "steady") -> dict[str, Any]:
    """How a conversation stands, as Rasa's side says it."""
    return {"frustration": {"score": score, "level": level, "trend": trend}, "handoff": handoff}


def say(connection: Connection, conversation_id: str, text: str, at: float = NOW, client_id: str = "") -> int:
    """A customer's message; its event's number."""
    name = client_id or f"m-{text[:40]}-{at}"
    arrival = Arrival(conversation_id, name, text, None, None, "it", at, at + 120)
    return accepting.accept(connection, arrival, 50)[0]


def answer(connection: Connection, texts: list[str], at: float = NOW, **given: Any) -> None:
    """The assistant's answer to the oldest message that waits; `about` is the policy that is quoted."""
    held = claiming.claim(connection, "worker", at, at + 15)
    assert held is not None
    about, now = given.pop("about", None), given.get("state")
    custom = {"conversation": now} | ({"policy_id": about, "version": 2, "kind": "explanation"} if about else {})
    messages = [{"text": text, "custom": custom} for text in texts]
    assert answering.answer(connection, held, Answer(messages, **given), at)


class PlayedRasa:
    """Rasa's side: what it understands of a text and what a conversation knows, as the test sets them."""

    def __init__(self) -> None:
        self.parsed: dict[str, Any] = {"intent": {"name": "ask_policy", "confidence": 0.9}, "language": "it"}
        self.slots: dict[str, Any] = {}
        self.client = httpx.AsyncClient(transport=httpx.MockTransport(self._answer))

    def _answer(self, request: httpx.Request) -> httpx.Response:
        if request.url.path == "/model/parse":
            return httpx.Response(200, json=self.parsed)
        return httpx.Response(200, json={"slots": self.slots})


class Console:
    """An app of the pages for staff and the console's, over the database at `url`."""

    def __init__(self, url: str, clock: Clock, encoder: SentenceEncoder, **others: str) -> None:
        """`others`: another `knowledge_url`, a `tracker_url`."""
        self.url, self.clock, self.rasa = url, clock, PlayedRasa()
        settings = Settings(secret="s" * 40, database_url=url)
        self.database, self.bells = Database(url, 30), Bells()
        self.inbox = Inbox(self.database, self.bells, 5, clock)
        address = others.get("knowledge_url", url)
        self.knowledge = Knowledge(address, lambda: datetime.fromtimestamp(clock.now, UTC), lambda: encoder)
        company = Company.read(settings.company_file, CONTACTS)
        templates, passwords = page_templates(), Passwords(quick_hasher())
        tracker_url = others.get("tracker_url", "sqlite:////nowhere/tracker.db")
        staff = StaffParts(settings, self.database, templates, company, (AREA,), clock=clock, passwords=passwords)
        rasa = Rasa(self.rasa.client, "http://rasa.test", 5)
        self.parts = ConsoleParts(staff, self.inbox, self.database, self.bells, rasa, self.knowledge, tracker_url)
        self.app, wording = FastAPI(), read_wording()
        problems = Problems(wording)
        problems.install(self.app)
        staff.install(self.app, problems, wording)
        self.parts.install(self.app)

    def close(self) -> None:
        self.knowledge.close()
        self.database.close()

    def do(self, act: Callable[..., Any], *args: Any, **named: Any) -> Any:
        """Do it in one transaction."""
        with connected(self.url) as connection:
            return act(connection, *args, **named)

    def begin(self, conversation_id: str = "a", *said: str, **known: Any) -> str:
        """A conversation in which a customer has said something."""
        given = {"language": "it", "started_at": self.clock.now} | known
        self.do(conversations.begin, Conversation(conversation_id, **given))
        for text in said:
            self.do(say, conversation_id, text, self.clock.now)
        return conversation_id

    def ticket(self, conversation_id: str = "a", **changes: Any) -> int:
        """A request, open since now unless it says otherwise."""
        values = {
            "kind": "exception",
            "conversation_id": conversation_id,
            "policy_id": "gift-wrapping",
            "language": "it",
            "text": "vorrei un'eccezione",
            "details": {},
            "created_at": datetime.fromtimestamp(self.clock.now, UTC),
        }
        with connected(self.url) as connection, Session(connection) as db_session:
            ticket = Ticket(**(values | changes))
            db_session.add(ticket)
            db_session.flush()
            number = ticket.ticket_id
            db_session.commit()
        return number

    def sit(self, login: str = "giulia", **changes: Any) -> tuple[Desk, Account]:
        """The browser of a new representative, and the account."""
        account = add_account(self.url, login, REPRESENTATIVE, **changes)
        return Desk(self.app).sit_down(self.url, account, self.clock.now), account

    def run(self, question: Any) -> Any:
        """Wait for an answer of the parts."""
        return asyncio.run(question)
