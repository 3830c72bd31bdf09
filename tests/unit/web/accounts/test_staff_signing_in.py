"""Signing in: failures, waiting, hostile input, and where one goes on."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.unit.web.accounts.desk import Clock, Desk, acts, add_account, csrf_of, staff_app
from web.accounts.lockout import FREE

NewDesk = Callable[[], Desk]
WRONG = "sbagliata, credo"
MINUTE = 60
HOSTILE = [
    "",
    " ",
    "\x00",
    "anna\x00",
    "a" * 10_000,
    "\u202eanna",
    "😀" * 40,
    "' or 1=1 --",
    "anna\r\nSet-Cookie: x=y",
    "<script>alert(1)</script>",
    "\ud7ff\ufffd",
    "İ" * 200,
]


def fail(desk: Desk, times: int, login: str = "anna") -> list[int]:
    return [desk.sign_in(login, WRONG).status_code for _ in range(times)]


def test_a_login_is_the_same_however_it_is_typed(new_desk: NewDesk, url: str) -> None:
    add_account(url)
    for typed in ("anna", "ANNA", " Anna ", "ａｎｎａ"):
        assert new_desk().sign_in(typed).status_code == 303


def test_whatever_is_wrong_the_answer_is_the_same(new_desk: NewDesk, url: str) -> None:
    add_account(url)
    add_account(url, "carla", disabled=True)
    pages = [new_desk().sign_in(login, WRONG) for login in ("anna", "nobody", "carla")]
    pages.append(new_desk().sign_in("carla"))
    assert {page.status_code for page in pages} == {401}
    without = {re.sub(r'value="[^"]*"', "", page.text) for page in pages}
    assert len(without) == 1


@pytest.mark.parametrize("login", HOSTILE, ids=lambda login: ascii(login[:12]))
def test_a_hostile_login_is_a_wrong_one(desk: Desk, url: str, login: str) -> None:
    add_account(url)
    response = desk.sign_in(login)
    assert response.status_code == 401
    assert "<script" not in response.text
    assert acts(url) == [("", "sign_in_failed", "")]


@pytest.mark.parametrize("password", ["", "\x00", "x" * 30_000, "😀" * 300])
def test_a_hostile_password_is_a_wrong_one(desk: Desk, url: str, password: str) -> None:
    add_account(url)
    assert desk.sign_in("anna", password).status_code == 401


@pytest.mark.parametrize("login", ["anna", "nobody"])
def test_after_five_failures_the_wait_grows_to_fifteen_minutes(desk: Desk, url: str, clock: Clock, login: str) -> None:
    add_account(url)
    assert fail(desk, FREE["login"], login) == [401] * 5
    for minutes in (1, 2, 4, 8, 15, 15):
        locked = desk.sign_in(login)
        assert (locked.status_code, locked.headers["retry-after"]) == (429, str(minutes * MINUTE))
        clock.now += minutes * MINUTE - 1
        assert desk.sign_in(login).status_code == 429
        clock.now += 1
        assert fail(desk, 1, login) == [401]


def test_the_page_says_when_to_try_again(desk: Desk, url: str, clock: Clock) -> None:
    add_account(url)
    fail(desk, 5)
    assert "Riprova tra 60 secondi" in desk.sign_in("anna").text
    clock.now += MINUTE
    fail(desk, 1)
    clock.now += 2 * MINUTE
    fail(desk, 1)
    assert "Riprova tra 4 minuti" in desk.sign_in("anna").text


def test_the_right_password_after_the_wait_starts_anew(desk: Desk, url: str, clock: Clock) -> None:
    add_account(url)
    fail(desk, 5)
    clock.now += MINUTE
    assert desk.sign_in("anna").status_code == 303
    desk.client.cookies.delete("chiaro_staff")
    assert fail(desk, 4) == [401] * 4
    assert desk.sign_in("anna").status_code == 303


def test_one_login_that_waits_stops_nobody_else(new_desk: NewDesk, url: str) -> None:
    add_account(url)
    add_account(url, "bruno")
    fail(new_desk(), 6)
    assert new_desk().sign_in("bruno").status_code == 303


def test_an_address_waits_too_whatever_logins_it_tries(desk: Desk, url: str) -> None:
    add_account(url)
    statuses = [desk.sign_in(f"guess{number}", WRONG).status_code for number in range(FREE["address"] + 1)]
    assert statuses == [401] * FREE["address"] + [429]
    assert desk.sign_in("anna").status_code == 429


def test_the_wait_holds_in_every_process(desk: Desk, url: str, clock: Clock) -> None:
    add_account(url)
    fail(desk, 5)
    assert Desk(staff_app(url, clock)).sign_in("anna").status_code == 429


def test_tries_at_the_same_moment_are_all_counted(url: str, clock: Clock) -> None:
    add_account(url)
    with ThreadPoolExecutor(10) as threads:
        tries = threads.map(lambda _: Desk(staff_app(url, clock)).sign_in("anna", WRONG).status_code, range(10))
    assert sorted(tries) == [401] * 5 + [429] * 5


def test_the_form_needs_the_token_of_its_own_page(new_desk: NewDesk, url: str) -> None:
    add_account(url)
    desk, other = new_desk(), new_desk()
    form = {"login": "anna", "password": "x", "csrf": csrf_of(other.get("/staff/login"))}
    assert desk.client.post("/staff/login", data=form).status_code == 403
    desk.get("/staff/login")
    assert desk.client.post("/staff/login", data=form).status_code == 403
    assert acts(url) == []


@pytest.mark.parametrize(
    "asked",
    [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        " //evil.example",
        "javascript:alert(1)",
        "http:evil.example",
        "staff/audit",
        "///evil.example",
        "/" + "a" * 2000,
        "/\x00",
        "",
    ],
)
def test_nobody_is_led_to_another_site(desk: Desk, url: str, asked: str) -> None:
    add_account(url)
    assert desk.sign_in("anna", next=asked).headers["location"] == "/staff"
    assert desk.get("/staff/login", params={"next": asked}).headers["location"] == "/staff"


def test_one_goes_on_where_one_wanted_to_go(desk: Desk, url: str) -> None:
    add_account(url)
    sent = desk.get("/staff/audit?who=anna&before=9").headers["location"]
    page = desk.get(sent)
    assert 'name="next" value="/staff/audit?who=anna&amp;before=9"' in page.text
    assert desk.sign_in("anna", next="/staff/audit?who=anna&before=9").headers["location"].startswith("/staff/audit?")


@pytest.mark.parametrize(("asked", "title"), [("it", "Accedi"), ("en", "Sign in")])
def test_the_sign_in_speaks_both_languages(desk: Desk, asked: str, title: str) -> None:
    page = desk.get(f"/staff/login?lang={asked}")
    assert f"<h1>{title}</h1>" in page.text
    assert page.headers["content-language"] == asked
