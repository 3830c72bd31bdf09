"""The parts of the console's benchmarks that need no server: what they generate, read off a stream, and compare."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest
from sqlalchemy import Connection, select

from benchmarks.filled_inbox import RARE, SHARES, Told, fill
from benchmarks.queue import Timed, compared
from benchmarks.signed_in import sign_in
from benchmarks.suggestion_speed import Measured, conversation_of, message_of, read_pieces, summed_up
from web.console.store import queue
from web.conversation_token import ConversationTokens
from web.inbox.database import open_inbox
from web.inbox.tables import chat_event, chat_message

SUGGESTIONS = ["event: suggestions", 'data: <p data-message="7">', "data: testo</p>", ""]


def pieces(lines: Sequence[str]) -> list[tuple[str, str]]:
    async def given() -> AsyncIterator[str]:
        for line in lines:
            yield line

    async def all_pieces() -> list[tuple[str, str]]:
        return [piece async for piece in read_pieces(given())]

    return asyncio.run(all_pieces())


@pytest.fixture
def filled(tmp_path: Path) -> Connection:
    url = f"sqlite:///{tmp_path / 'filled.db'}"
    account_id = asyncio.run(sign_in(url)).account_id
    fill(url, 100, Told(["dov'è il pacco?", "grazie"], ["repairs"], 3, account_id))
    with open_inbox(url).connect() as connection:
        counts = queue.counts(connection, account_id)
        assert counts == {name: 2 * share for name, share in SHARES.items()}
        return connection.engine.connect()


def test_the_generated_inbox_has_each_message_with_its_answer(filled: Connection) -> None:
    with filled as connection:
        messages = Counter(connection.execute(select(chat_message.c.outcome)).scalars())
        events = Counter(connection.execute(select(chat_event.c.kind)).scalars())
    assert messages == {"answered": 300}
    assert events == {"accepted": 300, "reply": 300}


def test_of_the_generated_conversations_the_open_ones_are_the_newest_and_a_rare_word_is_found(
    filled: Connection,
) -> None:
    with filled as connection:
        newest = queue.found(connection, "a", [], "nobody")
        rare = queue.found(connection, RARE.lower(), [], "nobody")
    assert newest.rows[0].queue != "closed"
    assert len(rare.rows) == 2


def test_the_pieces_of_a_stream_are_read_whole_and_comments_are_left_out() -> None:
    lines = [": ", "", "id: 7", "event: turns", "data: <article>", "", *SUGGESTIONS]
    assert pieces(lines) == [("turns", "<article>"), ("suggestions", '<p data-message="7">\ntesto</p>')]


def test_a_piece_that_was_cut_off_is_none() -> None:
    assert pieces(["event: suggestions", "data: <p"]) == []


@pytest.mark.parametrize(("html", "number"), [('<p data-message="12">', 12), ("<p>away</p>", None), ("", None)])
def test_suggestions_name_the_message_that_they_are_for(html: str, number: int | None) -> None:
    assert message_of(html) == number


def test_a_customers_token_says_which_conversation_it_is_for() -> None:
    conversation_id = ConversationTokens.new_id()
    assert conversation_of(ConversationTokens("x" * 32, 60).sign(conversation_id)) == conversation_id


def test_sizes_are_compared_by_their_medians() -> None:
    found = compared([Timed([1.0, 2.0, 90.0], 8), Timed([3.0, 3.0, 3.0], 50)])
    assert found == {"few_ms": 2.0, "many_ms": 3.0, "ratio": 1.5, "rows": [8, 50]}


def test_suggestions_are_compared_with_the_turns_of_the_same_messages() -> None:
    found = summed_up(Measured([1.0, 1.0], [1.5, 1.5], missed=1, cpu={"web": 0.1}))
    assert (found["ratio_median"], found["ratio_p95"], found["missed"]) == (1.5, 1.5, 1)
    assert found["cpu_ms_a_message"] == {"web": 50.0}


def test_without_a_console_there_is_nothing_to_compare() -> None:
    found = summed_up(Measured([1.0, 2.0]))
    assert "ratio_median" not in found
    assert found["turn"]["median"] == 1.5
