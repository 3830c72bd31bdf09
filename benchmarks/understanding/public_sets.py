"""The public sets, with their official splits."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.results import shared_file

OUT_OF_SCOPE = "out_of_scope"
Line = tuple[str, str]


@dataclass(frozen=True)
class PublicSet:
    """Training and test lines with their intents; `outside` are test lines that no intent fits."""

    name: str
    train: list[Line]
    test: list[Line]
    outside: list[str] = field(default_factory=list)


def banking77() -> PublicSet:
    """English questions to a bank, 77 intents."""
    return PublicSet("banking77", *(list(_banking(part)) for part in ("train", "test")))


def _banking(part: str) -> Iterator[Line]:
    with shared_file(f"data/banking77/{part}.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield " ".join(row["text"].split()), row["category"]


def hwu64() -> PublicSet:
    """Requests to a home assistant, 64 intents."""
    return PublicSet("hwu64", *(list(_hwu(part)) for part in ("train", "test")))


def hwu64_ten() -> PublicSet:
    """The same with the ten training lines an intent of the few-shot split: stock Rasa learns it in minutes."""
    return PublicSet("hwu64-10", *(list(_hwu(part)) for part in ("train_10", "test")))


def _hwu(part: str) -> Iterator[Line]:
    texts, labels = (
        shared_file(f"data/hwu64/{part}.{end}").read_text(encoding="utf-8").splitlines() for end in ("seq.in", "label")
    )
    yield from zip(texts, labels, strict=True)


def clinc150() -> PublicSet:
    """150 intents of ten domains; the 100 out-of-scope training lines are an intent of their own."""
    data = json.loads(shared_file("data/clinc150/data_full.json").read_text(encoding="utf-8"))
    outside = [(text, OUT_OF_SCOPE) for text, _ in data["oos_train"]]
    train = [(text, intent) for text, intent in data["train"]] + outside
    test = [(text, intent) for text, intent in data["test"]]
    return PublicSet("clinc150", train, test, [text for text, _ in data["oos_test"]])


def xsid() -> PublicSet:
    """15 intents: trained on English alone, tested on Italian."""
    return PublicSet("xsid", list(_xsid("en.valid")), list(_xsid("it.test")))


def _xsid(part: str) -> Iterator[Line]:
    text = ""
    for line in shared_file(f"data/xsid/{part}.conll").read_text(encoding="utf-8").splitlines():
        key, _, value = line.lstrip("# ").partition(":" if ":" in line.split("=")[0] else "=")
        if line.startswith("#") and key.strip() == "text":
            text = value.strip()
        if line.startswith("#") and key.strip() == "intent":
            yield text, value.strip()


SETS: dict[str, Callable[[], PublicSet]] = {
    "banking77": banking77,
    "hwu64": hwu64,
    "hwu64-10": hwu64_ten,
    "clinc150": clinc150,
    "xsid": xsid,
}


def write_training_data(lines: list[Line], path: Path) -> dict[str, str]:
    """Writes `lines` as Rasa training data; returns the original intent of each written name.

    Names are numbered, since Rasa gives some signs in them a meaning of their own; out of scope keeps its name.
    """
    intents = sorted({intent for _, intent in lines})
    names = {
        intent: OUT_OF_SCOPE if intent == OUT_OF_SCOPE else f"intent_{index}" for index, intent in enumerate(intents)
    }
    blocks = ['version: "3.1"', "nlu:"]
    for intent in intents:
        blocks += [f"- intent: {names[intent]}", "  examples: |"]
        blocks += [f"    - {_plain(text)}" for text, label in lines if label == intent]
    path.write_text("\n".join(blocks) + "\n", encoding="utf-8")
    return {name: intent for intent, name in names.items()}


def _plain(text: str) -> str:
    """The text without the signs of Rasa's training format."""
    return " ".join(text.translate(str.maketrans("[]{}", "()()")).split())
