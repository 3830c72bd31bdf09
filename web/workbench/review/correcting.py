"""What a correction writes: training lines, lines of a mood, and questions for a policy's owner to approve."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass

from policy_kb.suggestions.request import LEVELS
from web.language import Language
from web.workbench.review.listed_line import lines_in, with_line, written
from workbench.errors import BadFile, NotThere
from workbench.nlu import NluFiles, plain_text
from workbench.nlu.training_line import folded, training_line
from workbench.project import Change, Project
from workbench.project.changes import joined

MOODS = "bot/resources/frustration"
MOST_LINES = 20
MOST_IN_A_FILE = 200


@dataclass(frozen=True)
class Mark:
    """A piece of a line that names something: the words themselves, and what they are."""

    words: str
    entity: str


@dataclass(frozen=True)
class Correction:
    """What is right for some lines; what is empty stays as it is."""

    lines: tuple[str, ...]
    language: Language
    intent: str = ""
    policy_id: str = ""
    level: str = ""
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True)
class Plan:
    """What will be written at once, and the questions that go to the policy's owner."""

    changes: tuple[Change, ...]
    questions: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        """Another one where anything of it is another."""
        told = [[change.path, change.before, change.after] for change in self.changes] + [list(self.questions)]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def plan(project: Project, correction: Correction) -> Plan:
    """What the correction writes, from the files as they are now.

    Raises:
        WorkbenchError: nothing is corrected, a line cannot be learnt from or is there already, or a file cannot be
            read; its words say which.
    """
    _refuse_empty(correction)
    lines = [marked(line, correction.marks) for line in correction.lines]
    changes = [*_training(project, correction, lines), *_moods(project, correction, lines)]
    questions = tuple(_plain(line) for line in lines) if correction.policy_id else ()
    return Plan(joined(changes), questions)


def marked(line: str, marks: tuple[Mark, ...]) -> str:
    """The line with each mark put where its words first stand, outside of other marks."""
    for mark in sorted(marks, key=lambda one: -len(one.words)):
        found = line.find(mark.words)
        if found >= 0 and "[" not in mark.words and not _is_within(line, found):
            line = f"{line[:found]}[{mark.words}]({mark.entity}){line[found + len(mark.words) :]}"
    return line


def _is_within(line: str, place: int) -> bool:
    """Whether a place lies in something that is marked already, or in the mark's own name."""
    before = line[:place]
    return before.count("[") > before.count("]") or before.rfind("](") > before.rfind(")")


def _refuse_empty(correction: Correction) -> None:
    if not correction.lines:
        raise BadFile("review.no-lines")
    if len(correction.lines) > MOST_LINES:
        raise BadFile("review.many-lines", most=MOST_LINES)
    if not (correction.intent or correction.policy_id or correction.level):
        raise BadFile("review.nothing-right")
    if correction.marks and not correction.intent:
        raise BadFile("review.marks-need-intent")
    for mark in correction.marks:
        if not mark.entity:
            raise BadFile("review.no-entity", words=mark.words)
        if not any(mark.words in line for line in correction.lines):
            raise BadFile("review.no-such-words", words=mark.words)


def _training(project: Project, correction: Correction, lines: list[str]) -> Iterator[Change]:
    if not correction.intent:
        return
    files = NluFiles.read(project)
    for line in lines:
        change = files.add(correction.intent, correction.language, line)
        yield change
        files = files.after([change])


def _moods(project: Project, correction: Correction, lines: list[str]) -> Iterator[Change]:
    if not correction.level:
        return
    if correction.level not in LEVELS:
        raise NotThere("review.no-level", level=correction.level)
    known = _known_moods(project, correction.language)
    after: dict[str, str] = {}
    for line in map(_plain, lines):
        if (there := known.get(folded(line))) is not None:
            raise BadFile("review.line-there", file=there[0], line=there[1], text=line)
        change = _mood(project, correction, line, after)
        after[change.path] = change.after or ""
        known[folded(line)] = (change.path, (change.after or "").count("\n"))
        yield change


def _mood(project: Project, correction: Correction, line: str, after: dict[str, str]) -> Change:
    """The change that adds a line of a mood: to the trainers' own file, which holds no others."""
    for number in range(1, MOST_IN_A_FILE):
        name = f"trainers_{correction.level}{f'_{number}' if number > 1 else ''}.yml"
        path = f"{MOODS}/{correction.language}/{name}"
        before = after[path] if path in after else _text(project, path)
        if before is None:
            return Change(path, None, f"{correction.level}:\n  - {written(line)}\n")
        if before.count("\n") < MOST_IN_A_FILE - 1:
            return Change(path, before, with_line(before, path, [correction.level], line))
    raise BadFile("review.no-list", file=MOODS, name=correction.level)


def _known_moods(project: Project, language: Language) -> dict[str, tuple[str, int]]:
    """Where each line of a mood stands."""
    return {
        folded(text): (path, place)
        for path in project.names(f"{MOODS}/{language}")
        for place, text in lines_in(project.read(path, MOODS).text, path)
    }


def _text(project: Project, path: str) -> str | None:
    try:
        return project.read(path, MOODS).text
    except NotThere:
        return None


def _plain(line: str) -> str:
    """As a customer writes it; BadFile where nothing can be learnt from it."""
    return plain_text(training_line(line, entities=None))
