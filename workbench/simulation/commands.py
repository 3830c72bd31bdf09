"""`chiaro simulate`: scripted customers walk the tests' paths; tells where answers change."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from workbench.commands import (
    BAD,
    GOOD,
    events_option,
    json_option,
    language_option,
    progress_of,
    project_root,
    says_errors,
    write_json,
)
from workbench.simulation.manners import CUSTOMERS
from workbench.simulation.reports import junit
from workbench.simulation.simulating import Asked
from workbench.simulation.simulating import simulate as run
from workbench.simulation.walked import Simulation, Walk
from workbench.stopping import stoppable
from workbench.wording import Language, say

_file = click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.argument("paths", nargs=-1)
@click.option(
    "--customer", "customers", type=click.Choice(CUSTOMERS), multiple=True, help="Who walks; give it several times."
)
@click.option("--rate", type=click.FloatRange(0, 1), default=0.15, show_default=True, help="Share of words mistyped.")
@click.option("--seed", type=int, default=1, show_default=True, help="Another seed, other chances.")
@click.option("--model", type=_file, help="The model; by default the newest.")
@click.option("--at-least", type=click.FloatRange(0, 1), help="Exit with 1 where a smaller share stays the same.")
@click.option("--junit", "junit_file", type=_file, help="Write a report in JUnit's form.")
@events_option
@json_option
@language_option
@says_errors
def simulate(
    paths: tuple[str, ...],
    customers: tuple[str, ...],
    rate: float,
    seed: int,
    model: Path | None,
    at_least: float | None,
    junit_file: Path | None,
    events: bool,
    json_file: Path | None,
    language: Language,
) -> None:
    """Let customers walk through the tests of PATHS (all), and tell where answers change.

    Compared with what the calm customer is answered: the policy, the kinds, the language, and whether a person is
    called.
    """
    asked = Asked(customers or CUSTOMERS, paths, rate, seed, model)
    with stoppable(), progress_of(events, language) as progress:
        found = run(project_root(), asked, os.environ, progress)
    write_json(json_file, found.as_json())
    if junit_file is not None:
        junit_file.write_text(junit(found, language), encoding="utf-8")
    if not events:
        _show(found, language)
    sys.exit(BAD if at_least is not None and _is_below(found, at_least) else GOOD)


def _is_below(found: Simulation, share: float) -> bool:
    return any(same < share * of for same, of in found.shares().values())


def _show(found: Simulation, language: Language) -> None:
    console = Console()
    for walk in found.walks:
        _show_walk(console, walk, language)
    table = Table(
        say(language, "simulation.customer"), say(language, "simulation.same"), say(language, "simulation.turns")
    )
    for customer, (same, of) in found.shares().items():
        table.add_row(say(language, f"simulation.{customer}"), f"{same / of:.1%}" if of else "-", str(of))
    console.print(table)


def _show_walk(console: Console, walk: Walk, language: Language) -> None:
    if not walk.changed and not walk.trouble:
        return
    who = say(language, f"simulation.{walk.customer}")
    console.print(f"{who}: {walk.test}  {walk.file}:{walk.line} {walk.trouble}", style="bold", markup=False)
    for step in walk.changed:
        what = ", ".join(say(language, f"simulation.{name}") for name in step.changed)
        before, now = step.before, step.answered
        console.print(f"  «{step.said}»", markup=False)
        console.print(
            f"    {what}: {before.policy} {list(before.kinds)} {before.handoff} → "
            f"{now.policy} {list(now.kinds)} {now.handoff} ({now.intent})",
            markup=False,
        )
