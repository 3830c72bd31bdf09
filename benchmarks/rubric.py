"""How good suggested replies read: a sheet for readers, and what two of them found.

    python -m benchmarks.rubric sheet sheet.jsonl        # the situations with suggestions and the policy's own words
    python -m benchmarks.rubric agree one.jsonl two.jsonl

A reader answers ten questions of each situation with true or false: one JSON line {"id", "answers": {question: bool}}.
Agreement is the share of like answers and Cohen's kappa (J. Cohen, 1960).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click
import httpx
from rich.table import Table

from benchmarks.results import report
from benchmarks.suggestions import HANDED_OVER, handed_over_request, parsed_by, rows_of
from policy_kb.answer.composer import Composer, Wish
from policy_kb.database import database_url, open_engine
from policy_kb.service import build_composer
from policy_kb.suggestions.engine import suggest
from policy_kb.tables import Revision

QUESTIONS = {
    "answers": "Does the first suggestion answer what the customer asks now?",
    "facts": "Is everything that the suggestions state borne out by the policy's own words?",
    "alternative": "Is every alternative offered open to this customer, and the fitting one offered where one is?",
    "acknowledges": "Is the mood heard where it is heated, and nobody soothed who is calm?",
    "source": "Does every suggestion that states a rule name its source?",
    "language": "Is all of it in the language of the customer's last message?",
    "length": "Is each short enough to be read in a chat?",
    "promises": "Is nothing promised beyond the policy?",
    "next_step": "Does the customer know what to do or what happens next?",
    "register": "Does it sound like a courteous person of the company, of one register throughout?",
}


@click.group(help=__doc__)
def main() -> None:
    """See the module."""


@main.command()
@click.argument("file", type=click.Path(dir_okay=False, writable=True, path_type=Path))
@click.option("--rasa", default="http://127.0.0.1:5005", show_default=True, help="Where Rasa listens.")
def sheet(file: Path, rasa: str) -> None:
    """Write the situations for readers into FILE."""
    composer = build_composer(open_engine(database_url()))
    with httpx.Client(base_url=rasa, timeout=30) as client, file.open("w", encoding="utf-8") as out:
        for row in rows_of(HANDED_OVER):
            request = handed_over_request(row, lambda text: parsed_by(client, text))
            made = suggest(request, composer).as_mapping()["items"]
            shown = [{key: item[key] for key in ("kind", "policy_id", "text", "sources")} for item in made]
            named = {row["policy_id"], *(item["policy_id"] for item in made)}
            policies = {policy_id: _own_words(composer, policy_id, row["language"]) for policy_id in sorted(named)}
            given = {key: row[key] for key in ("id", "language", "level", "customer", "dialogue")}
            out.write(json.dumps(given | {"suggestions": shown, "policies": policies}, ensure_ascii=False) + "\n")
    click.echo(f"{file}: answer these with true or false, {json.dumps(QUESTIONS, ensure_ascii=False, indent=2)}")


@main.command()
@click.argument("one", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("two", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def agree(one: Path, two: Path) -> None:
    """Say what two readers found, and how far they agree."""
    first, second = _answers(one), _answers(two)
    both = sorted(first.keys() & second.keys())
    table = Table("question", "yes, first", "yes, second", "alike", "kappa")
    figures: dict[str, Any] = {"situations": len(both)}
    for question in (*QUESTIONS, "all"):
        asked = tuple(QUESTIONS) if question == "all" else (question,)
        pairs = [(first[key][name], second[key][name]) for key in both for name in asked]
        found = _agreement(pairs)
        figures[question] = found
        table.add_row(
            question, *(f"{found[name]:.1%}" for name in ("first", "second", "alike")), f"{found['kappa']:.2f}"
        )
    report("rubric", table, figures)


def _agreement(pairs: list[tuple[bool, bool]]) -> dict[str, float]:
    first, second = (sum(pair[place] for pair in pairs) / len(pairs) for place in (0, 1))
    alike = sum(left == right for left, right in pairs) / len(pairs)
    chance = first * second + (1 - first) * (1 - second)
    kappa = 1.0 if chance == 1 else (alike - chance) / (1 - chance)
    return {"first": first, "second": second, "alike": alike, "kappa": kappa}


def _answers(file: Path) -> dict[str, dict[str, bool]]:
    return {row["id"]: {name: bool(row["answers"][name]) for name in QUESTIONS} for row in rows_of(file)}


def _own_words(composer: Composer, policy_id: str, language: Any) -> dict[str, Any]:
    revision: Revision = composer.context(Wish(policy_id, language)).revision
    parts = [part.text.in_language(language) for part in revision.parts]
    clauses = [f"{clause.number} {clause.text.in_language(language)}" for clause in revision.clauses]
    alternatives = [
        {
            "text": item.text.in_language(language),
            "groups": item.customer_groups,
            "level": item.loyalty_at_least,
            "value": item.account_value_at_least,
            "order": item.order_states,
        }
        for item in revision.alternatives
    ]
    deciders = [
        {
            "role": step.role.in_language(language),
            "decides": step.decides.in_language(language),
            "hours": step.within_hours,
        }
        for step in composer.deciders(policy_id)
    ]
    standards = [item.text.in_language(language) for item in composer.standards(policy_id)]
    named = [row.present.title.in_language(language) for row in revision.resources]
    return {
        "parts": parts,
        "clauses": clauses,
        "alternatives": alternatives,
        "who decides": deciders,
        "time standards": standards,
        "pages, forms, lines": named,
    }


if __name__ == "__main__":
    main()
