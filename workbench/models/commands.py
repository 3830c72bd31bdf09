"""`chiaro model …`: train, compare, promote, roll back, and what is in force."""

from __future__ import annotations

import getpass
import json
import os
import signal
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
from rich.console import Console

from ops.fingerprint import model_name
from workbench.commands import (
    BAD,
    GOOD,
    events_option,
    json_option,
    language_option,
    progress_of,
    project_root,
    says_errors,
    write_json,
)
from workbench.errors import BadFile, NotThere, WorkbenchError
from workbench.models.comparison import Plan, compare
from workbench.models.gate import judge
from workbench.models.promotion import Asked, Promoter, Rasa
from workbench.models.registry import Comparisons, Promotion, Registry
from workbench.models.sets import Message
from workbench.models.terminal import print_comparison
from workbench.models.thresholds import read_thresholds
from workbench.models.training import train
from workbench.wording import Language, say

_INTERRUPTED = 130
_RASA = "http://127.0.0.1:{port}"

by_option = click.option("--by", default=getpass.getuser, help="Who does it, for the history; your login unless given.")
offline_option = click.option("--offline", is_flag=True, help="Only record it, for the next start of Chiaro.")


@click.group()
def model() -> None:
    """Train a model, compare it with the one in force, promote it, roll back."""
    signal.signal(signal.SIGTERM, _stop)
    signal.signal(signal.SIGINT, _stop)


def _stop(*_: object) -> None:
    # So that whatever was started is ended on the way out.
    sys.exit(_INTERRUPTED)


@model.command("train")
@events_option
@json_option
@language_option
@says_errors
def train_command(events: bool, json_file: Path | None, language: Language) -> None:
    """Train a candidate of the files as they are; the model in force stays what it is."""
    with progress_of(events, language) as progress:
        candidate = train(project_root(), progress, os.environ)
    write_json(json_file, {**asdict(candidate), "file": str(candidate.file)})
    _say(events, language, "trained" if candidate.new else "trained-before", **asdict(candidate))


@model.command("compare")
@click.argument("candidate", required=False)
@click.option("--with", "other", metavar="MODEL", help="The model to compare with; the one in force unless given.")
@click.option(
    "--recent", type=click.Path(dir_okay=False, path_type=Path), help="Recent messages: JSON lines with `text`."
)
@click.option("--without-tests", is_flag=True, help="Do not play the conversation tests.")
@events_option
@json_option
@language_option
@says_errors
def compare_command(
    candidate: str | None,
    other: str | None,
    recent: Path | None,
    without_tests: bool,
    events: bool,
    json_file: Path | None,
    language: Language,
) -> None:
    """Compare CANDIDATE (the model of the files as they are, unless named) with the model in force.

    Exit code 0: the gate lets it through, 1: the gate blocks it.
    """
    root = project_root()
    registry, thresholds = Registry(root), read_thresholds(root)
    file = registry.file(candidate or _fitting(root, registry))
    against = registry.file(other or _other(registry, file))
    if against == file:
        raise WorkbenchError("models.itself", name=file.name.removesuffix(".tar.gz"))
    plan = Plan(root, file, against, _recent(recent), not without_tests)
    with progress_of(events, language) as progress:
        result = compare(plan, progress)
    result["gate"] = judge(result, thresholds)
    if not without_tests:  # half a comparison opens no gate
        Comparisons(root).keep(result)
    write_json(json_file, result)
    if not events:
        print_comparison(Console(), result, language)
    sys.exit(GOOD if result["gate"]["passed"] else BAD)


@model.command("promote")
@click.argument("candidate", required=False)
@click.option(
    "--anyway", "reason", metavar="REASON", default="", help="Although the gate blocks it; the reason is kept."
)
@offline_option
@by_option
@events_option
@json_option
@language_option
@says_errors
def promote_command(
    candidate: str | None,
    reason: str,
    offline: bool,
    by: str,
    events: bool,
    json_file: Path | None,
    language: Language,
) -> None:
    """Put CANDIDATE (the model of the files as they are, unless named) in force, without a restart."""
    root = project_root()
    name = candidate or _fitting(root, Registry(root))
    entry = Promoter(root, _rasa(offline)).promote(Asked(name, by, reason))
    _promoted(entry, offline, events, json_file, language)


@model.command("rollback")
@offline_option
@by_option
@events_option
@json_option
@language_option
@says_errors
def rollback_command(offline: bool, by: str, events: bool, json_file: Path | None, language: Language) -> None:
    """Put the model in force again that was so before."""
    entry = Promoter(project_root(), _rasa(offline)).roll_back(by)
    _promoted(entry, offline, events, json_file, language)


@model.command("status")
@json_option
@language_option
@says_errors
def status_command(json_file: Path | None, language: Language) -> None:
    """Say which model is in force, which one Rasa answers with, and who promoted which."""
    found = _status(project_root())
    write_json(json_file, found)
    for key, values in _status_lines(found):
        _say(False, language, key, **values)


def _status(root: Path) -> dict[str, Any]:
    registry, rasa = Registry(root), Rasa(_address())
    recorded, fitting = registry.in_force(), model_name(root)
    try:
        running: str | None = rasa.model()
    except WorkbenchError:
        running = None
    return {
        "in_force": asdict(recorded) if recorded else None,
        "running": running,
        "address": rasa.address,
        "fitting": fitting,
        "is_trained": fitting in registry.names(),
        "models": registry.names(),
        "history": [asdict(entry) for entry in registry.history()],
    }


def _status_lines(found: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    in_force = found["in_force"]
    running = "status-running" if found["running"] else "status-not-running"
    fits = "status-fits" if found["is_trained"] else "status-untrained"
    return [
        ("status-in-force", in_force) if in_force else ("status-none", {}),
        (running, {"name": found["running"], "address": found["address"]}),
        (fits, {"name": found["fitting"]}),
        *(("status-history", entry) for entry in found["history"][-10:]),
    ]


def _promoted(entry: Promotion, offline: bool, events: bool, json_file: Path | None, language: Language) -> None:
    write_json(json_file, asdict(entry))
    values = {**asdict(entry), "before": entry.before or "–"}
    _say(events, language, "promoted-offline" if offline else "promoted", **values)


def _say(events: bool, language: Language, key: str, **values: object) -> None:
    if not events:
        click.echo(say(language, f"models.{key}", **values))


def _fitting(root: Path, registry: Registry) -> str:
    name = model_name(root)
    if name not in registry.names():
        raise NotThere("models.not-trained")
    return name


def _other(registry: Registry, candidate: Path) -> str:
    """The model in force: as recorded, else the one that Rasa answers with, else the newest other one."""
    recorded = registry.in_force()
    if recorded is not None:
        return recorded.name
    name = candidate.name.removesuffix(".tar.gz")
    try:
        running = Rasa(_address()).model()
    except WorkbenchError:
        running = ""
    others = [running] if running in registry.names() else [other for other in registry.names() if other != name]
    if not others:
        raise NotThere("models.nothing-to-compare", name=name)
    return others[0]


def _recent(file: Path | None) -> list[Message]:
    """The messages of a file of JSON lines; BadFile where one of them is none."""
    if file is None:
        return []
    found = []
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        try:
            row = json.loads(line)
            found.append(Message(str(row["text"]), str(row.get("language") or ""), "", file.name, number))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise BadFile("models.bad-recent", file=file.name, line=number) from error
    return found


def _rasa(offline: bool) -> Rasa | None:
    return None if offline else Rasa(_address())


def _address() -> str:
    """Where Rasa is, as the other processes are told it."""
    return os.environ.get("CHIARO_RASA_URL") or _RASA.format(port=os.environ.get("CHIARO_RASA_PORT") or 5005)
