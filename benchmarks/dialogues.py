"""How many turns of the development dialogues the running system meets, each dialogue from a fresh beginning.

A turn is met when every message of the reply has text, every expected kind is among the messages' kinds (an expected
null is met by small talk too), the first policy named is the expected one, and the last message is in the expected
language. Where no policy is expected, naming one is counted apart and fails nothing. Reported for all turns and for
Italian and English: the share met; the share met where any one of the expected kinds will do; what failed; and the
dialogues wholly met (one in two languages counts in each, with its turns in that language).

    python -m benchmarks.dialogues [--rasa http://127.0.0.1:5005]
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import click
import httpx
from rich.progress import track
from rich.table import Table

from benchmarks.results import report

DIALOGUES = Path(__file__).parent / "sets" / "dialogues.jsonl"
FAULTS = ("empty", "kind", "policy", "language")
LANGUAGES = ("it", "en")


@dataclass(frozen=True)
class Expected:
    """One turn of the set; a kind of None is small talk, a policy of None may be any."""

    text: str
    kinds: tuple[str | None, ...]
    policy_id: str | None
    language: str


@dataclass(frozen=True)
class Seen:
    """What came back: the messages' kinds, the first policy named, the last language, and whether all have text."""

    kinds: tuple[str | None, ...]
    policy_id: str | None
    language: str | None
    has_text: bool


@dataclass(frozen=True)
class Outcome:
    """A turn with what was seen."""

    dialogue: str
    expected: Expected
    seen: Seen

    @property
    def faults(self) -> tuple[str, ...]:
        """What failed, of `FAULTS`; nothing where the turn is met. Without text nothing else is looked at."""
        return faults(self.expected, self.seen, kinds_met(self.expected.kinds, self.seen.kinds))

    @property
    def is_met_by_any_kind(self) -> bool:
        """Whether the turn is met where one of the expected kinds is enough."""
        return not faults(self.expected, self.seen, bool(set(self.expected.kinds) & set(self.seen.kinds)))


class BadSet(ValueError):
    """A line of the set is no dialogue."""


@click.command()
@click.option("--rasa", default="http://127.0.0.1:5005", show_default=True, help="Where Rasa listens.")
@click.option("--set", "path", type=click.Path(path_type=Path), default=DIALOGUES, help="Another file of dialogues.")
@click.option("--misses", is_flag=True, help="Print every turn that was not met, with what was seen.")
def main(rasa: str, path: Path, misses: bool) -> None:
    """Hold every dialogue and report."""
    try:
        dialogues = read_dialogues(path.read_text(encoding="utf-8").splitlines())
    except (OSError, BadSet) as error:
        raise click.ClickException(str(error)) from error
    with httpx.Client(base_url=rasa, timeout=30) as client:
        outcomes = [turn for name in track(dialogues, "dialogues") for turn in _hold(client, name, dialogues[name])]
    if misses:
        for outcome in outcomes:
            _print_miss(outcome)
    _report(path.name, outcomes)


def read_dialogues(lines: Iterable[str]) -> dict[str, list[Expected]]:
    """The dialogues of a set by id, one JSON object a line. Raises BadSet, which names the line."""
    dialogues: dict[str, list[Expected]] = {}
    for number, line in enumerate(lines, start=1):
        try:
            row = json.loads(line)
            name, turns = row["id"], [_expected(turn) for turn in row["turns"]]
        except (ValueError, KeyError, TypeError) as error:
            raise BadSet(f"line {number} is no dialogue: {error!r}") from error
        if not turns or name in dialogues:
            raise BadSet(f"line {number}: {name} has no turns or was there before")
        dialogues[name] = turns
    if not dialogues:
        raise BadSet("there are no dialogues")
    return dialogues


def _expected(turn: dict[str, Any]) -> Expected:
    kinds, language = turn["kinds"], turn["language"]
    if not isinstance(kinds, list) or not kinds or language not in LANGUAGES:
        raise ValueError("kinds is a list of at least one, language is it or en")
    return Expected(turn["text"], tuple(kinds), turn.get("policy_id"), language)


def _hold(client: httpx.Client, name: str, turns: list[Expected]) -> list[Outcome]:
    sender = f"dialogue-{uuid4()}"
    return [Outcome(name, turn, seen_in(_say(client, sender, turn.text))) for turn in turns]


def _say(client: httpx.Client, sender: str, text: str) -> list[dict[str, Any]]:
    answer = client.post("/webhooks/rest/webhook", json={"sender": sender, "message": text})
    answer.raise_for_status()
    messages: list[dict[str, Any]] = answer.json()
    return messages


def seen_in(messages: list[dict[str, Any]]) -> Seen:
    """What a reply shows."""
    customs = [message.get("custom") or {} for message in messages]
    return Seen(
        kinds=tuple(custom.get("kind") for custom in customs),
        policy_id=next((custom["policy_id"] for custom in customs if custom.get("policy_id")), None),
        language=customs[-1].get("language") if customs else None,
        has_text=bool(messages) and all((message.get("text") or "").strip() for message in messages),
    )


def kinds_met(expected: tuple[str | None, ...], seen: tuple[str | None, ...]) -> bool:
    """Whether all expected kinds were seen; where None is among them, a message without kind will do as well."""
    wanted = {kind for kind in expected if kind is not None}
    small_talk = None in expected and None in seen
    return small_talk or (bool(wanted) and wanted <= set(seen))


def faults(expected: Expected, seen: Seen, right_kind: bool) -> tuple[str, ...]:
    """What is wrong with a reply whose kinds are right or not."""
    if not seen.has_text:
        return ("empty",)
    right = {
        "kind": right_kind,
        "policy": expected.policy_id in (None, seen.policy_id),
        "language": expected.language == seen.language,
    }
    return tuple(name for name in right if not right[name])


def figures(outcomes: list[Outcome]) -> dict[str, float]:
    """The measures of these turns as counts and shares; the shares of no turns are 0."""
    whole: dict[str, bool] = {}
    for outcome in outcomes:
        whole[outcome.dialogue] = whole.get(outcome.dialogue, True) and not outcome.faults
    unasked = [outcome.expected.policy_id is None and outcome.seen.policy_id is not None for outcome in outcomes]
    return {
        "turns": len(outcomes),
        "met": _share([not outcome.faults for outcome in outcomes]),
        "met, any of the kinds": _share([outcome.is_met_by_any_kind for outcome in outcomes]),
        **{f"failed: {name}": sum(name in outcome.faults for outcome in outcomes) for name in FAULTS},
        "a policy where none was expected": sum(unasked),
        "dialogues": len(whole),
        "dialogues wholly met": _share(list(whole.values())),
    }


def _share(values: list[bool]) -> float:
    return round(sum(values) / len(values), 4) if values else 0.0


def _print_miss(outcome: Outcome) -> None:
    if outcome.faults:
        expected, seen = outcome.expected, outcome.seen
        click.echo(f"{outcome.dialogue} {', '.join(outcome.faults)}: {expected.text}")
        click.echo(f"    expected {expected.kinds} {expected.policy_id} {expected.language}")
        click.echo(f"    seen     {seen.kinds} {seen.policy_id} {seen.language}")


def _report(name: str, outcomes: list[Outcome]) -> None:
    groups = {"all": outcomes}
    for language in LANGUAGES:
        groups[language] = [outcome for outcome in outcomes if outcome.expected.language == language]
    found = {group: figures(members) for group, members in groups.items()}
    table = Table("measure", *found)
    for measure in found["all"]:
        values = (found[group][measure] for group in found)
        table.add_row(measure, *(f"{value:.1%}" if isinstance(value, float) else str(value) for value in values))
    report("dialogues", table, {"set": name, **found})


if __name__ == "__main__":
    main()
