"""`/staff/accounts`: who works with Chiaro; for administrators."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import Response

from web.accounts.audit import Actor
from web.accounts.errors import AccountError
from web.accounts.forms import Form, Forms
from web.accounts.guard import Guard
from web.accounts.logins import LONGEST
from web.accounts.people import People
from web.accounts.records import Account, Role, Staff
from web.language import DEFAULT, is_language
from web.staff.shell import StaffShell, go_to

PATH = "/staff/accounts"
DONE = frozenset({"roles_changed", "account_disabled", "account_enabled"})


@dataclass(frozen=True)
class _Shown:
    """What a page says beside the list: what is wrong, a password to pass on, and what was typed."""

    wrong: str = ""
    login: str = ""
    password: str = ""
    form: Form | None = None


@dataclass(frozen=True)
class AccountRoutes:
    """The list, and what can be done with it."""

    guard: Guard
    shell: StaffShell
    people: People
    forms: Forms

    def router(self) -> APIRouter:
        """The routes, to be included in the app."""
        router = APIRouter()
        router.add_api_route(PATH, self.show, methods=["GET", "HEAD"], response_model=None)
        router.add_api_route(PATH, self.add, methods=["POST"], response_model=None)
        one = PATH + "/{account_id}"
        router.add_api_route(one + "/roles", self.set_roles, methods=["POST"], response_model=None)
        router.add_api_route(one + "/disable", self.disable, methods=["POST"], response_model=None)
        router.add_api_route(one + "/enable", self.enable, methods=["POST"], response_model=None)
        router.add_api_route(one + "/reset", self.reset, methods=["POST"], response_model=None)
        return router

    async def show(self, request: Request) -> Response:
        """The list."""
        return await self._page(request, await self._administrator(request), _Shown())

    async def add(self, request: Request) -> Response:
        """Add an account; its password is shown this once."""
        staff = await self._administrator(request)
        form = await self.forms.read(request)
        chosen = form.raw("language")
        language = chosen if is_language(chosen) else DEFAULT
        login, name = form.raw("login"), form.raw("name")
        try:
            password = await self.people.add(Actor.of(staff), login, name, _roles(form), language)
        except AccountError as error:
            return await self._wrong(request, staff, error, form)
        made = await self.people.named(login)
        return await self._page(request, staff, _Shown(login=made.login, password=password))

    async def set_roles(self, request: Request, account_id: str) -> Response:
        """Give an account other roles."""
        staff = await self._administrator(request)
        roles = _roles(await self.forms.read(request))
        try:
            await self.people.set_roles(Actor.of(staff), account_id, roles)
        except AccountError as error:
            return await self._wrong(request, staff, error)
        return go_to(f"{PATH}?done=roles_changed")

    async def disable(self, request: Request, account_id: str) -> Response:
        """Disable an account."""
        return await self._set_disabled(request, account_id, True)

    async def enable(self, request: Request, account_id: str) -> Response:
        """Enable an account again."""
        return await self._set_disabled(request, account_id, False)

    async def reset(self, request: Request, account_id: str) -> Response:
        """Give an account a new password, which is shown this once."""
        staff = await self._administrator(request)
        try:
            account, password = await self.people.reset_password(Actor.of(staff), account_id)
        except AccountError as error:
            return await self._wrong(request, staff, error)
        return await self._page(request, staff, _Shown(login=account.login, password=password))

    async def _administrator(self, request: Request) -> Staff:
        return await self.guard.staff(request, Role.ADMINISTRATOR)

    async def _set_disabled(self, request: Request, account_id: str, disabled: bool) -> Response:
        staff = await self._administrator(request)
        try:
            await self.people.set_disabled(Actor.of(staff), account_id, disabled)
        except AccountError as error:
            return await self._wrong(request, staff, error)
        return go_to(f"{PATH}?done={'account_disabled' if disabled else 'account_enabled'}")

    async def _wrong(self, request: Request, staff: Staff, error: AccountError, form: Form | None = None) -> Response:
        said = self.shell.words_for(request, staff).explain(error)
        return await self._page(request, staff, _Shown(wrong=said, form=form), status=422)

    async def _page(self, request: Request, staff: Staff, shown: _Shown, status: int = 200) -> Response:
        done = request.query_params.get("done", "")
        everybody: list[Account] = await self.people.every()
        context = {
            "shown": shown,
            "everybody": everybody,
            "all_roles": list(Role),
            "done": done if done in DONE else "",
            "most": LONGEST,
        }
        return self.shell.page(request, "staff/accounts.html", staff, context, status=status, here=PATH)


def _roles(form: Form) -> frozenset[Role]:
    return frozenset(Role(code) for code in form.every("roles") if code in set(Role))
