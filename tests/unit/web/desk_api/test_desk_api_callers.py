"""Who may call the interface for other desks, and in whose name."""

from __future__ import annotations

import pytest

from tests.unit.web.accounts.desk import NOW, Desk, add_account
from tests.unit.web.accounts.table import TRAINER
from tests.unit.web.desk_api.program import EVERY_SCOPE, PATH, DeskConsole, Program, refusal
from web.accounts.records import Scope

NEEDED = {
    ("GET", ""): Scope.CONVERSATIONS,
    ("GET", "/a"): Scope.CONVERSATIONS,
    ("GET", "/a/suggestions"): Scope.SUGGESTIONS,
    ("POST", "/a/suggestions/1"): Scope.SUGGESTIONS,
    ("POST", "/a/takeover"): Scope.TAKEOVER,
    ("POST", "/a/handback"): Scope.TAKEOVER,
    ("POST", "/a/messages"): Scope.TAKEOVER,
    ("POST", "/a/close"): Scope.TAKEOVER,
    ("POST", "/a/notes"): Scope.NOTES,
}


def every_refusal(program: Program) -> set[tuple[int, str]]:
    return {refusal(program.get(path) if method == "GET" else program.post(path)) for method, path in NEEDED}


def test_the_list_of_routes_is_whole(quick: DeskConsole) -> None:
    described = {
        (method.upper(), path.removeprefix(PATH).replace("{conversation_id}", "a").replace("{suggestion_id}", "1"))
        for path, operations in quick.document["paths"].items()
        for method in operations
    }
    assert described == set(NEEDED)


@pytest.mark.parametrize("left_out", sorted(EVERY_SCOPE))
def test_a_token_does_what_its_scopes_name_and_nothing_else(quick: DeskConsole, left_out: Scope) -> None:
    quick.begin("a", "ciao")
    program = quick.program(quick.representative(), EVERY_SCOPE - {left_out})
    for (method, path), scope in NEEDED.items():
        answer = program.get(path) if method == "GET" else program.post(path)
        assert (refusal(answer) == (403, "not_allowed")) == (scope is left_out), (method, path)


def test_without_a_good_token_nobody_gets_in(console: DeskConsole) -> None:
    giulia = console.representative()
    ended = console.program(giulia, ends_at=NOW)
    revoked = console.program(giulia, revoked_at=NOW)
    unknown, none, basic = (console.program(giulia) for _ in range(3))
    unknown.headers = {"Authorization": "Bearer chiaro_" + "A" * 43}
    none.headers = {}
    basic.headers = {"Authorization": "Basic Z2l1bGlhOng="}
    for program in (ended, revoked, unknown, none, basic):
        assert every_refusal(program) == {(401, "not_signed_in")}


def test_a_program_acts_for_a_representative_only(console: DeskConsole) -> None:
    console.representative("paola", disabled=True)
    add_account(console.url, "ugo", TRAINER)
    program = console.program(console.administrator())
    for named in ("anna", "ugo", "paola", "nobody", "", "a\u0001", "' or 1=1"):
        assert refusal(program.get(**{"as": named})) == (403, "not_allowed"), named
    assert every_refusal(program) == {(403, "not_allowed")}
    console.representative("giulia")
    assert program.get(**{"as": " GIULIA "}).status_code == 200


def test_whose_role_is_taken_away_is_acted_for_no_more(console: DeskConsole) -> None:
    console.begin("a", "ciao")
    marco = add_account(console.url, "marco", TRAINER)
    assert every_refusal(console.program(marco)) == {(403, "not_allowed")}


def test_each_representative_has_a_queue_of_their_own(console: DeskConsole, program: Program) -> None:
    console.begin("a", "ciao")
    console.representative("marco")
    program.post("/a/takeover", {}, **{"as": "marco"})
    found = {login: program.ask(queue="mine", **{"as": login})["counts"] for login in ("giulia", "marco")}
    assert [(counts["mine"], counts["others"]) for counts in found.values()] == [(0, 1), (1, 0)]


def test_who_is_signed_in_calls_in_their_own_name_with_the_code_of_the_page(quick: DeskConsole) -> None:
    quick.begin("a", "ciao")
    giulia = quick.representative()
    quick.representative("marco")
    desk = Desk(quick.app).sit_down(quick.url, giulia)
    assert desk.get(PATH).status_code == 200
    assert desk.get(f"{PATH}?as=marco").json()["code"] == "not_allowed"
    assert desk.client.post(f"{PATH}/a/takeover", json={}).json()["code"] == "bad_csrf"
    taken = desk.client.post(f"{PATH}/a/takeover", json={}, headers={"X-CSRF-Token": desk.csrf})
    assert taken.json()["held_by"] == "Giulia"


def test_a_refusal_is_a_problem_also_for_whoever_reads_pages(quick: DeskConsole) -> None:
    answer = Desk(quick.app).get(PATH)
    assert (answer.status_code, answer.headers["content-type"]) == (401, "application/problem+json")
