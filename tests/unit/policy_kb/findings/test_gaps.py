"""Unanswered questions, joined and put in order for the owners of policies."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from policy_kb.findings.gaps import Gap, GapGroup, read_gaps
from policy_kb.findings.words import one_line
from tests.factories.answers import add_gaps


def gaps(engine: Engine, since: datetime | None = None) -> list[GapGroup]:
    with Session(engine) as db_session:
        return read_gaps(db_session, since)


def day(number: int) -> datetime:
    return datetime(2026, 11, number, 12)


def test_questions_that_differ_in_case_accents_and_signs_are_one(engine: Engine) -> None:
    add_gaps(engine, "Perché non vendete piante?", created_at=day(1))
    add_gaps(engine, "PERCHE non vendete piante!!", created_at=day(3))
    add_gaps(engine, "Vendete fiori?", created_at=day(2))
    (group,) = gaps(engine)
    assert group.gaps == (Gap("PERCHE non vendete piante!!", 2, day(3)), Gap("Vendete fiori?", 1, day(2)))


def test_groups_are_by_nearest_policy_and_language_with_the_newest_first(engine: Engine) -> None:
    add_gaps(engine, "Vendete piante?", created_at=day(1))
    add_gaps(engine, "Do you sell plants?", language="en", created_at=day(4))
    add_gaps(engine, "Vendete piante?", nearest_policy_id=None, created_at=day(3))
    assert [(group.policy_id, group.language) for group in gaps(engine)] == [
        ("spare-parts", "en"),
        (None, "it"),
        ("spare-parts", "it"),
    ]


def test_older_questions_are_left_out(engine: Engine) -> None:
    add_gaps(engine, "Vecchia?", created_at=day(1))
    add_gaps(engine, "Nuova?", created_at=day(2))
    assert [gap.text for group in gaps(engine, day(2)) for gap in group.gaps] == ["Nuova?"]


def test_texts_of_signs_alone_are_joined_only_with_their_like(engine: Engine) -> None:
    add_gaps(engine, "???", "???", "🌱", created_at=day(1))
    assert sorted(gap.times for gap in gaps(engine)[0].gaps) == [1, 2]


def test_without_questions_there_are_no_groups(engine: Engine) -> None:
    assert gaps(engine) == []


def test_a_customers_words_cannot_command_a_terminal() -> None:
    assert one_line("Ciao\x1b[31m\n rosso\t\x07!") == "Ciao [31m rosso !"
