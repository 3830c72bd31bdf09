"""What the picture of coverage says, in a language."""

from __future__ import annotations

from workbench.stories.covered import Coverage
from workbench.stories.pictures.grid import CELL_PLACES, GridWords
from workbench.wording import Language, say


def grid_words(made: Coverage, language: Language) -> GridWords:
    """The words of a coverage's picture."""
    return GridWords(
        title=say(language, "stories.grid-title"),
        description=say(language, "stories.holes", count=len(made.grid.holes)),
        no_policy=say(language, "stories.no-policy"),
        cell=say(language, "stories.grid-cell", **{place: f"{{{place}}}" for place in CELL_PLACES}),
        kinds={kind: say(language, f"stories.kind-{kind.replace('_', '-')}") for kind in made.grid.kinds},
    )
