"""Sessions: begun anew, rotated, ended."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from tests.unit.web.accounts.desk import ANOTHER, PASSWORD, Clock, Desk, acts, add_account, connected, csrf_of
from tests.unit.web.accounts.table import ADMINISTRATOR, TRAINER
from web.accounts.cookie import COOKIE
from web.accounts.sessions import GRACE_SECONDS, IDLE_SECONDS, LONGEST_SECONDS, ROTATE_SECONDS
from web.accounts.tables import staff_session

NewDesk = Callable[[], Desk]
HOUR = 60 * 60


def is_signed_in(desk: Desk) -> bool:
    return desk.get("/staff/password").status_code == 200


def test_signing_in_gives_a_cookie_that_scripts_and_other_sites_cannot_use(desk: Desk, url: str) -> None:
    add_account(url)
    response = desk.sign_in("anna")
    assert (response.status_code, response.headers["location"]) == (303, "/staff")
    cookie = next(one for one in response.headers.get_list("set-cookie") if one.startswith(f"{COOKIE}="))
    assert {part.strip().lower() for part in cookie.split(";")[1:]} == {"httponly", "path=/", "samesite=strict"}
    assert is_signed_in(desk)


def test_only_hashes_of_tokens_are_kept(desk: Desk, url: str) -> None:
    desk.sit_down(url, add_account(url))
    with connected(url) as connection:
        row = connection.execute(select(staff_session)).one()
    assert desk.token not in tuple(row)


def test_a_session_that_was_there_before_is_never_the_one_that_is_signed_in(new_desk: NewDesk, url: str) -> None:
    attacker, victim = new_desk(), new_desk()
    attacker.sit_down(url, add_account(url, "mallory", TRAINER))
    add_account(url)
    for planted in (attacker.token, "fixed-by-somebody"):
        victim.hold(planted)
        # The page of the sign-in lets whoever is signed in go on, so the form comes from a browser that is not.
        form, nonce = blank_form(new_desk())
        victim.client.cookies.set("chiaro_staff_form", nonce, domain="testserver.local", path="/staff/login")
        sent = {"csrf": form, "login": "anna", "password": PASSWORD}
        given = victim.client.post("/staff/login", data=sent).cookies.get(COOKIE)
        assert given not in (None, planted)
        assert "Anna" in victim.get("/staff/password").text
    assert not is_signed_in(attacker)


def blank_form(desk: Desk) -> tuple[str, str]:
    """The token of a sign-in form, and the cookie that belongs to it."""
    return csrf_of(desk.get("/staff/login")), desk.client.cookies.get("chiaro_staff_form") or ""


def test_a_token_rotates_while_it_is_used(desk: Desk, url: str, clock: Clock) -> None:
    desk.sit_down(url, add_account(url))
    before = desk.token
    clock.now += ROTATE_SECONDS - 1
    desk.get("/staff/password")
    assert desk.token == before
    clock.now += 1
    desk.get("/staff/password")
    assert desk.token != before
    assert is_signed_in(desk)


def test_requests_on_their_way_may_use_the_old_token_for_a_moment(new_desk: NewDesk, url: str, clock: Clock) -> None:
    desk, beside = new_desk(), new_desk()
    desk.sit_down(url, add_account(url))
    old = desk.token or ""
    clock.now += ROTATE_SECONDS
    desk.get("/staff/password")
    beside.hold(old)
    clock.now += GRACE_SECONDS - 1
    response = beside.get("/staff/password")
    assert (response.status_code, "set-cookie" in response.headers) == (200, False)
    clock.now += 1
    assert not is_signed_in(beside)
    assert is_signed_in(desk)


def test_the_form_of_a_page_outlives_the_rotation(desk: Desk, url: str, clock: Clock) -> None:
    desk.sit_down(url, add_account(url))
    clock.now += ROTATE_SECONDS
    desk.get("/staff/password")
    assert desk.post("/staff/language", language="it").status_code == 303


def test_a_session_that_is_not_used_ends(desk: Desk, url: str, clock: Clock) -> None:
    desk.sit_down(url, add_account(url))
    clock.now += IDLE_SECONDS - 1
    assert is_signed_in(desk)
    clock.now += IDLE_SECONDS
    assert not is_signed_in(desk)


def test_a_session_ends_after_a_day_however_it_is_used(desk: Desk, url: str, clock: Clock) -> None:
    desk.sit_down(url, add_account(url))
    for _ in range(LONGEST_SECONDS // HOUR - 1):
        clock.now += HOUR
        assert is_signed_in(desk)
    clock.now += HOUR
    assert not is_signed_in(desk)


def test_signing_out_ends_this_session_alone(new_desk: NewDesk, url: str) -> None:
    anna, desk, other = add_account(url), new_desk(), new_desk()
    desk.sit_down(url, anna)
    other.sit_down(url, anna)
    token = desk.token or ""
    response = desk.post("/staff/logout")
    assert (response.status_code, response.headers["location"], desk.token) == (303, "/staff/login", None)
    desk.hold(token)
    assert not is_signed_in(desk)
    assert is_signed_in(other)
    assert acts(url) == [("anna", "signed_out", "")]


def test_signing_out_everywhere_ends_all(new_desk: NewDesk, url: str) -> None:
    anna, desk, other, bruno = add_account(url), new_desk(), new_desk(), new_desk()
    desk.sit_down(url, anna)
    other.sit_down(url, anna)
    bruno.sit_down(url, add_account(url, "bruno", TRAINER))
    desk.post("/staff/logout-everywhere")
    assert [is_signed_in(one) for one in (desk, other, bruno)] == [False, False, True]
    assert acts(url) == [("anna", "signed_out_everywhere", "")]


def test_a_changed_password_ends_all_other_sessions(new_desk: NewDesk, url: str) -> None:
    anna, desk, other = add_account(url), new_desk(), new_desk()
    desk.sit_down(url, anna)
    other.sit_down(url, anna)
    before = desk.token
    response = desk.post("/staff/password", old=PASSWORD, new=ANOTHER, again=ANOTHER)
    assert response.headers["location"] == "/staff/password?done=password_changed"
    assert (desk.token != before, is_signed_in(desk), is_signed_in(other)) == (True, True, False)
    assert new_desk().sign_in("anna", PASSWORD).status_code == 401
    assert new_desk().sign_in("anna", ANOTHER).status_code == 303


def test_a_disabled_account_is_signed_out_at_once_and_stays_out(new_desk: NewDesk, url: str) -> None:
    boss, desk = new_desk(), new_desk()
    boss.sit_down(url, add_account(url, "boss", ADMINISTRATOR))
    anna = add_account(url, "anna", TRAINER)
    desk.sit_down(url, anna)
    assert boss.post(f"/staff/accounts/{anna.id}/disable").status_code == 303
    assert not is_signed_in(desk)
    assert new_desk().sign_in("anna").status_code == 401
    boss.post(f"/staff/accounts/{anna.id}/enable")
    assert not is_signed_in(desk)
    assert new_desk().sign_in("anna").status_code == 303


def test_changed_roles_hold_from_the_next_request_on(new_desk: NewDesk, url: str) -> None:
    boss, desk = new_desk(), new_desk()
    boss.sit_down(url, add_account(url, "boss", ADMINISTRATOR))
    anna = add_account(url, "anna", TRAINER)
    desk.sit_down(url, anna)
    assert desk.get("/staff/audit").status_code == 403
    boss.post(f"/staff/accounts/{anna.id}/roles", roles=["administrator", "nonsense"])
    assert desk.get("/staff/audit").status_code == 200


def test_whoever_has_to_change_the_password_does_nothing_before(desk: Desk, url: str) -> None:
    desk.sit_down(url, add_account(url, must_change_password=True))
    assert desk.get("/staff/accounts").headers["location"] == "/staff/password"
    said = desk.get("/staff/accounts", headers={"accept": "application/json"})
    assert (said.status_code, said.json()["code"]) == (403, "must_change_password")
    assert "Before anything else" in desk.get("/staff/password").text
    desk.post("/staff/password", old=PASSWORD, new=ANOTHER, again=ANOTHER)
    assert desk.get("/staff/accounts").status_code == 200


@pytest.mark.parametrize("token", ["", "x", "x" * 5000, "chiaro_x", "à", "\x00"])
def test_a_cookie_that_is_none_of_ours_signs_nobody_in(desk: Desk, url: str, token: str) -> None:
    add_account(url)
    headers = {"cookie": f"{COOKIE}={token}".encode("latin-1")}
    assert desk.client.get("/staff/password", headers=headers).status_code == 303
