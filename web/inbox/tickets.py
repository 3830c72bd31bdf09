"""A ticket for a person, opened where a turn is given up."""

from __future__ import annotations

import structlog
from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from policy_kb.store.tickets import Wish, open_ticket
from web.inbox.records import Claim
from web.language import Language


def ticket_for(connection: Connection, given_up: Claim, language: Language, reason: str) -> str | None:
    """The number of the handoff ticket, in the caller's transaction; None where the knowledge base can keep none."""
    wish = Wish(
        kind="handoff",
        conversation_id=given_up.conversation.id,
        language=language,
        text=given_up.shown,
        customer_id=given_up.conversation.customer_id,
        details={"unanswered": reason, "conversation": given_up.conversation.state},
    )
    try:
        with Session(connection, join_transaction_mode="create_savepoint") as db_session:
            number = open_ticket(db_session, wish)
            db_session.commit()
            return number
    except SQLAlchemyError as error:
        # The customer is told the truth either way: without a number, nobody was called.
        structlog.get_logger("web.inbox").error("no ticket", error=type(error).__name__)
        return None
