"""Calls a person, from any action that comes to that."""

from __future__ import annotations

import logging

from sqlalchemy.exc import OperationalError

from actions.runtime import Runtime
from actions.turn import Turn
from policy_kb.answer.message import Message


def call_person(turn: Turn, runtime: Runtime) -> Message:
    """The handoff with its ticket. A ticket that cannot be kept now does not keep the customer from a person."""
    desk = runtime.composer.desk
    try:
        number = runtime.records.ticket(turn, "handoff", runtime.topic(turn))
    except OperationalError:
        logging.getLogger(__name__).warning("a ticket could not be kept")
        return desk.contact(turn.language)
    return desk.requested(turn.language, number, again=turn.conversation.handoff == "requested")
