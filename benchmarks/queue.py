"""The console's queue at 100 and at 10,000 conversations of 20 messages each, on SQLite and PostgreSQL.

Each size has a database of its own with the sample company and generated conversations, open ones the newest. The web
process's app is asked without a network in between, by a signed-in representative: the whole page (draw), the list
alone (refresh), and searches; in every round everything in another order, both sizes next to each other, after one
round that warms up. Milliseconds, medians. Bar: to draw and to refresh takes at most 2 times that at the smaller size.
`rows` are those on the page: where the smaller size has fewer, the rows themselves are a part of the difference.

PostgreSQL is the server at `--postgres`, else one that pgserver starts.

    python -m benchmarks.queue [--conversations 10000] [--rounds 30]
"""

from __future__ import annotations

import asyncio
import logging
import os
import random
import statistics
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack, ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import httpx
import psycopg
import structlog
from psycopg.sql import SQL, Identifier
from rich.table import Table
from sqlalchemy import make_url

from benchmarks.costs import ROOT
from benchmarks.faults.database import own_postgres, own_sqlite
from benchmarks.filled_inbox import RARE, Told, fill
from benchmarks.fixed_answer.questions import example_questions
from benchmarks.results import report
from benchmarks.signed_in import sign_in
from policy_kb.files.collection import SAMPLE_COMPANY
from web.app import create_app
from web.settings import Settings

FEW, MESSAGES = 100, 20
BAR = 2.0
LIST = "/staff/console/list"
ASKED = {
    "draw, waiting": "/staff/console",
    "draw, closed": "/staff/console?queue=closed",
    "refresh, waiting": LIST,
    "refresh, mine": f"{LIST}?queue=mine",
    "refresh, others": f"{LIST}?queue=others",
    "refresh, bot": f"{LIST}?queue=bot",
    "refresh, closed": f"{LIST}?queue=closed",
    "search, many": f"{LIST}?q=ordine",
    "search, few": f"{LIST}?q={RARE}",
    "search, none": f"{LIST}?q=nessuno lo scrive",
}
FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@dataclass(frozen=True)
class Desk:
    """The app over one database, asked by a representative."""

    kind: str
    count: int
    client: httpx.AsyncClient


@dataclass(frozen=True)
class Timed:
    """Milliseconds of each round, and how many rows the page had."""

    values: list[float]
    rows: int


@click.command()
@click.option("--conversations", default=10_000, show_default=True, type=click.IntRange(FEW), help="The larger size.")
@click.option("--rounds", default=30, show_default=True, type=click.IntRange(2), help="Each asks everything once.")
@click.option("--only", type=click.Choice(("sqlite", "postgresql")), help="One kind of database.")
@click.option("--postgres", envvar="CHIARO_TEST_POSTGRES_URL", help="A PostgreSQL server to make databases on.")
@click.option("--database", type=FILE, default=ROOT / "var" / "chiaro.db", help="The knowledge base (SQLite).")
def main(conversations: int, rounds: int, only: str | None, postgres: str | None, database: Path) -> None:
    """Fill the databases, ask, report."""
    sizes = (FEW, conversations)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    with tempfile.TemporaryDirectory(prefix="chiaro-queue-") as name, ExitStack() as stack:
        urls: dict[str, list[str]] = {}
        if only != "postgresql":
            urls["sqlite"] = [stack.enter_context(sqlite_copy(database, Path(name) / str(size))) for size in sizes]
        if only != "sqlite":
            urls["postgresql"] = stack.enter_context(postgres_databases(postgres))
        found = asyncio.run(_measured(urls, sizes, rounds))
    _report(found, conversations, rounds)


@contextmanager
def sqlite_copy(knowledge: Path, folder: Path) -> Iterator[str]:
    """A SQLite file with the sample company, in a new folder."""
    folder.mkdir()
    with own_sqlite(knowledge, folder) as url:
        yield url


@contextmanager
def postgres_databases(given: str | None) -> Iterator[list[str]]:
    """Two databases with the sample company on the server at `given`, or on one of pgserver's."""
    with _server(given) as admin, own_postgres(admin, Path(sys.executable), ROOT) as first:
        second = make_url(first).set(database=f"chiaro_queue_{uuid.uuid4().hex[:12]}")
        names = Identifier(second.database or ""), Identifier(make_url(first).database or "")
        with psycopg.connect(admin, autocommit=True) as connection:
            connection.execute(SQL("create database {} template {}").format(*names))
            try:
                yield [first, second.render_as_string(hide_password=False)]
            finally:
                connection.execute(SQL("drop database if exists {} with (force)").format(names[0]))


@contextmanager
def _server(given: str | None) -> Iterator[str]:
    if given:
        yield given
        return
    from pgserver.postgres_server import get_server

    with tempfile.TemporaryDirectory(prefix="chiaro-postgresql-", ignore_cleanup_errors=True) as folder:
        server = get_server(folder)
        yield server.get_uri()
        server.cleanup()


async def _measured(urls: dict[str, list[str]], sizes: Sequence[int], rounds: int) -> dict[str, dict[str, list[Timed]]]:
    """For each kind of database and each thing asked, what was timed at each size."""
    found: dict[str, dict[str, list[Timed]]] = {}
    chance = random.Random(1)
    for kind, pair in urls.items():
        async with AsyncExitStack() as stack:
            desks = []
            for url, size in zip(pair, sizes, strict=True):
                click.echo(f"{kind}: filling {size} …", err=True)
                desks.append(Desk(kind, size, await stack.enter_async_context(await _client(url, size))))
            found[kind] = {name: [Timed([], 0) for _ in sizes] for name in ASKED}
            for number in range(rounds + 1):
                await _round(desks, found[kind], chance, counts=number > 0)
    return found


async def _client(url: str, size: int) -> httpx.AsyncClient:
    signed_in = await sign_in(url)
    policies = sorted(path.stem for path in (SAMPLE_COMPANY / "policies").glob("*.yml"))
    fill(url, size, Told(example_questions(1), policies, MESSAGES, signed_in.account_id))
    app = create_app(Settings(secret=uuid.uuid4().hex, database_url=url, database_seconds=60.0))
    transport = httpx.ASGITransport(app)
    return httpx.AsyncClient(transport=transport, base_url="http://localhost", cookies=signed_in.cookies)


async def _round(desks: list[Desk], found: dict[str, list[Timed]], chance: random.Random, counts: bool) -> None:
    for name in chance.sample(list(ASKED), len(ASKED)):
        for place in chance.sample(range(len(desks)), len(desks)):
            began = time.perf_counter()
            response = await desks[place].client.get(ASKED[name])
            taken = (time.perf_counter() - began) * 1000
            response.raise_for_status()
            timed = found[name][place]
            found[name][place] = Timed([*timed.values, taken] if counts else [], response.text.count('id="row-'))


def compared(pair: Sequence[Timed]) -> dict[str, Any]:
    """Medians of both sizes in milliseconds, their ratio, and the rows of both."""
    few, many = (statistics.median(timed.values) for timed in pair)
    return {
        "few_ms": round(few, 2),
        "many_ms": round(many, 2),
        "ratio": round(many / few, 2),
        "rows": [timed.rows for timed in pair],
    }


def _report(found: dict[str, dict[str, list[Timed]]], conversations: int, rounds: int) -> None:
    table = Table("milliseconds", f"at {FEW}", f"at {conversations:,}", "ratio", "rows")
    figures: dict[str, Any] = {}
    for kind, asked in found.items():
        figures[kind] = {name: compared(pair) for name, pair in asked.items()}
        for name, one in figures[kind].items():
            values = (f"{one['few_ms']:.1f}", f"{one['many_ms']:.1f}", f"{one['ratio']:.2f}")
            table.add_row(f"{kind}, {name}", *values, " / ".join(map(str, one["rows"])))
        worst = max(one["ratio"] for name, one in figures[kind].items() if not name.startswith("search"))
        figures[kind]["worst_ratio_of_draw_and_refresh"] = worst
    table.caption = f"{rounds} rounds; {MESSAGES} messages a conversation; bar for draw and refresh: {BAR:.0f} times"
    settings = {"rounds": rounds, "conversations": [FEW, conversations], "messages": MESSAGES, "cores": os.cpu_count()}
    report("queue", table, {**settings, **figures})


if __name__ == "__main__":
    main()
