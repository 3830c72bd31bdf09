"""What a turn costs at the beginning and at the end of one long conversation with the running system.

The same messages are asked first and last, so that only the length of the conversation differs; another conversation
warms the system up before. Reported: the median milliseconds of a turn over REST, and the ratio.

    python -m benchmarks.long_conversation [--url http://127.0.0.1:5005]
"""

from __future__ import annotations

import json
import statistics
import time
from uuid import uuid4

import click
import httpx
from rich.progress import track
from rich.table import Table

from benchmarks.results import report, shared_file

COMPARED = 20


@click.command()
@click.option("--url", default="http://127.0.0.1:5005", show_default=True, help="Where Rasa listens.")
@click.option("--turns", default=300, show_default=True, help="Length of the conversation.")
def main(url: str, turns: int) -> None:
    """Talk, time, report."""
    lines = shared_file("dev/topics.jsonl").read_text(encoding="utf-8").splitlines()
    texts = [json.loads(line)["text"] for line in lines]
    texts = [texts[(index * 7) % len(texts)] for index in range(turns - COMPARED)]
    with httpx.Client(base_url=url, timeout=30) as client:
        _talk(client, texts[:COMPARED])
        spent = _talk(client, [*texts, *texts[:COMPARED]])
    first, last = statistics.median(spent[:COMPARED]), statistics.median(spent[-COMPARED:])
    figures = {"first_ms": round(first, 2), "last_ms": round(last, 2), "last to first": round(last / first, 3)}
    table = Table("turns", *figures)
    table.add_row(str(turns), *(str(value) for value in figures.values()))
    report("long_conversation", table, {"turns": turns, **figures})


def _talk(client: httpx.Client, texts: list[str]) -> list[float]:
    """Milliseconds of each turn of a new conversation."""
    sender = f"long-{uuid4()}"
    return [_turn(client, sender, text) for text in track(texts, "turns")]


def _turn(client: httpx.Client, sender: str, text: str) -> float:
    began = time.perf_counter()
    client.post("/webhooks/rest/webhook", json={"sender": sender, "message": text}).raise_for_status()
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    main()
