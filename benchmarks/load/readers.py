"""Many open readers, and bursts from one sender after the other: what is lost, doubled, misplaced or misdelivered."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.load.figures import percentiles
from benchmarks.load.servers import Server
from benchmarks.load.visitor import REPLIES, Told, Visitor, open_client

BURST = 5
PATIENCE_S = 300.0
OPENED_AT_ONCE = 20
STATEMENT = "select client_id, outcome from chat_message order by conversation_id, number"


@dataclass
class Sent:
    """What a conversation's sender has sent, in order, and when."""

    visitor: Visitor
    at: dict[str, float] = field(default_factory=dict)
    refused: int = 0


async def measure(server: Server, readers: int, texts: Sequence[str]) -> dict[str, Any]:
    """Open the readers, send the bursts, wait for all answers; the counts and the seconds to an answer."""
    assert server.database is not None
    async with open_client(server.address) as client:
        limit = asyncio.Semaphore(OPENED_AT_ONCE)

        async def opened(index: int) -> Sent:
            async with limit:
                visitor = await Visitor.begin(client, ("it", "en")[index % 2])
                await visitor.listen()
                return Sent(visitor)

        all_sent = await asyncio.gather(*(opened(index) for index in range(readers)))
        began = time.perf_counter()
        for number, sent in enumerate(all_sent):
            await _burst(sent, [texts[(number * BURST + index) % len(texts)] for index in range(BURST)])
        sending = time.perf_counter() - began
        await _all_answered(all_sent, began)
        seconds = time.perf_counter() - began
        await asyncio.sleep(1)  # what is doubled comes late
        found = counted(all_sent, stored_messages(server.database))
        await asyncio.gather(*(sent.visitor.leave() for sent in all_sent))
    return {"readers": readers, **found, "sending_s": round(sending, 1), "seconds": round(seconds, 1)}


async def _burst(sent: Sent, texts: Sequence[str]) -> None:
    """Send the texts one after the other without waiting for answers; the last one twice, as after a lost line."""
    for text in texts:
        began = time.perf_counter()
        message_id, status = await sent.visitor.say(text)
        sent.at[message_id] = began
        sent.refused += status >= 400
    _, status = await sent.visitor.say(texts[-1], message_id)
    sent.refused += status >= 400


async def _all_answered(all_sent: Sequence[Sent], began: float) -> None:
    for sent in all_sent:
        for message_id in sent.at:
            await sent.visitor.reply_to(message_id, max(0.1, began + PATIENCE_S - time.perf_counter()))


def stored_messages(database: Path) -> list[tuple[str, str]]:
    """Client's id and outcome of every message in the inbox, in the order of each conversation."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        return [(str(name), str(outcome)) for name, outcome in connection.execute(STATEMENT)]


def counted(all_sent: Sequence[Sent], stored: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """The counts over all conversations; all but the first four are to be 0."""
    rows, outcomes = Counter(name for name, _ in stored), dict(stored)
    names = [name for sent in all_sent for name in sent.at]
    places = {name: place for place, (name, _) in enumerate(stored)}
    delays = [sent.visitor.replied[name] - at for sent in all_sent for name, at in sent.at.items() if _has(sent, name)]
    return {
        "sent": len(names),
        "stored once": sum(rows[name] == 1 for name in names),
        "answered": sum(outcomes.get(name) == "answered" for name in names),
        "delivered once": sum(_delivered(sent)[name] == 1 for sent in all_sent for name in sent.at),
        "refused": sum(sent.refused for sent in all_sent),
        "given up": sum(outcomes.get(name) == "failed" for name in names),
        "conversations stored out of order": sum(not rising([places.get(n, -1) for n in s.at]) for s in all_sent),
        "conversations answered out of order": sum(_replies(sent) != list(sent.at) for sent in all_sent),
        "streams with gaps or repeats": sum(not is_gapless(sent.visitor.told) for sent in all_sent),
        "events of others": sum(_foreign(sent) for sent in all_sent),
        "seconds to an answer": percentiles(delays),
    }


def _has(sent: Sent, name: str) -> bool:
    return name in sent.visitor.replied


def _replies(sent: Sent) -> list[str]:
    return [told.data["in_reply_to"] for told in sent.visitor.told if told.kind in REPLIES]


def _delivered(sent: Sent) -> Counter[str]:
    return Counter(_replies(sent))


def _foreign(sent: Sent) -> int:
    """Events that name a message which this conversation's sender has not sent."""
    named = [told.data.get("in_reply_to") or told.data.get("id") for told in sent.visitor.told]
    return sum(name is not None and name not in sent.at for name in named)


def rising(places: Sequence[int]) -> bool:
    """Whether each is greater than the one before, and none is below 0."""
    return all(first < second for first, second in zip([-1, *places], places, strict=False))


def is_gapless(told: Sequence[Told]) -> bool:
    """Whether the numbered events are 1, 2, 3 …, each once."""
    numbers = [one.number for one in told if one.number]
    return numbers == list(range(1, len(numbers) + 1))
