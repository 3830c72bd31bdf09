"""Everything that the parts of an answer about one revision are made from."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from policy_kb.answer.cases import Told
from policy_kb.answer.facts import CustomerFacts
from policy_kb.bilingual import Language
from policy_kb.tables import Clause, Company, Revision


@dataclass(frozen=True)
class AnswerContext:
    """A revision, the company, the language, the moment (the company's time), the customer's question and facts.

    `clauses` are those that fit the question best, best first, or those that the case rests on that it asks for; empty
    where no question was asked. `asked` are facts
    that the customer was asked for before; None where none is to be asked for now. `older` says that the revision is
    an older one, which holds for the day of the customer's order. `told` is what the case says that the question surely
    asks for; None where it asks for none.
    """

    company: Company
    revision: Revision
    language: Language
    now: datetime
    clauses: tuple[Clause, ...] = ()
    facts: CustomerFacts = field(default_factory=CustomerFacts)
    asked: tuple[str, ...] | None = None
    older: bool = False
    told: Told | None = None
