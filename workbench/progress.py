"""How far a long command is: drawn for people, or told as JSON lines to the program that started it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol, TextIO

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar

from workbench.wording import Language, say


class Progress(Protocol):
    """What a long command tells of itself; `key` names its words, `topic.key`."""

    def begin(self, key: str, of: int | None = None) -> None:
        """A step begins; `of` is how many pieces it has, where that is known."""

    def advance(self, name: str = "", by: int = 1) -> None:
        """Some pieces of the step are done, the last of them called `name`."""

    def tell(self, **values: object) -> None:
        """Something that a page may want to show at once, such as a test that failed."""


class Silent:
    """Tells nobody."""

    def begin(self, key: str, of: int | None = None) -> None:
        """Do nothing."""

    def advance(self, name: str = "", by: int = 1) -> None:
        """Do nothing."""

    def tell(self, **values: object) -> None:
        """Do nothing."""


class Events:
    """Writes one JSON object a line: `{"step", "of"}`, `{"done", "name"}`, `{"tell": {…}}`."""

    def __init__(self, out: TextIO) -> None:
        """Write to `out`, which is flushed after each line."""
        self._out = out
        self._done = 0

    def begin(self, key: str, of: int | None = None) -> None:
        """Tell the step and count from nothing again."""
        self._done = 0
        self._write({"step": key, "of": of})

    def advance(self, name: str = "", by: int = 1) -> None:
        """Tell how many pieces are done."""
        self._done += by
        self._write({"done": self._done, "name": name})

    def tell(self, **values: object) -> None:
        """Hand the values on."""
        self._write({"tell": values})

    def _write(self, event: dict[str, object]) -> None:
        self._out.write(json.dumps(event, ensure_ascii=False) + "\n")
        self._out.flush()


class Drawn:
    """A bar on the terminal."""

    def __init__(self, bar: Bar, language: Language) -> None:
        """Draw with `bar`."""
        self._bar = bar
        self._language = language
        self._task = bar.add_task("", total=None, name="")

    def begin(self, key: str, of: int | None = None) -> None:
        """Start the bar anew."""
        self._bar.reset(self._task, total=of, description=say(self._language, key), name="")

    def advance(self, name: str = "", by: int = 1) -> None:
        """Move the bar, and show what was done last."""
        self._bar.update(self._task, advance=by, name=name)

    def tell(self, **values: object) -> None:
        """Nothing of it is drawn."""


@contextmanager
def drawn(language: Language) -> Iterator[Progress]:
    """A bar on standard error where that is a terminal, else silence."""
    console = Console(stderr=True)
    done = TextColumn("{task.fields[name]}", style="dim")
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), done)
    with Bar(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        yield Drawn(bar, language)
