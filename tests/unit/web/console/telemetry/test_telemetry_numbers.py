"""What is counted, on each kind of database."""

from __future__ import annotations

import asyncio
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Connection, event

from tests.unit.web.accounts.desk import NOW
from tests.unit.web.console.telemetry.shown import DAY, Office
from web.accounts.records import Role, Staff
from web.console.store import telemetry as store
from web.console.telemetry.asked import Asked
from web.console.telemetry.reading import PIECE, Reading
from web.console.telemetry.records import Answering, Correction, Numbers, Tally

ROME = ZoneInfo("Europe/Rome")


def asked(role: Role = Role.TRAINER, account: str = "t1", **params: str) -> Asked:
    staff = Staff(account, account, account, frozenset({role}), "en", "csrf")
    return Asked.of({name.rstrip("_"): value for name, value in params.items()}, staff, NOW, ROME)


def numbers(office: Office, role: Role = Role.TRAINER, account: str = "t1", **params: str) -> Numbers:
    reading = Reading(office.console.database, office.console.parts._staff.trail)
    return asyncio.run(reading.numbers(asked(role, account, **params)))


def listed(office: Office, before: int | None = None, most: int = 50, **params: str) -> list[int]:
    rows = office.console.do(store.listed, asked(**params), before, most)
    return [row.suggestion_id for row in rows]


@pytest.fixture
def told(office: Office) -> Office:
    """Something of everything."""
    office.show(3, outcome="accepted", distance=0, account_id="g1", opened_at=NOW)
    office.show(2, outcome="edited", distance=5, text="0123456789", account_id="m1")
    office.show(1, outcome="edited", distance=90, text="0123456789", policy_id="sofa-trial", account_id="m1")
    office.show(2, outcome="dismissed", reason="tone", level="angry")
    office.show(1, outcome="dismissed", reason="too_long", kind="grace", language="en")
    office.show(2, outcome="wrong_policy", right_policy_id="spare-parts", reason="wrong_policy")
    office.show(4, policy_id="sofa-trial", kind="question", level="tense")
    return office


def test_everything_that_became_of_suggestions_is_counted(told: Office) -> None:
    assert numbers(told).total == Tally(15, opened=3, accepted=3, edited=3, dismissed=3, wrong=2)


def test_groups_are_counted_apart(told: Office) -> None:
    groups = numbers(told).groups
    assert [(one.key, one.tally.shown, one.tally.taken) for one in groups["policy"]] == [
        ("gift-wrapping", 10, 5),
        ("sofa-trial", 5, 1),
    ]
    assert [(one.key, one.tally.shown) for one in groups["kind"]] == [("answer", 10), ("question", 4), ("grace", 1)]
    assert [(one.key, one.tally.shown) for one in groups["language"]] == [("it", 14), ("en", 1)]
    assert [(one.key, one.tally.shown) for one in groups["level"]] == [("calm", 9), ("tense", 4), ("angry", 2)]


def test_what_was_changed_is_a_share_of_the_text_and_never_more_than_all_of_it(told: Office) -> None:
    found = numbers(told)
    assert (found.changed.number, found.changed.mean) == (3, pytest.approx(2 / 3))
    assert found.changed_by_policy["gift-wrapping"].mean == pytest.approx(0.5)
    assert found.changed_by_policy["sofa-trial"].mean == 1.0


def test_an_empty_text_that_was_edited_divides_by_nothing(office: Office) -> None:
    office.show(1, outcome="edited", distance=3, text="")
    office.show(1, outcome="edited", distance=0, text="")
    office.show(1, outcome="edited", distance=None, text="")
    assert numbers(office).total.edited == 3


def test_reasons_and_corrections_come_the_most_frequent_first(told: Office) -> None:
    found = numbers(told)
    assert found.reasons == [("tone", 2), ("too_long", 1)]
    assert found.corrections == [Correction("gift-wrapping", "spare-parts", 2)]


@pytest.mark.parametrize(
    ("params", "shown"),
    [
        ({"policy": "sofa-trial"}, 5),
        ({"language": "en"}, 1),
        ({"level": "angry"}, 2),
        ({"kind": "question"}, 4),
        ({"kind": "question", "policy": "gift-wrapping"}, 0),
        ({"policy": "' or 1=1 --"}, 0),
        ({"policy": "%"}, 0),
        ({"language": "fr", "kind": "x", "level": "%"}, 15),
        ({"outcome": "dismissed"}, 15),
    ],
)
def test_numbers_are_narrowed(told: Office, params: dict[str, str], shown: int) -> None:
    assert numbers(told, **params).total.shown == shown


def test_only_what_was_shown_in_the_period_counts(office: Office) -> None:
    for days in (0, 3, 8, 30, 200):
        office.show(1, shown_at=NOW - days * DAY, outcome="accepted")
    assert numbers(office).total.shown == 4
    assert numbers(office, from_="2027-01-07", to="2027-01-12").total.shown == 2
    assert numbers(office, from_="2026-01-01").total.shown == 5


def test_weeks_are_counted_with_those_in_which_nothing_happened(office: Office) -> None:
    office.show(2, shown_at=NOW, outcome="accepted")
    office.show(1, shown_at=NOW - 14 * DAY, outcome="dismissed")
    weeks = numbers(office, from_="2026-12-28").weeks
    assert [(one.tally.shown, one.tally.accepted) for one in weeks] == [(1, 0), (0, 0), (2, 2)]
    assert sum(one.tally.shown for one in weeks) == numbers(office, from_="2026-12-28").total.shown


def test_a_moment_at_midnight_is_of_the_day_that_begins(office: Office) -> None:
    period = asked(to="2027-01-10").period
    office.show(1, shown_at=period.end)
    office.show(1, shown_at=period.end - 0.001)
    assert numbers(office, to="2027-01-10").total.shown == 1


@pytest.mark.parametrize(("seconds", "median"), [([7], 7), ([1, 9], 5), ([9, 1, 2], 2), ([4, 1, 100, 2], 3)])
def test_the_median_is_the_middle_one(office: Office, seconds: list[int], median: float) -> None:
    for place, one in enumerate(seconds):
        office.answer(one, asked_at=NOW + place)
    assert numbers(office).answering == {"none": Answering(len(seconds), pytest.approx(median))}


def test_answers_are_told_apart_by_whether_a_suggestion_was_used(office: Office) -> None:
    used, _, _ = (office.show(1, asked_at=NOW - at, outcome=None)[0] for at in (10, 20, 30))
    office.answer(5, asked_at=NOW - 10, suggestion_id=used)
    office.answer(50, asked_at=NOW - 20)
    office.answer(70, asked_at=NOW - 30)
    office.answer(90, asked_at=NOW - 40)
    office.answer(1, asked_at=None)
    assert numbers(office).answering == {
        "used": Answering(1, 5.0),
        "unused": Answering(2, 60.0),
        "none": Answering(1, 90.0),
    }


def test_only_the_first_answer_to_a_message_is_timed_however_many_suggestions_it_had(office: Office) -> None:
    for key in ("x", "y", "z"):
        office.show(1, asked_at=NOW, message=1, key=key, place=1)
    office.answer(5)
    office.answer(500)
    assert numbers(office).answering == {"unused": Answering(1, 5.0)}


def test_times_are_narrowed_by_the_policy_that_was_used_or_shown_first(office: Office) -> None:
    office.show(1, asked_at=NOW, policy_id="sofa-trial")
    second = office.show(1, asked_at=NOW, place=2, policy_id="spare-parts")[0]
    office.answer(5, suggestion_id=second)
    assert numbers(office, policy="spare-parts").answering == {"used": Answering(1, 5.0)}
    assert numbers(office, policy="sofa-trial").answering == {}


def test_a_representative_has_what_they_acted_on_and_what_was_shown_for_their_answers(told: Office) -> None:
    told.show(2, asked_at=NOW)
    told.answer(5, "g1")
    told.answer(50, "m1", asked_at=NOW + 1)
    mine = numbers(told, Role.REPRESENTATIVE, "g1")
    assert mine.total == Tally(5, opened=3, accepted=3)
    assert sum(week.tally.shown for week in mine.weeks) == 5
    assert mine.answering == {"unused": Answering(1, 5.0)}
    assert mine.reasons == []
    assert numbers(told, Role.REPRESENTATIVE, "nobody").total == Tally()


def test_what_was_shown_for_an_answer_is_found_as_the_console_keeps_it(office: Office) -> None:
    from tests.unit.web.console.played import say
    from web.inbox.store.holding import Person, Saying

    console = office.console
    console.begin("real")
    number = console.do(say, "real", "quanto costa la confezione?", NOW - 60)
    office.show(1, conversation_id="real", message=number, asked_at=NOW - 60, shown_at=NOW - 59)
    person = Person("g1", "Giulia")
    staff = Staff("g1", "giulia", "Giulia", frozenset({Role.REPRESENTATIVE}), "it", "csrf")

    async def answered() -> None:
        await console.parts.persons.take("real", person)
        said, _ = await console.parts.persons.say("real", person, Saying("s1", "Nulla.", 99, {"language": "it"}))
        await console.parts.used.answered("real", said, staff, "", "Nulla.")

    asyncio.run(answered())
    mine = numbers(office, Role.REPRESENTATIVE, "g1")
    assert mine.total.shown == 1
    assert mine.answering == {"unused": Answering(1, 60.0)}


def test_without_anything_all_is_zero(office: Office) -> None:
    found = numbers(office)
    assert found.total == Tally()
    assert found.groups == {"policy": [], "kind": [], "language": [], "level": []}
    assert (found.reasons, found.corrections, found.answering) == ([], [], {})
    assert found.weeks
    assert listed(office) == []


@pytest.mark.parametrize(
    ("params", "number"),
    [
        ({"outcome": "taken"}, 6),
        ({"outcome": "accepted"}, 3),
        ({"outcome": "none"}, 4),
        ({"outcome": "wrong_policy"}, 2),
        ({"outcome": "dismissed", "reason": "tone"}, 2),
        ({"outcome": "wrong_policy", "right": "spare-parts"}, 2),
        ({"outcome": "wrong_policy", "right": "sofa-trial"}, 0),
        ({"outcome": "eaten"}, 15),
    ],
)
def test_a_list_is_narrowed_to_what_a_number_counts(told: Office, params: dict[str, str], number: int) -> None:
    assert len(listed(told, **params)) == number


def test_a_list_goes_on_where_it_ended_also_at_the_same_moment(office: Office) -> None:
    same = office.show(5, shown_at=NOW)
    older = office.show(3, shown_at=NOW - 60)
    whole = sorted(same, reverse=True) + sorted(older, reverse=True)
    found, before = [], None
    while page := listed(office, before, 3):
        found += page
        before = page[-1]
    assert found == whole
    assert listed(office, 999_999) == whole, "what is not there any more is the beginning"


def test_a_file_has_every_suggestion_once(office: Office) -> None:
    ids = office.show(PIECE + 3, shown_at=NOW)
    reading = Reading(office.console.database, office.console.parts._staff.trail)

    async def every() -> list[int]:
        return [row.suggestion_id async for piece in reading.pieces(asked()) for row in piece]

    assert asyncio.run(every()) == sorted(ids, reverse=True)


@pytest.mark.parametrize("params", [{}, {"policy": "gift-wrapping"}, {"language": "it", "level": "calm"}])
def test_what_is_counted_stands_in_an_index_so_that_no_text_is_read(
    quick_office: Office, params: dict[str, str]
) -> None:
    plans: list[str] = []

    def explain(connection: Connection) -> None:
        def note(_c: object, cursor: Any, statement: str, parameters: Any, *_: object) -> None:
            if statement.startswith("SELECT") and "console_suggestion" in statement:
                plan = cursor.connection.execute(f"explain query plan {statement}", parameters).fetchall()
                plans.extend(row[3] for row in plan if "console_suggestion" in row[3])

        event.listen(connection, "before_cursor_execute", note)
        store.groups(connection, asked(**params))
        store.weeks(connection, asked(**params))

    quick_office.show(3)
    quick_office.console.do(explain)
    assert len(plans) > 10
    assert all("COVERING INDEX ix_console_suggestion_" in plan for plan in plans), set(plans)
