"""`policy_kb export`: a policy as a content file, made from what is published."""

from __future__ import annotations

import sys
from pathlib import Path

import click
import yaml
from sqlalchemy.orm import Session

from policy_kb.cli.options import open_knowledge_base
from policy_kb.publishing.exporting import exported
from policy_kb.store.articles import policy_ids


@click.command()
@click.argument("policy_id", required=False)
@click.option("--to", "folder", type=click.Path(file_okay=False, path_type=Path), help="Write files into this folder.")
def export(policy_id: str | None, folder: Path | None) -> None:
    """Export a policy, or all, as content files that `load` takes back without a change.

    Without --to the file is printed, which needs a POLICY_ID.
    """
    if policy_id is None and folder is None:
        raise click.UsageError("name a policy, or a folder with --to")
    with Session(open_knowledge_base()) as db_session:
        wanted = [policy_id] if policy_id else policy_ids(db_session)
        for name in wanted:
            _write(name, exported(db_session, name), folder)
    if folder:
        click.echo(f"{len(wanted)} file(s) written to {folder}")


def _write(policy_id: str, content: dict[str, object], folder: Path | None) -> None:
    text = yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=110)
    if folder is None:
        sys.stdout.write(text)
        return
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{policy_id}.yml").write_text(text, encoding="utf-8")
