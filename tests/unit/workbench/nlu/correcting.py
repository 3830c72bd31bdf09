"""Corrects training lines as trainers do, and holds each change to what it may touch."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile
from pathlib import Path
from random import Random

from tests.unit.workbench.nlu.odd_files import Taught, besides, taught
from workbench.errors import BadFile
from workbench.nlu import Example, NluFiles
from workbench.nlu.text_lines import lines_of
from workbench.project import Change, Project

DOMAIN = "intents: [greet, affirm, ask_policy]\nentities: [date, shop]\n"
MARK = "date"


class Corrector:
    """Makes corrections by chance, each written to the project, and remembers what must be taught after it."""

    def __init__(self, project: Project, random: Random) -> None:
        self.project = project
        self.random = random
        self.files = NluFiles.read(project)
        self.done: list[tuple[Change, ...]] = []
        self.refused = 0
        self._count = 0

    def correct(self) -> None:
        """One correction of a kind chosen by chance."""
        before = {file.path: taught(file.text) for file in self.files.files}
        kind = self.random.choice([self.add, self.move, self.relabel, self.remove, self.undo])
        try:
            changes, expected = kind(before)
        except BadFile as error:
            # Refusing is right where a form cannot be changed by lines, or the line is there already.
            if error.key not in {"files.not-line-by-line", "files.line-there"}:
                raise
            self.refused += 1
            return
        self.project.write(changes)
        self.files = self.files.after(changes)
        assert {file.path: taught(file.text) for file in self.files.files} == expected

    def add(self, before: dict[str, Taught]) -> tuple[tuple[Change, ...], dict[str, Taught]]:
        self._count += 1
        intent, language = self._intent(), self.random.choice(["it", "en"])
        line = f"una frase {_spelt(self._count)} - mai: vista # “qui”"
        change = self.files.add(intent, language, f"  {line}\n")
        expected = before | {change.path: _with(before.get(change.path, []), change, intent, line)}
        assert_only_added(change)
        assert change.path.startswith(f"data/nlu/{language}/")
        self.done.append((change,))
        return (change,), expected

    def remove(self, before: dict[str, Taught]) -> tuple[tuple[Change, ...], dict[str, Taught]]:
        example = self._example()
        change = self.files.remove(example)
        assert_only_removed(change, example)
        self.done.append((change,))
        return (change,), _without(before, self.files, example, change)

    def relabel(self, before: dict[str, Taught]) -> tuple[tuple[Change, ...], dict[str, Taught]]:
        example = self._example()
        first = example.text.split()[0] if example.text.split() else ""
        if not first.isalpha() or example.annotated.startswith("["):
            raise BadFile("files.line-there")
        marked = " ".join(example.text.split()).replace(first, f"[{first}]({MARK})", 1)
        change = self.files.relabel(example, marked)
        at = _index(self.files, example)
        expected = list(before[example.file])
        expected[at] = (example.intent, marked)
        assert_few_lines_touched(change, example)
        self.done.append((change,))
        return (change,), before | {example.file: expected}

    def move(self, before: dict[str, Taught]) -> tuple[tuple[Change, ...], dict[str, Taught]]:
        example = self._example()
        intent = self.random.choice([intent for intent in self._intents() if intent != example.intent])
        changes = self.files.move(example, intent)
        line = " ".join(example.annotated.split())
        removed = _without(before, self.files, example, Change(example.file, "", ""))
        expected = dict(removed)
        for change in changes:
            if change.after is None:
                expected.pop(change.path)
                continue
            found = taught(change.after)
            if len(found) > len(removed.get(change.path, [])):
                expected[change.path] = found
                found = list(found)
                found.remove((intent, line))
            assert found == removed.get(change.path, [])
            assert change.before is None or besides(change.before) == besides(change.after)
        self.done.append(changes)
        return changes, expected

    def undo(self, before: dict[str, Taught]) -> tuple[tuple[Change, ...], dict[str, Taught]]:
        if not self.done:
            raise BadFile("files.line-there")
        changes = tuple(change.reverse() for change in reversed(self.done.pop()))
        expected = dict(before)
        for change in changes:
            expected.pop(change.path, None)
            if change.after is not None:
                expected[change.path] = taught(change.after)
        return changes, expected

    def _intents(self) -> list[str]:
        return sorted(self.files.domain.intents or ())

    def _intent(self) -> str:
        return self.random.choice(self._intents())

    def _example(self) -> Example:
        if not self.files.examples:
            raise BadFile("files.line-there")
        return self.random.choice(self.files.examples)


def project_of(folder: Path, texts: dict[str, str]) -> Project:
    """A project with these files and a small domain."""
    for path, text in {"domain.yml": DOMAIN, **texts}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(text.encode())
    return Project(folder)


def assert_only_added(change: Change) -> None:
    """Whole lines were put in at one place, every other byte is as it was."""
    if change.before is not None:
        _assert_pure_insertion(change.before, change.after or "", most=2)
        assert besides(change.before) == besides(change.after or "")


def assert_only_removed(change: Change, example: Example) -> None:
    """The lines of one example were taken out at one place, every other byte is as it was."""
    if change.after is None:
        assert taught(change.before or "") == [(example.intent, example.annotated)]
        return
    _assert_pure_insertion(change.after, change.before or "", most=6)
    assert besides(change.before or "") == besides(change.after)


def assert_few_lines_touched(change: Change, example: Example) -> None:
    """Only the lines of the example's text are others."""
    before, after = lines_of(change.before or ""), lines_of(change.after or "")
    first = shared(before, after)
    last = shared(before[first:][::-1], after[first:][::-1])
    assert len(before) - first - last <= 1
    assert len(after) - first - last <= 2
    assert first + 1 == example.line
    assert besides(change.before or "") == besides(change.after or "")


def shared(left: Sequence[str], right: Sequence[str]) -> int:
    """How many lines, or signs of a text, are the same from the beginning on."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(left, right, strict=False)))


def _assert_pure_insertion(shorter: str, longer: str, most: int) -> None:
    first = shared(shorter, longer)
    last = shared(shorter[first:][::-1], longer[first:][::-1])
    assert first + last == len(shorter)
    assert len(lines_of(longer)) - len(lines_of(shorter)) in range(1, most + 1)


def _with(before: Taught, change: Change, intent: str, line: str) -> Taught:
    """The lines of a file with one more, behind the last of some block of its intent."""
    after = taught(change.after or "")
    at = after.index((intent, line))
    assert [*after[:at], *after[at + 1 :]] == before
    assert at == 0 or not before[:at] or before[at - 1][0] == intent or not any(pair[0] == intent for pair in before)
    return after


def _without(before: dict[str, Taught], files: NluFiles, example: Example, change: Change) -> dict[str, Taught]:
    expected = list(before[example.file])
    assert expected.pop(_index(files, example)) == (example.intent, example.annotated)
    left = {path: lines for path, lines in before.items() if path != example.file}
    return left if change.after is None else left | {example.file: expected}


def _index(files: NluFiles, example: Example) -> int:
    own: Sequence[Example] = next(tuple(file.examples) for file in files.files if file.path == example.file)
    return own.index(example)


def _spelt(number: int) -> str:
    return "".join("abcdefghij"[int(digit)] for digit in str(number))
