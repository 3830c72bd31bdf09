"""Calls a person, from any action that comes to that, and tells more to the one who was called."""

from __future__ import annotations

import logging

from sqlalchemy.exc import OperationalError

from actions.runtime import Runtime
from actions.turn import Turn
from policy_kb.answer.message import Message


def call_person(turn: Turn, runtime: Runtime) -> Message:
    """The handoff with its ticket. A ticket that cannot be kept now does not keep the customer from a person."""
    desk, number = runtime.composer.desk, _kept(turn, runtime)
    if number is None:
        return desk.contact(turn.language)
    return desk.requested(turn.language, number, again=turn.conversation.handoff == "requested")


def tell_person(turn: Turn, runtime: Runtime) -> Message:
    """Adds the message to the ticket of a person who was called; where it cannot be kept, says where a person is."""
    desk, number = runtime.composer.desk, _kept(turn, runtime)
    return desk.contact(turn.language) if number is None else desk.added(turn.language, number)


def _kept(turn: Turn, runtime: Runtime) -> str | None:
    try:
        return runtime.records.ticket(turn, "handoff", runtime.topic(turn))
    except OperationalError:
        logging.getLogger(__name__).warning("a ticket could not be kept")
        return None
