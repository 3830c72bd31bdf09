"""`/staff/login`: the sign-in."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import Response

from web.accounts.cookie import hand_out, sent_token
from web.accounts.errors import LockedOutError, WrongSignInError
from web.accounts.forms import Form, Forms
from web.accounts.guard import CSRF_FIELD
from web.accounts.sessions import Sessions
from web.accounts.signing_in import SigningIn
from web.admission import AddressOf
from web.staff.local_path import local_path
from web.staff.login_form import LoginForm
from web.staff.refusals import LOGIN
from web.staff.shell import StaffShell, go_to


@dataclass(frozen=True)
class LoginRoute:
    """Shows the form and takes it."""

    shell: StaffShell
    signing_in: SigningIn
    sessions: Sessions
    forms: Forms
    form: LoginForm
    address_of: AddressOf

    def router(self) -> APIRouter:
        """The two routes, to be included in the app."""
        router = APIRouter()
        router.add_api_route(LOGIN, self.show, methods=["GET", "HEAD"], response_model=None)
        router.add_api_route(LOGIN, self.take, methods=["POST"], response_model=None)
        return router

    async def show(self, request: Request) -> Response:
        """The form; whoever is signed in goes on at once."""
        wanted = local_path(request.query_params.get("next"))
        token = sent_token(request)
        if token is not None and await self.sessions.find(token) is not None:
            return go_to(wanted)
        return self._page(request, wanted)

    async def take(self, request: Request) -> Response:
        """Sign in and go on to where somebody wanted to go, or show the form again and say why."""
        form = await self.forms.read(request)
        wanted = local_path(form.raw("next"))
        words = self.shell.words_for(request, None).login
        if not self.form.is_ours(request, form.raw(CSRF_FIELD)):
            return self._page(request, wanted, words["out_of_date"], status=403)
        try:
            hand_out(request, await self._token(request, form))
        except WrongSignInError:
            return self._page(request, wanted, words["wrong"], form.raw("login"), status=401)
        except LockedOutError as error:
            said = self.shell.words_for(request, None).say_locked(error)
            response = self._page(request, wanted, said, form.raw("login"), status=429)
            response.headers["Retry-After"] = str(error.seconds)
            return response
        return go_to(wanted)

    async def _token(self, request: Request, form: Form) -> str:
        address = self.address_of(request)
        return await self.signing_in.sign_in(form.raw("login"), form.raw("password"), address, sent_token(request))

    def _page(self, request: Request, wanted: str, wrong: str = "", login: str = "", status: int = 200) -> Response:
        nonce = self.form.nonce(request)
        context = {"wanted": wanted, "wrong": wrong, "login": login[:64], "csrf": self.form.token(nonce)}
        response = self.shell.page(request, "staff/login.html", None, context, status=status, here=LOGIN)
        self.form.keep(request, response, nonce)
        return response
