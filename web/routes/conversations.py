"""`POST /api/conversations` begins one, `DELETE /api/conversation` erases one."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import Response

from web.admission import Admission
from web.api_requests import ConversationRequest, read_conversation_request
from web.body import read_document
from web.conversation_access import ConversationAccess
from web.conversation_token import COOKIE, COOKIE_PATH
from web.identity import Identity, IdentityVerifier
from web.inbox.inbox import Inbox
from web.inbox.records import Conversation
from web.language import Language
from web.openapi import BEGUN, body_of, problems_of
from web.problems import language_of_request
from web.settings import Settings

Erase = Callable[[str], Awaitable[None]]


@dataclass(frozen=True)
class ConversationRoutes:
    """Makes conversations; `notice` says in each language that an assistant answers, `erase` removes one everywhere."""

    settings: Settings
    access: ConversationAccess
    inbox: Inbox
    admission: Admission
    identities: IdentityVerifier
    notice: dict[Language, str]
    erase: Erase

    def router(self) -> APIRouter:
        """The routes, to be included in the app."""
        router = APIRouter(prefix="/api")
        router.post(
            "/conversations",
            status_code=201,
            response_model=None,
            openapi_extra=body_of(ConversationRequest),
            responses=BEGUN | problems_of(400, 401, 413, 415, 422, 429, 503),
        )(self.begin)
        router.delete("/conversation", status_code=204, response_model=None, responses=problems_of(401, 403, 503))(
            self.end
        )
        return router

    async def begin(self, request: Request) -> Response:
        """Begin a conversation; with an `identity` and a token, that conversation goes on under the customer's name."""
        await self.admission.check(request, None)
        document = await read_document(request, self.settings.max_body, self.settings.deadline_seconds)
        asked = read_conversation_request(document)
        identity = None if asked.identity is None else self.identities.verify(asked.identity)
        language = asked.language or language_of_request(request)
        conversation = await self._identified(request, identity) or await self._begun(language, identity)
        told = {
            "verified": conversation.verified,
            "language": conversation.language or language,
            "notice": self.notice[language],
        }
        return self.access.answer(request, conversation.id, told, 201)

    async def _identified(self, request: Request, identity: Identity | None) -> Conversation | None:
        """The conversation that the request's own token names, from now on the customer's, where it can be."""
        token = self.access.bearer(request)
        if identity is None or token is None:
            return None
        return await self.inbox.identify(self.access.tokens.read(token), identity.customer_id, identity.name)

    async def _begun(self, language: Language, identity: Identity | None) -> Conversation:
        conversation = Conversation(
            id=self.access.tokens.new_id(),
            language=language,
            customer_id=identity.customer_id if identity else None,
            customer_name=identity.name if identity else None,
            started_at=self.inbox.clock(),
        )
        await self.inbox.begin(conversation)
        return conversation

    async def end(self, request: Request) -> Response:
        """Erase everything of the conversation."""
        conversation = await self.access.required(request)
        await self.erase(conversation.id)
        response = Response(status_code=204)
        response.delete_cookie(COOKIE, path=COOKIE_PATH)
        return response
