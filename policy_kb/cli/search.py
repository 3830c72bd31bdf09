"""`policy_kb search`: which policy a question is about."""

from __future__ import annotations

from datetime import date

import click
from rich.table import Table
from sqlalchemy.orm import Session

from policy_kb.bilingual import Language, as_language
from policy_kb.cli.options import day_option, language_option, open_knowledge_base
from policy_kb.cli.output import print_table
from policy_kb.store.articles import revision_in_force

_WORDS = {"answer": "answer the first", "ask": "ask which one", "do_not_know": "say: I don't know"}


@click.command()
@click.argument("question", nargs=-1, required=True)
@click.option("--full-text", "full_text_only", is_flag=True, help="Full text alone, without the sentence encoder.")
@language_option
@day_option
def search(question: tuple[str, ...], full_text_only: bool, language: str, day: date) -> None:
    """Search for QUESTION: the policies it may be about, the clause that fits, and what the assistant would do.

    Exit code 0: it would answer or ask, 1: it does not know.
    """
    # Here and not above: the other commands need neither NumPy nor the encoder, and start faster without them.
    from learning.encoder import UniversalSentenceEncoder
    from policy_kb.search.engine import PolicySearch

    text, spoken = " ".join(question), as_language(language)
    engine = open_knowledge_base()
    found = PolicySearch(engine, None if full_text_only else UniversalSentenceEncoder()).search(text, spoken, day)
    table = Table("policy", "probability", "full text", "clause that fits")
    with Session(engine) as db_session:
        for candidate in found.candidates[:5]:
            clause = _clause(db_session, candidate.policy_id, text, spoken, day)
            score = f"{candidate.full_text_score:.1f}"
            table.add_row(candidate.policy_id, f"{candidate.probability:.2f}", score, clause)
    print_table(table)
    click.echo(f"{_WORDS[found.decision]} (a policy governs it: {found.in_scope:.2f})")
    raise SystemExit(1 if found.decision == "do_not_know" else 0)


def _clause(db_session: Session, policy_id: str, text: str, language: Language, day: date) -> str:
    from policy_kb.search.clauses import best_clauses

    clauses = best_clauses(text, revision_in_force(db_session, policy_id, day).clauses, language)
    return f"{clauses[0].number} {clauses[0].text.in_language(language)}" if clauses else "-"
