"""Training lines that say the same twice, under one intent or two, and series made from a template."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from learning.near_duplicates import near_duplicates
from learning.text import flatten
from workbench.errors import WorkbenchError
from workbench.findings.checks.mislabelled import place_of
from workbench.findings.edits import Edit, edits_of
from workbench.findings.finding import Finding
from workbench.findings.sources import Sources
from workbench.nlu.examples import Example
from workbench.wording import LANGUAGES

# As `bot.checks.training_lines` has them: lines of two intents this much alike cannot both be right, unless a word
# makes all the difference; of one intent, they teach one thing.
_ACROSS, _WITHIN, _ENOUGH_WORDS = 0.93, 0.99, 4
# So many lines of an intent and a language that are one line but for a word, or begin alike, come from a template.
_MOST_OF_A_TEMPLATE = 6
_PATTERN_WORDS, _OPENING_WORDS = 5, 4
_HOLE = "…"


def check(sources: Sources) -> Iterator[Finding]:
    """Yield lines that are too many."""
    same = set()
    for finding in _same(sources):
        same.add((finding.file, finding.line))
        yield finding
    for language in LANGUAGES:
        own = [line for line in sources.lines if line.language == language]
        yield from (found for found in _alike(sources, own) if (found.file, found.line) not in same)
        yield from _templates(own)


def _same(sources: Sources) -> Iterator[Finding]:
    """Lines that are another's in folded form: of another intent in any language, of their own in theirs."""
    seen: dict[str, Example] = {}
    for line in sources.lines:
        first = seen.setdefault(flatten(line.text), line)
        if first is line:
            continue
        if first.intent != line.intent:
            yield _pair("line_under_two_intents", line, first, None)
        elif first.language == line.language:
            yield _pair("line_twice", line, first, _removed(sources, line))


def _alike(sources: Sources, lines: Sequence[Example]) -> Iterator[Finding]:
    for pair in near_duplicates([line.text for line in lines], _ACROSS):
        first, second = lines[pair.first], lines[pair.second]
        if first.intent != second.intent and len(second.text.split()) >= _ENOUGH_WORDS:
            yield _pair("lines_alike", second, first, None)
        elif first.intent == second.intent and pair.cosine >= _WITHIN:
            yield _pair("line_twice", second, first, _removed(sources, second))


def _pair(kind: str, line: Example, other: Example, mend: tuple[Edit, ...] | None) -> Finding:
    values = {"text": line.text, "intent": line.intent, "other": other.intent}
    return Finding(kind, "serious", line.file, line.line, values, line.text, (place_of(other),), mend)


def _removed(sources: Sources, line: Example) -> tuple[Edit, ...] | None:
    if sources.nlu is None:
        return None
    try:
        return edits_of([sources.nlu.remove(line)])
    except WorkbenchError:  # written in a form that cannot be changed by lines
        return None


def _templates(lines: Sequence[Example]) -> Iterator[Finding]:
    told: set[Example] = set()
    for patterns in (_with_a_hole, _opening):
        found: dict[tuple[str, str], list[Example]] = defaultdict(list)
        for line in lines:
            for pattern in patterns(flatten(line.text).split()):
                found[line.intent, pattern].append(line)
        for (intent, pattern), series in sorted(found.items(), key=lambda item: -len(item[1])):
            if len(series) > _MOST_OF_A_TEMPLATE and not told & set(series):
                told |= set(series)
                values = {"intent": intent, "pattern": pattern, "count": len(series)}
                places = tuple(place_of(line) for line in series[1:])
                first = series[0]
                yield Finding("lines_from_template", "look", first.file, first.line, values, first.text, places)


def _with_a_hole(words: list[str]) -> Iterator[str]:
    """The line with each of its words left out."""
    if len(words) >= _PATTERN_WORDS:
        for place in range(len(words)):
            yield " ".join([*words[:place], _HOLE, *words[place + 1 :]])


def _opening(words: list[str]) -> Iterator[str]:
    """The first words of the line."""
    if len(words) > _OPENING_WORDS:
        yield " ".join([*words[:_OPENING_WORDS], _HOLE])
