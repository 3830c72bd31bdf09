"""Training lines that stand under another intent now than in the data of the model in force."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from workbench.errors import BadFile
from workbench.findings.checks.mislabelled import moved, place_of
from workbench.findings.finding import Finding
from workbench.findings.learnt import Intents, data_in_force, learnt_intents
from workbench.findings.sources import Sources
from workbench.nlu.examples import Example
from workbench.wording import LANGUAGES, say_error

# So many are named one by one; where more were moved, that was no slip.
MOST_NAMED = 200
_MOST_PLACES = 5


def check(sources: Sources) -> Iterator[Finding]:
    """Yield the lines in the order of their files; nothing where no model is there, or its data are not."""
    data = data_in_force(sources.project.root)
    if data is None:
        return
    try:
        learnt = learnt_intents(data)
    except BadFile as error:
        yield _unreadable(data, error)
        return
    found = [line for line in sources.lines if _is_relabelled(line, learnt)]
    yield from (_relabelled(sources, line, learnt) for line in found[:MOST_NAMED])
    if len(found) > MOST_NAMED:
        yield _more(found[MOST_NAMED:])


def _is_relabelled(line: Example, learnt: Intents) -> bool:
    """A line that the model has not learnt at all is new."""
    return line.text in learnt and line.intent not in learnt[line.text]


def _relabelled(sources: Sources, line: Example, learnt: Intents) -> Finding:
    before = sorted(learnt[line.text])
    values = {"text": line.text, "intent": line.intent, "before": ", ".join(before)}
    mend = moved(sources, line, before[0]) if len(before) == 1 else None
    return Finding("line_relabelled", "look", line.file, line.line, values, line.text, (), mend)


def _more(lines: Sequence[Example]) -> Finding:
    first, *others = lines
    places = tuple(place_of(line) for line in others[:_MOST_PLACES])
    values = {"count": len(lines), "named": MOST_NAMED}
    return Finding("lines_relabelled", "look", first.file, first.line, values, first.text, places)


def _unreadable(data: Path, error: BadFile) -> Finding:
    values = {f"problem_{language}": say_error(language, error) for language in LANGUAGES}
    return Finding("learnt_lines_unreadable", "look", f"{data.parent.name}/{data.name}", 1, values, data.name)
