"""Whether what is known of a customer tells apart what words leave open, and outweighs nothing that they name.

`benchmarks/sets/facts.jsonl` holds messages of customers of whom one fact is known: of most, the words alone fit two or
three policies and the fact settles which; of the last ones, the words name a policy that the fact speaks against.

    python -m benchmarks.facts [--misses]
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
from rich.table import Table

from benchmarks.results import report
from benchmarks.suggestions import rows_of
from policy_kb.answer.composer import NOTHING_KNOWN, Composer
from policy_kb.answer.facts import CustomerFacts
from policy_kb.bilingual import as_language
from policy_kb.database import database_url, open_engine
from policy_kb.search.fusion import asked
from policy_kb.search.result import SearchResult
from policy_kb.service import build_composer

SET = Path(__file__).parent / "sets" / "facts.jsonl"
# So many messages at the end name their policy in words.
NAMED = 24


@click.command()
@click.option("--misses", is_flag=True, help="Print where another policy came first.")
def main(misses: bool) -> None:
    """Ask everything without the facts and with them, and report."""
    composer = build_composer(open_engine(database_url()))
    rows = list(rows_of(SET))
    table, figures = Table("messages", "known", "right first", "answered right", "right among those asked"), {}
    for name, part in (("open", rows[:-NAMED]), ("named", rows[-NAMED:])):
        for known in (False, True):
            shares = _shares(composer, part, known, misses and known)
            figures[f"{name}, {'facts' if known else 'words alone'}"] = shares
            table.add_row(name, "facts" if known else "words alone", *(f"{share:.1%}" for share in shares.values()))
    report("facts", table, figures)


def _shares(composer: Composer, rows: Sequence[dict[str, Any]], known: bool, misses: bool) -> dict[str, float]:
    """The shares of messages whose policy comes first, is answered, and is answered or among those asked about."""
    marks = []
    for row in rows:
        facts = CustomerFacts.from_mapping(row["customer"]) if known else NOTHING_KNOWN
        result = composer.find(row["text"], as_language(row["language"]), facts)
        marks.append(_marks(result, row["policy_id"]))
        if misses and not marks[-1]["first"]:
            found = [f"{one.policy_id} {one.probability:.2f}" for one in result.candidates[:3]]
            click.echo(f"{row['text']} {row['customer']}: {', '.join(found)}, not {row['policy_id']}")
    return {name: round(sum(mark[name] for mark in marks) / len(marks), 4) for name in marks[0]}


def _marks(result: SearchResult, policy_id: str) -> dict[str, bool]:
    first = bool(result.candidates) and result.candidates[0].policy_id == policy_id
    answered = first and result.decision == "answer"
    offered = result.decision == "ask" and policy_id in {one.policy_id for one in asked(result)}
    return {"first": first, "answered": answered, "reached": answered or offered}


if __name__ == "__main__":
    main()
