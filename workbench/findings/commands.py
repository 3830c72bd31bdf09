"""`chiaro findings`: what contradicts, overlaps, lacks or breaks something, with its place and a mend."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

import click
from rich.console import Console
from rich.text import Text

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
from workbench.errors import NotThere
from workbench.findings.accepted import Accepted
from workbench.findings.finding import Finding
from workbench.findings.kept import FILE, KeptFindings
from workbench.findings.looking import CHECKS, Found, look
from workbench.project.project import Project
from workbench.wording import Language, say

_STYLES = {"serious": "bold red", "look": "yellow"}


@click.command()
@click.argument("paths", nargs=-1)
@click.option("--check", "checks", multiple=True, type=click.Choice(list(CHECKS)), help="Run this check only.")
@click.option("--accept", multiple=True, metavar="ID", help="Let this finding stay as it is, and tell it no more.")
@click.option("--mend", multiple=True, metavar="ID", help="Do what this finding proposes.")
@events_option
@json_option
@language_option
@says_errors
def findings(
    paths: tuple[str, ...],
    checks: tuple[str, ...],
    accept: tuple[str, ...],
    mend: tuple[str, ...],
    events: bool,
    json_file: Path | None,
    language: Language,
) -> None:
    """Look for what is wrong in the training data, the tests and the actions; PATHS: only what touches these.

    Exit code 0: nothing serious; 1: something serious; 2: it could not be done.
    """
    project = Project(project_root())
    with progress_of(events, language) as progress:
        found = look(project, progress, checks, paths)
    if accept or mend:
        _act(project, found, accept, mend, language)
        return
    document = _document(found, language)
    write_json(json_file, document)
    if not checks and not paths:
        write_json(project.root / FILE, document)
    if not events:
        _print(found, language)
    sys.exit(BAD if found.serious else GOOD)


def _document(found: Found, language: Language) -> dict[str, object]:
    told = [finding.document(language) for finding in found.findings]
    return {"serious": found.serious, "accepted": found.accepted, "findings": told}


def _act(project: Project, found: Found, accept: Iterable[str], mend: Iterable[str], language: Language) -> None:
    by_id = {finding.id: finding for finding in found.findings}
    mended, accepted = [_named(by_id, name) for name in mend], [_named(by_id, name) for name in accept]
    if accepted:
        project.write([Accepted.read(project).with_also(accepted)])
    for finding in mended:
        changes = KeptFindings(project).changes(finding)
        project.write(changes)
        for change in changes:
            click.echo(project.diff(change), nl=False)
    click.echo(say(language, "findings.acted", accepted=len(accepted), mended=len(mended)))


def _named(by_id: dict[str, Finding], name: str) -> Finding:
    if name not in by_id:
        raise NotThere("findings.unknown_id", id=name)
    return by_id[name]


def _print(found: Found, language: Language) -> None:
    console = Console()
    for finding in found.findings:
        _line(console, f"{finding.file}:{finding.line}", _STYLES[finding.severity], f"  {finding.id}")
        _line(console, f"  {finding.sentence(language)}")
        _line(console, f"  {finding.why(language)} {finding.todo(language)}", "dim")
        for other in finding.others:
            _line(console, f"    {other.file}:{other.line}  {other.text}", "dim")
        if finding.mend is not None:
            _line(console, f"  {say(language, 'findings.can_mend', id=finding.id)}", "green")
    counts = {"serious": found.serious, "look": len(found.findings) - found.serious, "accepted": found.accepted}
    _line(console, say(language, "findings.count", **counts), "bold")


def _line(console: Console, text: str, style: str = "", more: str = "") -> None:
    # Lines of customers may have brackets, which rich would take for marks of style.
    console.print(Text.assemble((text, style), (more, "dim")), soft_wrap=True)
