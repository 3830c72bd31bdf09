"""How well first answers name the right policy, through the running system.

Every development message is the first one of a conversation of its own, sent to Rasa's REST channel. Reported for
Italian and English apart: *right* (first message with a policy names the right one), *resolved* (right, or asked with
the right one among the options), *wrong* (another policy), *astray* (asked without it), *refused* (answered
without any policy or option); out of scope: the share answered without a policy, small talk and the rest apart.

    python -m benchmarks.topics [--url http://127.0.0.1:5005]
"""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import click
import httpx
from rich.progress import track
from rich.table import Table

from benchmarks.results import report, shared_file

OUTCOMES = ("right", "asked", "wrong", "astray", "refused")


@click.command()
@click.option("--url", default="http://127.0.0.1:5005", show_default=True, help="Where Rasa listens.")
@click.option("--every", default=1, show_default=True, help="Only every n-th message, for a quick look.")
@click.option("--misses", is_flag=True, help="Print every message that went wrong.")
def main(url: str, every: int, misses: bool) -> None:
    """Ask everything and report."""
    with httpx.Client(base_url=url, timeout=30) as client:
        topics = list(_rows("dev/topics.jsonl"))[::every]
        began = time.perf_counter()
        counted = _topics(client, topics, misses)
        milliseconds = (time.perf_counter() - began) / len(topics) * 1000
        scope = _out_of_scope(client, list(_rows("dev/out_of_scope.jsonl"))[::every], misses)
    _report(counted, scope, milliseconds)


def _rows(name: str) -> Iterator[dict[str, Any]]:
    for line in shared_file(name).read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


def _ask(client: httpx.Client, text: str) -> list[dict[str, Any]]:
    answer = client.post("/webhooks/rest/webhook", json={"sender": f"bench-{uuid4()}", "message": text})
    answer.raise_for_status()
    return [message.get("custom") or {} for message in answer.json()]


def _topics(client: httpx.Client, rows: list[dict[str, Any]], misses: bool) -> Counter[tuple[str, str]]:
    counted: Counter[tuple[str, str]] = Counter()
    for row in track(rows, "topics"):
        outcome, got = _outcome(_ask(client, row["text"]), row["policy_id"])
        counted[row["lang"], outcome] += 1
        if misses and outcome != "right":
            click.echo(f"{outcome:8} {row['policy_id']} <- {got}: {row['text']}")
    return counted


def _outcome(messages: list[dict[str, Any]], expected: str) -> tuple[str, str]:
    named = next((message["policy_id"] for message in messages if "policy_id" in message), None)
    if named is not None:
        return ("right" if named == expected else "wrong"), named
    offered = [option["policy_id"] for message in messages for option in message.get("options", [])]
    kinds = ", ".join(str(message.get("kind")) for message in messages)
    if not offered:
        return "refused", kinds
    return ("asked" if expected in offered[:4] else "astray"), kinds


def _out_of_scope(client: httpx.Client, rows: list[dict[str, Any]], misses: bool) -> Counter[tuple[str, str, bool]]:
    counted: Counter[tuple[str, str, bool]] = Counter()
    for row in track(rows, "out of scope"):
        messages = _ask(client, row["text"])
        without = not any("policy_id" in message for message in messages)
        counted[row["lang"], row["expected"], without] += 1
        if misses and not without:
            click.echo(f"scope    {row['expected']}: {row['text']}")
    return counted


def _report(counted: Counter[tuple[str, str]], scope: Counter[tuple[str, str, bool]], milliseconds: float) -> None:
    figures: dict[str, Any] = {"milliseconds_a_message": round(milliseconds, 1)}
    table = Table("language", *OUTCOMES, "resolved", "small talk without a policy", "out of scope without a policy")
    for language in ("it", "en", "both"):
        languages = ("it", "en") if language == "both" else (language,)
        shares = _shares(counted, languages)
        shares["resolved"] = shares["right"] + shares["asked"]
        shares["smalltalk"] = _without(scope, languages, "smalltalk")
        shares["no_answer"] = _without(scope, languages, "no_answer")
        figures[language] = {name: round(value, 4) for name, value in shares.items()}
        names = (*OUTCOMES, "resolved", "smalltalk", "no_answer")
        table.add_row(language, *(f"{shares[name]:.1%}" for name in names))
    report("topics", table, figures)


def _shares(counted: Counter[tuple[str, str]], languages: tuple[str, ...]) -> dict[str, float]:
    total = sum(counted[language, outcome] for language in languages for outcome in OUTCOMES) or 1
    return {outcome: sum(counted[language, outcome] for language in languages) / total for outcome in OUTCOMES}


def _without(scope: Counter[tuple[str, str, bool]], languages: tuple[str, ...], expected: str) -> float:
    counts = [sum(scope[language, expected, without] for language in languages) for without in (True, False)]
    return counts[0] / (sum(counts) or 1)


if __name__ == "__main__":
    main()
