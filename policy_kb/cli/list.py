"""`policy_kb list`: the policies in force."""

from __future__ import annotations

from datetime import date

import click
from rich.table import Table
from sqlalchemy.orm import Session

from policy_kb.bilingual import as_language
from policy_kb.cli.options import day_option, language_option, open_knowledge_base
from policy_kb.cli.output import print_table
from policy_kb.store.articles import review_days, titles_in_force


@click.command("list")
@language_option
@day_option
def list_policies(language: str, day: date) -> None:
    """List the policies in force, with version, first day and next review."""
    with Session(open_knowledge_base()) as db_session:
        reviews = review_days(db_session)
        table = Table("policy", "title", "version", "in force since", "review by")
        for row in titles_in_force(db_session, day):
            review = reviews[row.policy_id]
            late = " (overdue)" if review < day else ""
            title = row.title.in_language(as_language(language))
            table.add_row(row.policy_id, title, str(row.version), str(row.in_force_from), f"{review}{late}")
    print_table(table)
    click.echo(f"{table.row_count} policies in force on {day}")
