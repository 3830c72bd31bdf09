"""What customers ask of a person: requests, who decides about them, and by when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal

from sqlalchemy.orm import Session

from policy_kb.answer.wording import say_hours
from policy_kb.errors import UnknownArticle
from policy_kb.store.tickets import Wish, find_ticket, open_ticket, ticket_number, tickets_of
from policy_kb.tables import EscalationStep, Ticket
from web.console.knowledge import Books, Knowledge
from web.errors import RefusalCode, RefusalError
from web.language import Language

Standing = Literal["due", "soon", "late", "done"]
# A deadline is near when less than this share of its time is left.
SOON = 0.25
_DECIDED = ("exception", "grace", "enrolment")
# No database counts further in this column.
MOST_TICKETS = 2**31 - 1
# Where no policy says within how many hours a person answers.
USUAL_HOURS = 24


@dataclass(frozen=True)
class Step:
    """A step of a policy's chain of escalation."""

    role: str
    decides: str
    hours: str
    within: int


@dataclass(frozen=True)
class Request:
    """What was asked of a person; `until` is the last day that the policy allows (for more time)."""

    id: int
    number: str
    kind: str
    state: str
    text: str
    policy_id: str | None
    wanted_day: date | None
    due_at: float
    standing: Standing
    can_be_decided: bool
    until: date | None


@dataclass(frozen=True)
class Cases:
    """Reads and decides; raises KnowledgeUnavailableError."""

    knowledge: Knowledge

    async def requests(self, conversation_id: str, now: float) -> list[Request]:
        """The requests of a conversation, oldest first."""
        return await self.knowledge.ask(lambda books: _requests(books, conversation_id, now))

    async def chain(self, policy_id: str | None, language: Language) -> list[Step]:
        """Who decides about a policy, in order; empty where none is meant or it is not there."""
        if policy_id is None:
            return []
        return await self.knowledge.ask(lambda books: _chain(books, policy_id, language))

    async def escalate(self, conversation_id: str, language: Language, policy_id: str, text: str, step: int) -> str:
        """Open a request for who decides at `step` of a policy's chain; its number.

        Raises:
            RefusalError: the policy has no such step.
        """

        def act(books: Books) -> str:
            steps = _chain(books, policy_id, language)
            if not 0 <= step < len(steps):
                raise RefusalError(RefusalCode.NOT_FOUND)
            details = {"step": step, "role": steps[step].role, "within_hours": steps[step].within}
            wish = Wish("exception", conversation_id, language, text, policy_id=policy_id, details=details)
            with Session(books.engine) as db_session, db_session.begin():
                return open_ticket(db_session, wish)

        return await self.knowledge.ask(act)

    async def decide(self, conversation_id: str, ticket_id: int, grant: bool) -> Request:
        """Grant or refuse an open request, within what the policy allows.

        Raises:
            RefusalError: it is not there, decided already, or more than the policy allows.
        """

        def act(books: Books) -> Request:
            with Session(books.engine, expire_on_commit=False) as db_session, db_session.begin():
                ticket = find_ticket(db_session, ticket_id, conversation_id)
                if ticket is None or ticket.kind not in _DECIDED:
                    raise RefusalError(RefusalCode.NOT_FOUND)
                request = _request(books, ticket, datetime.now(UTC).timestamp())
                if ticket.state != "open" or (grant and not request.can_be_decided):
                    raise RefusalError(RefusalCode.NOT_ALLOWED_BY_POLICY)
                ticket.state = "granted" if grant else "refused"
                return request

        return await self.knowledge.ask(act)


def _requests(books: Books, conversation_id: str, now: float) -> list[Request]:
    with Session(books.engine) as db_session:
        return [_request(books, ticket, now) for ticket in tickets_of(db_session, conversation_id)]


def _request(books: Books, ticket: Ticket, now: float) -> Request:
    created = ticket.created_at if ticket.created_at.tzinfo else ticket.created_at.replace(tzinfo=UTC)
    hours = _hours(books, ticket)
    due = created + timedelta(hours=hours)
    until = _latest_day(books, ticket)
    return Request(
        id=ticket.ticket_id,
        number=ticket_number(ticket.ticket_id),
        kind=ticket.kind,
        state=ticket.state,
        text=ticket.text,
        policy_id=ticket.policy_id,
        wanted_day=ticket.wanted_day,
        due_at=due.timestamp(),
        standing=_standing(ticket.state, due.timestamp(), hours, now),
        can_be_decided=_is_within(ticket, until),
        until=until,
    )


def _standing(state: str, due: float, hours: int, now: float) -> Standing:
    if state != "open":
        return "done"
    if now > due:
        return "late"
    return "soon" if due - now < hours * 3600 * SOON else "due"


def _hours(books: Books, ticket: Ticket) -> int:
    """Within how many hours it is to be decided: what the chain says of its step."""
    said = (ticket.details or {}).get("within_hours")
    if isinstance(said, int):
        return said
    steps = _steps(books, ticket.policy_id)
    return steps[0].within_hours if steps else USUAL_HOURS


def _latest_day(books: Books, ticket: Ticket) -> date | None:
    if ticket.kind != "grace" or ticket.policy_id is None:
        return None
    try:
        transition = books.library.revision(ticket.policy_id).transition
    except UnknownArticle:
        return None
    return None if transition is None else transition.grace_until


def _is_within(ticket: Ticket, until: date | None) -> bool:
    if ticket.kind not in _DECIDED:
        return False
    if ticket.kind != "grace":
        return True
    return until is not None and ticket.wanted_day is not None and ticket.wanted_day <= until


def _chain(books: Books, policy_id: str, language: Language) -> list[Step]:
    return [
        Step(
            step.role.in_language(language),
            step.decides.in_language(language),
            say_hours(language, step.within_hours),
            step.within_hours,
        )
        for step in _steps(books, policy_id)
    ]


def _steps(books: Books, policy_id: str | None) -> Sequence[EscalationStep]:
    if policy_id is None:
        return []
    try:
        return books.library.article(policy_id).policy_file.escalation
    except UnknownArticle:
        return []
