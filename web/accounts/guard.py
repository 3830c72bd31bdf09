"""Who may come in: asked by every route for staff, before it does anything.

    staff = await guard.staff(request, Role.REPRESENTATIVE)          # a page, a form, or an API call of the console
    caller = await guard.api(request, Scope.SUGGESTIONS, Role.REPRESENTATIVE)    # the same, or a program with a token
    await guard.audit(staff, "taken_over", conversation_id=conversation_id)

A page gets a redirection to the sign-in (303) or a page that refuses; an API call gets a problem: `not_signed_in`
(401), `must_change_password`, `not_allowed` or `bad_csrf` (403). Forms send the field `csrf`, scripts the header
`X-CSRF-Token`.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import Request

from web.accounts.audit import AuditTrail
from web.accounts.cookie import hand_out, sent_token
from web.accounts.errors import StaffRefusalError
from web.accounts.forms import Forms, is_form
from web.accounts.records import ApiClient, Role, Scope, Staff
from web.accounts.sessions import Sessions
from web.accounts.tokens import ApiTokens
from web.errors import RefusalCode

CSRF_HEADER = "x-csrf-token"
CSRF_FIELD = "csrf"
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True)
class Guard:
    """Finds out who asks and refuses who may not."""

    sessions: Sessions
    tokens: ApiTokens
    trail: AuditTrail
    forms: Forms

    async def staff(self, request: Request, *roles: Role) -> Staff:
        """Who is signed in, with one of `roles` (none: any); checks the CSRF token of whatever is not only read.

        Raises:
            StaffRefusalError: not signed in, a password to be changed first, none of the roles, no good CSRF token.
        """
        staff = await self.newcomer(request)
        if staff.must_change_password:
            raise StaffRefusalError(RefusalCode.MUST_CHANGE_PASSWORD)
        if roles and not staff.has(*roles):
            raise StaffRefusalError(RefusalCode.NOT_ALLOWED)
        return staff

    async def newcomer(self, request: Request) -> Staff:
        """As `staff` for any role, also where the password has to be changed first: for that page, and to sign out."""
        token = sent_token(request)
        session = None if token is None else await self.sessions.find(token)
        if token is None or session is None:
            raise StaffRefusalError(RefusalCode.NOT_SIGNED_IN)
        request.state.staff = session.staff
        if request.method not in _SAFE:
            await self._check_csrf(request, session.staff)
        fresh = await self.sessions.keep_fresh(session, token)
        if fresh is not None:
            hand_out(request, fresh)
        return session.staff

    async def api(self, request: Request, scope: Scope, *roles: Role) -> Staff | ApiClient:
        """A program with a token for `scope` (`Authorization: Bearer chiaro_…`), else who is signed in; see `staff`.

        Raises:
            StaffRefusalError: see `staff`; `not_signed_in` also for a token that is no good or has ended, `not_allowed`
                for one without the scope.
        """
        header = request.headers.get("authorization")
        if header is None:
            return await self.staff(request, *roles)
        scheme, _, token = header.strip().partition(" ")
        client = await self.tokens.find(token.strip()) if scheme.lower() == "bearer" else None
        if client is None:
            raise StaffRefusalError(RefusalCode.NOT_SIGNED_IN)
        if scope not in client.scopes:
            raise StaffRefusalError(RefusalCode.NOT_ALLOWED)
        return client

    async def holds(self, staff: Staff, *roles: Role) -> bool:
        """Whether a session is still good and still has one of `roles`: for a stream that goes on for long."""
        return await self.sessions.holds(staff, roles)

    async def audit(
        self,
        who: Staff | ApiClient,
        what: str,
        about: str = "",
        details: Mapping[str, Any] | None = None,
        conversation_id: str | None = None,
    ) -> None:
        """Write down who did what; a word for the code `what` stands in `web/wording/staff_*.yml`.

        The id of a conversation goes into `conversation_id` and nowhere else, so that it is erased with it; what
        customers said or are called goes nowhere.
        """
        await self.trail.add(who, what, about, details, conversation_id)

    async def _check_csrf(self, request: Request, staff: Staff) -> None:
        sent = request.headers.get(CSRF_HEADER)
        if sent is None and is_form(request):
            sent = (await self.forms.read(request)).raw(CSRF_FIELD)
        if sent is None or not hmac.compare_digest(sent.encode(), staff.csrf.encode()):
            raise StaffRefusalError(RefusalCode.BAD_CSRF)
