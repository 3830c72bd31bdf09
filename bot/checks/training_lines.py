"""Checks the training lines of intents: duplicates, near-duplicates across intents, series made from a template.

    python -m bot.checks.training_lines [FOLDER]

Each finding is a line with file, intent and mend; exit code 0 without any, 1 with some.
"""

import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from learning.near_duplicates import near_duplicates
from learning.text import flatten

FOLDER = Path(__file__).parent.parent.parent / "data" / "nlu"
# Lines of different intents that are this much alike cannot both be right, unless a word or two makes all the
# difference ("absolutely", "absolutely not"); of one intent, they teach one thing.
ACROSS = 0.93
WITHIN = 0.99
ENOUGH_WORDS = 4
# So many lines of an intent and language that begin with the same words are a template's.
OPENING_WORDS = 4
MOST_OF_A_TEMPLATE = 6
LEAST_LINES = 40
# Yes, no and the like have only so many ways to be said.
SHORT_INTENTS = {"affirm", "deny", "greet", "goodbye", "thank"}
LEAST_SHORT = 30


@dataclass(frozen=True)
class Line:
    """A training line, where it stands and what it means."""

    path: Path
    language: str
    intent: str
    text: str

    def __str__(self) -> str:
        return f"{self.path}: {self.intent}: «{self.text}»"


def main(arguments: Sequence[str]) -> int:
    """Check the lines of a folder and print what was found."""
    folder = Path(arguments[0]) if arguments else FOLDER
    found = list(findings(read_lines(folder)))
    for finding in found:
        print(finding)
    print(f"{len(found)} finding(s)")
    return 1 if found else 0


def read_lines(folder: Path) -> list[Line]:
    """Return all lines of `<folder>/<language>/*.yml`, in order of files."""
    return [
        Line(path, path.parent.name, item["intent"], text.strip().removeprefix("- "))
        for path in sorted(folder.glob("*/*.yml"))
        for item in yaml.safe_load(path.read_text("utf-8"))["nlu"]
        for text in item["examples"].splitlines()
    ]


def findings(lines: Sequence[Line]) -> Iterator[str]:
    """Yield what is wrong with the lines: of both languages together, then of each."""
    yield from _under_two_intents(lines)
    for language in sorted({line.language for line in lines}):
        own = [line for line in lines if line.language == language]
        yield from _alike(own)
        yield from _templates(own)
        yield from _too_few(own, language)


def _under_two_intents(lines: Sequence[Line]) -> Iterator[str]:
    """Lines, however short, that stand word for word under another intent too."""
    seen: dict[str, Line] = {}
    for line in lines:
        first = seen.setdefault(flatten(line.text), line)
        if first.intent != line.intent:
            yield f"{line}: the same as {first} → keep it under one intent"


def _alike(lines: list[Line]) -> Iterator[str]:
    for pair in near_duplicates([line.text for line in lines], ACROSS):
        first, second = lines[pair.first], lines[pair.second]
        if first.intent != second.intent and len(second.text.split()) >= ENOUGH_WORDS:
            yield f"{second}: nearly the same as {first} → keep it under one intent"
        elif first.intent == second.intent and pair.cosine >= WITHIN:
            yield f"{second}: the same as {first} → say something else, or remove it"


def _templates(lines: list[Line]) -> Iterator[str]:
    openings: dict[tuple[str, str], list[Line]] = defaultdict(list)
    for line in lines:
        words = flatten(line.text).split()
        if len(words) > OPENING_WORDS:
            openings[line.intent, " ".join(words[:OPENING_WORDS])].append(line)
    for (intent, opening), found in sorted(openings.items()):
        if len(found) > MOST_OF_A_TEMPLATE:
            yield f"{found[0].path}: {intent}: {len(found)} lines begin with «{opening}» → vary them"


def _too_few(lines: list[Line], language: str) -> Iterator[str]:
    counts: dict[str, int] = defaultdict(int)
    for line in lines:
        counts[line.intent] += 1
    for intent, count in sorted(counts.items()):
        least = LEAST_SHORT if intent in SHORT_INTENTS else LEAST_LINES
        if count < least:
            yield f"{intent}: {count} of at least {least} lines in {language} → write more, in other voices"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
