"""What a revision's cases say is read beside the other parts, with for whom it holds and the clause it rests on."""

from __future__ import annotations

from policy_kb.bilingual import Bilingual
from policy_kb.tables import AnsweredCase, CaseVariant, Clause, Revision
from tests.factories.small_company import TODAY
from web.console.policies.sections import sections_of

FREE, PICK = Bilingual("Per te è gratis.", "For you it is free."), Bilingual("Scegli il giorno.", "Pick a day.")


def revision(clause: str = "1.2") -> Revision:
    """Two clauses, and one case that rests on `clause`."""
    variant = CaseVariant(position=0, answer=FREE, next=PICK, loyalty_at_least="gold")
    cost = Bilingual("Costa 20 euro.", "It costs 20 euros.")
    case = AnsweredCase(slug="cost", position=0, answer=cost, next=PICK, clauses=[clause], variants=[variant])
    clauses = [Clause(number=number, position=place, text=cost) for place, number in enumerate(("1.1", "1.2"))]
    return Revision(parts=[], alternatives=[], evidence=[], clauses=clauses, cases=[case], transition=None)


def test_a_case_is_told_to_everyone_and_then_to_those_of_whom_something_is_known() -> None:
    [cases] = [section for section in sections_of(revision(), TODAY) if section.name == "cases"]
    everyone, gold = cases.pieces
    assert (everyone.key, everyone.text.en, everyone.note) == ("case.cost.0", "It costs 20 euros. Pick a day.", None)
    assert (gold.key, gold.text.it) == ("case.cost.1", "Per te è gratis. Scegli il giorno.")
    assert gold.note is not None
    assert "Gold" in gold.note.en


def test_the_source_of_a_case_is_the_clause_it_rests_on() -> None:
    [cases] = [section for section in sections_of(revision(), TODAY) if section.name == "cases"]
    assert [piece.clause for piece in cases.pieces] == [1, 1]


def test_a_revision_without_cases_has_no_such_section() -> None:
    bare = revision()
    bare.cases = []
    assert "cases" not in [section.name for section in sections_of(bare, TODAY)]
