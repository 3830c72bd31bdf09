"""A customer at the public interface, who writes, sometimes without waiting, and reads all that comes."""

from __future__ import annotations

import asyncio
import contextlib
import random
import time
import uuid
from dataclasses import dataclass, field

from benchmarks.faults.line import Line, RefusedError
from benchmarks.faults.meter import Meter
from benchmarks.faults.verdict import Conversation, Event, Sent

# How often the answer is awaited before the next message is written.
PATIENT = 0.6
PAUSE_S = 0.5
# After the last message: longer than a message may wait, with the longest pause of the breaker.
ANSWERS_S = 240.0


@dataclass
class Customer:
    """Plays one conversation with the messages `texts`."""

    line: Line
    meter: Meter
    chance: random.Random
    texts: list[str]
    _answered: set[str] = field(default_factory=set)

    async def talk(self) -> Conversation:
        """The conversation, once all is answered or too long was waited. Raises RefusedError where none begins."""
        begun = await self.line.ask("POST", "/api/conversations", body={})
        conversation = Conversation(begun.document["conversation"])
        reading = asyncio.create_task(self._read(conversation))
        try:
            for text in self.texts:
                await self.meter.may_write()
                await self._say(conversation, text)
            accepted = {sent.id for sent in conversation.sent if sent.event is not None}
            await self._wait_for(accepted, ANSWERS_S)
        finally:
            reading.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await reading
        return conversation

    async def _say(self, conversation: Conversation, text: str) -> None:
        sent = Sent(uuid.UUID(int=self.chance.getrandbits(128), version=4).hex, text)
        conversation.sent.append(sent)
        try:
            asked = await self.line.ask("POST", "/api/messages", conversation.token, {"id": sent.id, "text": text})
        except RefusedError as error:
            conversation.wrong.append(str(error))
            return
        finally:
            self.meter.accept()
        sent.event, sent.tries = asked.document["event"], asked.tries
        await asyncio.sleep(self.chance.uniform(0, PAUSE_S))
        if self.chance.random() < PATIENT:
            await self._wait_for({sent.id}, ANSWERS_S)

    async def _read(self, conversation: Conversation) -> None:
        async for event in self.line.stream(conversation.token, 0):
            self._hear(conversation, event)

    def _hear(self, conversation: Conversation, event: Event) -> None:
        last = conversation.heard[-1]["event"] if conversation.heard else 0
        if event["event"] != last + 1:
            conversation.wrong.append(f"stream: {event['event']} after {last}")
        conversation.heard.append(event)
        if "in_reply_to" in event:
            self._answered.add(event["in_reply_to"])

    async def _wait_for(self, ids: set[str], seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while not ids <= self._answered and time.monotonic() < deadline:
            await asyncio.sleep(0.03)
