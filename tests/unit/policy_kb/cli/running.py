"""Runs `policy_kb` in this process, with a database and nothing of the caller's own surroundings."""

from __future__ import annotations

from collections.abc import Callable

from click.testing import CliRunner, Result

from policy_kb.cli.main import main

Run = Callable[..., Result]


def runner_for(url: str) -> Run:
    """Called with the words after `policy_kb`; a stray exception fails the test."""

    def run(*words: object) -> Result:
        runner = CliRunner(env={"CHIARO_DATABASE_URL": url})
        return runner.invoke(main, [str(word) for word in words], catch_exceptions=False)

    return run


def rows(result: Result) -> list[list[str]]:
    """The rows of the tables that were printed, without their heads."""
    lines = [line for line in result.stdout.splitlines() if line.startswith("│")]
    return [[cell.strip() for cell in line.strip("│").split("│")] for line in lines]
