"""Accounts, tokens and the audit log, as administrators use them."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from sqlalchemy import select

from tests.unit.web.accounts.desk import ANOTHER, PASSWORD, Clock, Desk, acts, add_account, connected
from tests.unit.web.accounts.table import ADMINISTRATOR, REPRESENTATIVE, TRAINER
from web.accounts.audit import PAGE
from web.accounts.tables import api_token, staff_account

NewDesk = Callable[[], Desk]
EVIL = '<img src=x onerror="alert(1)">{{7*7}}'


@pytest.fixture
def boss(new_desk: NewDesk, url: str) -> Desk:
    return new_desk().sit_down(url, add_account(url, "boss", ADMINISTRATOR))


def shown_once(text: str) -> str:
    found = re.search(r'<code class="once" translate="no">([^<]+)</code>', text)
    assert found, text[-2000:]
    return found[1]


def test_an_account_is_made_with_a_password_to_change(boss: Desk, new_desk: NewDesk, url: str) -> None:
    made = boss.post("/staff/accounts", login="Anna", name="Anna B.", roles=["trainer"], language="it")
    password = shown_once(made.text)
    assert password not in boss.get("/staff/accounts").text
    anna = new_desk()
    assert anna.sign_in("anna", password).status_code == 303
    assert anna.get("/staff").headers["location"] == "/staff/password"
    assert ("boss", "account_added", "anna") in acts(url)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"login": "boss"}, "exists already"),
        ({"login": "BOSS"}, "exists already"),
        ({"login": ""}, "A login has 1 to 64"),
        ({"login": "a b"}, "A login has 1 to 64"),
        ({"login": "a" * 65}, "A login has 1 to 64"),
        ({"login": "\u202eanna"}, "A login has 1 to 64"),
        ({"login": "an\x00na"}, "A login has 1 to 64"),
        ({"name": " "}, "A name has 1 to 80"),
        ({"name": "x" * 81}, "A name has 1 to 80"),
        ({"name": "a\x00b"}, "A name has 1 to 80"),
        ({"roles": []}, "at least one role"),
        ({"roles": ["king"]}, "at least one role"),
    ],
)
def test_what_is_wrong_with_a_new_account_is_said(boss: Desk, url: str, changes: dict[str, object], said: str) -> None:
    fields: dict[str, object] = {"login": "anna", "name": "Anna", "roles": ["trainer"], "language": "it"}
    response = boss.post("/staff/accounts", **(fields | changes))
    assert response.status_code == 422
    assert said in response.text
    assert acts(url) == []


def test_names_are_shown_as_text(boss: Desk, url: str) -> None:
    add_account(url, "anna", TRAINER, name=EVIL)
    boss.post("/staff/tokens", name=EVIL, scopes=["notes"], days="3")
    for path in ("/staff/accounts", "/staff/tokens", "/staff/audit"):
        text = boss.get(path).text
        assert "&lt;img src=x" in text
        assert "<img src=x" not in text
        assert "{{7*7}}" in text


def test_every_act_on_an_account_is_written_down(boss: Desk, url: str) -> None:
    anna = add_account(url, "anna", TRAINER)
    one = f"/staff/accounts/{anna.id}"
    boss.post(f"{one}/roles", roles=["trainer", "representative"])
    boss.post(f"{one}/disable")
    boss.post(f"{one}/enable")
    boss.post(f"{one}/reset")
    boss.post("/staff/password", old=PASSWORD, new=ANOTHER, again=ANOTHER)
    assert acts(url) == [
        ("boss", "roles_changed", "anna"),
        ("boss", "account_disabled", "anna"),
        ("boss", "account_enabled", "anna"),
        ("boss", "password_reset", "anna"),
        ("boss", "password_changed", "boss"),
    ]


def test_the_password_of_a_reset_account_is_shown_once_and_ends_its_sessions(
    boss: Desk, new_desk: NewDesk, url: str
) -> None:
    anna = add_account(url, "anna", TRAINER)
    desk = new_desk().sit_down(url, anna)
    password = shown_once(boss.post(f"/staff/accounts/{anna.id}/reset").text)
    assert desk.get("/staff/password").status_code == 303
    assert new_desk().sign_in("anna", PASSWORD).status_code == 401
    assert new_desk().sign_in("anna", password).status_code == 303


@pytest.mark.parametrize("act", ["disable", "roles"])
def test_there_is_always_an_administrator(boss: Desk, url: str, act: str) -> None:
    add_account(url, "old", ADMINISTRATOR, disabled=True)
    with connected(url) as connection:
        own = connection.execute(select(staff_account.c.account_id).where(staff_account.c.login == "boss")).scalar_one()
    response = boss.post(f"/staff/accounts/{own}/{act}", roles=["trainer"])
    assert (response.status_code, "last administrator" in response.text) == (422, True)
    add_account(url, "second", ADMINISTRATOR)
    assert boss.post(f"/staff/accounts/{own}/{act}", roles=["trainer"]).status_code == 303


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"new": "short", "again": "short"}, "fewer than 12"),
        ({"new": "x" * 257, "again": "x" * 257}, "more than 256"),
        ({"new": "Passwordpassword", "again": "Passwordpassword"}, "everybody tries"),
        ({"new": "aaaaaaaaaaaaaaa", "again": "aaaaaaaaaaaaaaa"}, "everybody tries"),
        ({"new": "anna.the.first", "again": "anna.the.first"}, "is the login"),
        ({"new": PASSWORD, "again": PASSWORD}, "present one"),
        ({"new": ANOTHER, "again": ANOTHER + "x"}, "same twice"),
        ({"old": "wrong"}, "present password is wrong"),
        ({"old": ""}, "present password is wrong"),
    ],
)
def test_a_password_that_is_not_good_enough_is_refused(desk: Desk, url: str, fields: dict[str, str], said: str) -> None:
    desk.sit_down(url, add_account(url, "anna.the.first", TRAINER))
    response = desk.post("/staff/password", **({"old": PASSWORD, "new": ANOTHER, "again": ANOTHER} | fields))
    assert (response.status_code, said in response.text) == (422, True)
    assert acts(url) == []


def test_an_open_session_is_no_way_to_try_passwords(desk: Desk, url: str) -> None:
    desk.sit_down(url, add_account(url))
    tries = [desk.post("/staff/password", old="x", new=ANOTHER, again=ANOTHER).status_code for _ in range(6)]
    assert tries == [422] * 5 + [429]


def test_the_language_is_the_accounts(desk: Desk, url: str) -> None:
    desk.sit_down(url, add_account(url))
    assert "<h1>Accounts</h1>" in desk.get("/staff/accounts").text
    response = desk.post("/staff/language", language="it", next="/staff/accounts")
    assert response.headers["location"] == "/staff/accounts"
    assert "<h1>Account</h1>" in desk.get("/staff/accounts").text
    assert desk.post("/staff/language", language="fr", next="//evil.example").headers["location"] == "/staff"


def test_whoever_has_no_area_is_told_so(desk: Desk, url: str) -> None:
    desk.sit_down(url, add_account(url, "anna", REPRESENTATIVE))
    assert "no area" in desk.get("/staff").text


def test_the_audit_log_has_pages_and_a_filter(boss: Desk, url: str, clock: Clock) -> None:
    ids = [add_account(url, f"p{number}", TRAINER).id for number in range(3)]
    for turn in range(PAGE // 2 + 3):
        for act in ("disable", "enable"):
            boss.post(f"/staff/accounts/{ids[turn % 3]}/{act}")
            clock.now += 1
    first = boss.get("/staff/audit").text
    assert first.count("<tr role") == PAGE + 1
    older = re.search(r'href="(/staff/audit\?before=\d+)"', first)
    assert older
    assert boss.get(older[1]).text.count("<tr role") == 6 + 1
    assert "There are no entries" in boss.get("/staff/audit?who=anna").text
    assert boss.get("/staff/audit?who=BOSS").text.count("<tr role") == PAGE + 1
    for odd in ("?before=x", "?before=-1", "?before=99999999999999999999", "?who=%00", "?who=%ED%A0%80"):
        assert boss.get(f"/staff/audit{odd}").status_code == 200


def test_a_token_is_shown_once_and_kept_as_a_hash(boss: Desk, url: str) -> None:
    made = boss.post("/staff/tokens", name="Desk", scopes=["notes", "suggestions"], days="30")
    token = shown_once(made.text)
    assert token.startswith("chiaro_")
    assert token not in boss.get("/staff/tokens").text
    with connected(url) as connection:
        assert token not in tuple(connection.execute(select(api_token)).one())
    assert acts(url) == [("boss", "token_made", "Desk")]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": ""}, "needs a name"),
        ({"name": "x" * 61}, "needs a name"),
        ({"name": "a\x00"}, "needs a name"),
        ({"scopes": []}, "at least one thing"),
        ({"scopes": ["everything"]}, "at least one thing"),
        ({"days": "0"}, "number of days"),
        ({"days": "367"}, "number of days"),
        ({"days": "-1"}, "number of days"),
        ({"days": "٣"}, "number of days"),
        ({"days": ""}, "number of days"),
    ],
)
def test_what_is_wrong_with_a_new_token_is_said(boss: Desk, changes: dict[str, object], said: str) -> None:
    fields: dict[str, object] = {"name": "Desk", "scopes": ["notes"], "days": "30"}
    response = boss.post("/staff/tokens", **(fields | changes))
    assert (response.status_code, said in response.text) == (422, True)
