"""Marks of entities that are off by a character, and the same words marked or listed as different things."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from learning.text import flatten
from workbench.errors import BadFile
from workbench.findings.edits import Edit, exchange
from workbench.findings.finding import Finding, Place
from workbench.findings.marked import Marked
from workbench.findings.sources import Sources
from workbench.nlu.annotations import Entity, entities_of, plain_text

_VOCABULARY = "bot/resources/entities"


@dataclass(frozen=True)
class _Mark:
    """A marked piece of a text, and where the text stands."""

    entity: Entity
    text: str
    annotated: str
    place: Place

    @property
    def words(self) -> str:
        return self.text[self.entity.start : self.entity.end]


def check(sources: Sources) -> Iterator[Finding]:
    """Yield marks in training lines and tests, and phrases of the entities' own lists."""
    marks = [*_in_lines(sources), *_in_tests(sources)]
    known = sources.domain_names("entities")
    for mark in marks:
        yield from _cut(sources, mark)
        if mark.entity.entity not in known:
            yield _found("unknown_entity", mark, {"name": mark.entity.entity})
    yield from _otherwise(marks)
    yield from _listed_twice(sources)


def _in_lines(sources: Sources) -> Iterator[_Mark]:
    for line in sources.lines:
        if "[" in line.annotated:
            yield from _marks(line.annotated, Place(line.file, line.line, line.annotated))


def _in_tests(sources: Sources) -> Iterator[_Mark]:
    for test in sources.tests:
        for step in test.whole["steps"].items:
            written = step["user"].text.strip()
            if "[" in written:
                place = _line_of(sources, test.file, step.line, written)
                yield from _marks(written, Place(test.file, place, written))


def _line_of(sources: Sources, file: str, start: int, written: str) -> int:
    """The line where the message stands: in a block of its own, it is below the step's first."""
    lines = sources.text(file).split("\n")
    first = written.split("\n")[0]
    return next((at + 1 for at in range(start - 1, len(lines)) if first in lines[at]), start)


def _marks(annotated: str, place: Place) -> Iterator[_Mark]:
    try:
        found = entities_of(annotated)
    except BadFile:
        return  # brackets that a customer wrote
    text = plain_text(annotated)
    yield from (_Mark(entity, text, annotated, place) for entity in found)


def _cut(sources: Sources, mark: _Mark) -> Iterator[Finding]:
    """A mark that ends within a word, or takes a space or sign with it."""
    start, end = _whole_words(mark.text, mark.entity.start, mark.entity.end)
    if (start, end) != (mark.entity.start, mark.entity.end) and start < end:
        values = {"text": mark.words, "entity": mark.entity.entity, "better": mark.text[start:end]}
        yield _found("entity_cuts_word", mark, values, mend=_remarked(sources, mark, start, end))


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without spaces and signs at its ends, and with the rest of a word that it cuts."""
    while start < end and not _is_of_a_word(text[start]) and text[start] not in "#€$£":
        start += 1
    while start < end and not _is_of_a_word(text[end - 1]) and text[end - 1] not in ".%€$£":
        end -= 1
    while start > 0 and start < end and _is_of_a_word(text[start]) and _is_of_a_word(text[start - 1]):
        start -= 1
    while start < end < len(text) and _is_of_a_word(text[end - 1]) and _is_of_a_word(text[end]):
        end += 1
    return start, end


def _is_of_a_word(sign: str) -> bool:
    return sign.isalnum() or sign == "_"


def _remarked(sources: Sources, mark: _Mark, start: int, end: int) -> tuple[Edit, ...] | None:
    """Put the one mark of a line where it belongs; None where there are several, or the value says otherwise."""
    plain = f"[{mark.words}]({mark.entity.entity})"
    text = sources.text(mark.place.file)
    old = text.split("\n")[mark.place.line - 1].rstrip("\r")
    if mark.annotated.count("[") != 1 or old.count(mark.annotated) != 1 or plain not in mark.annotated:
        return None
    new = f"{mark.text[:start]}[{mark.text[start:end]}]({mark.entity.entity}){mark.text[end:]}"
    return (exchange(text, mark.place.file, mark.place.line, 1, [old.replace(mark.annotated, new)]),)


def _otherwise(marks: list[_Mark]) -> Iterator[Finding]:
    """Words that most marks call one thing and some another."""
    by_words: dict[str, list[_Mark]] = defaultdict(list)
    for mark in marks:
        by_words[flatten(mark.words).strip()].append(mark)
    for found in by_words.values():
        usual = Counter(mark.entity.entity for mark in found).most_common(1)[0][0]
        like = tuple(mark.place for mark in found if mark.entity.entity == usual)
        for mark in found:
            if mark.entity.entity != usual:
                values = {"text": mark.words, "entity": mark.entity.entity, "other": usual}
                yield _found("entity_otherwise", mark, values, like[:3])


def _listed_twice(sources: Sources) -> Iterator[Finding]:
    """A phrase that the entities' own lists give two meanings, in one language."""
    shared = f"{_VOCABULARY}/shared.yml"
    for file in sources.files(_VOCABULARY):
        seen: dict[str, tuple[str, Place]] = {}
        for source in dict.fromkeys((shared, file)):
            for meaning, phrase in _phrases(sources.yaml(source)["phrases"]):
                place = Place(source, phrase.line, f"{meaning}: {phrase.text}")
                other, first = seen.setdefault(flatten(phrase.text), (meaning, place))
                if other != meaning:
                    values = {"text": phrase.text, "entity": meaning, "other": other}
                    yield Finding("entity_listed_twice", "serious", source, phrase.line, values, phrase.text, (first,))


def _phrases(listed: Marked) -> Iterator[tuple[str, Marked]]:
    for entity, meanings in listed.entries.items():
        for value, phrases in meanings.entries.items():
            for phrase in phrases.items:
                yield f"{entity} = {value}", phrase


def _found(
    kind: str,
    mark: _Mark,
    values: Mapping[str, object],
    others: tuple[Place, ...] = (),
    mend: tuple[Edit, ...] | None = None,
) -> Finding:
    place = mark.place
    return Finding(kind, "serious", place.file, place.line, values, mark.annotated, others, mend)
