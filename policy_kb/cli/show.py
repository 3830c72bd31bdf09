"""`policy_kb show`: one policy, as customers are told it."""

from __future__ import annotations

from datetime import date

import click
from rich.table import Table
from sqlalchemy.orm import Session

from policy_kb.bilingual import Language, as_language
from policy_kb.cli.options import day_option, language_option, open_knowledge_base
from policy_kb.cli.output import print_table
from policy_kb.store.articles import published_revisions, revision_in_force, whole_revision
from policy_kb.tables import Revision


@click.command()
@click.argument("policy_id")
@click.option("--version", type=int, help="This version instead of the one in force.")
@language_option
@day_option
def show(policy_id: str, version: int | None, language: str, day: date) -> None:
    """Show a policy: every part of a revision, and the list of its revisions."""
    with Session(open_knowledge_base()) as db_session:
        if version is None:
            revision = revision_in_force(db_session, policy_id, day)
        else:
            revision = whole_revision(db_session, policy_id, version)
        _print_revision(revision, as_language(language))
        _print_history(published_revisions(db_session, policy_id), day)


def _print_revision(revision: Revision, language: Language) -> None:
    table = Table("part", "text", title=f"{revision.title.in_language(language)}, version {revision.version}")
    for part in revision.parts:
        table.add_row(part.name, part.text.in_language(language))
    for clause in revision.clauses:
        table.add_row(f"clause {clause.number}", clause.text.in_language(language))
    for case in revision.cases:
        for text in case.tellings(language):
            table.add_row(f"case: {case.slug}", text)
    for item in revision.evidence:
        finding = f"{item.finding.in_language(language)} ({item.citation.in_language(language)}, {item.url})"
        table.add_row(f"evidence: {item.kind}", finding)
    for other in revision.alternatives:
        table.add_row(f"alternative: {other.slug}", other.text.in_language(language))
    for resource in revision.resources:
        where = resource.present.number or resource.present.url_en or ""
        table.add_row(f"resource: {resource.kind}", f"{resource.present.title.in_language(language)} ({where})")
    print_table(table)


def _print_history(revisions: list[Revision], day: date) -> None:
    table = Table("version", "in force from", "until", "now", title="revisions")
    for revision in revisions:
        now = "in force" if revision.is_in_force(day) else ""
        table.add_row(str(revision.version), str(revision.in_force_from), str(revision.in_force_until or "-"), now)
    print_table(table)
