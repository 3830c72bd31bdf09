"""`/staff/password`: a new password of one's own."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import Response

from web.accounts.cookie import hand_out
from web.accounts.errors import AccountError, LockedOutError
from web.accounts.forms import Forms
from web.accounts.guard import Guard
from web.accounts.own_password import OwnPassword
from web.accounts.passwords import SHORTEST
from web.accounts.records import Staff
from web.admission import AddressOf
from web.staff.refusals import PASSWORD
from web.staff.shell import StaffShell, go_to


@dataclass(frozen=True)
class PasswordRoute:
    """Shows the form and takes it, also where the password has to be changed before anything else."""

    guard: Guard
    shell: StaffShell
    own: OwnPassword
    forms: Forms
    address_of: AddressOf

    def router(self) -> APIRouter:
        """The two routes, to be included in the app."""
        router = APIRouter()
        router.add_api_route(PASSWORD, self.show, methods=["GET", "HEAD"], response_model=None)
        router.add_api_route(PASSWORD, self.take, methods=["POST"], response_model=None)
        return router

    async def show(self, request: Request) -> Response:
        """The form."""
        staff = await self.guard.newcomer(request)
        return self._page(request, staff)

    async def take(self, request: Request) -> Response:
        """Change the password and go to the first page, or show the form again and say why."""
        staff = await self.guard.newcomer(request)
        form = await self.forms.read(request)
        words = self.shell.words_for(request, staff)
        old, new, again = form.raw("old"), form.raw("new"), form.raw("again")
        try:
            hand_out(request, await self.own.change(staff, self.address_of(request), old, new, again))
        except AccountError as error:
            return self._page(request, staff, words.explain(error), status=422)
        except LockedOutError as error:
            return self._page(request, staff, words.say_locked(error), status=429)
        return go_to(f"{PASSWORD}?done=password_changed")

    def _page(self, request: Request, staff: Staff, wrong: str = "", status: int = 200) -> Response:
        must = staff.must_change_password
        changed = request.query_params.get("done") == "password_changed" and not must
        context = {"wrong": wrong, "must": must, "changed": changed, "least": SHORTEST}
        return self.shell.page(request, "staff/password.html", staff, context, status=status, here=PASSWORD)
