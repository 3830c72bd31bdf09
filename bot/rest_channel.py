"""Rasa's REST channel with text and data of one answer kept in one message."""

from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.core.channels.rest import RestInput
from sanic import Blueprint

OnMessage = Callable[[UserMessage], Awaitable[Any]]


class WholeMessages(CollectingOutputChannel):
    """Hands each bot message on as one. Rasa's channel cuts text at blank lines and sends `custom` apart."""

    def __init__(self, collector: CollectingOutputChannel) -> None:
        """Write into `collector`, from which the reply is built."""
        super().__init__()
        self.messages = collector.messages
        self._collector = collector

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Collect `message` whole; keys that the channel does not know, and empty ones, are left out."""
        known = ("text", "image", "buttons", "attachment", "custom")
        content = {key: message[key] for key in known if message.get(key)}
        if content:
            await self._collector._persist_message(self._message(recipient_id, **content))


class WholeMessageRestInput(RestInput):
    """`POST /webhooks/rest/webhook` as Rasa's own `rest` channel, answered by whole messages."""

    def blueprint(self, on_new_message: OnMessage) -> Blueprint:
        """Return Rasa's endpoints with the output of each message wrapped."""

        async def deliver(message: UserMessage) -> None:
            if isinstance(message.output_channel, CollectingOutputChannel):
                message.output_channel = WholeMessages(message.output_channel)
            await on_new_message(message)

        return super().blueprint(deliver)
