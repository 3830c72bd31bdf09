"""`chiaro stories`: run the conversation tests, and make new ones of conversations."""

from __future__ import annotations

import click

from workbench.stories.looking_commands import coverage, history, touched
from workbench.stories.record_command import record
from workbench.stories.run_command import run


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def stories() -> None:
    """Run the conversation tests, see what they leave out, and make new ones of conversations."""


for command in (run, record, coverage, history, touched):
    stories.add_command(command)
