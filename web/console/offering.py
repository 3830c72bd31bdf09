"""Suggestions as they stand on the screen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import structlog

from web.accounts.records import Staff
from web.console.knowledge import KnowledgeUnavailableError
from web.console.listing import QueueList
from web.console.page import ConsolePage
from web.console.suggesting import Suggesting
from web.errors import InboxUnavailableError
from web.inbox.inbox import Inbox


@dataclass(frozen=True)
class Offering:
    """Makes suggestions for a conversation and renders them."""

    page: ConsolePage
    inbox: Inbox
    suggesting: Suggesting
    queue: QueueList

    async def html(self, conversation_id: str, staff: Staff, plain: bool = False) -> str | None:
        """The suggestions for the latest message; None where the conversation is not there. `plain`: without scripts.

        Where they cannot be made, that is said: a representative then writes without.
        """
        try:
            talk = await self.inbox.talk(conversation_id)
            if talk is None:
                return None
            made = await self.suggesting.latest(*talk)
        except (KnowledgeUnavailableError, InboxUnavailableError) as error:
            structlog.get_logger("web.console").warning("no suggestions", error=type(error).__name__)
            return self.page.piece(staff, "console/suggestions.html", {"made": None, "is_away": True})
        titles = await self.queue.titles(staff.language)
        context: dict[str, Any] = {"made": made, "conversation_id": conversation_id, "plain": plain}
        return self.page.piece(staff, "console/suggestions.html", context | {"titles": titles})
