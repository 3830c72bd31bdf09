"""What conversations leave in the two databases, written for tests as the programs themselves write it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Column, Engine, Float, ForeignKey, Integer, LargeBinary, MetaData, String, Table, Text, insert
from sqlalchemy.orm import Session

from policy_kb.tables.customer import Customer, CustomerOrder
from policy_kb.tables.feedback import CustomerFeedback
from policy_kb.tables.gap import UnansweredQuestion
from policy_kb.tables.survey import SurveyAnswer
from policy_kb.tables.ticket import Ticket
from web.inbox.tables import chat_conversation, chat_event, chat_message
from web.inbox.tables import metadata as inbox_metadata

NOW = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)

ANNA, BRUNO = "C-1001", "C-10011"
ANNA_1, ANNA_2, NOBODY_S, BRUNO_S = ("a" * 32, "b" * 32, "c" * 32, "d" * 32)

# A table of a later version, of which this program knows nothing: its rows say whose they are by a reference only.
later = MetaData()
call = Table("later_call", later, Column("call_id", Integer, primary_key=True), Column("conversation_id", String))
recording = Table(
    "later_recording",
    later,
    Column("recording_id", Integer, primary_key=True),
    Column("call_id", ForeignKey("later_call.call_id")),
    Column("sound", LargeBinary),
)

tracker = MetaData()
events = Table(
    "events",
    tracker,
    Column("id", Integer, primary_key=True),
    Column("sender_id", String(255), nullable=False, index=True),
    Column("type_name", String(255), nullable=False),
    Column("timestamp", Float),
    Column("intent_name", String(255)),
    Column("action_name", String(255)),
    Column("data", Text),
)


def make_database(engine: Engine) -> None:
    """Add the inbox and the later tables to a knowledge base."""
    inbox_metadata.create_all(engine)
    later.create_all(engine)


def make_tracker(engine: Engine) -> None:
    """Rasa's table."""
    tracker.create_all(engine)


@dataclass(frozen=True)
class Leaving:
    """Writes conversations into the two databases."""

    database: Engine
    tracker: Engine

    def customers(self) -> None:
        """Anna with an order, and Bruno, whose id begins with hers."""
        with Session(self.database) as db_session, db_session.begin():
            for customer_id, name in ((ANNA, "Anna"), (BRUNO, "Bruno")):
                person = {"customer_group": "private", "loyalty_level": None, "account_value": None}
                db_session.add(Customer(customer_id=customer_id, name=name, **person))
            db_session.flush()
            order = {"placed_on": NOW.date(), "state": "delivered"}
            db_session.add(CustomerOrder(order_number="AC-204518", customer_id=ANNA, **order))

    def conversation(self, conversation: str, customer: str | None, at: datetime = NOW, ticket: str = "closed") -> None:
        """A whole conversation: inbox, ticket, feedback, survey, gap, later tables, and Rasa's events."""
        self._inbox(conversation, customer, at)
        self._wishes(conversation, customer, at, ticket)
        self.rasa(conversation, customer, at)

    def _inbox(self, conversation: str, customer: str | None, at: datetime) -> None:
        seconds = at.timestamp()
        with self.database.begin() as connection:
            head = {"customer_id": customer, "offered": [], "told": {"of": conversation}, "last_event": 1}
            times = {"started_at": seconds, "touched_at": seconds}
            connection.execute(insert(chat_conversation).values(conversation_id=conversation, **head, **times))
            key = {"conversation_id": conversation, "number": 1}
            message = {"client_id": "m" * 8, "typed": "Dov'è?", "shown": "Dov'è?", "page_language": "it"}
            state = {"outcome": "answered", "accepted_at": seconds, "answer_by": seconds, "claims": 1}
            connection.execute(insert(chat_message).values(**key, **message, **state))
            connection.execute(insert(chat_event).values(**key, kind="accepted", at=seconds, data={"text": "Dov'è?"}))
            number = connection.execute(insert(call).values(conversation_id=conversation)).inserted_primary_key
            assert number is not None
            sound = b"\x00\xff" + conversation.encode()
            connection.execute(insert(recording).values(call_id=number[0], sound=sound))

    def _wishes(self, conversation: str, customer: str | None, at: datetime, ticket: str) -> None:
        whose: dict[str, Any] = {"conversation_id": conversation, "language": "it", "created_at": at}
        with Session(self.database) as db_session, db_session.begin():
            details = {"customer": customer}
            wish = {"kind": "handoff", "state": ticket, "text": "una persona", "details": details}
            db_session.add(Ticket(customer_id=customer, **whose, **wish))
            db_session.add(SurveyAnswer(customer_id=customer, effort=4, **whose))
            db_session.add(CustomerFeedback(kind="helped", text="grazie", **whose))
            db_session.add(UnansweredQuestion(text="che tempo fa?", in_scope=0.1, **whose))

    def rasa(self, conversation: str, customer: str | None, at: datetime = NOW) -> None:
        """An event as Rasa stores it."""
        document = {"event": "user", "text": "Dov'è?", "metadata": {"customer_id": customer}}
        row = {"type_name": "user", "timestamp": at.timestamp(), "data": json.dumps(document)}
        with self.tracker.begin() as connection:
            connection.execute(insert(events).values(sender_id=conversation, **row))
