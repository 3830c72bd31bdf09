"""One turn of a conversation: what the customer did, and what to reply."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import structlog

from web.breaker import Breaker, BreakerState
from web.customer_text import as_plain_text
from web.errors import RasaEmptyError, RasaError
from web.inbox.records import Answer, Claim
from web.language import Language, WrittenLanguage
from web.messages import Message, complete, custom_of, language_of, options_of
from web.no_answer import NoAnswer
from web.rasa import Rasa

_ATTEMPTS = 2


@dataclass(frozen=True)
class GivenUp:
    """A turn that came to nothing: why, the customer's language, and the answer for a ticket's number (or none)."""

    reason: str
    language: Language
    answer: Callable[[str | None], Answer]


class TakeTurn:
    """Takes a turn with Rasa: one retry, then it is given up; while Rasa is dead, the message is to wait."""

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

    async def _ask(self, claim: Claim) -> Answer:
        conversation = claim.conversation
        try:
            messages = await self._rasa.talk(
                conversation.id, text_for_rasa(claim), claim.hint, conversation.customer_id
            )
        except RasaEmptyError:
            self._breaker.succeeded()  # an empty answer is of one turn, not of a Rasa that is dead
            raise
        except RasaError:
            self._breaker.failed()
            raise
        self._breaker.succeeded()
        return self._reply(claim, messages)

    def _reply(self, claim: Claim, messages: list[Message]) -> Answer:
        if _is_to_be_retried(messages):  # what was offered before stays offered: the customer may choose it again
            return Answer(complete(messages, self._language(claim), claim.conversation.state))
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


def _is_to_be_retried(messages: list[Message]) -> bool:
    """Whether Rasa says that its action server gave no answer."""
    return any(custom_of(message).get("retry") is True for message in messages)
