"""`policy_kb diff`: what changed between two revisions."""

from __future__ import annotations

import difflib

import click
from sqlalchemy.orm import Session

from policy_kb.bilingual import Language, as_language
from policy_kb.cli.options import language_option, open_knowledge_base
from policy_kb.errors import UnknownArticle
from policy_kb.store.articles import published_revisions, whole_revision
from policy_kb.tables import Revision


@click.command()
@click.argument("policy_id")
@click.argument("old", type=int, required=False)
@click.argument("new", type=int, required=False)
@language_option
def diff(policy_id: str, old: int | None, new: int | None, language: str) -> None:
    """Compare two revisions of a policy, line by line; without numbers, the last two.

    Exit code 0: the same, 1: they differ.
    """
    with Session(open_knowledge_base()) as db_session:
        versions = [revision.version for revision in published_revisions(db_session, policy_id)]
        if not versions:
            raise UnknownArticle(policy_id)
        new = new if new is not None else versions[-1]
        old = old if old is not None else max((v for v in versions if v < new), default=new)
        before, after = (_lines(whole_revision(db_session, policy_id, v), as_language(language)) for v in (old, new))
    changes = list(difflib.unified_diff(before, after, f"version {old}", f"version {new}", lineterm="", n=1))
    for line in changes:
        click.secho(line, fg={"+": "green", "-": "red"}.get(line[0]))
    if not changes:
        click.echo(f"versions {old} and {new} of {policy_id} say the same")
    raise SystemExit(1 if changes else 0)


def _lines(revision: Revision, language: Language) -> list[str]:
    lines = [f"title: {revision.title.in_language(language)}"]
    lines += [f"{part.name}: {part.text.in_language(language)}" for part in revision.parts]
    lines += [f"clause {clause.number}: {clause.text.in_language(language)}" for clause in revision.clauses]
    lines += [f"case {case.slug}: {text}" for case in revision.cases for text in case.tellings(language)]
    lines += [f"alternative {item.slug}: {item.text.in_language(language)}" for item in revision.alternatives]
    lines += [f"evidence: {item.citation.in_language(language)}" for item in revision.evidence]
    lines += [f"resource: {item.title.in_language(language)}" for item in revision.resources]
    return lines
