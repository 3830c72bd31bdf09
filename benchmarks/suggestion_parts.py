"""How well the parts of suggestions fit: clauses, the next step, the alternative, the policy being known.

`suggestion_parts.jsonl` and `suggestion_parts_2.jsonl` in `benchmarks/sets` hold messages written from the policies'
content, each with the clauses that answer it (a list for each question in it), the steps and the alternatives that fit,
or none; a short follow-up also has the customer's messages before it. One half of each is for choosing the constants of
`policy_kb/suggestions/settings.yml`, the other for reporting. Each message is asked once as the first one, and once
after the bot's own answer to it, as representatives find it where it was handed over.

    python -m benchmarks.suggestion_parts [--misses]
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
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
from policy_kb.suggestions.asking import question_of
from policy_kb.suggestions.explaining import answer
from policy_kb.suggestions.openings import alternative
from policy_kb.suggestions.request import LEVELS, SuggestionRequest
from policy_kb.suggestions.said import Said
from policy_kb.suggestions.scene import Scene
from policy_kb.suggestions.suggestion import Suggestion

SETS = ("suggestion_parts", "suggestion_parts_2")
HALVES = ("choosing", "reporting")
FIGURES = {
    "clause": "a clause that answers",
    "first": "the first clause answers",
    "every": "every question answered",
    "step_shown": "with a step",
    "step_right": "of them the right one",
    "step_fits": "right step, or rightly none",
    "step_found": "right step where one is",
    "other_shown": "with an alternative",
    "other_right": "of them the right one",
    "other_fits": "right alternative, or rightly none",
    "other_found": "right alternative where one is",
    "told_clause": "after the bot's answer: a clause that answers",
    "told_every": "after it: every question answered",
}
Marks = dict[str, list[bool]]


@click.command()
@click.option("--misses", is_flag=True, help="Print what was chosen where it is wrong, in the halves for choosing.")
def main(misses: bool) -> None:
    """Ask everything and report."""
    composer = build_composer(open_engine(database_url()))
    table, figures = Table("set", "half", "language", *FIGURES.values()), {}
    for name in SETS:
        marks = _all_marks(rows_of(name), composer, misses)
        for half in HALVES:
            for language in (*LANGUAGES, "both"):
                shares = {figure: _share(marks[half, language][figure]) for figure in FIGURES}
                figures[f"{name}, {half}, {language}"] = shares
                table.add_row(name, half, language, *(f"{share:.1%}" for share in shares.values()))
    report("suggestion_parts", table, figures)


def rows_of(name: str) -> list[dict[str, Any]]:
    """The messages of one set."""
    lines = (Path(__file__).parent / "sets" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def half_of(number: int) -> str:
    """Which half the message of this number belongs to: of each pair, one in either language, one to each in turn."""
    return HALVES[(number // 2 + number) % 2]


def _all_marks(rows: Sequence[dict[str, Any]], composer: Composer, misses: bool) -> dict[tuple[str, str], Marks]:
    marks: dict[tuple[str, str], Marks] = defaultdict(lambda: defaultdict(list))
    for number, row in enumerate(rows):
        half = half_of(number)
        for name, is_right in _marks(row, composer, misses and half == "choosing").items():
            for group in ((half, row["language"]), (half, "both")):
                marks[group][name].append(is_right)
    return marks


def _marks(row: dict[str, Any], composer: Composer, misses: bool) -> dict[str, bool]:
    """What is right about the suggestions of one message; what was not shown is no mark of what was shown."""
    scene = _scene(row, composer)
    said, other = answer(scene), alternative(scene)
    clauses, steps = _clauses(said, scene), _steps(said, scene)
    slug = other.parts[-1].removeprefix("alternative:") if other else None
    marks = clause_marks(clauses, row["clauses"])
    marks |= choice_marks("step", steps, row["steps"])
    marks |= choice_marks("other", [slug] if slug else [], row["alternatives"])
    if misses and not (marks["every"] and marks["step_fits"] and marks["other_fits"]):
        click.echo(f"{row['policy_id']}: {row['text']}\n  clauses {clauses}, not {row['clauses']}")
        click.echo(f"  steps {steps}, not {row['steps']}; alternative {slug}, not {row['alternatives']}")
    told = answer(replace(scene, said=Said.of(_told(row, composer))))
    return marks | {f"told_{name}": mark for name, mark in clause_marks(_clauses(told, scene), row["clauses"]).items()}


def _scene(row: dict[str, Any], composer: Composer) -> Scene:
    facts, language = CustomerFacts.from_mapping(row["customer"]), as_language(row["language"])
    level = next(level for level in LEVELS if level == row["level"])
    context = composer.context(Wish(row["policy_id"], language, row["text"], facts))
    request = SuggestionRequest(row["text"], language, level, facts, before=tuple(row.get("before", ())))
    return Scene(request, composer, context, Said(), 1.0, (), asked=question_of(request))


def _told(row: dict[str, Any], composer: Composer) -> list[str]:
    """What the bot itself answers to the message, which a representative finds said already."""
    facts, language = CustomerFacts.from_mapping(row["customer"]), as_language(row["language"])
    return [message.text for message in composer.answer(Wish(row["policy_id"], language, row["text"], facts))]


def _clauses(said: Suggestion | None, scene: Scene) -> list[str]:
    parts = said.parts if said else ()
    told = {f"case:{case.slug}": case.clauses for case in scene.context.revision.cases}
    named = (
        told.get(part) or [part.removeprefix("clause:")] for part in parts if part.startswith(("case:", "clause:"))
    )
    return list(dict.fromkeys(number for numbers in named for number in numbers))


def _steps(said: Suggestion | None, scene: Scene) -> list[int]:
    """The numbers of the steps that are said."""
    if said is None or "step" not in said.parts:
        return []
    return [place for place, text in enumerate(scene.texts("step"), start=1) if text in said.text]


def clause_marks(chosen: Sequence[str], wanted: Sequence[Sequence[str]]) -> dict[str, bool]:
    """Whether the clauses `chosen` answer; `wanted` has a list of clauses for each question."""
    right = {number for numbers in wanted for number in numbers}
    return {
        "clause": bool(right & set(chosen)),
        "first": bool(right & set(chosen[:1])),
        "every": all(set(numbers) & set(chosen) for numbers in wanted),
    }


def choice_marks(name: str, chosen: Sequence[object], right: Sequence[object]) -> dict[str, bool]:
    """Whether one of what was `chosen`, nothing where nothing was shown, is among what is `right`."""
    hit = bool(set(chosen) & set(right))
    shown = {f"{name}_right": hit} if chosen else {}
    wanted = {f"{name}_found": hit} if right else {}
    return {f"{name}_shown": bool(chosen), f"{name}_fits": hit if chosen else not right, **shown, **wanted}


def _share(values: list[bool]) -> float:
    return round(sum(values) / len(values), 4) if values else 0.0


if __name__ == "__main__":
    main()
