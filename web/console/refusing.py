"""Refusals of the inbox, in the words for staff."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import TypeVar

from web.accounts.errors import StaffRefusalError
from web.console.knowledge import KnowledgeUnavailableError
from web.errors import RefusalCode, RefusalError

Done = TypeVar("Done")


async def told(act: Awaitable[Done]) -> Done:
    """Wait for an act.

    Raises:
        StaffRefusalError: it was refused, or the knowledge base does not answer: a page says so to whoever reads pages.
    """
    try:
        return await act
    except KnowledgeUnavailableError as away:
        raise StaffRefusalError(RefusalCode.UNAVAILABLE) from away
    except StaffRefusalError:
        raise
    except RefusalError as refusal:
        error = StaffRefusalError(refusal.code)
        error.values = refusal.values
        raise error from refusal
