"""Where a customer stands who waits for a person: the representatives' own order, told live and cheaply."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from sqlalchemy import Connection

from tests.unit.web.console.listening import PATIENCE
from tests.unit.web.inbox.making import NOW
from tests.unit.web.inbox.queueing_up import GIULIA, Room, erase, place, places, statements
from web.console.store.queue import listed
from web.errors import InboxUnavailableError
from web.inbox.store.queueing import ahead_of

MANY = 200
RANKING = "row_number"


@pytest.fixture
def room(inbox_url: str) -> Iterator[Room]:
    room = Room(inbox_url)
    yield room
    room.database.close()


def run(story: Coroutine[Any, Any, None]) -> None:
    asyncio.run(asyncio.wait_for(story, PATIENCE * 3))


async def ahead(room: Room, *ids: str) -> dict[str, int]:
    return await room.database.read(lambda connection: ahead_of(connection, ids))


def test_the_place_is_that_of_the_representatives_list(room: Room) -> None:
    async def story() -> None:
        await room.ask_for_a_person("later", NOW + 20)
        await room.ask_for_a_person("early", NOW)
        await room.ask_for_a_person("furious", NOW + 60, score=0.9)
        await room.ask_for_a_person("same-time", NOW)
        await room.begin("with-the-assistant")
        rows = (await room.database.read(lambda connection: listed(connection, "waiting", "giulia"))).rows
        order = [row.id for row in rows]
        assert order == ["furious", "early", "same-time", "later"]
        assert await ahead(room, *order, "with-the-assistant", "unknown") == {one: at for at, one in enumerate(order)}

    run(story())


def test_who_is_with_a_person_or_waits_for_nobody_has_no_place_and_counts_for_none(room: Room) -> None:
    async def story() -> None:
        for number, name in enumerate(("taken", "passed-on", "closed", "last")):
            await room.ask_for_a_person(name, NOW + number)
        for name in ("taken", "passed-on", "closed"):
            await room.persons.take(name, GIULIA)
        await room.persons.close("closed", GIULIA, "solved")
        assert await ahead(room, "taken", "passed-on", "closed", "last") == {"last": 0}
        await room.persons.pass_on("passed-on", GIULIA, None)
        assert await ahead(room, "passed-on", "last") == {"last": 0, "passed-on": 1}

    run(story())


def test_a_poll_says_the_place_and_that_there_is_none(room: Room) -> None:
    async def story() -> None:
        await room.begin("calm")
        assert (await room.poll("calm"))["queue"] == {"ahead": None}
        await room.ask_for_a_person("first", NOW)
        await room.ask_for_a_person("second", NOW + 1)
        polled = await room.poll("second")
        assert (polled["queue"], [one["type"] for one in polled["events"]]) == (
            {"ahead": 1},
            ["accepted", "reply", "state"],
        )
        assert (await room.poll("second", after=3))["events"] == []

    run(story())


def test_a_poll_that_waits_ends_when_the_place_changes(room: Room) -> None:
    async def story() -> None:
        await room.ask_for_a_person("first", NOW)
        await room.ask_for_a_person("second", NOW + 1)
        polling = asyncio.create_task(room.poll("second", after=3, wait=25))
        while not room.bells.conversations:
            await asyncio.sleep(0.01)
        await room.write(erase("first"))
        while not polling.done():
            await room.places.look_again()
            await asyncio.sleep(0.01)
        assert (polling.result()["events"], polling.result()["queue"]) == ([], {"ahead": 0})

    run(story())


def test_a_stream_says_the_place_when_it_opens_and_whenever_it_changes_and_never_twice(room: Room) -> None:
    async def story() -> None:
        for number, name in enumerate(("a", "b", "c")):
            await room.ask_for_a_person(name, NOW + number)
        async with room.stream("c", after=3) as heard:
            await place(heard, 2)
            for _ in range(3):
                await room.places.look_again()
            await room.write(erase("a"))
            await room.places.look_again()
            await place(heard, 1)
            await room.ask_for_a_person("furious", NOW + 3, score=1.0)
            await room.places.look_again()
            await place(heard, 2, after=2)
            await room.persons.take("c", GIULIA)
            await place(heard, None)
        assert places(heard) == [2, 1, 2, None]
        assert [(piece.kind, piece.number) for piece in heard.pieces if piece.kind != "queue"] == [("state", 4)]

    run(story())


def test_a_stream_of_a_conversation_with_the_assistant_says_once_that_there_is_no_place(room: Room) -> None:
    async def story() -> None:
        await room.begin("calm")
        async with room.stream("calm") as heard:
            await place(heard, None)
            await room.answered("calm", "none")
            await heard.until("reply")
            await room.answered("calm", "requested", NOW + 1)
            await place(heard, 0)
            await room.answered("calm", "none", NOW + 2)
            await place(heard, None, after=len(heard.pieces) - 1)
        assert places(heard) == [None, 0, None]

    run(story())


def test_a_long_history_comes_before_the_place(room: Room) -> None:
    async def story() -> None:
        await room.begin("long")
        for number in range(60):
            await room.answered("long", "none", NOW + number)
        await room.answered("long", "requested", NOW + 100)
        async with room.stream("long") as heard:
            await place(heard, 0)
        assert heard.kinds().index("queue") == len(heard.pieces) - 1
        assert [piece.number for piece in heard.pieces[:-1]] == list(range(1, len(heard.pieces)))

    run(story())


def listeners(room: Room, ids: list[str]) -> ExitStack:
    stack = ExitStack()
    for one in ids:
        stack.enter_context(room.bells.reader(one))
    return stack


def test_however_many_listen_one_query_finds_all_places(room: Room) -> None:
    async def story() -> None:
        ids = [f"customer-{number:03}" for number in range(MANY)]
        for one in ids:
            await room.ask_for_a_person(one, NOW)
        with listeners(room, ids):
            assert [await room.places.ahead(one, waits=True) for one in ids] == list(range(MANY))
            await room.write(erase(ids[0]))
            with statements() as done:
                await room.places.look_again()
                assert [await room.places.ahead(one, waits=True) for one in ids[1:]] == list(range(MANY - 1))
            assert [RANKING in one for one in done if one.startswith("SELECT")] == [True]

    run(story())


@pytest.mark.parametrize("waits", [False, True], ids=["nobody waits", "nobody listens"])
def test_nothing_is_asked_of_the_database_for_nobody(room: Room, waits: bool) -> None:
    async def story() -> None:
        await room.ask_for_a_person("a")
        if waits:
            assert await room.places.ahead("a", waits=True) == 0
        with listeners(room, [] if waits else ["a"]), statements() as done:
            await room.places.look_again()
        assert done == []

    run(story())


def test_a_new_place_is_told_without_reading_the_conversation_anew(room: Room) -> None:
    async def story() -> None:
        await room.ask_for_a_person("a", NOW)
        await room.ask_for_a_person("b", NOW + 1)
        async with room.stream("b", after=3) as heard:
            await place(heard, 1)
            await room.write(erase("a"))
            with statements() as done:
                await room.places.look_again()
                await place(heard, 0)
            assert [one for one in done if "chat_event" in one] == []
            await room.answered("b", "requested", NOW + 2)
            assert (await heard.until("reply")).number == 5

    run(story())


def test_without_its_database_the_last_place_stays_until_it_is_back(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(_work: Callable[[Connection], Any]) -> None:
        raise InboxUnavailableError("away")

    async def story() -> None:
        await room.ask_for_a_person("a", NOW)
        await room.ask_for_a_person("b", NOW + 1)
        with listeners(room, ["b"]):
            assert await room.places.ahead("b", waits=True) == 1
            await room.write(erase("a"))
            with monkeypatch.context() as patch:
                patch.setattr(room.database, "read", away)
                await room.places.look_again()
                assert await room.places.ahead("b", waits=True) == 1
            await room.places.look_again()
            assert await room.places.ahead("b", waits=True) == 0

    run(story())


def test_a_stream_that_could_not_look_up_the_place_loses_no_event(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    failed: list[str] = []
    look = room.places.ahead

    async def once(conversation_id: str, waits: bool) -> int | None:
        if not failed:
            failed.append(conversation_id)
            raise InboxUnavailableError("away")
        return await look(conversation_id, waits)

    async def story() -> None:
        await room.ask_for_a_person("a")
        monkeypatch.setattr(room.places, "ahead", once)
        async with room.stream("a") as heard:
            await place(heard, 0)
        assert heard.kinds() == ["accepted", "reply", "state", "queue"]

    run(story())


def test_the_places_are_looked_up_again_and_again(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("web.inbox.places.LOOK_SECONDS", 0.01)

    async def story() -> None:
        await room.ask_for_a_person("a", NOW)
        await room.ask_for_a_person("b", NOW + 1)
        looking = asyncio.create_task(room.places.run())
        async with room.stream("b", after=3) as heard:
            await place(heard, 1)
            await room.write(erase("a"))
            await place(heard, 0)
        looking.cancel()

    run(story())
