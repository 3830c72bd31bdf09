"""What a conversation leaves in the knowledge base: words, surveys, gaps, tickets."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from actions.turn import Turn
from policy_kb.search.result import SearchResult
from policy_kb.store.feedback import keep_feedback
from policy_kb.store.gaps import keep_gap
from policy_kb.store.surveys import has_refused, keep_comment, keep_survey
from policy_kb.store.tickets import TicketKind, Wish, open_ticket
from policy_kb.tables import SurveyAnswer
from policy_kb.unit_of_work import UnitOfWork

_Kept = TypeVar("_Kept")
Topic = tuple[str, int | None] | tuple[None, None]


@dataclass(frozen=True)
class Records:
    """Writes for one turn, each in a transaction of its own. Raises OperationalError where the database is locked."""

    engine: Engine

    def feedback(self, turn: Turn, kind: str, topic: Topic) -> None:
        """Keeps what a customer says about an answer or a rule."""
        args = (kind, turn.language, turn.text, *topic, turn.conversation_id)
        self._keep(lambda db_session: keep_feedback(db_session, *args))

    def gap(self, turn: Turn, result: SearchResult) -> None:
        """Keeps a question without an answer; one that cannot be kept now does not cost the customer the reply."""
        try:
            self._keep(lambda db_session: keep_gap(db_session, turn.conversation_id, turn.language, turn.text, result))
        except OperationalError:
            logging.getLogger(__name__).warning("a question without an answer could not be kept")

    def ticket(self, turn: Turn, kind: TicketKind, topic: Topic, wanted_day: date | None = None) -> str:
        """Opens a ticket with everything known, and returns its number."""
        wish = Wish(
            kind,
            turn.conversation_id,
            turn.language,
            turn.text,
            turn.customer_id,
            policy_id=topic[0],
            version=topic[1],
            wanted_day=wanted_day,
            details=_details(turn),
        )
        return self._keep(lambda db_session: open_ticket(db_session, wish))

    def survey(self, turn: Turn, topic: Topic, effort: int | None = None, refused: bool = False) -> int:
        """Keeps an answer to the first question, or a refusal; returns its id."""
        answer = SurveyAnswer(
            conversation_id=turn.conversation_id,
            customer_id=turn.customer_id,
            policy_id=topic[0],
            version=topic[1],
            language=turn.language,
            effort=effort,
            refused=refused,
        )
        return self._keep(lambda db_session: keep_survey(db_session, answer))

    def comment(self, turn: Turn, survey_id: int) -> bool:
        """Keeps the answer to the second question; False where it belongs to no answer of this conversation."""
        return self._keep(lambda db_session: keep_comment(db_session, survey_id, turn.conversation_id, turn.text))

    def has_refused_surveys(self, turn: Turn) -> bool:
        """Whether this customer is not to be asked again."""
        with Session(self.engine) as db_session:
            return has_refused(db_session, turn.conversation_id, turn.customer_id)

    def _keep(self, write: Callable[[Session], _Kept]) -> _Kept:
        with UnitOfWork(self.engine) as work:
            kept = write(work.db_session)
            work.commit()
        return kept


def _details(turn: Turn) -> dict[str, Any]:
    """What a representative reads: facts, moods and policies so far, the last words, the state of the conversation."""
    return {
        "facts": turn.facts,
        "moods": [*turn.moods, turn.level],
        "policies": list(turn.topics),
        "said": list(turn.said),
        "parts_given": list(turn.last_parts),
        "answers_that_did_not_help": turn.failures,
        "conversation": turn.conversation.as_dict(),
    }
