"""Conversation tests with the real actions, beside `rasa test core` of stock's pipeline over the same files.

Both play every file that Rasa can play (see docs/conversation-tests.md), start to end, in turn, one after the other.
Stock is trained on the project's own data for one epoch, which costs as much to run as a hundred.

    python -m benchmarks.conversation_tests [--rounds 3]
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

import click
import yaml
from rich.table import Table

from benchmarks.costs import ENVIRONMENT, RASA, ROOT
from benchmarks.fixed_answer.stock import with_epochs
from benchmarks.results import report


@click.command()
@click.option("--rounds", default=3, show_default=True, help="How often each side plays all.")
def main(rounds: int) -> None:
    """Train stock, play in turns, report medians."""
    with tempfile.TemporaryDirectory(prefix="chiaro-stories-") as name:
        folder = Path(name)
        stories, steps = _playable(folder / "stories")
        model = _stock(folder)
        ours, stock = [], []
        for _ in range(rounds):
            ours.append(_seconds([sys.executable, "-m", "conversation_tests", str(stories)]))
            stock.append(_seconds(_test_core(model, stories, folder / "out")))
    _report(ours, stock, steps)


def _playable(folder: Path) -> tuple[Path, int]:
    """The files that both can play, copied into `folder`, and how many steps (messages and actions) they have."""
    steps = 0
    for file in sorted((ROOT / "tests" / "conversations").rglob("*.yml")):
        for story in yaml.safe_load(file.read_text(encoding="utf-8"))["stories"]:
            if (story.get("metadata") or {}).get("rasa_test", True):
                steps += sum("user" in step or "action" in step for step in story["steps"])
                (folder / file.parent.name).mkdir(parents=True, exist_ok=True)
                shutil.copyfile(file, folder / file.parent.name / file.name)
    return folder, steps


def _stock(folder: Path) -> Path:
    """A model of stock's pipeline and dialogue policies over the project's data."""
    config = with_epochs(yaml.safe_load((ROOT / "config" / "stock.yml").read_text(encoding="utf-8")), 1)
    (folder / "config.yml").write_text(yaml.safe_dump(config), encoding="utf-8")
    train = [
        *RASA,
        "train",
        "--config",
        str(folder / "config.yml"),
        "--out",
        str(folder),
        "--fixed-model-name",
        "stock",
    ]
    subprocess.run(train, cwd=ROOT, env=ENVIRONMENT, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return folder / "stock.tar.gz"


def _test_core(model: Path, stories: Path, out: Path) -> list[str]:
    return [*RASA, "test", "core", "--model", str(model), "--stories", str(stories), "--out", str(out), "--no-plot"]


def _seconds(command: list[str]) -> float:
    began = time.monotonic()
    subprocess.run(
        command, cwd=ROOT, env=ENVIRONMENT, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    return time.monotonic() - began


def _report(ours: list[float], stock: list[float], steps: int) -> None:
    table = Table("side", "seconds, median", "rounds")
    table.add_row("real actions", f"{median(ours):.1f}", ", ".join(f"{value:.1f}" for value in ours))
    table.add_row("rasa test core, stock", f"{median(stock):.1f}", ", ".join(f"{value:.1f}" for value in stock))
    ratio = median(ours) / median(stock)
    table.caption = f"{steps} steps; ratio {ratio:.2f}"
    report("conversation_tests", table, {"steps": steps, "ours": ours, "stock": stock, "ratio": ratio})


if __name__ == "__main__":
    main()
