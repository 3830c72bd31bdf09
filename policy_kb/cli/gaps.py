"""`policy_kb gaps`: the questions that no policy answered."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import click
from rich.table import Table
from rich.text import Text
from sqlalchemy.orm import Session

from policy_kb.cli.options import open_knowledge_base
from policy_kb.cli.output import print_table
from policy_kb.findings.gaps import GapGroup, read_gaps
from policy_kb.findings.period import start_of_day
from policy_kb.store.companies import the_company


@click.command()
@click.option(
    "--since", type=click.DateTime(["%Y-%m-%d"]), metavar="DAY", help="The first day; without it, all of them."
)
def gaps(since: datetime | None) -> None:
    """List the questions that no policy answered, by the policy that came nearest and by language, newest first."""
    with Session(open_knowledge_base()) as db_session:
        groups = read_gaps(db_session, _moment(db_session, since))
    table = Table("nearest policy", "language", "times", "last asked", "question")
    for group in groups:
        _add_rows(table, group)
    print_table(table)
    asked = sum(gap.times for group in groups for gap in group.gaps)
    click.echo(f"{asked} question(s) without an answer, {table.row_count} of them different")


def _moment(db_session: Session, since: datetime | None) -> datetime | None:
    if since is None:
        return None
    return start_of_day(since.date(), ZoneInfo(the_company(db_session).time_zone))


def _add_rows(table: Table, group: GapGroup) -> None:
    for gap in group.gaps:
        # As a text, not as a string: what a customer puts into brackets is no mark-up.
        question = Text(gap.text)
        table.add_row(group.policy_id or "-", group.language, str(gap.times), str(gap.last_asked.date()), question)
    table.add_section()
