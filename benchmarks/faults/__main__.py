"""What is lost, doubled or out of order while processes die, hang, or lose the database or the network.

The three real processes run under the supervisor that `make run` uses, on free ports, with a copy of the knowledge
base. Customers play conversations at the public interface, writing now and then before the last answer has come,
sending again under the same id what got no answer, and reading the stream with Last-Event-ID. Meanwhile, at random
moments: `web`, `rasa`, `actions`: kill -9 of that process; `database`: the inbox locked by another connection for
`--seconds`; `hang`: Rasa stopped for `--seconds`; `browser`: the network of a page in a real browser cut around the
sending (one conversation a cut, the others play beside it).

Counted after the recovery, from outside (all events read anew, the stream, the transcript) and in the database:
messages accepted and never answered, answered twice, out of order. All must be 0, else the exit code is 1. Counted
apart are messages met with a true sentence that there is no answer: with a ticket for a person; or only with the wish
to try again, as Rasa says while its action server is away (`without answer or ticket`, with all that got less).

    python -m benchmarks.faults [--fault web] [--times 20] [--conversations 200] [--messages 10] [--postgres URL]
"""

from __future__ import annotations

import asyncio
import random
import signal
import sys
import tempfile
from contextlib import AbstractContextManager, ExitStack
from dataclasses import asdict, replace
from pathlib import Path

import click
from rich.table import Table

from benchmarks.costs import ROOT
from benchmarks.faults.database import own_postgres, own_sqlite
from benchmarks.faults.play import NAMES, Outcome, Plan, play
from benchmarks.faults.system import running
from benchmarks.fixed_answer.questions import example_questions
from benchmarks.results import report
from ops.paths import Paths

FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
PATH = click.Path(path_type=Path, dir_okay=False)
FOLDER = click.Path(path_type=Path, file_okay=False)
COUNT = click.IntRange(1, 10_000)


@click.command()
@click.option("--fault", "faults", type=click.Choice(NAMES), multiple=True, help="All of them unless given.")
@click.option("--times", default=20, show_default=True, type=COUNT, help="How often each happens.")
@click.option("--conversations", default=200, show_default=True, type=COUNT)
@click.option("--messages", default=10, show_default=True, type=click.IntRange(1, 90), help="Of each conversation.")
@click.option("--at-once", default=16, show_default=True, type=COUNT, help="Conversations at the same time.")
@click.option("--seconds", default=20.0, show_default=True, help="How long the database is locked, or Rasa hangs.")
@click.option("--postgres", help="A PostgreSQL server to make a database on, in place of a SQLite file.")
@click.option("--model", type=FILE, help="The newest in models/ unless given.")
@click.option("--knowledge", type=PATH, default=ROOT / "var" / "chiaro.db", help="The knowledge base to copy (SQLite).")
@click.option("--seed", type=int, help="Drawn, and shown, unless given.")
@click.option("--keep", type=FOLDER, help="A new folder for logs and databases, which stays.")
def main(
    faults: tuple[str, ...],
    times: int,
    conversations: int,
    messages: int,
    at_once: int,
    seconds: float,
    postgres: str | None,
    model: Path | None,
    knowledge: Path,
    seed: int | None,
    keep: Path | None,
) -> None:
    """Start, disturb, count, report; exit code 1 where something was lost, doubled or out of order."""
    # So that the processes end with it, too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    seed = random.SystemRandom().randrange(1_000_000) if seed is None else seed
    click.echo(f"seed {seed}", err=True)
    plan = Plan(times, conversations, messages, at_once, seconds, seed)
    model = model or _newest_model()
    outcomes = {}
    for number, name in enumerate(faults or NAMES):
        with ExitStack() as stack:
            folder = _folder(stack, keep, name)
            address = stack.enter_context(_database(postgres, knowledge, folder))
            system = stack.enter_context(running(folder, address, model))
            questions = example_questions(seed)
            outcome = asyncio.run(play(name, replace(plan, seed=seed + 10 * number), system, questions))
        outcomes[name] = outcome
        _report(name, plan, outcome, "postgresql" if postgres else "sqlite")
    sys.exit(0 if all(outcome.clean for outcome in outcomes.values()) else 1)


def _folder(stack: ExitStack, keep: Path | None, name: str) -> Path:
    if keep is None:
        return Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="chiaro-faults-")))
    folder = keep.resolve() / name
    folder.mkdir(parents=True)
    return folder


def _database(postgres: str | None, knowledge: Path, folder: Path) -> AbstractContextManager[str]:
    if postgres is None:
        return own_sqlite(knowledge, folder)
    return own_postgres(postgres, Paths(ROOT).project_python, ROOT)


def _newest_model() -> Path:
    models = sorted((ROOT / "models").glob("chiaro-*.tar.gz"), key=lambda path: path.stat().st_mtime)
    if not models:
        raise click.ClickException("there is no model in models/: run make train")
    return models[-1]


def _report(name: str, plan: Plan, outcome: Outcome, kind: str) -> None:
    table = Table("what", name)
    rows = {"happened": outcome.happened, "took_s": round(outcome.seconds), **asdict(outcome.counts)}
    rows["without_answer_or_ticket"] = outcome.counts.without_answer_or_ticket
    for title, value in {**rows, **_titled(outcome.database), **_titled(outcome.others)}.items():
        table.add_row(title.replace("_", " "), str(value))
    for trouble in outcome.troubles[:20]:
        click.echo(trouble, err=True)
    kept = {"database": kind, **asdict(plan), **rows, "in_database": outcome.database | outcome.others}
    report("faults", table, {"fault": name, **kept, "clean": outcome.clean})


def _titled(counts: dict[str, int]) -> dict[str, int]:
    return {f"in the database: {name}": number for name, number in counts.items()}


if __name__ == "__main__":
    main()
