"""The review at 500 and at 50,000 messages, on SQLite and PostgreSQL.

Each size has a database of its own with conversations of 20 messages each. Every message is an item, which is the
worst case, and groups are as large as they may become: one in ten items stands alone, the others lie in groups that
grow with the number. The web process's app is asked without a network in between, by a signed-in trainer: the list as
it opens, filtered by kind, policy, language and standing, a later page of it, the largest group and a group of one; in
every round everything in another order, both sizes next to each other, after one round that warms up. Milliseconds,
medians. Bar: to open takes at most 2 times that at the smaller size; where the smaller one has fewer `rows`, they are a
part of the difference. Then what collecting costs, Rasa's record read for each conversation.

PostgreSQL is the server at `--postgres`, else one that pgserver starts.

    python -m benchmarks.review [--messages 50000] [--rounds 30]
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import random
import sqlite3
import statistics
import tempfile
import time
import uuid
from collections.abc import Sequence
from contextlib import AsyncExitStack, ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import httpx
import numpy as np
import structlog
from rich.table import Table
from sqlalchemy import Connection, func, insert, select, update

from benchmarks.costs import ROOT
from benchmarks.filled_inbox import Told, fill
from benchmarks.fixed_answer.questions import example_questions
from benchmarks.queue import FILE, postgres_databases, sqlite_copy
from benchmarks.results import report
from benchmarks.signed_in import sign_in
from learning.encoder import DIMENSIONS, written
from policy_kb.files.collection import SAMPLE_COMPANY
from web.accounts.records import Role
from web.app import create_app
from web.console.store.record import Record
from web.inbox.database import Database, open_inbox, transaction
from web.inbox.tables import chat_message
from web.settings import Settings
from web.workbench.review.asked import AT
from web.workbench.review.collector import Collector
from web.workbench.review.records import KINDS
from web.workbench.review.store import counts, items
from web.workbench.review.tables import review_count, review_item, review_kind

FEW, A_CONVERSATION = 500, 20
BAR = 2.0
OPENS = "list, open"
COLLECTED = 1000
# Of each thing asked, at each size: milliseconds of every round, with how many rows the page had.
Found = dict[str, list[list[tuple[float, int]]]]
AT_ONCE = 2000


@dataclass(frozen=True)
class Desk:
    """The app over one database, asked by a trainer; `asked` are addresses by what they are."""

    client: httpx.AsyncClient
    asked: dict[str, str]


@click.command()
@click.option("--messages", default=50_000, show_default=True, type=click.IntRange(FEW), help="The larger size.")
@click.option("--rounds", default=30, show_default=True, type=click.IntRange(2), help="Each asks everything once.")
@click.option("--only", type=click.Choice(("sqlite", "postgresql")), help="One kind of database.")
@click.option("--postgres", envvar="CHIARO_TEST_POSTGRES_URL", help="A PostgreSQL server to make databases on.")
@click.option("--database", type=FILE, default=ROOT / "var" / "chiaro.db", help="The knowledge base (SQLite).")
def main(messages: int, rounds: int, only: str | None, postgres: str | None, database: Path) -> None:
    """Fill the databases, ask, report."""
    sizes = (FEW, messages)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    with tempfile.TemporaryDirectory(prefix="chiaro-review-") as name, ExitStack() as stack:
        urls: dict[str, list[str]] = {}
        if only != "postgresql":
            urls["sqlite"] = [stack.enter_context(sqlite_copy(database, Path(name) / str(size))) for size in sizes]
        if only != "sqlite":
            urls["postgresql"] = stack.enter_context(postgres_databases(postgres))
        found = asyncio.run(_measured(urls, sizes, rounds))
        speed = {kind: asyncio.run(_collecting(pair[1], Path(name))) for kind, pair in urls.items()}
    _report(found, speed, messages, rounds)


async def _measured(urls: dict[str, list[str]], sizes: Sequence[int], rounds: int) -> dict[str, Found]:
    """For each kind of database and each thing asked, the milliseconds at each size."""
    found: dict[str, Found] = {}
    chance = random.Random(1)
    for kind, pair in urls.items():
        async with AsyncExitStack() as stack:
            desks = []
            for url, size in zip(pair, sizes, strict=True):
                click.echo(f"{kind}: filling {size} …", err=True)
                desk = await _desk(url, size)
                desks.append(Desk(await stack.enter_async_context(desk.client), desk.asked))
            found[kind] = {name: [[] for _ in sizes] for name in desks[0].asked}
            for number in range(rounds + 1):
                await _round(desks, found[kind], chance, counts=number > 0)
    return found


async def _desk(url: str, size: int) -> Desk:
    signed_in = await sign_in(url, Role.TRAINER)
    policies = sorted(path.stem for path in (SAMPLE_COMPANY / "policies").glob("*.yml"))
    texts = example_questions(1)
    fill(url, size // A_CONVERSATION, Told(texts, policies, A_CONVERSATION, signed_in.account_id))
    asked = _fill(url, policies)
    app = create_app(Settings(secret=uuid.uuid4().hex, database_url=url, database_seconds=60.0))
    transport = httpx.ASGITransport(app)
    client = httpx.AsyncClient(transport=transport, base_url="http://localhost", cookies=signed_in.cookies)
    return Desk(client, asked)


def _fill(url: str, policies: Sequence[str]) -> dict[str, str]:
    """Make an item of every message; what is asked of the pages."""
    engine, chance = open_inbox(url), random.Random(2)
    with transaction(engine) as connection:
        columns = (chat_message.c.conversation_id, chat_message.c.number, chat_message.c.shown)
        rows = connection.execute(select(*columns, chat_message.c.accepted_at)).all()
        leaders = _leaders(len(rows), chance)
        for start in range(0, len(rows), AT_ONCE):
            made = [
                _item(place, rows[place], leaders[place], policies, chance)
                for place in range(start, min(start + AT_ONCE, len(rows)))
            ]
            connection.execute(insert(review_item), made)
            kinds = [
                {"item_id": row["item_id"], "kind": kind}
                for row in made
                for kind in chance.sample(KINDS, chance.choice((1, 1, 2)))
            ]
            connection.execute(insert(review_kind), kinds)
        counts.recount(connection)
        connection.execute(update(chat_message).values(reviewed_at=1.0))
        if connection.dialect.name == "postgresql":  # the numbers were given by hand
            connection.exec_driver_sql(
                "select setval('review_item_item_id_seq', (select max(item_id) from review_item))"
            )
    if engine.dialect.name == "postgresql":  # as the server does by itself after a while
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("vacuum analyze")
    with transaction(engine, writing=False) as connection:
        asked = _asked(connection, policies)
    engine.dispose()
    return asked


def _leaders(number: int, chance: random.Random) -> list[int]:
    """The group of each item: itself, or that of an earlier one, so that groups that are large become larger."""
    leaders: list[int] = []
    for place in range(number):
        alone = place < 40 or chance.random() < 0.1
        leaders.append(place + 1 if alone else leaders[chance.randrange(place)])
    return leaders


def _item(place: int, row: Any, leader: int, policies: Sequence[str], chance: random.Random) -> dict[str, Any]:
    vector = np.random.default_rng(place).standard_normal(DIMENSIONS).astype(np.float32)
    state = chance.choices(("open", "accepted", "corrected", "dismissed"), (6, 1, 2, 1))[0]
    return {
        "item_id": place + 1,
        "conversation_id": row.conversation_id,
        "message": row.number,
        "group_id": leader,
        "at": row.accepted_at,
        "text": row.shown,
        "language": "it" if leader % 2 else "en",
        "intent": "ask_policy",
        "confidence": chance.random(),
        "level": chance.choice(("calm", "tense", "frustrated", "angry")),
        "policy_id": chance.choice([*policies, None]),
        "vector": items.packed(vector / np.linalg.norm(vector)),
        "state": state,
        "version": 0,
    }


def _asked(connection: Connection, policies: Sequence[str]) -> dict[str, str]:
    whole = (review_count.c.state == "open", review_count.c.kind == "", review_count.c.policy_id == "")
    largest = select(review_count.c.group_id).where(*whole).order_by(review_count.c.size.desc()).limit(1)
    one = select(func.max(review_count.c.group_id)).where(*whole, review_count.c.size == 1)
    group = f"{AT}/groups/{connection.execute(largest).scalar_one()}"
    return {
        OPENS: AT,
        "list, by kind": f"{AT}?kind=no_answer",
        "list, by policy": f"{AT}?policy={policies[0]}",
        "list, by all": f"{AT}?kind=no_answer&policy={policies[0]}&language=it",
        "list, corrected": f"{AT}?state=corrected",
        "list, a later page": f"{AT}?after=2-999999999-0",
        "group, largest": group,
        "group, of one": f"{AT}/groups/{connection.execute(one).scalar_one()}",
    }


async def _round(desks: list[Desk], found: Found, chance: random.Random, counts: bool) -> None:
    for name in chance.sample(list(found), len(found)):
        for place in chance.sample(range(len(desks)), len(desks)):
            began = time.perf_counter()
            response = await desks[place].client.get(desks[place].asked[name])
            taken = (time.perf_counter() - began) * 1000
            response.raise_for_status()
            if counts:
                found[name][place].append((taken, response.text.count('<li class="card')))


async def _collecting(url: str, folder: Path) -> dict[str, float]:
    """How long it takes to look at new messages in the larger database; milliseconds a message."""
    tracker = folder / f"{uuid.uuid4().hex}.db"
    engine = open_inbox(url)
    with transaction(engine) as connection:
        columns = (chat_message.c.conversation_id, chat_message.c.number)
        rows = connection.execute(select(*columns).order_by(*columns).limit(COLLECTED)).all()
        named = {row.conversation_id for row in rows}
        connection.execute(
            update(chat_message).where(chat_message.c.conversation_id.in_(named)).values(reviewed_at=None)
        )
        connection.execute(review_item.delete().where(review_item.c.conversation_id.in_(named)))
        every = connection.execute(select(*columns).where(chat_message.c.conversation_id.in_(named))).all()
    engine.dispose()
    _write_tracker(tracker, every)
    database, record = Database(url, 60.0), Record(f"sqlite:///{tracker}")
    collector = Collector(database, record, time.time)
    began, number = time.perf_counter(), 0
    while done := await collector.collect():
        number += done
    taken = time.perf_counter() - began
    began = time.perf_counter()
    for _ in range(20):
        await collector.collect()
    idle = (time.perf_counter() - began) / 20
    database.close()
    record.close()
    return {
        "ms_a_message": round(taken / number * 1000, 2),
        "messages": number,
        "ms_where_nothing_is_due": round(idle * 1000, 2),
    }


def _write_tracker(path: Path, rows: Sequence[Any]) -> None:
    """What Rasa would have kept: every message understood poorly, so that each becomes an item."""
    ranking = [{"name": "nlu_fallback", "confidence": 0.35}, {"name": "ask_policy", "confidence": 0.2}]
    chance = np.random.default_rng(3)
    with sqlite3.connect(path) as connection:
        connection.execute(
            "create table events (id integer primary key, sender_id text, type_name text, action_name text, data text)"
        )
        connection.execute("create index sender on events (sender_id)")
        for row in rows:
            vector = chance.standard_normal(DIMENSIONS).astype(np.float32)
            parsed = {
                "intent_ranking": ranking,
                "language": "it",
                "sentence_vector": written(vector / np.linalg.norm(vector)),
            }
            event = json.dumps({"event": "user", "metadata": {"message": row.number}, "parse_data": parsed})
            connection.execute(
                "insert into events (sender_id, type_name, data) values (?, 'user', ?)", (row.conversation_id, event)
            )


def _report(found: dict[str, Found], speed: dict[str, dict[str, float]], messages: int, rounds: int) -> None:
    table = Table("milliseconds", f"at {FEW}", f"at {messages:,}", "ratio", "rows")
    figures: dict[str, Any] = {}
    for kind, asked in found.items():
        figures[kind] = {}
        for name, pair in asked.items():
            few, many = (statistics.median(taken for taken, _ in values) for values in pair)
            rows = [values[0][1] for values in pair]
            times = {"few_ms": round(few, 2), "many_ms": round(many, 2), "ratio": round(many / few, 2)}
            figures[kind][name] = {**times, "rows": rows}
            shown = " / ".join(map(str, rows))
            table.add_row(f"{kind}, {name}", f"{few:.1f}", f"{many:.1f}", f"{many / few:.2f}", shown)
        figures[kind]["ratio_where_it_opens"] = figures[kind][OPENS]["ratio"]
        figures[kind]["collecting"] = speed[kind]
        table.add_row(f"{kind}, collecting one message", "", f"{speed[kind]['ms_a_message']:.1f}", "", "")
    table.caption = f"{rounds} rounds; every message is an item; bar: {BAR:.0f} times"
    report("review", table, {"rounds": rounds, "messages": [FEW, messages], "cores": os.cpu_count(), **figures})


if __name__ == "__main__":
    main()
