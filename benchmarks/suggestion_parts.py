"""How well the parts of suggestions fit: clauses, the next step, the alternative, the policy being known.

`benchmarks/sets/suggestion_parts.jsonl` holds messages written from the policies' content, each with the clauses that
answer it (a list for each question in it), the steps and the alternatives that fit, or none. One half is for choosing
the constants of `policy_kb/suggestions/settings.yml`, the other for reporting.

    python -m benchmarks.suggestion_parts [--misses]
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
from rich.table import Table

from benchmarks.results import report
from policy_kb.answer.composer import Composer, Wish
from policy_kb.answer.facts import CustomerFacts
from policy_kb.bilingual import LANGUAGES, as_language
from policy_kb.database import database_url, open_engine
from policy_kb.service import build_composer
from policy_kb.suggestions.explaining import answer
from policy_kb.suggestions.openings import alternative
from policy_kb.suggestions.request import LEVELS, SuggestionRequest
from policy_kb.suggestions.said import Said
from policy_kb.suggestions.scene import Scene
from policy_kb.suggestions.suggestion import Suggestion

MESSAGES = Path(__file__).parent / "sets" / "suggestion_parts.jsonl"
HALVES = ("choosing", "reporting")
FIGURES = {
    "clause": "a clause that answers",
    "first": "the first clause answers",
    "every": "every question answered",
    "step_shown": "with a step",
    "step_right": "of them the right one",
    "step_fits": "right step, or rightly none",
    "other_shown": "with an alternative",
    "other_right": "of them the right one",
    "other_fits": "right alternative, or rightly none",
}
Marks = dict[str, list[bool]]


@click.command()
@click.option("--misses", is_flag=True, help="Print what was chosen where it is wrong.")
def main(misses: bool) -> None:
    """Ask everything and report."""
    composer = build_composer(open_engine(database_url()))
    rows = [json.loads(line) for line in MESSAGES.read_text(encoding="utf-8").splitlines()]
    marks: dict[tuple[str, str], Marks] = defaultdict(lambda: defaultdict(list))
    for number, row in enumerate(rows):
        for name, is_right in _marks(row, composer, misses).items():
            # Each policy has a message in either language: one for each half, in turn.
            half = HALVES[(number // 2 + number) % 2]
            for group in ((half, row["language"]), (half, "both")):
                marks[group][name].append(is_right)
    table, figures = Table("half", "language", *FIGURES.values()), {}
    for half in HALVES:
        for language in (*LANGUAGES, "both"):
            shares = {name: _share(marks[half, language][name]) for name in FIGURES}
            figures[f"{half}, {language}"] = shares
            table.add_row(half, language, *(f"{share:.1%}" for share in shares.values()))
    report("suggestion_parts", table, {"messages": len(rows), **figures})


def _marks(row: dict[str, Any], composer: Composer, misses: bool) -> dict[str, bool]:
    """What is right about the suggestions of one message; what was not shown is no mark of what was shown."""
    scene = _scene(row, composer)
    said, other = answer(scene), alternative(scene)
    clauses, step = _clauses(said), _step(said, scene)
    slug = other.parts[-1].removeprefix("alternative:") if other else None
    marks = clause_marks(clauses, row["clauses"])
    marks |= choice_marks("step", step, row["steps"]) | choice_marks("other", slug, row["alternatives"])
    if misses and not (marks["every"] and marks["step_fits"] and marks["other_fits"]):
        click.echo(f"{row['policy_id']}: {row['text']}\n  clauses {clauses}, not {row['clauses']}")
        click.echo(f"  step {step}, not {row['steps']}; alternative {slug}, not {row['alternatives']}")
    return marks


def _scene(row: dict[str, Any], composer: Composer) -> Scene:
    facts, language = CustomerFacts.from_mapping(row["customer"]), as_language(row["language"])
    level = next(level for level in LEVELS if level == row["level"])
    context = composer.context(Wish(row["policy_id"], language, row["text"], facts))
    request = SuggestionRequest(row["text"], language, level, facts)
    return Scene(request, composer, context, Said(), 1.0, (), asked=row["text"])


def _clauses(said: Suggestion | None) -> list[str]:
    parts = said.parts if said else ()
    return [part.removeprefix("clause:") for part in parts if part.startswith("clause:")]


def _step(said: Suggestion | None, scene: Scene) -> int | None:
    if said is None or "step" not in said.parts:
        return None
    return next(place for place, text in enumerate(scene.texts("step"), start=1) if said.text.endswith(text))


def clause_marks(chosen: Sequence[str], wanted: Sequence[Sequence[str]]) -> dict[str, bool]:
    """Whether the clauses `chosen` answer; `wanted` has a list of clauses for each question."""
    right = {number for numbers in wanted for number in numbers}
    return {
        "clause": bool(right & set(chosen)),
        "first": bool(right & set(chosen[:1])),
        "every": all(set(numbers) & set(chosen) for numbers in wanted),
    }


def choice_marks(name: str, chosen: object, right: Sequence[object]) -> dict[str, bool]:
    """Whether what was `chosen`, None where nothing was shown, is among what is `right`."""
    shown = {f"{name}_right": chosen in right} if chosen is not None else {}
    return {
        f"{name}_shown": chosen is not None,
        f"{name}_fits": chosen in right if chosen is not None else not right,
        **shown,
    }


def _share(values: list[bool]) -> float:
    return round(sum(values) / len(values), 4) if values else 0.0


if __name__ == "__main__":
    main()
