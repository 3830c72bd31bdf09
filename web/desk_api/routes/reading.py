"""`GET /api/desk/conversations…`: the list, a conversation, suggestions for it."""

from __future__ import annotations

from collections.abc import Awaitable
from dataclasses import dataclass
from typing import TypeVar

from fastapi import APIRouter, Request
from fastapi.responses import Response

from web.accounts.records import Scope
from web.console.knowledge import KnowledgeUnavailableError
from web.console.listing import LONGEST_SEARCH, MOST_PAGES, Chosen, QueueList
from web.console.records import QUEUES
from web.console.suggesting import Suggesting
from web.console.view import Viewing
from web.customer_text import has_broken_characters
from web.desk_api import answers, documents
from web.desk_api.caller import Callers
from web.desk_api.describing import (
    AFTER,
    LARGEST,
    ONE,
    PAGE,
    PATH,
    QUEUE,
    READING,
    WORDS,
    answer,
    answers_of,
    described,
)
from web.errors import RefusalCode, RefusalError
from web.inbox.inbox import Inbox

AWAY_SECONDS = 5
Found = TypeVar("Found")


@dataclass(frozen=True)
class ReadingRoutes:
    """Answers what a representative would see in the console."""

    callers: Callers
    queue: QueueList
    viewing: Viewing
    suggesting: Suggesting
    inbox: Inbox

    def router(self) -> APIRouter:
        """The routes, to be included in the app."""
        router = APIRouter(tags=["desk"])
        router.get(
            PATH,
            response_model=None,
            openapi_extra=described(QUEUE, WORDS, PAGE),
            responses=answers_of(answers.Listed, "A page of the list.") | READING,
        )(self.list)
        router.get(
            ONE,
            response_model=None,
            openapi_extra=described(AFTER),
            responses=answers_of(answers.Whole, "The conversation.") | READING,
        )(self.show)
        router.get(
            ONE + "/suggestions",
            response_model=None,
            openapi_extra=described(),
            responses=answers_of(answers.Suggested, "Suggestions for the latest message.") | READING,
        )(self.suggestions)
        return router

    async def list(self, request: Request) -> Response:
        """The conversations of a queue, the most urgent first, or those in which words were found."""
        caller = await self.callers.of(request, Scope.CONVERSATIONS)
        found = await self.queue.read(_chosen(request), caller.staff)
        return answer(documents.listed(found, caller.staff))

    async def show(self, request: Request, conversation_id: str) -> Response:
        """A conversation: what was said, the summary, what is known and wanted, notes."""
        caller = await self.callers.of(request, Scope.CONVERSATIONS)
        after = number(request, "after", LARGEST)
        view = await self.viewing.view(conversation_id, caller.staff)
        if view is None:
            raise RefusalError(RefusalCode.NOT_FOUND)
        return answer(documents.whole(view, after))

    async def suggestions(self, request: Request, conversation_id: str) -> Response:
        """Suggested replies to the customer's latest message; whoever asks for them counts as having shown them."""
        await self.callers.of(request, Scope.SUGGESTIONS)
        talk = await self.inbox.talk(conversation_id)
        if talk is None:
            raise RefusalError(RefusalCode.NOT_FOUND)
        made = await known(self.suggesting.latest(*talk))
        return answer(documents.suggested(made))


async def known(asked: Awaitable[Found]) -> Found:
    """Wait for what the knowledge base says. Raises RefusalError where it does not answer."""
    try:
        return await asked
    except KnowledgeUnavailableError as error:
        raise RefusalError(RefusalCode.UNAVAILABLE, retry_after=AWAY_SECONDS) from error


def number(request: Request, name: str, largest: int) -> int:
    """A whole number of the address, 0 where it is not there. Raises RefusalError."""
    given = request.query_params.get(name, "0")
    if not (given.isascii() and given.isdecimal() and len(given) <= len(str(largest)) and int(given) <= largest):
        raise RefusalError(RefusalCode.BAD_VALUE)
    return int(given)


def _chosen(request: Request) -> Chosen:
    page = number(request, "page", MOST_PAGES)
    asked, words = request.query_params.get("queue", "waiting"), request.query_params.get("q", "")
    queue = next((name for name in QUEUES if name == asked), None)
    if queue is None or len(words) > LONGEST_SEARCH or has_broken_characters(words):
        raise RefusalError(RefusalCode.BAD_VALUE)
    return Chosen(queue, " ".join(words.split()), page)
