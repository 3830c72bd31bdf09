"""What a turn that explains a policy costs beside stock Rasa answering one fixed sentence, in one run; and its parts.

Ours: the shipped model and the action server on a copy of the knowledge base. Stock: Rasa's default pipeline and
policies (config/stock.yml, trained on `data/nlu` for few epochs, which changes nothing in what serving costs), where a
rule answers every intent with one `utter_answer`, without an action server. Without stories its learnt dialogue
policies have nothing to do, which is stock at its cheapest; `--stories` gives it a story an intent. Both keep
conversations in SQLite, each with its own channel and store.

Example questions of the content files are asked of both in turn, message by message, in rounds of 40 (four
conversations of five a language); each text once only, since our encoder remembers texts. What ours does not answer
with an explanation counts on neither side. Reported: wall and processor milliseconds a turn, of all the processes of a
side; medians, quartiles, ratio, and the ratio's span over the rounds. Between the rounds the parts are timed with
other questions: the parse, the action server's call with a recorded tracker, the search (in this process).

    python -m benchmarks.fixed_answer [--rounds 6]
"""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import click
import httpx
from rich.console import Console
from rich.table import Table
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from benchmarks.costs import ROOT
from benchmarks.fixed_answer.figures import MEASURES, Round, compared, parts_of_a_turn
from benchmarks.fixed_answer.parts import Cost, PartTimer, record_trackers
from benchmarks.fixed_answer.questions import example_questions
from benchmarks.fixed_answer.servers import HOST, Side, copy_database, start_ours, start_stock
from benchmarks.fixed_answer.stock import train_stock
from benchmarks.fixed_answer.turns import CONVERSATION, ask_in_turn, explained_pairs
from benchmarks.results import report
from learning.encoder import UniversalSentenceEncoder
from policy_kb.database import open_engine
from policy_kb.search.engine import PolicySearch

BLOCK = 40
RASA_PORT, ACTIONS_PORT, STOCK_PORT = 5305, 5355, 5306
BAR = 0.7
FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command()
@click.option("--rounds", default=6, show_default=True, type=click.IntRange(1, 150), help=f"Of {BLOCK} messages each.")
@click.option("--epochs", default=2, show_default=True, help="How long stock's networks learn.")
@click.option("--stories", is_flag=True, help="Let stock's learnt policies predict: a story an intent.")
@click.option("--model", type=FILE, help="Our model; the newest in models/ unless given.")
@click.option("--stock-model", type=FILE, help="A model that an earlier run trained, to save the training.")
@click.option("--database", type=FILE, default=ROOT / "var" / "chiaro.db", help="The knowledge base (SQLite).")
@click.option("--seed", default=1, show_default=True, help="Draws the questions.")
def main(
    rounds: int,
    epochs: int,
    stories: bool,
    model: Path | None,
    stock_model: Path | None,
    database: Path,
    seed: int,
) -> None:
    """Train stock, serve both, ask both, time the parts, report."""
    texts = example_questions(seed)
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        copy_database(database, folder / "chiaro.db")
        click.echo("training and starting …", err=True)
        stock_model = stock_model or train_stock(folder, epochs, stories)
        stock = start_stock(stack, folder, stock_model, STOCK_PORT)
        ports = (RASA_PORT, ACTIONS_PORT)
        ours = start_ours(stack, folder, model or _newest_model(), folder / "chiaro.db", ports)
        stack.enter_context(threadpool_limits(1))
        timer = _part_timer(stack, ours, stock, folder / "chiaro.db", texts)
        asked, parts = _measure(timer, texts[CONVERSATION:], rounds)
    _report(asked, parts, {"rounds": rounds, "stock_epochs": epochs, "stock_stories": stories})


def _newest_model() -> Path:
    models = sorted((ROOT / "models").glob("chiaro-*.tar.gz"), key=lambda path: path.stat().st_mtime)
    if not models:
        raise click.ClickException("there is no model in models/: run make train")
    return models[-1]


def _part_timer(stack: ExitStack, ours: Side, stock: Side, database: Path, texts: list[str]) -> PartTimer:
    actions = stack.enter_context(httpx.Client(base_url=f"http://{HOST}:{ACTIONS_PORT}", timeout=30))
    encoder = UniversalSentenceEncoder()
    search = PolicySearch(open_engine(f"sqlite:///{database}"), encoder)
    return PartTimer(ours, stock, actions, search, encoder, record_trackers(ours, texts))


def _measure(timer: PartTimer, texts: list[str], rounds: int) -> tuple[list[Round], list[dict[str, Cost]]]:
    """The rounds and the parts of each question, without the first round, which warms up."""
    asked: list[Round] = []
    parts: list[dict[str, Cost]] = []
    for number in range(rounds + 1):
        start = 2 * number * BLOCK
        click.echo(f"round {number} of {rounds} …", err=True)
        spent = explained_pairs(ask_in_turn((timer.stock, timer.ours), texts[start : start + BLOCK]))
        timed = [timer.time_parts(index, text) for index, text in enumerate(texts[start + BLOCK : start + 2 * BLOCK])]
        if number > 0:
            asked.append(spent)
            parts += [part for part in timed if part is not None]
    return asked, parts


def _report(asked: list[Round], parts: list[dict[str, Cost]], settings: dict[str, Any]) -> None:
    figures = compared(asked)
    counts = {"turns": sum(len(one["ours"]) for one in asked), "turns_timed_by_part": len(parts)}
    shares = {
        measure: parts_of_a_turn({name: figures[measure][name]["median"] for name in asked[0]}, parts, measure)
        for measure in MEASURES
    }
    Console(width=120).print(_parts_table(shares))
    table = Table("measure", "ours", "quartiles", "stock", "quartiles", f"ratio (bar {BAR})", "lowest, highest round")
    for measure in MEASURES:
        found = figures[measure]
        cells = [cell for name in ("ours", "stock") for cell in _cells(found[name])]
        low, high = found["ratio_of_rounds"]
        table.add_row(measure, *cells, f"{found['ratio']:.3f}", f"{low:.3f}, {high:.3f}")
    report("fixed_answer", table, {**settings, **counts, **figures, "parts": shares})


def _cells(found: dict[str, float]) -> tuple[str, str]:
    return f"{found['median']:.2f}", f"{found['quartile_1']:.2f} to {found['quartile_3']:.2f}"


def _parts_table(shares: dict[str, dict[str, float]]) -> Table:
    table = Table("part", *(title for measure in MEASURES for title in (f"median {measure}", "of the turn")))
    for name in shares[MEASURES[0]]:
        turn = "stock: turn" if name.startswith("stock") else "turn"
        costs = [(found[name], found[name] / found[turn]) for found in shares.values()]
        table.add_row(name, *(cell for value, share in costs for cell in (f"{value:.2f}", f"{share:.0%}")))
    return table


if __name__ == "__main__":
    main()
