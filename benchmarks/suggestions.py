"""How good the suggestions for representatives are: the right policy first, among the first three, silence elsewhere.

Every development message is the first of a conversation of its own; level and intent are those of Rasa's
`/model/parse`. Out of scope and small talk: the share for which nothing is suggested. Where
`benchmarks/sets/handed_over.jsonl` lies, the same on the last message of each conversation that was handed over, with
what was said before and what is known of the customer; any of the policies given there is right.

    python -m benchmarks.suggestions [--rasa http://127.0.0.1:5005]
"""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click
import httpx
from rich.progress import track
from rich.table import Table

from benchmarks.results import report, shared_file
from policy_kb.answer.composer import Composer
from policy_kb.answer.facts import CustomerFacts
from policy_kb.bilingual import as_language
from policy_kb.database import database_url, open_engine
from policy_kb.service import build_composer
from policy_kb.suggestions.engine import suggest
from policy_kb.suggestions.request import LEVELS, Intent, Level, SuggestionRequest
from policy_kb.suggestions.suggestion import Suggestions

HANDED_OVER = Path(__file__).parent / "sets" / "handed_over.jsonl"
LANGUAGES = ("it", "en")


@dataclass
class Tally:
    """What was suggested for the messages of one language."""

    right: list[bool] = field(default_factory=list)
    among: list[bool] = field(default_factory=list)
    silent: list[bool] = field(default_factory=list)

    def count(self, suggestions: Suggestions, expected: set[str]) -> None:
        """Counts one message, of which any of the `expected` policies is right."""
        named = [item.policy_id for item in suggestions.items]
        self.right.append(bool(named) and named[0] in expected)
        self.among.append(bool(expected & set(named)))
        self.silent.append(not named)


Parse = Callable[[str], dict[str, Any]]


@click.command()
@click.option("--rasa", default="http://127.0.0.1:5005", show_default=True, help="Where Rasa listens.")
@click.option("--every", default=1, show_default=True, help="Only every n-th message, for a quick look.")
@click.option("--handed-over", is_flag=True, help="Also the conversations that were handed over.")
@click.option("--misses", is_flag=True, help="Print every message that went wrong.")
def main(rasa: str, every: int, handed_over: bool, misses: bool) -> None:
    """Ask everything and report."""
    composer = build_composer(open_engine(database_url()))
    spent: list[float] = []
    figures: dict[str, Any] = {}
    table = Table("messages", "language", "count", "right first", "right among three", "nothing suggested")
    with httpx.Client(base_url=rasa, timeout=30) as client:
        for name, rows in _sets(every, handed_over).items():
            tallies = {language: Tally() for language in LANGUAGES}
            for row in track(rows, name):
                _ask(row, composer, lambda text: parsed_by(client, text), tallies, spent, misses)
            figures[name] = _tell(name, tallies, table)
    figures["milliseconds"] = _times(spent)
    report("suggestions", table, figures)


def _sets(every: int, handed_over: bool) -> dict[str, list[dict[str, Any]]]:
    scope = list(rows_of(shared_file("dev/out_of_scope.jsonl")))[::every]
    sets = {
        "topics": list(rows_of(shared_file("dev/topics.jsonl")))[::every],
        "small talk": [row for row in scope if row["expected"] == "smalltalk"],
        "out of scope": [row for row in scope if row["expected"] == "no_answer"],
    }
    if handed_over and HANDED_OVER.exists():
        sets["handed over"] = list(rows_of(HANDED_OVER))[::every]
    return sets


def rows_of(path: Path) -> Iterator[dict[str, Any]]:
    """The lines of a set."""
    for line in path.read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


def parsed_by(client: httpx.Client, text: str) -> dict[str, Any]:
    """What Rasa understands of a text."""
    answer = client.post("/model/parse", json={"text": text})
    answer.raise_for_status()
    parsed: dict[str, Any] = answer.json()
    return parsed


def _ask(
    row: dict[str, Any], composer: Composer, parse: Parse, tallies: dict[str, Tally], spent: list[float], misses: bool
) -> None:
    request = handed_over_request(row, parse) if "dialogue" in row else _first_request(row, parse)
    began = time.perf_counter()
    suggestions = suggest(request, composer)
    spent.append((time.perf_counter() - began) * 1000)
    expected = {row["policy_id"], *row.get("other_policy_ids", [])} if row.get("policy_id") else set()
    tally = tallies[request.language]
    tally.count(suggestions, expected)
    is_right = tally.right[-1] if expected else tally.silent[-1]
    if misses and not is_right:
        named = [f"{item.policy_id}/{item.kind}" for item in suggestions.items] or suggestions.silence
        click.echo(f"{', '.join(expected) or 'nothing'} <- {named}: {request.text}")


def _first_request(row: dict[str, Any], parse: Parse) -> SuggestionRequest:
    parsed = parse(row["text"])
    return SuggestionRequest(row["text"], as_language(row["lang"]), _level(parsed), intent=_intent(parsed))


def handed_over_request(row: dict[str, Any], parse: Parse) -> SuggestionRequest:
    """What the console would ask for the last message of a dialogue."""
    *before, last = row["dialogue"]
    return SuggestionRequest(
        text=last["text"],
        language=as_language(row["language"]),
        level=next(level for level in LEVELS if level == row["level"]),
        facts=CustomerFacts.from_mapping(row["customer"]),
        earlier=tuple(turn["text"] for turn in before if turn["who"] != "customer"),
        before=tuple(turn["text"] for turn in before if turn["who"] == "customer"),
        intent=_intent(parse(last["text"])),
    )


def _level(parsed: dict[str, Any]) -> Level:
    heard = (parsed.get("frustration") or {}).get("level")
    return next((level for level in LEVELS if level == heard), "calm")


def _intent(parsed: dict[str, Any]) -> Intent | None:
    found = parsed.get("intent") or {}
    return Intent(found["name"], found.get("confidence", 0.0)) if found.get("name") else None


def _tell(name: str, tallies: dict[str, Tally], table: Table) -> dict[str, Any]:
    figures: dict[str, Any] = {}
    everything = {**tallies, "both": _joined(tallies)}
    for language, tally in everything.items():
        shares = {"right": _share(tally.right), "among": _share(tally.among), "silent": _share(tally.silent)}
        figures[language] = {"messages": len(tally.silent), **shares}
        table.add_row(name, language, str(len(tally.silent)), *(f"{value:.1%}" for value in shares.values()))
    return figures


def _joined(tallies: dict[str, Tally]) -> Tally:
    found = list(tallies.values())
    return Tally(*([one for tally in found for one in getattr(tally, name)] for name in ("right", "among", "silent")))


def _share(values: list[bool]) -> float:
    return round(sum(values) / len(values), 4) if values else 0.0


def _times(spent: list[float]) -> dict[str, float]:
    high = statistics.quantiles(spent, n=20)[-1] if len(spent) > 1 else spent[0]
    return {"median": round(statistics.median(spent), 1), "p95": round(high, 1)}


if __name__ == "__main__":
    main()
