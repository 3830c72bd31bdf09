"""Waking those who wait: readers of a conversation, and the worker."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from web.errors import RefusalCode, RefusalError

PER_CONVERSATION = 20
ALTOGETHER = 2000


class Bell(asyncio.Event):
    """Wakes one reader; `news`: something happened in the conversation since this was last set to False."""

    def __init__(self) -> None:
        super().__init__()
        self.news = True


class Bells:
    """The bells of this process. A bell that rang stays set until its owner clears it, so none is missed."""

    def __init__(self) -> None:
        self.work = asyncio.Event()
        self._readers: dict[str, set[Bell]] = {}
        self._closed = False

    @property
    def conversations(self) -> list[str]:
        """The conversations that somebody reads now."""
        return list(self._readers)

    @property
    def readers(self) -> int:
        """How many readers there are."""
        return sum(map(len, self._readers.values()))

    @property
    def closed(self) -> bool:
        """Whether the process is ending, so that readers should go."""
        return self._closed

    @contextmanager
    def reader(self, conversation_id: str) -> Iterator[Bell]:
        """A bell that rings for one conversation.

        Raises:
            RefusalError: too many readers of this conversation, or altogether.
        """
        if len(self._readers.get(conversation_id, ())) >= PER_CONVERSATION:
            raise RefusalError(RefusalCode.TOO_MANY, retry_after=10)
        if self.readers >= ALTOGETHER:
            raise RefusalError(RefusalCode.FULL, retry_after=10)
        bell = Bell()
        self._readers.setdefault(conversation_id, set()).add(bell)
        try:
            yield bell
        finally:
            self._readers[conversation_id].discard(bell)
            if not self._readers[conversation_id]:
                del self._readers[conversation_id]

    def ring(self, conversation_id: str) -> None:
        """Wake the readers of a conversation: it has news."""
        for bell in self._readers.get(conversation_id, ()):
            bell.news = True
            bell.set()

    def stir(self, conversation_id: str) -> None:
        """Wake the readers of a conversation for what is known without reading it anew: its place in the queue."""
        for bell in self._readers.get(conversation_id, ()):
            bell.set()

    def ring_all(self) -> None:
        """Wake everybody: something may have been missed."""
        self.work.set()
        for conversation_id in self.conversations:
            self.ring(conversation_id)

    def close(self) -> None:
        """Send all readers away."""
        self._closed = True
        self.ring_all()


async def rings(bell: asyncio.Event, seconds: float) -> bool:
    """Wait for a bell at most `seconds`, and clear it; whether it rang."""
    try:
        async with asyncio.timeout(seconds):
            await bell.wait()
    except TimeoutError:
        return False
    bell.clear()
    return True
