"""`python -m conversation_tests.picture`: draws the dialogue anew."""

from __future__ import annotations

from pathlib import Path

import click

from conversation_tests.picture.dialogue import Dialogue
from conversation_tests.picture.drawing import draw

ROOT = Path(__file__).resolve().parents[2]
PICTURE = ROOT / "docs" / "pictures" / "dialogue.svg"


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("file", default=PICTURE, type=click.Path(path_type=Path, dir_okay=False))
def main(file: Path) -> None:
    """Draw the dialogue into FILE (by default docs/pictures/dialogue.svg)."""
    file.write_text(draw(Dialogue.read(ROOT)), encoding="utf-8")


if __name__ == "__main__":
    main()
