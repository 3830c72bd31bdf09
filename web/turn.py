"""One turn of a conversation: what the customer did, and the reply to it."""

from __future__ import annotations

import structlog

from web.chat_request import ChatRequest
from web.conversations import Conversation, Conversations
from web.customer_text import as_plain_text
from web.errors import RasaEmptyError, RasaError, RefusalCode, RefusalError
from web.language import Language, WrittenLanguage
from web.messages import Message, complete, custom_of
from web.no_answer import NoAnswer
from web.rasa import Rasa


class TakeTurn:
    """Takes a turn with Rasa; there is always a reply that can be shown."""

    def __init__(self, conversations: Conversations, rasa: Rasa, no_answer: NoAnswer, written: WrittenLanguage) -> None:
        self._conversations = conversations
        self._rasa = rasa
        self._no_answer = no_answer
        self._written = written
        self._log = structlog.get_logger("web.turn")

    async def run(self, conversation_id: str, request: ChatRequest, page_language: Language) -> list[Message]:
        """Reply to `request`; `page_language` is used where nothing tells the customer's own. Empty while a person has
        the conversation.

        Raises:
            RefusalError: an option that was not offered, or no place in the queue.
        """
        async with self._conversations.turn(conversation_id) as conversation:
            text = text_for_rasa(request, conversation)
            written = self._written.of(request.message or "")
            language = written or conversation.language or page_language
            try:
                messages = await self._rasa.talk(conversation.id, text, request.language)
            except RasaEmptyError as error:
                if await self._rasa.is_with_a_person(conversation.id):
                    return []
                return [self._failed(error, language, conversation)]
            except RasaError as error:
                return [self._failed(error, language, conversation)]
            if not _is_to_be_retried(messages):  # here, too, what was offered before stays offered
                conversation.remember(messages)
            return complete(messages, language, conversation.state)

    def _failed(self, error: RasaError, language: Language, conversation: Conversation) -> Message:
        self._log.warning("no answer from Rasa", reason=type(error).__name__, detail=str(error))
        # What was offered before stays offered: the customer may choose it again.
        return self._no_answer.message(error.reason, language, conversation.state)


def text_for_rasa(request: ChatRequest, conversation: Conversation) -> str:
    """What Rasa is sent: an offered option's payload as it is, or the customer's words as plain text.

    Raises:
        RefusalError: the option is none of those that the latest reply offered.
    """
    if request.option is None:
        return as_plain_text(request.message or "")
    if request.option not in conversation.offered:
        raise RefusalError(RefusalCode.OPTION_NOT_OFFERED)
    return request.option


def _is_to_be_retried(messages: list[Message]) -> bool:
    """Whether Rasa says that its action server gave no answer."""
    return any(custom_of(message).get("retry") is True for message in messages)
