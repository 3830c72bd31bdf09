"""Keeps what customers ask of a person."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from policy_kb.bilingual import Language
from policy_kb.tables import Ticket

TicketKind = Literal["handoff", "exception", "grace", "message", "enrolment"]
# What a customer may ask for again without meaning another one: one stays open for each policy and day.
_ONCE = ("handoff", "exception", "grace", "enrolment")


@dataclass(frozen=True)
class Wish:
    """What is asked of a person, and what is known at that moment (see Ticket)."""

    kind: TicketKind
    conversation_id: str
    language: Language
    text: str
    customer_id: str | None = None
    policy_id: str | None = None
    version: int | None = None
    wanted_day: date | None = None
    details: dict[str, Any] = field(default_factory=dict)


def open_ticket(db_session: Session, wish: Wish) -> str:
    """The number of the open ticket for `wish`: a new one, unless the same was asked in this conversation before.

    Asked again, an open ticket takes the newest words and what is known now.
    """
    ticket = _asked_before(db_session, wish)
    if ticket is None:
        ticket = Ticket(**{**vars(wish), "created_at": datetime.now(UTC)})
        db_session.add(ticket)
    else:
        ticket.text, ticket.details, ticket.language = wish.text, wish.details, wish.language
    db_session.flush()
    return ticket_number(ticket.ticket_id)


def tickets_of(db_session: Session, conversation_id: str) -> list[Ticket]:
    """Everything that was asked of a person in a conversation, oldest first."""
    query = select(Ticket).where(Ticket.conversation_id == conversation_id).order_by(Ticket.ticket_id)
    return list(db_session.scalars(query))


def find_ticket(db_session: Session, ticket_id: int, conversation_id: str) -> Ticket | None:
    """A ticket of this conversation, which nobody else changes until the transaction ends; None where it has none."""
    query = select(Ticket).where(Ticket.ticket_id == ticket_id, Ticket.conversation_id == conversation_id)
    found: Ticket | None = db_session.scalar(query.with_for_update())
    return found


def ticket_number(ticket_id: int) -> str:
    """A ticket's number as customers read it."""
    return f"R-{ticket_id:05d}"


def _asked_before(db_session: Session, wish: Wish) -> Ticket | None:
    if wish.kind not in _ONCE:
        return None
    query = select(Ticket).where(
        Ticket.kind == wish.kind,
        Ticket.state == "open",
        Ticket.conversation_id == wish.conversation_id,
        Ticket.wanted_day.is_not_distinct_from(wish.wanted_day),
    )
    if wish.kind != "handoff":  # a person is called once, whatever is spoken of
        query = query.where(Ticket.policy_id.is_not_distinct_from(wish.policy_id))
    found: Ticket | None = db_session.scalar(query.order_by(Ticket.ticket_id))
    return found
