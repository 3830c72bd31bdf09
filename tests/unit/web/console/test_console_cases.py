"""What customers ask of a person: granted within what the policy allows, and due when it says."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy.orm import Session

from policy_kb.store.tickets import tickets_of
from tests.unit.web.accounts.desk import connected
from tests.unit.web.console.played import NOW, Console
from web.console.cases import MOST_TICKETS, Request
from web.errors import RefusalCode, RefusalError

HOUR = 3600.0
GRACE_ENDS = date(2027, 2, 28)  # the small company's gift wrapping, version 2


def requests(console: Console, now: float = NOW, conversation_id: str = "a") -> list[Request]:
    found: list[Request] = console.run(console.parts.cases.requests(conversation_id, now))
    return found


def decide(console: Console, number: int, grant: bool = True, conversation_id: str = "a") -> Request:
    decided: Request = console.run(console.parts.cases.decide(conversation_id, number, grant))
    return decided


def refused(code: RefusalCode, act: Any, *args: Any, **named: Any) -> None:
    with pytest.raises(RefusalError) as refusal:
        act(*args, **named)
    assert refusal.value.code is code


def states(console: Console) -> list[str]:
    with connected(console.url) as connection, Session(connection) as db_session:
        return [ticket.state for ticket in tickets_of(db_session, "a")]


@pytest.mark.parametrize(
    ("hours", "standing"),
    [(0, "due"), (2.99, "due"), (3.01, "soon"), (4, "soon"), (4.01, "late"), (1000, "late"), (-1, "due")],
)
def test_a_request_is_due_by_the_standard_of_the_policys_first_step(
    console: Console, hours: float, standing: str
) -> None:
    console.ticket()
    (request,) = requests(console, NOW + hours * HOUR)
    assert (request.standing, request.due_at) == (standing, NOW + 4 * HOUR)


def test_a_step_that_was_asked_has_its_own_time_and_other_requests_a_day(quick: Console) -> None:
    quick.ticket(details={"within_hours": 48})
    quick.ticket(policy_id=None, kind="handoff")
    quick.ticket(policy_id=None, kind="message", details={"within_hours": "soon"})
    assert [request.due_at for request in requests(quick)] == [NOW + hours * HOUR for hours in (48, 24, 24)]


def test_what_is_decided_is_never_late(console: Console) -> None:
    for state in ("granted", "refused", "closed"):
        console.ticket(state=state)
    assert {request.standing for request in requests(console, NOW + 1000 * HOUR)} == {"done"}


def test_more_time_is_granted_up_to_the_last_day_that_the_policy_allows(console: Console) -> None:
    number = console.ticket(kind="grace", wanted_day=GRACE_ENDS)
    (request,) = requests(console)
    assert (request.can_be_decided, request.until, request.number) == (True, GRACE_ENDS, f"R-{number:05d}")
    assert decide(console, number).id == number
    assert states(console) == ["granted"]


@pytest.mark.parametrize(
    "asked",
    [
        {"wanted_day": date(2027, 3, 1)},
        {"wanted_day": date(9999, 12, 31)},
        {"wanted_day": None},
        {"policy_id": "sofa-trial", "wanted_day": date(2027, 1, 20)},
        {"policy_id": None, "wanted_day": date(2027, 1, 20)},
    ],
    ids=["a day more", "for ever", "no day", "no transition", "no policy"],
)
def test_more_time_than_the_policy_allows_is_granted_by_nobody(console: Console, asked: dict[str, Any]) -> None:
    number = console.ticket(kind="grace", **asked)
    assert not requests(console)[0].can_be_decided
    refused(RefusalCode.NOT_ALLOWED_BY_POLICY, decide, console, number)
    assert states(console) == ["open"]
    decide(console, number, grant=False)
    assert states(console) == ["refused"]


@pytest.mark.parametrize("kind", ["exception", "enrolment"])
@pytest.mark.parametrize("grant", [True, False])
def test_a_request_is_decided_once(console: Console, kind: str, grant: bool) -> None:
    number = console.ticket(kind=kind)
    decide(console, number, grant)
    for again in (True, False):
        refused(RefusalCode.NOT_ALLOWED_BY_POLICY, decide, console, number, again)
    assert states(console) == ["granted" if grant else "refused"]


@pytest.mark.parametrize("kind", ["handoff", "message"])
def test_what_is_no_wish_for_something_is_not_decided(console: Console, kind: str) -> None:
    number = console.ticket(kind=kind)
    assert not requests(console)[0].can_be_decided
    refused(RefusalCode.NOT_FOUND, decide, console, number)


def test_a_request_of_another_conversation_is_not_there(console: Console) -> None:
    number = console.ticket("b")
    assert requests(console) == []
    for one in (number, number + 1, 0, -1, MOST_TICKETS):
        refused(RefusalCode.NOT_FOUND, decide, console, one)


def test_the_chain_says_who_decides_in_the_representatives_language(console: Console) -> None:
    chain = console.run(console.parts.cases.chain("gift-wrapping", "en"))
    assert [(step.role, step.within) for step in chain] == [("Representative", 4), ("Customer manager", 48)]
    assert [step.role for step in console.run(console.parts.cases.chain("sofa-trial", "it"))][
        1
    ] == "Responsabile clienti"
    for nothing in (None, "", "unheard-of", "'; drop table article; --"):
        assert console.run(console.parts.cases.chain(nothing, "it")) == []


def test_a_case_is_sent_to_a_step_with_its_time(console: Console) -> None:
    escalate = console.parts.cases.escalate
    number = console.run(escalate("a", "it", "gift-wrapping", "vuole il fiocco", 1))
    (request,) = requests(console, datetime.now(UTC).timestamp())
    assert (request.number, request.kind, request.text) == (number, "exception", "vuole il fiocco")
    assert request.due_at == pytest.approx(datetime.now(UTC).timestamp() + 48 * HOUR, abs=60)
    again = console.run(escalate("a", "it", "gift-wrapping", "vuole due fiocchi", 0))
    assert again == number, "the same case is not opened twice"


@pytest.mark.parametrize(("policy_id", "step"), [("gift-wrapping", 2), ("gift-wrapping", -1), ("unheard-of", 0)])
def test_a_step_that_is_not_there_takes_no_case(console: Console, policy_id: str, step: int) -> None:
    def escalate() -> None:
        console.run(console.parts.cases.escalate("a", "it", policy_id, "x", step))

    refused(RefusalCode.NOT_FOUND, escalate)
    assert requests(console) == []
