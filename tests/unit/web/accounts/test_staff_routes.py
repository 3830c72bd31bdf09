"""Every route for staff, tried with every role and by whoever is not signed in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from sqlalchemy import Engine

from tests.factories.databases import Sqlite
from tests.unit.web.accounts.desk import HTML, Desk, add_account
from tests.unit.web.accounts.table import ADMINISTRATOR, CHANGING, GUARDED, ROUTES, STREAMS
from tests.unit.web.workbench.played_chiaro import COMMAND
from web.accounts.records import Account, Role
from web.app import create_app
from web.inbox.database import migrate, open_inbox
from web.protection import Protection
from web.settings import Settings

NOBODY = "1"
JSON = {"accept": "application/json"}

Person = Callable[[Role | None], Desk]


@pytest.fixture(scope="module")
def one_url(sqlite_server: Sqlite) -> Iterator[str]:
    def fill(engine: Engine) -> None:
        mine = open_inbox(engine.url.render_as_string(hide_password=False))
        migrate(mine)
        mine.dispose()

    with sqlite_server.copy("inbox", fill) as url:
        yield url


@pytest.fixture(scope="module")
def everybody(one_url: str) -> dict[Role, Account]:
    return {role: add_account(one_url, role.value, role) for role in Role}


@pytest.fixture(scope="module")
def whole_app(one_url: str, tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    """The whole app over a project of its own with a `chiaro` that is played: a real job would start servers here."""
    project = tmp_path_factory.mktemp("project")
    (project / "models").mkdir()
    (project / "tests" / "conversations").mkdir(parents=True)
    settings = Settings(
        secret="s" * 40,
        database_url=one_url,
        database_seconds=30,  # a machine that stands still for some seconds is no finding
        rasa_url="http://rasa.test",
        actions_url="http://a.test",
        project=project,
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("web.workbench.jobs.jobs.CHIARO", COMMAND)
        return create_app(settings, Protection())


@pytest.fixture
def person(whole_app: FastAPI, one_url: str, everybody: dict[Role, Account]) -> Person:
    """A browser of somebody with one role, newly signed in; of nobody for None."""
    from time import time

    def person(role: Role | None) -> Desk:
        desk = Desk(whole_app)
        return desk if role is None else desk.sit_down(one_url, everybody[role], time())

    return person


def address_of(path: str) -> str:
    return re.sub(r"\{\w+\}", NOBODY, path)


def send(desk: Desk, method: str, path: str, headers: dict[str, str] = HTML, csrf: str | None = None) -> httpx.Response:
    address = address_of(path)
    data = None if method == "GET" else {"csrf": desk.csrf if csrf is None else csrf}
    return desk.client.request(method, address, headers=headers, data=data)


def test_every_route_for_staff_is_in_the_table(whole_app: FastAPI) -> None:
    found = {
        (method, route.path)
        for route in all_routes(whole_app.routes)
        if f"{route.path}/".startswith(("/staff/", "/api/staff/"))
        for method in route.methods - {"HEAD"}
    }
    assert found == set(ROUTES)


def all_routes(routes: Iterable[Any]) -> Iterator[APIRoute]:
    for route in routes:
        if isinstance(route, APIRoute):
            yield route
        elif hasattr(route, "original_router"):  # how the framework keeps a router that was included
            assert not route.include_context.prefix, "its routes would have other paths than they say"
            yield from all_routes(route.original_router.routes)


@pytest.mark.parametrize(("method", "path"), sorted(GUARDED))
def test_a_role_opens_what_is_its_own(person: Person, method: str, path: str) -> None:
    for role in GUARDED[method, path] if path not in STREAMS else ():
        response = send(person(role), method, path)
        assert response.status_code not in (401, 403, 500), response.text
        assert not response.headers.get("location", "").startswith("/staff/login?next=")


@pytest.mark.parametrize(("method", "path"), sorted(GUARDED))
def test_a_role_opens_nothing_else(person: Person, method: str, path: str) -> None:
    for role in frozenset(Role) - GUARDED[method, path]:
        assert send(person(role), method, path).status_code == 403
        problem = send(person(role), method, path, JSON)
        assert (problem.status_code, problem.json()["code"]) == (403, "not_allowed")


@pytest.mark.parametrize(("method", "path"), sorted(GUARDED))
def test_whoever_is_not_signed_in_is_sent_to_the_sign_in_or_told_so(person: Person, method: str, path: str) -> None:
    page = send(person(None), method, path)
    assert page.status_code == 303
    assert page.headers["location"].startswith("/staff/login")
    problem = send(person(None), method, path, JSON)
    assert (problem.status_code, problem.json()["code"]) == (401, "not_signed_in")


@pytest.mark.parametrize(("method", "path"), sorted(CHANGING))
@pytest.mark.parametrize("sent", ["missing", "wrong", "another session's", "empty"])
def test_no_form_is_taken_without_the_token_of_its_session(person: Person, method: str, path: str, sent: str) -> None:
    role = min(GUARDED[method, path])
    desk = person(role)
    values = {"wrong": "x" * 43, "another session's": person(role).csrf, "empty": ""}
    if sent == "missing":
        response = desk.client.request(method, address_of(path), headers=JSON)
    else:
        response = send(desk, method, path, JSON, values[sent])
    assert (response.status_code, response.json()["code"]) == (403, "bad_csrf")


def test_scripts_send_the_token_in_a_header(person: Person) -> None:
    desk = person(ADMINISTRATOR)
    refused = desk.client.post("/staff/language", headers={"x-csrf-token": "no", **JSON}, data={"csrf": desk.csrf})
    assert refused.json()["code"] == "bad_csrf"
    form = {"language": "en", "next": "/staff/audit"}
    taken = desk.client.post("/staff/language", headers={"x-csrf-token": desk.csrf}, data=form)
    assert (taken.status_code, taken.headers["location"]) == (303, "/staff/audit")


def test_pages_of_other_sites_send_no_forms(person: Person) -> None:
    desk = person(ADMINISTRATOR)
    for headers in ({"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}, {"origin": "null"}):
        response = desk.client.post("/staff/language", headers=headers, data={"csrf": desk.csrf})
        assert response.json()["code"] == "foreign_origin"


def test_an_administrator_does_not_open_what_others_may(person: Person) -> None:
    assert person(ADMINISTRATOR).get("/staff").headers["location"] == "/staff/accounts"


def test_a_refusal_is_a_page_to_a_reader(person: Person) -> None:
    response = person(Role.TRAINER).get("/staff/accounts")
    assert response.status_code == 403
    assert "<h1>Not allowed</h1>" in response.text
    assert response.headers["content-language"] == "en"


def test_a_form_that_is_no_form_is_refused(person: Person) -> None:
    desk = person(ADMINISTRATOR)
    headers = {"x-csrf-token": desk.csrf, **JSON}
    as_json = desk.client.post("/staff/accounts", headers=headers, json={"login": "x"})
    assert (as_json.status_code, as_json.json()["code"]) == (415, "wrong_content_type")
    large = desk.client.post("/staff/accounts", headers=headers, data={"login": "x" * 70_000})
    assert (large.status_code, large.json()["code"]) == (413, "body_too_large")
    chunks = desk.client.post(
        "/staff/accounts",
        headers=headers | {"content-type": "application/x-www-form-urlencoded"},
        content=iter([b"login=x"]),
    )
    assert (chunks.status_code, chunks.json()["code"]) == (413, "body_too_large")
    broken = desk.client.post(
        "/staff/accounts", headers=headers | {"content-type": "multipart/form-data; boundary=x"}, content=b"--y\r\n\x00"
    )
    assert broken.status_code in (400, 422)


def test_the_pages_are_kept_by_no_cache_and_run_nothing_inline(person: Person) -> None:
    for path in ("/staff/accounts", "/staff/tokens", "/staff/audit", "/staff/password", "/staff/login"):
        response = person(None if path.endswith("login") else ADMINISTRATOR).get(path)
        assert response.headers["cache-control"] == "no-store"
        assert "script-src 'self'" in response.headers["content-security-policy"]
        assert "<style" not in response.text
        assert " style=" not in response.text
        assert "<script" not in response.text
