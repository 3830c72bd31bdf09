"""What a case of a rule says to one customer."""

from __future__ import annotations

from dataclasses import dataclass

from policy_kb.answer.eligibility import Fact, eligibility
from policy_kb.answer.facts import CustomerFacts
from policy_kb.bilingual import Bilingual
from policy_kb.tables import AnsweredCase


@dataclass(frozen=True)
class Told:
    """A case with what it says to a customer; `missing` are facts that would say more."""

    case: AnsweredCase
    answer: Bilingual
    next: Bilingual
    missing: tuple[Fact, ...] = ()


def told_to(case: AnsweredCase, facts: CustomerFacts) -> Told:
    """What `case` says: the first variant whose conditions are all known to hold, else what holds for everyone."""
    missing: list[Fact] = []
    for variant in case.variants:
        verdict = eligibility(variant, facts)
        if verdict.allowed:
            return Told(case, variant.answer, variant.next)
        missing += verdict.missing if verdict.allowed is None else ()
    return Told(case, case.answer, case.next, tuple(dict.fromkeys(missing)))
