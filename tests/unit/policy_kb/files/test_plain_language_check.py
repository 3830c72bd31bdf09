"""Every part that customers read is held to plain language, and the place of a hard one is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.factories.articles import make_article
from tests.factories.revisions import (
    make_alternative,
    make_change,
    make_clause,
    make_evidence,
    make_law_evidence,
    make_revision,
    make_transition,
)
from tests.factories.texts import Content, pair
from tests.unit.policy_kb.files.reading import complaints_of, line_with

HARD = pair(
    "Conseguentemente l'amministrazione comunicherà successivamente l'eventuale riconoscimento rimborsuale.",
    "Consequently, administrative representatives communicate individual reimbursement eligibility.",
)
LONG = pair("Vai " + "da me a te " * 6 + "ora.", "Go " + "to me or you " * 6 + "now.")
OFFICE = pair("Qualora tu venga, va bene.", "We tell you prior to the day.")


def with_part(name: str, text: Content) -> Content:
    """An article of two revisions whose newest says `text` in the part called `name`."""
    parts: dict[str, dict[str, object]] = {
        "summary": {"summary": text},
        "meaning": {"meaning": text},
        "simpler": {"simpler": text},
        "why": {"why": text},
        "change.then": {"change": make_change(then=text)},
        "change.now": {"change": make_change(now=text)},
        "change.better": {"change": make_change(better=text)},
        "transition.text": {"transition": make_transition(text=text)},
        "evidence.1.finding": {"evidence": [make_law_evidence(), make_evidence(finding=text)]},
        "alternatives.1.text": {"alternatives": [make_alternative("a"), make_alternative("b", text=text)]},
        "clauses.2.text": {"clauses": [make_clause("1"), make_clause("2"), {"number": "3", "text": text}]},
    }
    from datetime import date

    newest = make_revision(2, date(2026, 3, 1), **parts[name])
    return make_article(revisions=[newest, make_revision()])


PARTS = ("summary", "meaning", "simpler", "why", "change.then", "change.now", "change.better", "transition.text",
         "evidence.1.finding", "alternatives.1.text", "clauses.2.text")  # fmt: skip


@pytest.mark.parametrize("part", PARTS)
def test_a_part_that_is_hard_to_read_is_refused_in_each_language(part: str, tmp_path: Path) -> None:
    path, complaints = complaints_of(with_part(part, HARD), tmp_path)
    assert [c.field for c in complaints] == [f"revisions.0.{part}.it", f"revisions.0.{part}.en"]
    italian, english = complaints
    assert "is hard to read: Gulpease " in italian.problem
    assert "is hard to read: Flesch reading ease " in english.problem
    assert "at least 55 is asked" in italian.problem
    assert (italian.line, english.line) == (
        line_with(path, "it: Conseguentemente"),
        line_with(path, "en: Consequently"),
    )
    assert italian.mend == "shorter words and sentences"


@pytest.mark.parametrize("part", PARTS)
def test_a_sentence_over_25_words_is_refused(part: str, tmp_path: Path) -> None:
    path, complaints = complaints_of(with_part(part, LONG), tmp_path)
    assert [(c.field, c.problem) for c in complaints] == [
        (f"revisions.0.{part}.it", "has a sentence of 26 words, at most 25"),
        (f"revisions.0.{part}.en", "has a sentence of 26 words, at most 25"),
    ]
    assert complaints[0].line == line_with(path, "it: Vai da me")


@pytest.mark.parametrize("part", PARTS)
def test_a_word_of_offices_is_refused_with_the_plain_one(part: str, tmp_path: Path) -> None:
    path, complaints = complaints_of(with_part(part, OFFICE), tmp_path)
    assert [(c.field, c.problem, c.mend) for c in complaints] == [
        (f"revisions.0.{part}.it", "says «Qualora»", "say «se» instead"),
        (f"revisions.0.{part}.en", "says «prior to»", "say «before» instead"),
    ]
    assert complaints[1].line == line_with(path, "en: We tell you")


def test_a_sentence_of_exactly_25_words_is_allowed(tmp_path: Path) -> None:
    text = pair("Vai " + "da me a te " * 4 + "qui e ora o mai.", "Go " + "to me or you " * 6)
    words = [len(text[language].split()) for language in ("it", "en")]
    assert words == [22, 25]
    assert complaints_of(with_part("why", text), tmp_path)[1] == []


def test_the_step_that_is_too_long_is_the_one_named(tmp_path: Path) -> None:
    steps = [pair("Vieni da noi.", "Come to us."), LONG, pair("Vai a casa.", "Go home.")]
    path, complaints = complaints_of(make_article(revisions=[make_revision(steps=steps)]), tmp_path)
    assert [c.field for c in complaints] == ["revisions.0.steps.1.it", "revisions.0.steps.1.en"]
    assert complaints[0].line == line_with(path, "it: Vai da me")


def test_steps_are_read_together_so_that_one_short_step_may_hold_a_long_word(tmp_path: Path) -> None:
    steps = [pair("Vieni da noi con la carta.", "Come to us with the card."), pair("Comunicacelo.", "Immediately.")]
    assert complaints_of(make_article(revisions=[make_revision(steps=steps)]), tmp_path)[1] == []


def test_an_older_revision_is_held_to_plain_language_too(tmp_path: Path) -> None:
    article = with_part("why", pair())
    article["revisions"][1]["why"] = HARD
    _, complaints = complaints_of(article, tmp_path)
    assert [c.field for c in complaints] == ["revisions.1.why.it", "revisions.1.why.en"]


def test_what_only_staff_read_may_be_harder(tmp_path: Path) -> None:
    article = make_article(policy={**make_article()["policy"], "objective": HARD})
    assert complaints_of(article, tmp_path)[1] == []
