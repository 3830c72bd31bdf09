"""The web chat under load: many readers and bursts, others while one visitor floods, turns a second beside stock Rasa.

The real processes (action server, one Rasa, web) run on ports of their own over a copy of the knowledge base.

readers: so many visitors each keep a stream of events open; from each in turn comes a burst of five messages, the last
one sent twice under the same id. Counted: stored once, answered, delivered once to its own reader; and what must be 0:
refused, given up, out of order, gaps, repeats, events of another conversation.

flood: twenty visitors talk at a person's pace, in calm and while one more visitor sends as fast as it can over six
connections, from a process of its own, and is refused; both phases in turn in every round. Reported: seconds from
sending to the reply over the stream, flood to calm, beside the noise between calm rounds. The flood's own process works
on the same machine.

throughput: eight conversations at a time through `POST /api/chat`, and through stock Rasa's REST channel: stock's
pipeline, policies, channel and store, the same data and action server, trained for few epochs, which changes nothing
in what serving costs. The same texts are asked of both in every round, each text in one round only.

The limit of messages for an address is raised, since all visitors come from one; that for a visitor is the shipped one.

    python -m benchmarks.load [--part readers --part flood --part throughput]
"""

from __future__ import annotations

import asyncio
import itertools
import os
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import click

from benchmarks.costs import ROOT
from benchmarks.fixed_answer.questions import example_questions
from benchmarks.fixed_answer.servers import copy_database
from benchmarks.load import others, readers, throughput
from benchmarks.load.servers import Server, newest_model, start_chat, start_stock, train_stock
from benchmarks.load.tables import table_of
from benchmarks.results import report

PARTS = ("readers", "flood", "throughput")
FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command()
@click.option("--part", "parts", type=click.Choice(PARTS), multiple=True, default=PARTS, help="Only these parts.")
@click.option("--readers", "count", default=200, show_default=True, type=click.IntRange(1, 1000), help="Open streams.")
@click.option("--rounds", default=6, show_default=True, type=click.IntRange(2, 20), help="Of flood and throughput.")
@click.option("--seconds", default=20.0, show_default=True, help="How long each phase of a flood's round lasts.")
@click.option("--connections", default=6, show_default=True, help="Of the flood: as many as a browser opens.")
@click.option("--block", default=80, show_default=True, help="Messages of a round of throughput.")
@click.option("--epochs", default=2, show_default=True, help="How long stock's networks learn.")
@click.option("--model", type=FILE, help="Our model; the newest in models/ unless given.")
@click.option("--stock-model", type=FILE, help="A model that an earlier run trained, to save the training.")
@click.option("--database", type=FILE, default=ROOT / "var" / "chiaro.db", help="The knowledge base (SQLite).")
def main(
    parts: tuple[str, ...],
    count: int,
    rounds: int,
    seconds: float,
    connections: int,
    block: int,
    epochs: int,
    model: Path | None,
    stock_model: Path | None,
    database: Path,
) -> None:
    """Start everything, put it under load, report."""
    model = model or newest_model(ROOT / "models")
    if model is None:
        raise click.ClickException("there is no model in models/: run make train")
    with tempfile.TemporaryDirectory(prefix="chiaro-load-") as name, ExitStack() as stack:
        folder = Path(name)
        copy_database(database, folder / "chiaro.db")
        stock = None
        if "throughput" in parts:
            click.echo("training stock …", err=True)
            stock_model = stock_model or train_stock(folder, epochs)
        click.echo("starting …", err=True)
        ours, actions_port = start_chat(stack, folder, model, folder / "chiaro.db")
        if stock_model is not None and "throughput" in parts:
            stock = start_stock(stack, folder, stock_model, actions_port)
        found = asyncio.run(_measure(ours, stock, parts, count, (rounds, seconds, connections, block)))
    settings = {"cores": os.cpu_count(), "rounds": rounds, "seconds": seconds, "connections": connections}
    report("load", table_of(found), {**settings, "stock_epochs": epochs, **found})


async def _measure(
    ours: Server, stock: Server | None, parts: tuple[str, ...], count: int, settings: tuple[int, float, int, int]
) -> dict[str, Any]:
    rounds, seconds, connections, block = settings
    texts = example_questions(1)
    found: dict[str, Any] = {}
    if stock is not None:  # first, while no text is known to anybody
        found["throughput"] = await throughput.measure(ours, stock, texts, rounds, block)
        texts = texts[(rounds + 1) * block :]
    if "flood" in parts:
        found["flood"] = await others.measure(ours, itertools.cycle(texts), rounds, seconds, connections)
    if "readers" in parts:
        click.echo("readers: bursts …", err=True)
        found["readers"] = await readers.measure(ours, count, texts)
    return found


if __name__ == "__main__":
    main()
