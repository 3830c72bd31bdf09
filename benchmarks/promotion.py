"""What is lost, doubled or out of order while models are promoted and rolled back under customers who write.

The three real processes run as in `benchmarks.faults`. At random moments one of two models is put in force in place
of the other, as `chiaro model promote --anyway` and `chiaro model rollback` do it. Counted as there; all must be 0,
else the exit code is 1. Besides: how long a promotion takes, and how much Rasa's memory grows from the second to the
last.

    python -m benchmarks.promotion [--times 10] [--conversations 200] [--messages 6]
"""

from __future__ import annotations

import asyncio
import random
import shutil
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from pathlib import Path

import click
from rich.table import Table

from benchmarks.costs import ROOT
from benchmarks.faults.database import own_sqlite
from benchmarks.faults.play import Plan, play
from benchmarks.faults.system import System, running
from benchmarks.fixed_answer.questions import example_questions
from benchmarks.results import report
from workbench.models.promotion import Asked, Promoter, Rasa

FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
COUNT = click.IntRange(1, 10_000)
REASON = "measuring"


@dataclass
class Promotions:
    """Promotes one of two models, then the other, and so on; every third time it rolls back instead."""

    root: Path
    names: list[str]
    seconds: list[float] = field(default_factory=list)
    memory: list[int] = field(default_factory=list)

    async def happen(self, system: System, _seconds: float) -> None:
        """Once more."""
        address = system.processes["rasa"].service.health.rpartition("/")[0]
        promoter = Promoter(self.root, Rasa(address))
        began = time.monotonic()
        await asyncio.to_thread(self._once, promoter)
        self.seconds.append(time.monotonic() - began)
        self.memory.append(memory_of(system.processes["rasa"].pid or 0))

    def _once(self, promoter: Promoter) -> None:
        number = len(self.seconds)
        if number % 3 == 2:
            promoter.roll_back("benchmark")
            return
        present = promoter.rasa.model() if promoter.rasa else ""
        other = next(name for name in self.names if name != present)
        promoter.promote(Asked(other, "benchmark", REASON))


def memory_of(pid: int) -> int:
    """Megabytes of memory that a process holds now."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    return int(next(line.split()[1] for line in lines if line.startswith("VmRSS"))) // 1024


@click.command()
@click.option("--times", default=10, show_default=True, type=COUNT, help="How often a model is exchanged.")
@click.option("--conversations", default=200, show_default=True, type=COUNT)
@click.option("--messages", default=6, show_default=True, type=click.IntRange(1, 90), help="Of each conversation.")
@click.option("--at-once", default=16, show_default=True, type=COUNT, help="Conversations at the same time.")
@click.option("--model", "models", type=FILE, multiple=True, help="Two models; the newest two in models/ unless given.")
@click.option("--knowledge", type=FILE, default=ROOT / "var" / "chiaro.db", help="The knowledge base to copy (SQLite).")
@click.option("--keep", type=click.Path(path_type=Path, file_okay=False), help="A new folder for logs, which stays.")
@click.option("--seed", type=int, help="Drawn, and shown, unless given.")
def main(
    times: int,
    conversations: int,
    messages: int,
    at_once: int,
    models: tuple[Path, ...],
    knowledge: Path,
    keep: Path | None,
    seed: int | None,
) -> None:
    """Start, promote, count, report; exit code 1 where something was lost, doubled or out of order."""
    seed = random.SystemRandom().randrange(1_000_000) if seed is None else seed
    click.echo(f"seed {seed}", err=True)
    plan = Plan(times, conversations, messages, at_once, 0.0, seed)
    with ExitStack() as stack:
        folder = _folder(stack, keep)
        there = _two(models, folder / "models")
        promotions = Promotions(folder, [file.name.removesuffix(".tar.gz") for file in there])
        with own_sqlite(knowledge, folder) as address, running(folder, address, there[0]) as system:
            outcome = asyncio.run(play("promotion", plan, system, example_questions(seed), promotions.happen))
    grown = max(promotions.memory[1:], default=0) - (promotions.memory[1] if len(promotions.memory) > 1 else 0)
    rows = {"promotions": outcome.happened, "took_s": round(outcome.seconds), **asdict(outcome.counts)}
    rows |= {"longest_promotion_s": round(max(promotions.seconds, default=0.0), 2), "memory_grown_mb": grown}
    table = Table("what", "promotion")
    for title, value in {**rows, **outcome.database}.items():
        table.add_row(title.replace("_", " "), str(value))
    for trouble in outcome.troubles[:20]:
        click.echo(trouble, err=True)
    kept = {**asdict(plan), **rows, "in_database": outcome.database, "memory_mb": promotions.memory}
    report("promotion", table, {**kept, "clean": outcome.clean})
    sys.exit(0 if outcome.clean else 1)


def _folder(stack: ExitStack, keep: Path | None) -> Path:
    if keep is None:
        return Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="chiaro-promotion-")))
    keep.mkdir(parents=True)
    return keep.resolve()


def _two(models: tuple[Path, ...], folder: Path) -> list[Path]:
    """Two models copied into a folder of their own."""
    newest = sorted((ROOT / "models").glob("chiaro-*.tar.gz"), key=lambda path: path.stat().st_mtime)
    chosen = list(models) or newest[-2:]
    if len(chosen) != 2:
        raise click.ClickException("two models are needed: name them by --model, or train a second one")
    folder.mkdir()
    return [Path(shutil.copy(file, folder)) for file in chosen]


if __name__ == "__main__":
    main()
