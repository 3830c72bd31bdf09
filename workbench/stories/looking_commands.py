"""`chiaro stories coverage`, `history` and `touched`: what is known without running anything."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from workbench.commands import BAD, GOOD, json_option, language_option, project_root, says_errors, write_json
from workbench.stories.choosing import find_tests
from workbench.stories.covered import SORTS
from workbench.stories.covering import cover
from workbench.stories.history import histories
from workbench.stories.kept import KeptRuns, newest_results
from workbench.stories.pictures.grid import as_svg
from workbench.stories.pictures.grid_words import grid_words
from workbench.stories.playing import model_to_run, read_catalogue
from workbench.stories.run_command import reaches_since
from workbench.stories.telling import told_coverage, told_history
from workbench.stories.touched.tests import Cause, touched_tests
from workbench.wording import Language, say

_file = click.Path(path_type=Path, dir_okay=False)
# Progress is for commands that take long; these take it so that they can be started as jobs.
_events = click.option("--events", is_flag=True, help="Write nothing but what is asked for as JSON.")


@click.command()
@click.option("--model", type=_file, help="The model whose results count; by default the one that would be run.")
@click.option("--svg", "svg_file", type=_file, help="Draw policies by kinds and languages, with the holes.")
@json_option
@_events
@language_option
@says_errors
def coverage(
    model: Path | None, svg_file: Path | None, json_file: Path | None, events: bool, language: Language
) -> None:
    """Show what no test comes by, from what the tests came to when they were run last."""
    root = project_root()
    catalogue = read_catalogue(root)
    name = model_to_run(root, model).name.removesuffix(".tar.gz")
    found = find_tests(root, (), catalogue)
    results = newest_results(KeptRuns(root).runs(), name)
    made = cover(root, found.stories, results, name, catalogue)
    write_json(json_file, made.document())
    if svg_file is not None:
        svg_file.parent.mkdir(parents=True, exist_ok=True)
        svg_file.write_text(as_svg(made.grid, grid_words(made, language), alone=True), encoding="utf-8")
    if not events:
        for line in told_coverage(made, language):
            click.echo(line)
    sys.exit(GOOD if made.is_complete else BAD)


@click.command()
@click.argument("paths", nargs=-1)
@click.option("--failing", is_flag=True, help="Only tests that fail now.")
@click.option("--flaky", is_flag=True, help="Only tests that passed and failed with nothing changed between.")
@json_option
@_events
@language_option
@says_errors
def history(
    paths: tuple[str, ...], failing: bool, flaky: bool, json_file: Path | None, events: bool, language: Language
) -> None:
    """Show what became of each test of PATHS (by default all) in the runs that are remembered."""
    found = histories(KeptRuns(project_root()).runs())
    found = [one for one in found if not paths or any(_is_below(one.file, path) for path in paths)]
    found = [one for one in found if (one.is_failing or not failing) and (one.is_flaky or not flaky)]
    write_json(json_file, [one.document() for one in found])
    if not events:
        for one in found:
            for line in told_history(one, language):
                click.echo(line)
        if not found:
            click.echo(say(language, "stories.no-history"))
    sys.exit(GOOD)


def _is_below(file: str, path: str) -> bool:
    plain = path.rstrip("/")
    return file == plain or file.startswith(f"{plain}/")


@click.command()
@click.argument("revision", default="HEAD")
@json_option
@_events
@language_option
@says_errors
def touched(revision: str, json_file: Path | None, events: bool, language: Language) -> None:
    """List the tests touched by what changed since REVISION, by default by what is not committed, each with why."""
    root = project_root()
    catalogue = read_catalogue(root)
    reaches = reaches_since(root, revision)
    found = find_tests(root, (), catalogue)
    tests = touched_tests(found.stories, reaches, newest_results(KeptRuns(root).runs()), catalogue)
    write_json(json_file, [test.document() for test in tests])
    if not events:
        for test in tests:
            click.echo(f"{test.file}:{test.line}: {test.story}")
            for cause in test.causes:
                click.echo(f"  {told_cause(cause, language)}")
        click.echo(say(language, "stories.touched-count", count=len(tests), total=len(found.stories)))
    sys.exit(GOOD)


def told_cause(cause: Cause, language: Language) -> str:
    """Why a test is touched, in words."""
    sort = say(language, f"stories.sort-{cause.sort.replace('_', '-')}") if cause.sort in SORTS else ""
    key = f"stories.touched-{cause.why.replace('_', '-')}"
    return say(language, key, path=cause.path, sort=sort, names=", ".join(cause.names))
