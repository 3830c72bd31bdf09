"""`policy_kb findings`: what customers say about the rules."""

from __future__ import annotations

from datetime import date

import click
from rich.table import Table
from rich.text import Text
from sqlalchemy.orm import Session

from policy_kb.bilingual import Language, as_language
from policy_kb.cli.options import day_option, language_option, open_knowledge_base
from policy_kb.cli.output import print_table
from policy_kb.findings.model import Change, Findings, PolicyFindings, Total
from policy_kb.findings.period import Period
from policy_kb.findings.reading import read_findings
from policy_kb.findings.words import read_words
from policy_kb.store.companies import the_company


@click.command()
@click.option(
    "--words", "policy_id", metavar="POLICY_ID", help="What customers wrote about this policy. For its owner."
)
@language_option
@day_option
def findings(policy_id: str | None, language: str, day: date) -> None:
    """Show what customers say about the rules, as the public page does, or with --words in their own words."""
    with Session(open_knowledge_base()) as db_session:
        if policy_id is not None:
            _print_words(db_session, policy_id, day)
            return
        found = read_findings(db_session, day)
    _print_totals(found)
    _print_policies(found, as_language(language))
    _print_changes(found.changes, as_language(language))


def _print_words(db_session: Session, policy_id: str, day: date) -> None:
    period = Period.of_twelve_months(day, the_company(db_session).time_zone)
    table = Table("day", "kind", "version", "language", "words")
    for said in read_words(db_session, policy_id, period):
        # As a text, not as a string: what a customer puts into brackets is no mark-up.
        version = "-" if said.version is None else str(said.version)
        table.add_row(str(said.moment.date()), said.kind, version, said.language, Text(said.text))
    print_table(table)
    click.echo(f"{table.row_count} text(s) from {period.first} to {period.last}")


def _print_totals(found: Findings) -> None:
    totals = found.totals
    click.echo(f"from {found.since} to {found.until}")
    click.echo(f"objections: {_total(totals.objections)}")
    click.echo(f"helped: {_total(totals.helped)}, not helped: {_total(totals.not_helped)}")
    click.echo(f"surveys answered: {_total(totals.surveys)}")


def _total(total: Total) -> str:
    if not total.is_told:
        return "too few to show"
    return str(total.number) if total.exact else f"at least {total.number}"


def _print_policies(found: Findings, language: Language) -> None:
    table = Table("policy", "title", "objections", "helped", "not helped", "ease 1-5", "answers")
    told = [policy for policy in found.policies if policy.are_told]
    for policy in told:
        table.add_row(*_row(policy, language, f"< {found.threshold}"))
    print_table(table)
    click.echo(
        f"{len(told)} with {found.threshold} answers or more of a kind, {len(found.policies) - len(told)} with fewer"
    )


def _row(policy: PolicyFindings, language: Language, few: str) -> list[str]:
    title = policy.title.in_language(language) if policy.title else "no single policy"
    counts = [few if count is None else str(count) for count in (policy.objections, policy.helped, policy.not_helped)]
    ease = [str(policy.ease.mean), str(policy.ease.answers)] if policy.ease else ["-", few]
    return [policy.policy_id or "-", title, *counts, *ease]


def _print_changes(changes: tuple[Change, ...], language: Language) -> None:
    table = Table("policy", "since", "then", "now", "because customers said")
    for change in changes:
        said = " ".join(heard.finding.in_language(language) for heard in change.heard)
        then, now = change.then.in_language(language), change.now.in_language(language)
        table.add_row(change.policy_id, str(change.in_force_from), then, now, said)
    print_table(table)
    click.echo(f"{len(changes)} rule(s) changed after customers were heard")
