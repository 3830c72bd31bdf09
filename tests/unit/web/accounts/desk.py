"""Accounts, sessions and browsers of staff, for tests."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, lru_cache
from typing import Any

import httpx
from argon2 import PasswordHasher
from fastapi import FastAPI
from fastapi.templating import Jinja2Templates
from fastapi.testclient import TestClient
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from sqlalchemy import Connection, Engine, select

from tests.unit.web.accounts.table import ADMINISTRATOR
from web.accounts.cookie import COOKIE
from web.accounts.passwords import Passwords
from web.accounts.records import Account, Role
from web.accounts.secrets_made import hash_of, new_id, new_token
from web.accounts.sessions import LONGEST_SECONDS
from web.accounts.store import accounts, sessions
from web.accounts.tables import staff_audit
from web.app import HERE
from web.company import Company
from web.inbox.database import Database, open_inbox, transaction
from web.no_answer import CONTACTS
from web.problems import Problems
from web.settings import Settings
from web.staff.parts import StaffParts
from web.wording import read_wording

PASSWORD = "quattro gatti blu 7"
ANOTHER = "cinque cani rossi 8"
HTML = {"accept": "text/html"}
NOW = 1_800_000_000.0


class Clock:
    """A clock that stands still until a test turns it."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> float:
        return self.now


def quick_hasher() -> PasswordHasher:
    """One that is not slow on purpose."""
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@cache
def password_hash() -> str:
    """The hash of PASSWORD, made once."""
    return quick_hasher().hash(PASSWORD)


@contextmanager
def connected(url: str) -> Iterator[Connection]:
    """A transaction in the database of the app."""
    engine = _engine(url)
    with transaction(engine) as connection:
        yield connection
    engine.dispose()


@lru_cache(maxsize=8)
def _engine(url: str) -> Engine:
    # It holds no connection between two calls, but knows the database and the statements that it has seen.
    return open_inbox(url)


def add_account(url: str, login: str = "anna", *roles: Role, **changes: Any) -> Account:
    """An account with PASSWORD; without roles, an administrator's."""
    values: dict[str, Any] = {
        "id": new_id(),
        "login": login,
        "name": login.title(),
        "roles": frozenset(roles or {ADMINISTRATOR}),
        "language": "en",
        "disabled": False,
        "must_change_password": False,
        "created_at": NOW,
    }
    account = Account(**(values | changes))
    with connected(url) as connection:
        accounts.add(connection, account, password_hash())
    return account


def begin_session(url: str, account: Account, now: float) -> tuple[str, str]:
    """The token and the CSRF token of a new session."""
    token, csrf = new_token(), new_token()
    values = {
        "session_id": new_id(),
        "token_hash": hash_of(token),
        "account_id": account.id,
        "csrf": csrf,
        "made_at": now,
        "seen_at": now,
        "rotated_at": now,
        "ends_at": now + LONGEST_SECONDS,
    }
    with connected(url) as connection:
        sessions.begin(connection, values)
    return token, csrf


def acts(url: str) -> list[tuple[str, str, str]]:
    """Who did what about whom, in order."""
    with connected(url) as connection:
        rows = connection.execute(select(staff_audit).order_by(staff_audit.c.number))
        return [(row.who, row.what, row.about) for row in rows]


def csrf_of(page: httpx.Response) -> str:
    """The token of the forms of a page."""
    found = re.search(r'name="csrf" value="([^"]+)"', page.text)
    assert found, page.text[-500:]
    return found[1]


class Desk:
    """The browser of a member of staff, who reads pages."""

    def __init__(self, app: FastAPI) -> None:
        self.client = TestClient(app, headers=HTML, follow_redirects=False, raise_server_exceptions=False)
        self.csrf = ""

    @property
    def token(self) -> str | None:
        return self.client.cookies.get(COOKIE)

    def hold(self, token: str | None) -> None:
        """Put a token into the cookie, as if the site had set it."""
        self.client.cookies.set(COOKIE, token or "", domain="testserver.local", path="/")

    def sit_down(self, url: str, account: Account, now: float = NOW) -> Desk:
        """Be signed in, without the slow way."""
        token, self.csrf = begin_session(url, account, now)
        self.hold(token)
        return self

    def sign_in(self, login: str, password: str = PASSWORD, **more: str) -> httpx.Response:
        form = {"csrf": csrf_of(self.client.get("/staff/login")), "login": login, "password": password}
        return self.client.post("/staff/login", data=form | more)

    def get(self, path: str, **more: Any) -> httpx.Response:
        return self.client.get(path, **more)

    def post(self, path: str, **fields: Any) -> httpx.Response:
        return self.client.post(path, data={"csrf": self.csrf} | fields)


class _Kept(BytecodeCache):
    """Templates that were compiled once, by what they hold."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str], bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        code = self._codes.get((bucket.key, bucket.checksum))
        if code:
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._codes[bucket.key, bucket.checksum] = bucket.bytecode_to_string()


@cache
def _compiled() -> _Kept:
    return _Kept()


def page_templates() -> Jinja2Templates:
    """The templates of all pages; a test that reads a page need not compile it again."""
    templates = Jinja2Templates(HERE / "templates")
    templates.env.bytecode_cache = _compiled()
    return templates


def staff_parts(url: str, clock: Clock) -> StaffParts:
    """The parts of the pages for staff, with a clock of the test's own."""
    settings = Settings(secret="s" * 40, database_url=url)
    company = Company.read(settings.company_file, CONTACTS)
    passwords = Passwords(quick_hasher())
    return StaffParts(settings, Database(url, 30), page_templates(), company, clock=clock, passwords=passwords)


def staff_app(url: str, clock: Clock) -> FastAPI:
    """The pages for staff alone."""
    app, wording = FastAPI(), read_wording()
    problems = Problems(wording)
    problems.install(app)
    staff_parts(url, clock).install(app, problems, wording)
    return app
