"""One turn of a conversation: what the customer did, and what to reply."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import structlog

from web.breaker import Breaker, BreakerState
from web.customer_text import as_plain_text
from web.errors import ActionsError, ActionsSlowError, RasaEmptyError, RasaError
from web.inbox.records import Answer, Claim
from web.language import Language, WrittenLanguage
from web.messages import Message, complete, custom_of, language_of, options_of
from web.no_answer import NoAnswer
from web.rasa import Rasa

_ATTEMPTS = 2
# How long the action server is waited for before each try, in times `retry_seconds`: it starts again within seconds.
PAUSES = (0, 2, 6, 12)
# Intents that only this program sends: what customers type never begins with a slash that Rasa reads as one.
TAKE_OVER, HAND_BACK = "/take_over", "/hand_back"


@dataclass(frozen=True)
class GivenUp:
    """A turn that came to nothing: why, the customer's language, and the answer for a ticket's number (or none)."""

    reason: str
    language: Language
    answer: Callable[[str | None], Answer]


class TakeTurn:
    """Takes a turn with Rasa: one retry, then it is given up; while Rasa is dead, the message is to wait.

    An action server that is away is waited for; one that is slow is not asked again, as it may yet do what was asked.
    """

    def __init__(
        self, rasa: Rasa, breaker: Breaker, no_answer: NoAnswer, written: WrittenLanguage, retry_seconds: float
    ) -> None:
        self._rasa = rasa
        self._breaker = breaker
        self._no_answer = no_answer
        self._written = written
        self._retry_seconds = retry_seconds
        self._log = structlog.get_logger("web.turn")

    async def run(self, claim: Claim, may_wait: bool) -> Answer | GivenUp | None:
        """The reply to a message (without messages while a person has the conversation); None: Rasa is dead, let the
        message wait, where it `may_wait`."""
        if claim.conversation.held_by is not None:
            return await self._listen(claim)
        failure = ActionsError("never asked")
        for pause in PAUSES:
            await asyncio.sleep(pause * self._retry_seconds)
            try:
                return await self._attempt(claim, may_wait)
            except ActionsError as error:
                failure = error
                self._log.warning("no answer from the action server", reason=failure.reason)
                if isinstance(failure, ActionsSlowError):
                    break
        return self.given_up(claim, failure.reason)

    async def _attempt(self, claim: Claim, may_wait: bool) -> Answer | GivenUp | None:
        """As `run`. Raises ActionsError where Rasa is well and its action server is not."""
        error = RasaError("never asked")
        for attempt in range(_ATTEMPTS):
            try:
                return await self._ask(claim)
            except RasaEmptyError as empty:
                if await self._rasa.is_with_a_person(claim.conversation.id):
                    return Answer([])
                error = empty
            except RasaError as failure:
                error = failure
                if may_wait and self._breaker.state is not BreakerState.CLOSED:
                    return None
            self._log.warning("no answer from Rasa", reason=type(error).__name__, detail=str(error))
            if attempt + 1 < _ATTEMPTS:
                await asyncio.sleep(self._retry_seconds)
                if may_wait and self._breaker.state is not BreakerState.CLOSED:
                    return None  # found dead meanwhile, by other turns
        return self.given_up(claim, error.reason)

    def given_up(self, claim: Claim, reason: str) -> GivenUp:
        """The true sentence instead of a reply; `reason` is a key of `no_answer` in the wording."""
        language = self._language(claim)
        return GivenUp(reason, language, partial(self._no_reply, claim, language, reason))

    async def _listen(self, claim: Claim) -> Answer:
        """Let Rasa hear what is said to a person, so that it knows when it is given back; it need not answer."""
        state = None
        try:
            if claim.conversation.said_handoff != "active":
                state = await self._command(claim, TAKE_OVER)
            await self._talk(claim, text_for_rasa(claim))
        except RasaEmptyError:
            pass  # as it should be
        except RasaError as error:
            self._log.warning("Rasa has not heard a message to a person", reason=type(error).__name__)
        return Answer([], state=state)

    async def _command(self, claim: Claim, intent: str) -> dict[str, Any] | None:
        """Tell Rasa that a person comes or goes; how the conversation stands then."""
        return _latest(await self._talk(claim, intent))[1]

    async def _ask(self, claim: Claim) -> Answer:
        returning = claim.conversation.given_back
        if returning:
            await self._command(claim, HAND_BACK)
        return replace(self._reply(claim, await self._talk(claim, text_for_rasa(claim))), returned=returning)

    async def _talk(self, claim: Claim, text: str) -> list[Message]:
        conversation = claim.conversation
        try:
            messages = await self._rasa.talk(
                conversation.id, text, claim.hint, conversation.customer_id, message=claim.number
            )
        except RasaEmptyError:
            self._breaker.succeeded()  # an empty answer is of one turn, not of a Rasa that is dead
            raise
        except RasaError:
            self._breaker.failed()
            raise
        self._breaker.succeeded()
        return messages

    def _reply(self, claim: Claim, messages: list[Message]) -> Answer:
        _check_actions(messages)
        language, state = _latest(messages)
        completed = complete(messages, self._language(claim), state or claim.conversation.state)
        offered = [option for message in messages for option in options_of(message)]
        return Answer(completed, offered, language, state)

    def _no_reply(self, claim: Claim, language: Language, reason: str, ticket: str | None) -> Answer:
        message = self._no_answer.message(reason, language, claim.conversation.state, ticket)
        return Answer([message], failed=True, ticket=ticket)

    def _language(self, claim: Claim) -> Language:
        return self._written.of(claim.typed or "") or claim.conversation.language or claim.page_language


def text_for_rasa(claim: Claim) -> str:
    """What Rasa is sent: an offered option's payload as it is, or the customer's words as plain text."""
    return as_plain_text(claim.typed or "") if claim.option is None else claim.option


def _latest(messages: list[Message]) -> tuple[Language | None, dict[str, Any] | None]:
    """The language and the state of the conversation as the last messages that say so have them."""
    languages = [language for message in messages if (language := language_of(message))]
    states = [state for message in messages if isinstance(state := custom_of(message).get("conversation"), dict)]
    return (languages[-1] if languages else None), (states[-1] if states else None)


def _check_actions(messages: list[Message]) -> None:
    """Raise ActionsError where Rasa says that its action server gave no answer."""
    for message in messages:
        custom = custom_of(message)
        if custom.get("retry") is True:
            raise ActionsSlowError if custom.get("unanswered") == "slow" else ActionsError
