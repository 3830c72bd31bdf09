"""All conversation tests started from the workbench, beside the command line, in turn.

The workbench starts them as its pages do: as a job, whose progress is read and drawn twice a second while it runs.

    python -m benchmarks.workbench_run [--rounds 3] [--tests tests/conversations/small_talk]
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from statistics import median

import click
from rich.table import Table

from benchmarks.costs import ENVIRONMENT, ROOT
from benchmarks.results import report
from web.accounts.records import Role, Staff
from web.workbench.jobs.job import State, how_far, told
from web.workbench.jobs.jobs import Jobs
from web.workbench.jobs.routes import LOOK_SECONDS

BAR = 1.3
_TRAINER = Staff("b" * 16, "bench", "Bench", frozenset({Role.TRAINER}), "en", "c", False)


@click.command()
@click.option("--rounds", default=3, show_default=True, help="How often each side plays all.")
@click.option("--tests", help="A folder or a file, instead of all tests.")
def main(rounds: int, tests: str | None) -> None:
    """Play in turns, report medians."""
    paths = [tests] if tests else []
    line, browser = [], []
    count = 0
    for _ in range(rounds):
        line.append(_by_command_line(paths))
        seconds, count = asyncio.run(_from_the_workbench(paths))
        browser.append(seconds)
    _report(line, browser, count)


def _by_command_line(paths: list[str]) -> float:
    began = time.monotonic()
    command = [sys.executable, "-m", "conversation_tests", *paths]
    quiet = subprocess.DEVNULL
    subprocess.run(command, cwd=ROOT, env=ENVIRONMENT, check=False, stdout=quiet, stderr=quiet)
    return time.monotonic() - began


async def _from_the_workbench(paths: list[str]) -> tuple[float, int]:
    """Seconds from the start of the job until its page knows that it is over, and how many tests it told of."""
    jobs = Jobs(ROOT, {})
    began = time.monotonic()
    job = await jobs.start("bench-tests", ["stories", "run", "--language", "en", *paths], _TRAINER, "/")
    found = jobs.find(job.id)
    assert found is not None
    folder = found[1]
    while jobs.state(folder.job() or job) == State.RUNNING:
        how_far(list(folder.said()))
        await asyncio.sleep(LOOK_SECONDS)
    return time.monotonic() - began, len(told(list(folder.said())))


def _report(line: list[float], browser: list[float], count: int) -> None:
    table = Table("side", "seconds, median", "rounds")
    table.add_row("command line", f"{median(line):.1f}", ", ".join(f"{value:.1f}" for value in line))
    table.add_row("workbench", f"{median(browser):.1f}", ", ".join(f"{value:.1f}" for value in browser))
    ratio = median(browser) / median(line)
    table.caption = f"{count} tests; ratio {ratio:.2f} (at most {BAR})"
    report("workbench_run", table, {"tests": count, "line": line, "browser": browser, "ratio": ratio})


if __name__ == "__main__":
    main()
