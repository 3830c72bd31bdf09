"""The parts of a revision, section by section; sentences between approved texts come from `policy_kb/wording/`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from functools import partial

from policy_kb.answer.alternatives import conditions_in_words
from policy_kb.answer.wording import say, say_date
from policy_kb.bilingual import Bilingual, Language
from policy_kb.tables import Alternative, Clause, Evidence, Revision
from web.console.policies.sheet import Piece, Section

_MEANING = ("summary", "meaning", "simpler")


def sections_of(revision: Revision, today: date) -> tuple[Section, ...]:
    """All sections that have something to say."""
    made = (
        Section("meaning", tuple(_meaning(revision))),
        Section("steps", tuple(_steps(revision))),
        Section("cases", tuple(_cases(revision))),
        Section("alternatives", tuple(_alternative(item) for item in revision.alternatives)),
        _transition(revision, today),
        Section("clauses", tuple(_clause(item, place) for place, item in enumerate(revision.clauses))),
        Section("reason", tuple(_reason(revision))),
        Section("change", tuple(_change(revision))),
    )
    return tuple(section for section in made if section.pieces)


def _both(texts: Callable[[Language], str]) -> Bilingual:
    return Bilingual(it=texts("it"), en=texts("en"))


def _meaning(revision: Revision) -> Iterable[Piece]:
    for name in _MEANING:
        if (text := revision.text(name)) is not None:
            yield Piece(name, text)


def _steps(revision: Revision) -> Iterable[Piece]:
    """All steps as one part: half of them would help nobody."""
    steps = revision.texts("step")
    if steps:
        yield Piece("steps", _both(lambda language: _numbered([text.in_language(language) for text in steps])))


def _numbered(texts: Iterable[str]) -> str:
    return "\n".join(f"{number}. {text}" for number, text in enumerate(texts, start=1))


def _alternative(item: Alternative) -> Piece:
    def told(language: Language) -> str:
        texts = {"title": item.title.in_language(language), "text": item.text.in_language(language)}
        if item.because is None:
            return say(language, "alternatives.item", **texts)
        return say(language, "alternatives.because", because=item.because.in_language(language), **texts)

    condition = _both(lambda language: conditions_in_words(item, language))
    return Piece(f"alternative.{item.slug}", _both(told), note=condition if condition.it else None)


def _cases(revision: Revision) -> Iterable[Piece]:
    """What each case says to everyone, then to those of whom something is known; the source is its main clause."""
    places = {clause.number: place for place, clause in enumerate(revision.clauses)}
    for case in revision.cases:
        conditions = [None, *(_both(partial(conditions_in_words, variant)) for variant in case.variants)]
        for place, (it, en) in enumerate(zip(case.tellings("it"), case.tellings("en"), strict=True)):
            key = f"case.{case.slug}.{place}"
            yield Piece(key, Bilingual(it, en), note=conditions[place], clause=places.get(case.clauses[0]))


def _transition(revision: Revision, today: date) -> Section:
    days, text = revision.transition, revision.text("transition")
    if days is None or text is None:
        return Section("transition", ())
    help_ = revision.texts("transition_help")
    told = _both(lambda language: "\n".join([text.in_language(language), *_listed(help_, language)]))
    # What is over is read, but told to nobody.
    is_over = today > (days.grace_until or days.old_rule_until)
    piece = Piece("over" if is_over else "transition", told)
    return Section("transition", (piece,), days.starts_on, days.old_rule_until, days.grace_until)


def _listed(texts: Iterable[Bilingual], language: Language) -> list[str]:
    return [f"- {text.in_language(language)}" for text in texts]


def _clause(item: Clause, place: int) -> Piece:
    told = _both(
        lambda language: say(language, "quote.item", clause=item.text.in_language(language), number=item.number)
    )
    return Piece(f"clause.{place}", told, clause=place)


def _reason(revision: Revision) -> Iterable[Piece]:
    if (why := revision.text("why")) is not None:
        yield Piece("why", why)
    for place, item in enumerate(revision.evidence):
        yield _evidence(item, place)


def _evidence(item: Evidence, place: int) -> Piece:
    def told(language: Language) -> str:
        finding = item.finding.in_language(language).rstrip(".")
        return say(language, "reason.item", finding=finding, citation=item.citation.in_language(language))

    return Piece(f"evidence.{place}", _both(told), url=item.url, checked=item.checked, evidence=place)


def _change(revision: Revision) -> Iterable[Piece]:
    told = {name: revision.text(f"change_{name}") for name in ("then", "now", "better")}
    if all(told.values()):

        def words(language: Language) -> str:
            texts = {name: text.in_language(language) for name, text in told.items() if text is not None}
            return say(language, "change.body", date=say_date(language, revision.in_force_from), **texts)

        yield Piece("change", _both(words))
