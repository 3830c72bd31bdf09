"""Files that cannot be read, so that nothing in them was looked at."""

from __future__ import annotations

from collections.abc import Iterator

from workbench.findings.finding import Finding
from workbench.findings.sources import Sources
from workbench.wording import LANGUAGES, say_error


def check(sources: Sources) -> Iterator[Finding]:
    """Yield what could not be read while the other checks ran: this one is the last."""
    for file, error in sources.unreadable.items():
        line = error.values.get("line")
        values = {f"problem_{language}": say_error(language, error) for language in LANGUAGES}
        yield Finding("file_unreadable", "serious", file, line if isinstance(line, int) else 1, values, file)
