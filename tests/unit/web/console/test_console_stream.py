"""What an open page hears: every turn once and in order, suggestions for each message, and the end of its session."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from tests.unit.web.accounts.desk import Desk
from tests.unit.web.console.listening import PATIENCE, Listener, listening
from tests.unit.web.console.played import HOSTILE, Console, answer, say
from web.accounts.records import Account
from web.console.routes import stream
from web.console.store import presence
from web.errors import InboxUnavailableError
from web.inbox.records import Arrival
from web.inbox.store.events import AT_ONCE
from web.inbox.store.holding import Person, Saying

Act = Callable[[Listener], Coroutine[Any, Any, None]]


@pytest.fixture
def giulia(console: Console) -> tuple[Desk, Account]:
    console.begin("a", "Quanto costa la confezione regalo?")
    return console.sit("giulia")


@pytest.fixture(autouse=True)
def _quick_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "LOOK_SECONDS", 0.05)


def hear(console: Console, desk: Desk, query: str, act: Act, last: str | None = None) -> Listener:
    async def hear() -> Listener:
        async with listening(console.app, desk, query, last) as listener:
            await act(listener)
        return listener

    heard: Listener = console.run(hear())
    return heard


async def write(console: Console, text: str, conversation_id: str = "a") -> int:
    now = console.clock.now
    arrival = Arrival(conversation_id, f"id-{text[:30]}", text, None, None, "it", now, now + 120)
    number, _ = await console.inbox.accept(arrival)
    return number


def test_a_new_message_comes_with_suggestions_and_the_list(console: Console, giulia: tuple[Desk, Account]) -> None:
    async def act(listener: Listener) -> None:
        await listener.until("suggestions", "data-suggestion")
        before = len(listener.pieces)
        number = await write(console, "E la prova del divano?")
        turn = await listener.until("turns", "E la prova del divano?", before)
        assert (turn.number, turn.html.count("<article")) == (number, 1)
        await listener.until("suggestions", "E la prova del divano?", before)

    heard = hear(console, giulia[0], "c=a&after=1", act)
    assert heard.status == 200
    assert heard.kinds().count("turns") == 1


def test_what_comes_while_ones_own_page_is_open_is_read(
    console: Console, giulia: tuple[Desk, Account], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "SEARCH_SECONDS", stream.LOOK_SECONDS)

    async def act(listener: Listener) -> None:
        await listener.until("list")
        for held, unread in ((False, 2), (True, 0)):
            if held:
                await console.parts.persons.take("a", Person(giulia[1].id, "Giulia"))
            before = len(listener.pieces)
            console.clock.now += 10
            await write(console, f"C'è qualcuno? {held}")
            row = (await listener.until("list", f"{held}", before)).html
            assert ("badge unread" in row) is (unread > 0)

    hear(console, giulia[0], "queue=bot&q=qualcuno&c=a&after=1", act)


def test_while_much_happens_the_list_is_drawn_once_a_look_and_then_with_the_last_of_it(
    console: Console, giulia: tuple[Desk, Account], monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [1000.0]
    monkeypatch.setattr(stream, "monotonic", lambda: now[0])

    async def act(listener: Listener) -> None:
        await listener.until("list", "Quanto costa")
        before = len(listener.pieces)
        now[0] += stream.LOOK_SECONDS / 2
        console.clock.now += 1
        for number in range(3):
            await write(console, f"E poi? {number}")
            await listener.until("turns", f"E poi? {number}", before)
        await listener.until("suggestions", "E poi? 2", before)
        assert "list" not in [one.kind for one in listener.pieces[before:]]
        now[0] += stream.LOOK_SECONDS
        await listener.until("list", "E poi? 2", before)

    assert hear(console, giulia[0], "queue=bot&c=a&after=1", act).kinds().count("list") == 2


def test_news_that_could_not_be_read_are_told_once_they_can(
    console: Console, giulia: tuple[Desk, Account], monkeypatch: pytest.MonkeyPatch
) -> None:
    async def act(listener: Listener) -> None:
        await listener.until("list")
        tries = []

        async def fails(_conversation_id: str, after: int) -> None:
            tries.append(after)
            raise InboxUnavailableError("locked")

        with monkeypatch.context() as broken:
            broken.setattr(console.inbox, "progress", fails)
            await write(console, "Mi sentite?")
            while not tries:
                await asyncio.sleep(0.01)
        await listener.until("turns", "Mi sentite?")

    hear(console, giulia[0], "queue=bot&c=a&after=1", act)


def test_a_page_that_missed_very_much_gets_all_of_it(console: Console, giulia: tuple[Desk, Account]) -> None:
    async def act(listener: Listener) -> None:
        for number in (0, AT_ONCE // 2 + 1, AT_ONCE + 1):
            await listener.until("turns", f"riga {number}.")

    for number in range(AT_ONCE + 2):
        console.do(say, "a", f"riga {number}.", console.clock.now)
        console.do(answer, ["Ho capito."], console.clock.now)
    hear(console, giulia[0], "c=a&after=1", act)


def test_what_was_on_the_page_is_not_sent_again(console: Console, giulia: tuple[Desk, Account]) -> None:
    async def act(listener: Listener) -> None:
        await listener.until("list")

    assert "turns" in hear(console, giulia[0], "c=a&after=0", act).kinds()
    assert "turns" not in hear(console, giulia[0], "c=a&after=1", act).kinds()


def test_a_connection_made_anew_goes_on_after_what_it_had(console: Console, giulia: tuple[Desk, Account]) -> None:
    console.run(write(console, "secondo"))
    console.run(write(console, "terzo"))

    async def act(listener: Listener) -> None:
        turns = await listener.until("turns")
        assert "terzo" in turns.html
        assert "secondo" not in turns.html

    hear(console, giulia[0], "c=a&after=0", act, last="2")


@pytest.mark.parametrize("last", ["", "x", "-1", "9" * 30, "١", "1.5"])
def test_a_position_that_is_none_begins_anew(console: Console, giulia: tuple[Desk, Account], last: str) -> None:
    async def act(listener: Listener) -> None:
        assert "Quanto costa" in (await listener.until("turns")).html

    hear(console, giulia[0], "c=a&after=" + (last if last.isascii() else ""), act, last if last.isascii() else "0")


def test_a_colleague_who_takes_it_and_answers_is_on_the_page_at_once(
    console: Console, giulia: tuple[Desk, Account]
) -> None:
    marco = Person("m1", "Marco")

    async def act(listener: Listener) -> None:
        await listener.until("list")
        await console.parts.persons.take("a", marco)
        head = await listener.until("head", "Marco")
        assert 'data-mine="no"' in head.html
        await console.parts.persons.say("a", marco, Saying("s1", "Sono qui", 99, {}))
        assert "Marco" in (await listener.until("turns", "Sono qui")).html

    hear(console, giulia[0], "c=a&after=1", act)


def test_the_head_has_everybody_to_whom_it_can_be_passed_on(console: Console, giulia: tuple[Desk, Account]) -> None:
    console.sit("marco")
    console.sit("gone", disabled=True)

    async def act(listener: Listener) -> None:
        await listener.until("list")
        await console.parts.persons.take("a", Person(giulia[1].id, "Giulia"))
        head = (await listener.until("head", 'data-mine="yes"')).html
        assert ">Marco</option>" in head
        assert "Gone" not in head

    hear(console, giulia[0], "c=a&after=1", act)


def test_colleagues_come_and_go(console: Console, giulia: tuple[Desk, Account]) -> None:
    desk, account = console.sit("marco")

    async def act(listener: Listener) -> None:
        await listener.until("list")
        async with listening(console.app, desk, "c=a&after=1") as other:
            await other.until("presence", "Giulia")
            await listener.until("presence", "Marco")
            person = Person(account.id, "Marco")
            await console.database.write(
                lambda connection: presence.seen(connection, "a", person, True, console.clock.now)
            )
            await listener.until("presence", "beside writes")
            before = len(listener.pieces)
        assert "Marco" not in (await listener.until("presence", "", before)).html

    hear(console, giulia[0], "c=a&after=1", act)
    assert console.do(presence.others, "a", "nobody", console.clock.now) == [], "who closes the page has left"


@pytest.mark.parametrize("end", ["/staff/logout", "/staff/logout-everywhere"])
def test_a_page_whose_session_ends_is_told_and_hears_no_more(
    console: Console, giulia: tuple[Desk, Account], end: str
) -> None:
    desk, _ = giulia

    async def act(listener: Listener) -> None:
        await listener.until("list")
        await asyncio.to_thread(desk.post, end)
        console.clock.now += stream.SEEN_SECONDS
        await listener.until("gone")
        await write(console, "un segreto")
        await asyncio.sleep(0.2)
        assert listener.over

    heard = hear(console, desk, "c=a&after=1", act)
    assert heard.kinds()[-1] == "gone"
    assert not any("un segreto" in piece.html for piece in heard.pieces)


def test_who_is_not_signed_in_hears_nothing(console: Console, giulia: tuple[Desk, Account]) -> None:
    stranger = Desk(console.app)
    stranger.hold(giulia[0].token and "x" * 43)

    async def act(listener: Listener) -> None:
        async with listener.came:
            await asyncio.wait_for(listener.came.wait_for(lambda: listener.over), PATIENCE)

    heard = hear(console, stranger, "c=a", act)
    assert (heard.status, heard.pieces) == (401, [])


@pytest.mark.parametrize("name", ["", "nobody", "%25", "x" * 3000])
def test_of_a_conversation_that_is_not_there_only_the_list_comes(
    console: Console, giulia: tuple[Desk, Account], name: str
) -> None:
    async def act(listener: Listener) -> None:
        await listener.until("list", "Quanto costa")

    assert set(hear(console, giulia[0], f"queue=bot&c={name}", act).kinds()) == {"list"}


def test_a_conversation_that_is_erased_meanwhile_leaves_the_stream_alive(
    console: Console, giulia: tuple[Desk, Account]
) -> None:
    async def act(listener: Listener) -> None:
        await listener.until("list")
        await console.inbox.erase("a")
        console.clock.now += stream.SEEN_SECONDS
        await asyncio.to_thread(console.begin, "b")
        # The tests' clock stands still; a list that was drawn in between would have had this moment already.
        console.clock.now += 1
        await asyncio.to_thread(console.do, say, "b", "Altro", console.clock.now)
        await listener.until("list", "Altro")

    hear(console, giulia[0], "queue=bot&c=a&after=1", act)


def test_hostile_words_stay_words_in_every_piece(console: Console, giulia: tuple[Desk, Account]) -> None:
    lines = HOSTILE + "\n\nevent: gone\ndata: x\r\rid: 7\u2028\x85data: y"

    async def act(listener: Listener) -> None:
        await listener.until("list")
        await console.parts.persons.take("a", Person("m1", HOSTILE))
        await console.parts.persons.say("a", Person("m1", HOSTILE), Saying("s1", lines, 99, {}))
        number = await write(console, lines)
        await listener.until("suggestions", "onerror", 2)
        turn = await listener.until("turns", "onerror")
        assert "&lt;img src=x" in turn.html
        assert number

    heard = hear(console, giulia[0], "c=a&after=1", act)
    assert {"gone", "x"}.isdisjoint(heard.kinds())
    assert not any("<img" in piece.html for piece in heard.pieces)
    assert all(piece.number is None for piece in heard.pieces if piece.kind != "turns")
