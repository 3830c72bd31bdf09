"""What the commands print with."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table


def print_table(table: Table) -> None:
    """Prints a table; wide where nobody's window bounds it, so that a log or a pipe gets whole lines."""
    console = Console()
    (console if console.is_terminal else Console(width=240)).print(table)
