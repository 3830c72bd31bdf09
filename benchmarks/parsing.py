"""What /model/parse of the running system says of development messages: intent, frustration, language.

Reported for Italian and English apart: macro-F1 of the intent on `benchmarks/sets/intents.jsonl`; quadratic-weighted
kappa and macro-F1 of the level, and the share of calm messages taken for frustrated or angry; the share whose language
is right, of all and of those of four words or more.

    python -m benchmarks.parsing [--url http://127.0.0.1:5005]
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click
import httpx
from rich.progress import track
from rich.table import Table
from sklearn.metrics import cohen_kappa_score, f1_score

from benchmarks.results import report, shared_file

LEVELS = ("calm", "tense", "frustrated", "angry")
INTENTS = Path(__file__).parent / "sets" / "intents.jsonl"
LONG_ENOUGH = 4
Row = dict[str, Any]


@click.command()
@click.option("--url", default="http://127.0.0.1:5005", show_default=True, help="Where Rasa listens.")
@click.option("--misses", is_flag=True, help="Print every message whose intent or level went wrong.")
def main(url: str, misses: bool) -> None:
    """Parse everything and report."""
    with httpx.Client(base_url=url, timeout=30) as client:
        intents = _parsed(client, INTENTS, "intents")
        levels = _parsed(client, shared_file("dev/frustration.jsonl"), "frustration")
    figures: dict[str, Any] = {}
    table = Table("measure", "it", "en")
    by_language = {language: _figures(intents, levels, language) for language in ("it", "en")}
    for name in by_language["it"]:
        values = {language: round(found[name], 4) for language, found in by_language.items()}
        figures[name] = values
        table.add_row(name, *(f"{value:.3f}" for value in values.values()))
    if misses:
        _print_misses(intents, levels)
    report("parsing", table, figures)


def _parsed(client: httpx.Client, path: Path, title: str) -> list[Row]:
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [{**row, "said": _parse(client, row["text"])} for row in track(rows, title)]


def _parse(client: httpx.Client, text: str) -> Row:
    answer = client.post("/model/parse", json={"text": text})
    answer.raise_for_status()
    parsed: Row = answer.json()
    return parsed


def _figures(intents: list[Row], levels: list[Row], language: str) -> dict[str, float]:
    intents = [row for row in intents if row["lang"] == language]
    levels = [row for row in levels if row["lang"] == language]
    meant = [row["intent"] for row in intents]
    first = [row["said"]["intent"]["name"] for row in intents]
    felt = [LEVELS.index(row["level"]) for row in levels]
    heard = [LEVELS.index(row["said"]["frustration"]["level"]) for row in levels]
    calm = [level > 1 for level, truth in zip(heard, felt, strict=True) if truth == 0]
    spoken = [*intents, *levels]
    long_enough = [row for row in spoken if len(row["text"].split()) >= LONG_ENOUGH]
    return {
        "intent macro-F1": float(f1_score(meant, first, average="macro", labels=sorted(set(meant)))),
        "intent accuracy": sum(one == other for one, other in zip(meant, first, strict=True)) / len(meant),
        "frustration kappa": float(cohen_kappa_score(felt, heard, weights="quadratic")),
        "frustration macro-F1": float(f1_score(felt, heard, average="macro")),
        "calm taken for frustrated or angry": sum(calm) / len(calm),
        "language right": _right_language(spoken),
        "language right, four words or more": _right_language(long_enough),
    }


def _right_language(rows: list[Row]) -> float:
    return sum(row["said"]["language"] == row["lang"] for row in rows) / len(rows)


def _print_misses(intents: list[Row], levels: list[Row]) -> None:
    for row in intents:
        if row["said"]["intent"]["name"] != row["intent"]:
            click.echo(f"{row['intent']} <- {row['said']['intent']['name']}: {row['text']}")
    for row in levels:
        if row["said"]["frustration"]["level"] != row["level"]:
            click.echo(f"{row['level']} <- {row['said']['frustration']['level']}: {row['text']}")


if __name__ == "__main__":
    main()
