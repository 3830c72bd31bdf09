"""`policy_kb check`: what is wrong in content files."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from policy_kb.files.collection import SAMPLE_COMPANY, Collection, company_folder, read_collection
from policy_kb.files.complaint import Complaint


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--questions", is_flag=True, help="Also review the example questions, which takes some seconds.")
def check(paths: tuple[Path, ...], questions: bool) -> None:
    """Check content files: form, references, dates, translations, plain language.

    PATHS are company folders or policy files; without any, the sample company. With --questions also which articles
    have too few example questions, too alike, or some that a neighbour answers better. Exit code 0: no complaints, 1:
    some.
    """
    today = date.today()
    collection = read_collection(list(paths) or [SAMPLE_COMPANY], today, _siblings(paths))
    if questions and not collection.complaints:
        _review(collection)
    complaints = sorted([*collection.complaints, *collection.reminders])
    print_complaints(complaints)
    click.echo(f"{len(complaints)} complaint(s) in {len(collection.documents)} file(s)")
    raise SystemExit(1 if complaints else 0)


def _review(collection: Collection) -> None:
    # Here and not above: a check of the form alone starts faster without it.
    from policy_kb.files.question_review import review_questions

    with Console(stderr=True).status("reviewing the example questions"):
        review_questions(collection)


def _siblings(paths: tuple[Path, ...]) -> frozenset[str]:
    """The other policies of the companies that single files belong to: they may be referred to."""
    folders = {company_folder(path) for path in paths if not path.is_dir()}
    return frozenset(file.stem for folder in folders for file in (folder / "policies").glob("*.yml"))


def print_complaints(complaints: list[Complaint]) -> None:
    """Prints a table of complaints, or nothing when there are none."""
    if not complaints:
        return
    console = Console()
    if not console.is_terminal:  # a log or a pipe: one whole line a complaint, nothing cut
        for complaint in complaints:
            click.echo(str(complaint))
        return
    table = Table("file:line", "field", "problem", "mend")
    for complaint in complaints:
        table.add_row(
            f"{Path(complaint.file).name}:{complaint.line}",
            complaint.field,
            complaint.problem,
            complaint.mend,
        )
    console.print(table)
