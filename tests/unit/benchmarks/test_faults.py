"""The parts of the fault runs that need no server: the verdict, the moments, the database's own count."""

from __future__ import annotations

import asyncio
import random
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import click
import pytest
from rich.progress import Progress

from benchmarks.faults.database import TABLES, count, locked, own_sqlite
from benchmarks.faults.meter import Meter
from benchmarks.faults.verdict import Conversation, Counts, Event, Sent, disorder, judge
from tests.unit.web.inbox.making import arrival, begin, reply
from web.inbox.database import migrate, open_inbox, transaction
from web.inbox.store.accepting import accept
from web.inbox.store.answering import answer
from web.inbox.store.claiming import claim


def events(*kinds: tuple[str, str]) -> list[Event]:
    """Events numbered from 1: what kind, of which message."""
    made: list[Event] = []
    for number, (kind, key) in enumerate(kinds, 1):
        event: Event = {"event": number, "type": kind}
        event |= {"id": key, "text": key} if kind == "accepted" else {"in_reply_to": key, "messages": [{"text": "Sì"}]}
        made.append(event | ({"ticket": "T-1"} if kind == "failed" else {}))
    return made


def talk(read: list[Event], *sent: str) -> Conversation:
    """A conversation whose reader was told all that `read` has."""
    transcript: list[dict[str, Any]] = []
    for event in read:
        if event["type"] == "accepted":
            transcript.append({"from": "customer", "text": event["text"]})
        transcript += [{"from": "assistant", "text": one["text"]} for one in event.get("messages", [])]
    return Conversation("t", [Sent(key, key, event=1, tries=1) for key in sent], list(read), read, transcript)


GOOD = (("accepted", "a"), ("accepted", "b"), ("reply", "a"), ("reply", "b"))


def test_a_conversation_answered_once_and_in_order_is_clean() -> None:
    found = judge(talk(events(*GOOD), "a", "b"))
    assert found.clean
    assert (found.accepted, found.answered, found.sent_again) == (2, 2, 0)


def test_an_accepted_message_without_an_answer_is_counted() -> None:
    found = judge(talk(events(("accepted", "a"), ("accepted", "b"), ("reply", "a")), "a", "b"))
    assert found.unanswered == 1
    assert not found.clean


def test_an_accepted_message_that_nobody_finds_any_more_is_unanswered_and_out_of_order() -> None:
    found = judge(talk(events(("accepted", "a"), ("reply", "a")), "a", "b"))
    assert (found.unanswered, found.disordered) == (1, 1)


def test_a_second_answer_and_a_message_accepted_twice_are_doubled() -> None:
    assert judge(talk(events(("accepted", "a"), ("reply", "a"), ("reply", "a")), "a")).doubled == 1
    assert judge(talk(events(("accepted", "a"), ("accepted", "a"), ("reply", "a")), "a")).doubled == 1


def test_answers_in_another_order_than_messages_are_found() -> None:
    swapped = events(("accepted", "a"), ("accepted", "b"), ("reply", "b"), ("reply", "a"))
    assert judge(talk(swapped, "a", "b")).disordered == 1


@pytest.mark.parametrize("numbers", [(1, 2, 4, 5), (1, 2, 2, 3), (2, 3, 4, 5)])
def test_numbers_with_gaps_or_repeats_are_found(numbers: tuple[int, ...]) -> None:
    read = [event | {"event": number} for event, number in zip(events(*GOOD), numbers, strict=True)]
    assert disorder(talk(read, "a", "b"))


def test_a_stream_that_told_something_else_than_reading_anew_is_found() -> None:
    one = talk(events(*GOOD), "a", "b")
    one.heard = events(("accepted", "a"), ("reply", "a"))
    assert disorder(one) == ["the stream told otherwise than reading anew"]


def test_a_transcript_that_lacks_something_is_found() -> None:
    one = talk(events(*GOOD), "a", "b")
    one.transcript.pop()
    assert len(disorder(one)) == 1


def test_a_failure_counts_as_an_answer_only_with_its_ticket() -> None:
    read = events(("accepted", "a"), ("failed", "a"))
    assert judge(talk(read, "a")) == Counts(1, accepted=1, failed_with_ticket=1)
    assert judge(talk(read, "a")).without_answer_or_ticket == 0
    del read[1]["ticket"]
    assert judge(talk(read, "a")).without_answer_or_ticket == 1


def test_a_sentence_that_only_asks_to_try_again_is_no_answer() -> None:
    read = events(("accepted", "a"), ("reply", "a"))
    read[1]["messages"][0]["custom"] = {"retry": True}
    found = judge(talk(read, "a"))
    assert found == Counts(1, accepted=1, told_to_retry=1)
    assert found.without_answer_or_ticket == 1


def test_a_message_that_was_refused_is_not_awaited() -> None:
    one = talk(events(("accepted", "a"), ("reply", "a")), "a")
    one.sent.append(Sent("b", "b"))
    assert judge(one).refused == 1
    assert judge(one).clean


def test_counts_add_up() -> None:
    assert Counts(1, 2, doubled=1) + Counts(1, 3, doubled=2) == Counts(2, 5, doubled=3)


def test_some_messages_are_left_for_every_fault_however_fast_customers_write() -> None:
    async def run() -> list[int]:
        with Progress(disable=True) as progress:
            meter = Meter(progress, progress.add_task("", total=40, fault=""), 40, conversations_left=1)

            async def write() -> None:
                for _ in range(40):
                    await meter.may_write()
                    meter.accept()

            writing = asyncio.create_task(write())
            seen: list[int] = []
            async for _ in meter.moments(4, random.Random(1)):
                await asyncio.sleep(0.1)
                seen.append(meter.accepted)
            await writing
            return [*seen, meter.accepted]

    assert asyncio.run(run()) == [10, 20, 30, 40, 40]


async def _happened(times: int, left: int) -> int:
    with Progress(disable=True) as progress:
        meter = Meter(progress, progress.add_task("", total=10, fault=""), 10, conversations_left=left)
        happened = 0
        async for _ in meter.moments(times, random.Random(1)):
            happened += 1
            while meter.accepted < 3 * happened:
                meter.accept()
        return happened


def test_nothing_happens_any_more_when_everybody_has_gone() -> None:
    assert asyncio.run(_happened(3, left=0)) == 0


@pytest.fixture
def knowledge(tmp_path: Path) -> Path:
    """An inbox with two messages in one conversation, the first of them answered."""
    engine = open_inbox(f"sqlite:///{tmp_path / 'knowledge.db'}")
    migrate(engine)
    begin(engine, "c")
    with transaction(engine) as connection:
        accept(connection, arrival("c", "message-0", "uno"), 5)
        accept(connection, arrival("c", "message-1", "due"), 5)
        held = claim(connection, "one", 1e9, 2e9)
        assert held is not None
        answer(connection, held, reply("sì"), 1e9)
    engine.dispose()
    return tmp_path / "knowledge.db"


def test_the_database_tells_which_messages_wait(knowledge: Path) -> None:
    wrong, others = count(f"sqlite:///{knowledge}")
    assert wrong == {name: 1 if name in ("waiting", "without an answer") else 0 for name in wrong}
    assert others["messages"] == 2


def test_the_database_tells_gaps_and_answers_out_of_order(knowledge: Path) -> None:
    with closing(sqlite3.connect(knowledge)) as connection, connection:
        connection.execute("update chat_event set number = 9, answers = 2 where kind = 'reply'")
        connection.execute("insert into chat_event (conversation_id, number, kind, at, data, answers) "
                           "values ('c', 10, 'reply', 0, '{}', 1)")  # fmt: skip
    wrong, _ = count(f"sqlite:///{knowledge}")
    assert (wrong["gaps in numbers"], wrong["answers out of order"], wrong["without an answer"]) == (1, 1, 0)


def test_a_run_begins_without_anybody_elses_conversations(knowledge: Path, tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    with own_sqlite(knowledge, tmp_path / "run") as url, closing(sqlite3.connect(tmp_path / "run/chiaro.db")) as mine:
        assert url.endswith("run/chiaro.db")
        assert [mine.execute(f"select count(*) from {table}").fetchone()[0] for table in TABLES] == [0, 0, 0]


def test_a_knowledge_base_that_is_not_there_is_said_to_be_missing_and_not_made(tmp_path: Path) -> None:
    with pytest.raises(click.ClickException, match="is not there"), own_sqlite(tmp_path / "none.db", tmp_path):
        pass
    assert list(tmp_path.iterdir()) == []


def test_nobody_writes_while_the_inbox_is_locked(knowledge: Path) -> None:
    with closing(sqlite3.connect(knowledge, timeout=0)) as other:
        with (
            locked(f"sqlite:///{knowledge}"),
            pytest.raises(sqlite3.OperationalError, match="locked"),
        ):
            other.execute("delete from chat_event")
        other.execute("delete from chat_event")
