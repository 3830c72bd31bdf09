"""A customer erases their own conversation: everywhere, not only in the inbox."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import structlog
from sqlalchemy.exc import SQLAlchemyError

from policy_kb.progress import silent
from web.errors import RefusalCode, RefusalError
from web.privacy.erase import Erasure
from web.privacy.errors import PrivacyError
from web.privacy.rasa_memory import RasaMemory
from web.privacy.set_aside import forget_set_aside
from web.privacy.stores import open_stores
from web.privacy.subject import Subject

_LATER_SECONDS = 30


@dataclass(frozen=True)
class EraseEverywhere:
    """Erases a conversation in both databases and in Rasa's memory, then calls `then`, which wakes its readers.

    `tracker_url` None: there is no tracker store to look into; `project` is where trainers keep words aside. The proof
    is left to the command line: it reads all.
    """

    database_url: str
    tracker_url: str | None
    rasa_url: str
    project: Path
    then: Callable[[str], Awaitable[None]]

    async def __call__(self, conversation_id: str) -> None:
        """Erase the conversation.

        Raises:
            RefusalError: not all of it could be erased now; the same may be asked again.
        """
        try:
            await asyncio.to_thread(self._erase, conversation_id)
        except (PrivacyError, SQLAlchemyError) as error:
            structlog.get_logger("web.privacy").warning("not erased", reason=type(error).__name__)
            raise RefusalError(RefusalCode.UNAVAILABLE, retry_after=_LATER_SECONDS) from error
        await self.then(conversation_id)

    def _erase(self, conversation_id: str) -> None:
        with (
            open_stores(self.database_url, self.tracker_url) as stores,
            closing(RasaMemory(self.rasa_url)) as rasa,
        ):
            Erasure(stores, rasa).remove(Subject(frozenset({conversation_id})), silent)
        forget_set_aside(self.project)
