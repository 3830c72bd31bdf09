"""The guard as other parts use it: programs with tokens, long streams, entries about conversations."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import httpx
import pytest
from fastapi import FastAPI, Request
from sqlalchemy import select

from tests.unit.web.accounts.desk import Clock, Desk, acts, add_account, connected, staff_parts
from tests.unit.web.accounts.table import ADMINISTRATOR, REPRESENTATIVE, TRAINER
from web.accounts.records import Account, ApiClient, Scope, Staff
from web.accounts.tables import staff_audit
from web.staff.parts import StaffParts

NewDesk = Callable[[], Desk]
DAY = 24 * 60 * 60


@pytest.fixture
def parts(url: str, clock: Clock) -> StaffParts:
    return staff_parts(url, clock)


@pytest.fixture
def app(app: FastAPI, parts: StaffParts) -> FastAPI:
    """With a route such as the console has."""

    async def notes(request: Request) -> dict[str, str]:
        caller = await parts.guard.api(request, Scope.NOTES, REPRESENTATIVE)
        await parts.guard.audit(caller, "note_written", conversation_id="c" * 32)
        return {"who": caller.name}

    app.add_api_route("/api/staff/notes", notes, methods=["GET", "POST"])
    return app


@pytest.fixture
def boss(url: str) -> Account:
    return add_account(url, "boss", ADMINISTRATOR)


@pytest.fixture
def token(new_desk: NewDesk, url: str, boss: Account) -> str:
    desk = new_desk().sit_down(url, boss)
    made = desk.post("/staff/tokens", name="Desk", scopes=["notes"], days="2").text
    return made.split('translate="no">')[1].split("<")[0]


def call(desk: Desk, authorization: str, method: str = "POST") -> httpx.Response:
    return desk.client.request(method, "/api/staff/notes", headers={"authorization": authorization})


def test_a_program_with_the_scope_comes_in_without_cookie_or_form(desk: Desk, url: str, token: str) -> None:
    for scheme in ("Bearer", "bearer"):
        assert call(desk, f"{scheme} {token}").json() == {"who": "Desk"}
    assert acts(url)[-1] == ("token:Desk", "note_written", "")


def test_a_program_without_the_scope_is_refused(new_desk: NewDesk, url: str, boss: Account) -> None:
    made = new_desk().sit_down(url, boss).post("/staff/tokens", name="Other", scopes=["suggestions"], days="2").text
    response = call(new_desk(), "Bearer " + made.split('translate="no">')[1].split("<")[0])
    assert (response.status_code, response.json()["code"]) == (403, "not_allowed")


@pytest.mark.parametrize(
    "sent", ["", "Bearer", "Bearer x", "Bearer chiaro_x", "Basic YTpi", "Bearer chiaro_" + "x" * 999]
)
def test_a_token_that_is_none_is_refused(desk: Desk, token: str, sent: str) -> None:
    response = call(desk, sent)
    assert (token != sent, response.status_code, response.json()["code"]) == (True, 401, "not_signed_in")


def test_a_token_stops_at_its_end(desk: Desk, clock: Clock, token: str) -> None:
    clock.now += 2 * DAY - 1
    assert call(desk, f"Bearer {token}").status_code == 200
    clock.now += 1
    assert call(desk, f"Bearer {token}").status_code == 401


def test_a_revoked_token_stops(new_desk: NewDesk, url: str, boss: Account, token: str) -> None:
    administrator, desk = new_desk().sit_down(url, boss), new_desk()
    page = administrator.get("/staff/tokens").text
    path = page.split('action="/staff/tokens/')[1].split('"')[0]
    assert administrator.post(f"/staff/tokens/{path}").status_code == 303
    assert call(desk, f"Bearer {token}").status_code == 401
    assert acts(url)[-1] == ("boss", "token_revoked", "Desk")
    administrator.post(f"/staff/tokens/{path}")
    assert len(acts(url)) == 2


def test_a_token_stops_with_the_account_that_made_it(new_desk: NewDesk, url: str, boss: Account, token: str) -> None:
    second = new_desk().sit_down(url, add_account(url, "second", ADMINISTRATOR))
    second.post(f"/staff/accounts/{boss.id}/disable")
    assert call(new_desk(), f"Bearer {token}").status_code == 401


def test_a_person_comes_in_by_role_and_needs_the_csrf_token(new_desk: NewDesk, url: str) -> None:
    anna = new_desk().sit_down(url, add_account(url, "anna", REPRESENTATIVE))
    assert anna.get("/api/staff/notes").json() == {"who": "Anna"}
    assert anna.client.post("/api/staff/notes").json()["code"] == "bad_csrf"
    assert anna.client.post("/api/staff/notes", headers={"x-csrf-token": anna.csrf}).json() == {"who": "Anna"}
    carla = new_desk().sit_down(url, add_account(url, "carla", TRAINER))
    assert carla.get("/api/staff/notes").status_code == 403
    assert new_desk().get("/api/staff/notes").status_code == 401


def test_a_program_opens_no_page(desk: Desk, token: str) -> None:
    response = desk.client.get("/staff/accounts", headers={"authorization": f"Bearer {token}"})
    assert response.status_code == 303


def test_a_long_stream_learns_that_its_session_has_ended(parts: StaffParts, new_desk: NewDesk, url: str) -> None:
    anna = new_desk().sit_down(url, add_account(url, "anna", REPRESENTATIVE))
    session = asyncio.run(parts.sessions.find(anna.token or ""))
    assert session is not None
    assert asyncio.run(holds(url, session.staff))
    anna.post("/staff/logout")
    assert not asyncio.run(holds(url, session.staff))


async def holds(url: str, staff: Staff) -> bool:
    return await staff_parts(url, Clock()).guard.holds(staff, REPRESENTATIVE)


def test_an_entry_about_a_conversation_names_it_in_the_column_that_is_erased(parts: StaffParts, url: str) -> None:
    client = ApiClient("t", "Desk", frozenset(), "a")
    asyncio.run(parts.guard.audit(client, "note_written", conversation_id="c" * 32))
    with connected(url) as connection:
        row = connection.execute(select(staff_audit)).one()
    assert (row.conversation_id, row.about, row.details) == ("c" * 32, "", {})
