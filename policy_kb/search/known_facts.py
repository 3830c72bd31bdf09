"""What a question is about, given what is known of the customer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from policy_kb.answer.facts import CustomerFacts
from policy_kb.search.fusion import decide
from policy_kb.search.result import Candidate, SearchResult

# By how much a policy is less likely where it is mostly asked about by other customers than this one: enough to tell
# apart what words leave open ("I don't want it any more", of an order that has not left), too little to outweigh what
# they name. Chosen on `benchmarks/sets/facts.jsonl`.
OTHERS_WEIGHT = 4.0


@dataclass(frozen=True)
class MostlyFor:
    """Who mostly asks about a policy; None where it is all the same."""

    customer_groups: tuple[str, ...] | None = None
    order_states: tuple[str, ...] | None = None

    def is_for_others(self, facts: CustomerFacts) -> bool:
        """Whether this customer is known to be none of those who mostly ask."""
        known = ((self.customer_groups, facts.customer_group), (self.order_states, facts.order_state))
        return any(named is not None and fact is not None and fact not in named for named, fact in known)


def with_facts(result: SearchResult, facts: CustomerFacts, mostly_for: Mapping[str, MostlyFor]) -> SearchResult:
    """The result with what is known weighed in (Bayes' rule); what no policy governs stays so."""
    others = {policy_id for policy_id, who in mostly_for.items() if who.is_for_others(facts)}
    if result.decision == "do_not_know" or not others.intersection(found.policy_id for found in result.candidates):
        return result
    weighed = [_weighed(found, OTHERS_WEIGHT if found.policy_id in others else 1.0) for found in result.candidates]
    share = sum(found.probability for found in result.candidates) / sum(found.probability for found in weighed)
    ranked = sorted((_weighed(found, 1.0 / share) for found in weighed), key=lambda found: -found.probability)
    return replace(result, candidates=tuple(ranked), decision=decide(tuple(ranked), result.in_scope))


def _weighed(found: Candidate, weight: float) -> Candidate:
    return replace(found, probability=found.probability / weight)
