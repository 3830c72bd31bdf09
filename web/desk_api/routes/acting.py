"""`POST /api/desk/conversations/{id}/…`: take over, answer, hand back, close, note."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import BaseModel
from sqlalchemy import Connection

from web.accounts.records import Scope
from web.console.canned.variables import has_gap
from web.console.store import notes, queue
from web.console.used import Used
from web.desk_api import answers, documents
from web.desk_api.bodies import LONGEST_NOTE, Closing, Nothing, Noting, Saying, Takeover, read
from web.desk_api.caller import Caller, Callers
from web.desk_api.describing import ACTING, ONE, answer, answers_of, described
from web.errors import RefusalCode, RefusalError
from web.inbox.database import Database
from web.inbox.inbox import Inbox
from web.inbox.persons import Persons
from web.inbox.records import Conversation, iso
from web.inbox.store import holding
from web.language import DEFAULT
from web.settings import Settings


@dataclass(frozen=True)
class ActingRoutes:
    """Does what a representative does in the console."""

    settings: Settings
    callers: Callers
    inbox: Inbox
    persons: Persons
    database: Database
    used: Used

    def router(self) -> APIRouter:
        """The routes, to be included in the app."""
        router = APIRouter(tags=["desk"])
        now = answers_of(answers.Row, "How the conversation stands now.")
        said = answers_of(answers.Spoken, "It is said.")
        noted = answers_of(answers.Note, "The note.", 201)
        acts: dict[str, tuple[Callable[..., Any], type[BaseModel], Any]] = {
            "takeover": (self.take, Takeover, now),
            "handback": (self.give_back, Nothing, now),
            "close": (self.close, Closing, now),
            "messages": (self.say, Saying, said),
            "notes": (self.note, Noting, noted),
        }
        for name, (act, body, told) in acts.items():
            extra = described(body=body)
            status = 201 if name == "notes" else 200
            router.post(
                f"{ONE}/{name}", status_code=status, response_model=None, openapi_extra=extra, responses=told | ACTING
            )(act)
        return router

    async def take(self, request: Request, conversation_id: str) -> Response:
        """Have the conversation: the assistant is silent from here on."""
        caller = await self.callers.of(request, Scope.TAKEOVER)
        body = await read(request, self.settings, Takeover)
        await self.persons.take(conversation_id, caller.person, from_other=body.from_other)
        return await self._done(caller, "conversation_taken", conversation_id)

    async def give_back(self, request: Request, conversation_id: str) -> Response:
        """Let the assistant answer again."""
        caller = await self.callers.of(request, Scope.TAKEOVER)
        await read(request, self.settings, Nothing)
        await self.persons.give_back(conversation_id, caller.person)
        return await self._done(caller, "conversation_given_back", conversation_id)

    async def close(self, request: Request, conversation_id: str) -> Response:
        """End the conversation until the customer writes again."""
        caller = await self.callers.of(request, Scope.TAKEOVER)
        body = await read(request, self.settings, Closing)
        await self.persons.close(conversation_id, caller.person, body.reason)
        return await self._done(caller, "conversation_closed", conversation_id, reason=body.reason)

    async def say(self, request: Request, conversation_id: str) -> Response:
        """Answer the customer; only whoever has the conversation can."""
        caller = await self.callers.of(request, Scope.TAKEOVER)
        body = await read(request, self.settings, Saying)
        if has_gap(body.text):
            raise RefusalError(RefusalCode.UNFILLED)
        conversation = await self._found(conversation_id)
        used = "" if body.suggestion is None else str(body.suggestion)
        sources = await self.used.sources(conversation_id, used)
        details = {"language": conversation.language or DEFAULT} | ({"sources": sources} if sources else {})
        seen = conversation.last_event if body.seen is None else body.seen
        said = holding.Saying(body.id, body.text, seen, details)
        event, is_new = await self.persons.say(conversation_id, caller.person, said)
        if is_new:
            await self.used.answered(conversation_id, event, caller.staff, used, body.text)
        return answer(answers.Spoken(id=body.id, event=event, new=is_new))

    async def note(self, request: Request, conversation_id: str) -> Response:
        """Write a note for colleagues."""
        caller = await self.callers.of(request, Scope.NOTES)
        body = await read(request, self.settings, Noting, LONGEST_NOTE)
        await self._found(conversation_id)
        at = self.inbox.clock()
        kept = partial(notes.add, conversation_id=conversation_id, person=caller.person, text=body.text, now=at)
        await self.database.write(kept)
        await self.callers.audit(caller, "note_written", conversation_id)
        return answer(answers.Note(at=iso(at), name=caller.staff.name, text=body.text), 201)

    async def _done(self, caller: Caller, what: str, conversation_id: str, **details: str) -> Response:
        await self.callers.audit(caller, what, conversation_id, **details)

        def stands(connection: Connection) -> Any:
            return queue.row_of(connection, conversation_id)

        row = await self.database.read(stands)
        if row is None:
            raise RefusalError(RefusalCode.NOT_FOUND)
        return answer(documents.row(row, caller.staff))

    async def _found(self, conversation_id: str) -> Conversation:
        found = await self.inbox.find(conversation_id)
        if found is None:
            raise RefusalError(RefusalCode.NOT_FOUND)
        return found
