"""The parts of the pages for staff, put together for `web/app.py`."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

from fastapi import APIRouter, FastAPI
from fastapi.templating import Jinja2Templates

from web.accounts.audit import AuditTrail
from web.accounts.cookie import StaffCookies
from web.accounts.forms import Forms
from web.accounts.guard import Guard
from web.accounts.lockout import Lockout
from web.accounts.own_password import OwnPassword
from web.accounts.passwords import Passwords
from web.accounts.people import People
from web.accounts.records import Role
from web.accounts.sessions import Sessions
from web.accounts.signing_in import SigningIn
from web.accounts.tokens import ApiTokens
from web.admission import peer_address
from web.company import Company
from web.inbox.database import Database
from web.language import Language
from web.problems import Problems
from web.settings import Settings
from web.staff.login_form import LoginForm
from web.staff.refusals import StaffRefusals
from web.staff.routes import accounts, audit, tokens
from web.staff.routes.accounts import AccountRoutes
from web.staff.routes.audit import AuditRoute
from web.staff.routes.login import LoginRoute
from web.staff.routes.password import PasswordRoute
from web.staff.routes.session import SessionRoutes
from web.staff.routes.tokens import TokenRoutes
from web.staff.shell import Area, StaffShell
from web.staff.words import read_staff_words
from web.wording import Wording

_ADMINISTRATOR = frozenset({Role.ADMINISTRATOR})
ADMINISTRATION = (
    Area(accounts.PATH, "accounts", _ADMINISTRATOR),
    Area(tokens.PATH, "tokens", _ADMINISTRATOR),
    Area(audit.PATH, "audit", _ADMINISTRATOR),
)


class StaffParts:
    """Makes what every page for staff needs: `guard` and `shell`; and the pages about accounts."""

    def __init__(
        self,
        settings: Settings,
        database: Database,
        templates: Jinja2Templates,
        company: Company,
        areas: tuple[Area, ...] = (),
        clock: Callable[[], float] = time.time,
        passwords: Passwords | None = None,
    ) -> None:
        """Take the areas of others, which come first in the header; `clock` gives seconds since 1970."""
        self._settings = settings
        self._database = database
        self.forms = Forms(settings.max_body, settings.deadline_seconds)
        self.trail = AuditTrail(database, clock)
        self.sessions = Sessions(database, clock)
        self.tokens = ApiTokens(database, self.trail, clock)
        self.guard = Guard(self.sessions, self.tokens, self.trail, self.forms)
        self.shell = StaffShell(templates, read_staff_words(), company, areas + ADMINISTRATION)
        self._passwords = passwords or Passwords()
        self._lockout = Lockout(database, clock)
        self.people = People(database, self._passwords, self.trail, clock)

    def install(self, app: FastAPI, problems: Problems, wording: Mapping[Language, Wording]) -> None:
        """Add the pages, the refusals and the cookie to `app`."""
        StaffRefusals(problems, self.shell, wording).install(app)
        app.add_middleware(StaffCookies)
        for router in self.routers():
            app.include_router(router, include_in_schema=False)

    def routers(self) -> list[APIRouter]:
        """The pages about accounts."""
        guard, shell, people, forms = self.guard, self.shell, self.people, self.forms
        signing_in = SigningIn(self._database, self._passwords, self.sessions, self._lockout, self.trail)
        own = OwnPassword(self._database, self._passwords, self.sessions, self._lockout, self.trail)
        form = LoginForm(self._settings.secret)
        return [
            LoginRoute(shell, signing_in, self.sessions, forms, form, peer_address).router(),
            SessionRoutes(guard, shell, people, forms).router(),
            PasswordRoute(guard, shell, own, forms, peer_address).router(),
            AccountRoutes(guard, shell, people, forms).router(),
            TokenRoutes(guard, shell, self.tokens, forms).router(),
            AuditRoute(guard, shell, self.trail).router(),
        ]
