"""All training lines of a project, and the changes that correct them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from workbench.errors import BadFile, NotThere
from workbench.nlu import edits
from workbench.nlu.annotations import plain_text
from workbench.nlu.domain import Domain, read_domain
from workbench.nlu.examples import Block, Example
from workbench.nlu.parsing import NluFile, parse_file
from workbench.nlu.training_line import folded, form, one_line, training_line
from workbench.project.changes import Change, joined
from workbench.project.names import shown
from workbench.project.project import Project
from workbench.wording import LANGUAGES

FOLDER = "data/nlu"
# A file stays shorter than this; then a new one begins.
MOST_LINES = 200


@dataclass(frozen=True)
class NluFiles:
    """The files of `data/nlu/<language>/`, as they were when they were read, and the names that lines may use.

    A change made here is not written: `Project.write` does that, and refuses where the file is another by then.
    """

    files: tuple[NluFile, ...]
    domain: Domain

    @classmethod
    def read(cls, project: Project) -> NluFiles:
        """Read all files; BadFile and UnsafePath as `Project.read`, `load_yaml` and `parse_file` raise them."""
        files = [
            parse_file(path, language, project.read(path, FOLDER).text)
            for language in sorted(LANGUAGES)
            for path in project.names(f"{FOLDER}/{language}")
        ]
        return cls(tuple(files), read_domain(project))

    @cached_property
    def examples(self) -> tuple[Example, ...]:
        """All training lines, in the order of the files."""
        return tuple(example for file in self.files for example in file.examples)

    def add(self, intent: str, language: str, annotated_text: str) -> Change:
        """Put a line at the end of the intent's block in the file that has most of its lines and still has room.

        Where there is none, it goes into `trainers_<intent>.yml`, or the next with a number that has room.

        Raises:
            NotThere: there is no such intent or language.
            BadFile: the line is empty, too long, there already, or would be read as something else.
        """
        line = training_line(annotated_text, self.domain.entities)
        self._refuse_unknown(intent, language)
        self._refuse_other_meaning(intent, plain_text(line))
        return self._added(intent, language, line)

    def remove(self, example: Example) -> Change:
        """Take a line out; a file of ours that has no other line goes with it.

        Raises:
            NotThere: the line is not there any more.
            BadFile: it is written in a form that cannot be changed by lines.
        """
        file = self._file_of(example)
        if edits.is_own_with_one_line(file, example):
            return Change(file.path, file.text, None)
        return Change(file.path, file.text, edits.without(file, example).text)

    def relabel(self, example: Example, annotated_text: str) -> Change:
        """Mark other entities in a line, whose words stay; NotThere and BadFile as `add` and `remove`."""
        file = self._file_of(example)
        line = training_line(annotated_text, self.domain.entities)
        if plain_text(line) != one_line(example.text):
            raise BadFile("files.line-other-text", text=shown(example.text), other=shown(plain_text(line)))
        return Change(file.path, file.text, edits.relabelled(file, example, line).text)

    def move(self, example: Example, intent: str) -> tuple[Change, ...]:
        """Take a line out and put it under another intent; NotThere and BadFile as `add` and `remove`."""
        if intent == example.intent:
            raise BadFile("files.same-intent", text=shown(example.text), intent=shown(intent))
        line = training_line(example.annotated, self.domain.entities)
        self._refuse_unknown(intent, example.language)
        removed = self.remove(example)
        return joined([removed, self.after([removed])._added(intent, example.language, line)])

    def after(self, changes: Iterable[Change]) -> NluFiles:
        """The files as they are when changes are made, without reading them again."""
        files = {file.path: file for file in self.files}
        for change in changes:
            language = change.path.removeprefix(f"{FOLDER}/").split("/")[0]
            files.pop(change.path, None)
            if change.after is not None and language in LANGUAGES:
                files[change.path] = parse_file(change.path, language, change.after)
        return replace(self, files=tuple(files[path] for path in sorted(files)))

    def _added(self, intent: str, language: str, line: str) -> Change:
        self._refuse_twin(intent, language, plain_text(line))
        for file, block in self._blocks(intent, language):
            try:
                edited = edits.with_line(file, block, line)
            except BadFile:
                continue  # that block cannot be added to by lines; the next one, or a file of our own, can
            if len(edited.lines) < MOST_LINES:
                return Change(file.path, file.text, edited.text)
        new = edits.new_file(self._new_path(intent, language), language, intent, line)
        return Change(new.path, None, new.text)

    @cached_property
    def _by_words(self) -> dict[str, list[Example]]:
        return _grouped(self.examples, folded)

    @cached_property
    def _by_form(self) -> dict[str, list[Example]]:
        return _grouped(self.examples, form)

    def _refuse_unknown(self, intent: str, language: str) -> None:
        if language not in LANGUAGES:
            raise NotThere("files.unknown-language", name=shown(language))
        known = self.domain.intents or frozenset()
        if intent not in known and all(example.intent != intent for example in self.examples):
            raise NotThere("files.unknown-intent", intent=shown(intent))

    def _refuse_twin(self, intent: str, language: str, text: str) -> None:
        for there in self._by_words.get(folded(text), []):
            if there.language == language and there.intent == intent:
                raise _there_already(there)

    def _refuse_other_meaning(self, intent: str, text: str) -> None:
        """One line may stand in both languages ("ok"), but never mean two things, whatever the numbers in it."""
        for there in self._by_form.get(form(text), []):
            if there.intent != intent:
                raise _there_already(there)

    def _blocks(self, intent: str, language: str) -> Iterator[tuple[NluFile, Block]]:
        """The intent's blocks in files with room: of the file with most of its lines first."""
        own = [file for file in self.files if file.language == language and len(file.lines) + 1 < MOST_LINES]
        for file in sorted(own, key=lambda file: (-_count(file, intent), file.path)):
            blocks = [block for block in file.blocks if block.intent == intent]
            for block in sorted(blocks, key=lambda block: -len(block.places)):
                yield file, block

    def _new_path(self, intent: str, language: str) -> str:
        stem = f"{FOLDER}/{language}/trainers_{re.sub(r'[^A-Za-z0-9]+', '_', intent)[:80]}"
        taken = {file.path.casefold() for file in self.files}
        number = 1
        while (path := f"{stem}{f'_{number}' if number > 1 else ''}.yml").casefold() in taken:
            number += 1
        return path

    def _file_of(self, example: Example) -> NluFile:
        for file in self.files:
            if file.path == example.file and example in file.examples:
                return file
        raise NotThere("files.example-gone", text=shown(example.text), file=shown(example.file), line=example.line)


def _there_already(there: Example) -> BadFile:
    return BadFile(
        "files.line-there",
        text=shown(there.text),
        intent=shown(there.intent),
        file=shown(there.file),
        line=there.line,
    )


def _grouped(examples: Iterable[Example], key: Callable[[str], str]) -> dict[str, list[Example]]:
    found: dict[str, list[Example]] = defaultdict(list)
    for example in examples:
        found[key(example.text)].append(example)
    return found


def _count(file: NluFile, intent: str) -> int:
    return sum(len(block.places) for block in file.blocks if block.intent == intent)
