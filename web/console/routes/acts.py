"""What a representative does with a conversation: one form each."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from policy_kb.answer.wording import say_date
from web.accounts.errors import StaffRefusalError
from web.accounts.forms import Form
from web.accounts.guard import Guard
from web.accounts.records import Role, Staff
from web.console.canned.variables import has_gap
from web.console.cases import MOST_TICKETS, Cases
from web.console.cases import Request as Wanted
from web.console.colleagues import Colleagues
from web.console.knowledge import KnowledgeUnavailableError
from web.console.page import PATH, ConsolePage
from web.console.policies.reading import Reading
from web.console.refusing import told
from web.console.routes.conversation import ONE
from web.console.store import notes, presence
from web.console.used import Used
from web.errors import RefusalCode
from web.inbox.database import Database
from web.inbox.inbox import Inbox
from web.inbox.persons import Persons
from web.inbox.records import Conversation
from web.inbox.store.holding import Person, Saying
from web.language import DEFAULT
from web.numbers import is_number
from web.staff.shell import go_to

LONGEST_REPLY = 4000
LONGEST_NOTE = 2000
_DIGITS = 9
NO_CONTENT = 204


@dataclass(frozen=True)
class ActRoutes:
    """Takes over, answers, notes, passes on, hands back, closes; decides requests."""

    guard: Guard
    page: ConsolePage
    inbox: Inbox
    persons: Persons
    colleagues: Colleagues
    database: Database
    cases: Cases
    used: Used
    reading: Reading

    def router(self) -> APIRouter:
        """The routes, to be included in the app."""
        router = APIRouter()
        acts: dict[str, Callable[..., object]] = {
            "take": self.take,
            "back": self.give_back,
            "pass": self.pass_on,
            "close": self.close,
            "say": self.say,
            "note": self.note,
            "presence": self.presence,
            "escalate": self.escalate,
            "requests/{ticket_id}": self.decide,
        }
        for name, act in acts.items():
            router.add_api_route(f"{ONE}/{name}", act, methods=["POST"], response_model=None)
        return router

    async def take(self, request: Request, conversation_id: str) -> Response:
        """Have it; from a colleague only where the form says that this is meant."""
        staff, form = await self._asked(request)
        await told(self.persons.take(conversation_id, _person(staff), from_other=form.raw("from_other") == "yes"))
        await self.guard.audit(staff, "conversation_taken", conversation_id=conversation_id)
        return _shown(request, conversation_id, is_mine=True)

    async def give_back(self, request: Request, conversation_id: str) -> Response:
        """Let the assistant answer."""
        staff, _ = await self._asked(request)
        await told(self.persons.give_back(conversation_id, _person(staff)))
        await self.guard.audit(staff, "conversation_given_back", conversation_id=conversation_id)
        return _shown(request, conversation_id)

    async def pass_on(self, request: Request, conversation_id: str) -> Response:
        """To a colleague, or to whoever comes next."""
        staff, form = await self._asked(request)
        to = await self.colleagues.named(form.raw("to")) if form.raw("to") else None
        await told(self.persons.pass_on(conversation_id, _person(staff), to))
        await self.guard.audit(
            staff, "conversation_passed_on", about=to.name if to else "", conversation_id=conversation_id
        )
        return _shown(request, conversation_id)

    async def close(self, request: Request, conversation_id: str) -> Response:
        """End it, with a reason."""
        staff, form = await self._asked(request)
        reason = form.raw("reason")
        if reason not in self.page.words[staff.language].reasons:
            raise StaffRefusalError(RefusalCode.WRONG_TYPE, field="reason", wanted="solved")
        await told(self.persons.close(conversation_id, _person(staff), reason))
        await self.guard.audit(
            staff, "conversation_closed", details={"reason": reason}, conversation_id=conversation_id
        )
        return go_to(f"{PATH}?queue=mine") if not _is_partial(request) else Response(status_code=NO_CONTENT)

    async def say(self, request: Request, conversation_id: str) -> Response:
        """Answer the customer; `suggestion` names what the reply was made from, `seen` the last event on the screen."""
        staff, form = await self._asked(request)
        text = _reply(form)
        seen = form.raw("seen")
        conversation = await self._found(conversation_id)
        sources = await self._sources(form, conversation)
        details = {"language": conversation.language or DEFAULT} | ({"sources": sources} if sources else {})
        saying = Saying(_key(form), text, int(seen) if is_number(seen, _DIGITS) else 0, details)
        number, is_new = await told(self.persons.say(conversation_id, _person(staff), saying))
        if is_new:
            await self.used.answered(conversation_id, number, staff, form.raw("suggestion"), text)
        return _shown(request, conversation_id, is_mine=True)

    async def note(self, request: Request, conversation_id: str) -> Response:
        """Write a note for colleagues."""
        staff, form = await self._asked(request)
        text = _words(form, LONGEST_NOTE)
        conversation = await self._found(conversation_id)
        now = self.inbox.clock()
        await self.database.write(
            partial(notes.add, conversation_id=conversation_id, person=_person(staff), text=text, now=now)
        )
        await self.guard.audit(staff, "note_written", conversation_id=conversation_id)
        return _shown(request, conversation_id, is_mine=conversation.held_by == staff.id)

    async def presence(self, request: Request, conversation_id: str) -> Response:
        """Tell colleagues that an answer is being written, or not any more."""
        staff, form = await self._asked(request)
        await self._found(conversation_id)
        drafting, now = form.raw("drafting") == "yes", self.inbox.clock()
        await self.database.write(
            partial(presence.seen, conversation_id=conversation_id, person=_person(staff), drafting=drafting, now=now)
        )
        return Response(status_code=NO_CONTENT)

    async def escalate(self, request: Request, conversation_id: str) -> Response:
        """Send the case to who decides at a step of the policy's chain."""
        staff, form = await self._asked(request)
        step = form.raw("step")
        conversation = await self._found(conversation_id)
        text = form.text("text", LONGEST_NOTE) or form.text("question", LONGEST_NOTE)
        number = await told(
            self.cases.escalate(
                conversation_id,
                conversation.language or DEFAULT,
                form.text("policy_id"),
                text,
                int(step) if is_number(step, _DIGITS) else -1,
            )
        )
        await self.guard.audit(staff, "request_sent", about=number, conversation_id=conversation_id)
        return _shown(request, conversation_id, is_mine=conversation.held_by == staff.id)

    async def decide(self, request: Request, conversation_id: str, ticket_id: int) -> Response:
        """Grant or refuse a request, and tell the customer; only whoever has the conversation may."""
        staff, form = await self._asked(request)
        conversation = await self._found(conversation_id)
        if conversation.held_by != staff.id:
            raise StaffRefusalError(RefusalCode.NOT_YOURS)
        if form.raw("decision") not in ("grant", "refuse") or ticket_id > MOST_TICKETS:
            raise StaffRefusalError(RefusalCode.NOT_FOUND)
        grant = form.raw("decision") == "grant"
        wanted = await told(self.cases.decide(conversation_id, ticket_id, grant))
        await self._tell(conversation, staff, wanted, "granted" if grant else "refused")
        what = "request_granted" if grant else "request_refused"
        await self.guard.audit(staff, what, about=wanted.number, conversation_id=conversation_id)
        return _shown(request, conversation_id, is_mine=True)

    async def _tell(self, conversation: Conversation, staff: Staff, wanted: Wanted, state: str) -> None:
        language = conversation.language or DEFAULT
        day = "" if wanted.wanted_day is None else say_date(language, wanted.wanted_day)
        text = self.page.words[language].said[f"{wanted.kind}_{state}"].format(number=wanted.number, day=day)
        saying = Saying(f"request-{wanted.number}-{state}", text, conversation.last_event, {"language": language})
        await told(self.persons.say(conversation.id, _person(staff), saying))

    async def _sources(self, form: Form, conversation: Conversation) -> list[dict[str, Any]]:
        """Those of the suggestion that was used, and of the parts of policies that were put in."""
        sources = await self.used.sources(conversation.id, form.raw("suggestion"))
        try:
            quoted = await self.reading.sources(form.raw("quoted"), conversation.language or DEFAULT)
        except KnowledgeUnavailableError:  # the reply is not held up: its text says what it says
            return sources
        return sources + [source for source in quoted if source not in sources]

    async def _asked(self, request: Request) -> tuple[Staff, Form]:
        staff = await self.guard.staff(request, Role.REPRESENTATIVE)
        return staff, await self.guard.forms.read(request)

    async def _found(self, conversation_id: str) -> Conversation:
        found = await self.inbox.find(conversation_id)
        if found is None:
            raise StaffRefusalError(RefusalCode.NOT_FOUND)
        return found


def _person(staff: Staff) -> Person:
    return Person(staff.id, staff.name)


def _words(form: Form, most: int) -> str:
    """A text of several lines. Raises StaffRefusalError where it is empty, too long or has characters of no text."""
    text = form.text("text", most)
    if not text:
        raise StaffRefusalError(RefusalCode.BLANK)
    return text


def _reply(form: Form) -> str:
    """As `_words`; a gap that nobody filled is refused too."""
    text = _words(form, LONGEST_REPLY)
    if has_gap(text):
        raise StaffRefusalError(RefusalCode.UNFILLED)
    return text


def _key(form: Form) -> str:
    """The page's own id of what is said: sent twice, it is said once."""
    key = form.text("key", 64)
    return key or secrets.token_hex(8)


def _is_partial(request: Request) -> bool:
    return "hx-request" in request.headers


def _shown(request: Request, conversation_id: str, is_mine: bool = False) -> Response:
    """The page anew, beside the list that it is in; nothing for a script, which hears of it by the stream."""
    if _is_partial(request):
        return Response(status_code=NO_CONTENT)
    return go_to(f"{PATH}/c/{conversation_id}" + ("?queue=mine" if is_mine else ""))
