"""`chiaro …`: one command for each thing that the pages for staff can do, for a company's own scripts."""

from __future__ import annotations

import importlib

import click

# Each group is read when it is asked for: some of them take a second to import.
GROUPS = {
    "stories": ("workbench.stories.commands", "stories"),
    "model": ("workbench.models.commands", "model"),
    "findings": ("workbench.findings.commands", "findings"),
    "simulate": ("workbench.simulation.commands", "simulate"),
    "trial": ("workbench.trial.commands", "trial"),
    "review": ("web.workbench.review.commands", "review"),
}


class _Groups(click.Group):
    """Finds its groups by name."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all groups."""
        return sorted(GROUPS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The group of that name, or None."""
        if cmd_name not in GROUPS:
            return None
        module, name = GROUPS[cmd_name]
        command: click.Command = getattr(importlib.import_module(module), name)
        return command


@click.command(cls=_Groups)
def main() -> None:
    """Test, train and correct the assistant."""


if __name__ == "__main__":
    main(prog_name="chiaro")
