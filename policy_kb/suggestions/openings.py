"""What is open to this customer beside the rule itself: an alternative, an exception, more time."""

from __future__ import annotations

import math
from collections.abc import Sequence

from policy_kb.answer.eligibility import eligibility
from policy_kb.answer.grace import last_day
from policy_kb.answer.message import Source
from policy_kb.answer.sources import revision_source
from policy_kb.answer.wording import say, say_date
from policy_kb.bilingual import Bilingual
from policy_kb.suggestions.choosing import fitting_clauses, is_for
from policy_kb.suggestions.draft import Piece, first_fitting
from policy_kb.suggestions.likeness import says_more
from policy_kb.suggestions.nearness import near
from policy_kb.suggestions.request import HEATED
from policy_kb.suggestions.scene import Scene
from policy_kb.suggestions.settings import intent_of, is_listed, settings
from policy_kb.suggestions.signs import alternative_signs, weighed
from policy_kb.suggestions.suggestion import Reason, Suggestion
from policy_kb.tables import Alternative, EscalationStep

# Keeps the words of understanding of these suggestions apart from those of the answer.
PLACE = 1
HOURS_OF_DAY = 24
# An alternative of whose words the answer has this share is told already.
TOLD = 0.9


def alternative(scene: Scene) -> Suggestion | None:
    """The nearest of the alternatives that data say are open to this customer; none where all are far from it.

    Never one that is not open, or not for sure, nor one that the answer itself tells.
    """
    made = (_alternative(scene, item) for item in nearest(scene, [i for i in _reachable(scene) if is_open(scene, i)]))
    return next((suggestion for suggestion in made if suggestion is not None), None)


def undecided(scene: Scene) -> list[Alternative]:
    """The alternatives near enough of which it is not known whether they are open, the nearest first."""
    return nearest(scene, [i for i in _reachable(scene) if eligibility(i, scene.context.facts).allowed is None])


def is_open(scene: Scene, item: Alternative) -> bool:
    """Whether data say so."""
    return eligibility(item, scene.context.facts).allowed is True


def nearest(scene: Scene, items: Sequence[Alternative]) -> list[Alternative]:
    """Those that fit the cases asked about; without a case, those near enough to what is asked, the nearest first.

    All of them where another way is asked for.
    """
    if not items or scene.cases:
        return _of_cases(scene, items)
    fitting = fitting_clauses(scene)
    signs = alternative_signs(scene, [_titled(item) for item in items], fitting.nearest)
    scores = weighed(signs, settings().alternative_signs).tolist()
    wanted = is_listed(intent_of(scene.request), "wants_alternative")
    least = -1.0 if wanted else max(settings().near_alternative, settings().beside_clause * fitting.nearness)
    found = [(_with_earned(score, item), item) for score, item in zip(scores, items, strict=True)]
    kept = [pair for pair in found if pair[0] >= least]
    return [item for _, item in sorted(kept, key=lambda pair: (-pair[0], pair[1].position))]


def _of_cases(scene: Scene, items: Sequence[Alternative]) -> list[Alternative]:
    """Those that fit the first case, or each that is asked about, in their order; then all others where another way is
    asked for."""
    asked = scene.cases if scene.questions else scene.cases[:1]
    slugs = list(dict.fromkeys(slug for told in asked for slug in told.case.alternatives))
    kept = items if is_listed(intent_of(scene.request), "wants_alternative") else [i for i in items if i.slug in slugs]
    return sorted(kept, key=lambda item: slugs.index(item.slug) if item.slug in slugs else len(slugs))


def _with_earned(score: float, item: Alternative) -> float:
    return score + (settings().earned if item.because is not None else 0.0)


def _titled(item: Alternative) -> Bilingual:
    return Bilingual(f"{item.title.it}. {item.text.it}", f"{item.title.en}. {item.text.en}")


def _reachable(scene: Scene) -> list[Alternative]:
    """Those that do not lead to a policy that is not in force or is listed, nor speak of another group's customers."""
    listed = scene.context.company.no_suggestions
    return [
        item
        for item in scene.context.revision.alternatives
        if item.leads_to is None or (scene.composer.knows(item.leads_to) and item.leads_to not in listed)
        if is_for(scene, item.text)
    ]


def _alternative(scene: Scene, item: Alternative) -> Suggestion | None:
    language, text = scene.language, item.text.in_language(scene.language)
    told = " ".join(one.answer.in_language(language) for one in scene.cases)
    if scene.said.has(text) or not says_more(text, told, language, TOLD):
        return None
    facts = {"title": item.title.in_language(language), "text": text}
    key = "alternative" if item.because is None else "alternative_because"
    because = item.because.in_language(language) if item.because else ""
    body = Piece(f"alternative:{item.slug}", say(language, f"suggestion.{key}", because=because, **facts))
    pieces = first_fitting([[*scene.opening(PLACE), *scene.older_terms(), body], [*scene.older_terms(), body], [body]])
    return scene.suggestion("alternative", pieces, item.slug, _sources(scene, item), _reasons(scene, item))


def _sources(scene: Scene, item: Alternative) -> tuple[Source, ...]:
    if item.leads_to is None:
        return (scene.own_source(),)
    target = scene.composer.in_force(item.leads_to)
    return scene.own_source(), revision_source(scene.context.company, target, scene.language)


def _reasons(scene: Scene, item: Alternative) -> tuple[Reason, ...]:
    """The facts that the alternative asks for, as they are known of the customer."""
    asks = {
        "customer_group": item.customer_groups,
        "loyalty_level": item.loyalty_at_least,
        "account_value": item.account_value_at_least,
        "order_state": item.order_states,
    }
    known = scene.context.facts.as_mapping()
    reasons = [Reason("eligible_because", f"{name}={known[name]}") for name, asked in asks.items() if asked is not None]
    return tuple(reasons) or (Reason("open_to_all", item.slug),)


def exception(scene: Scene) -> Suggestion | None:
    """Offers to ask the one who decides next, where that is wanted or nothing else is open; promises nothing."""
    step = decider(scene)
    if step is None or not _is_exception_wanted(scene):
        return None
    words = say(scene.language, "suggestion.exception", role=role_of(scene, step), within=time_of(scene, step))
    if scene.said.has(words):
        return None
    body = Piece("escalation", words)
    pieces = first_fitting([[*scene.opening(PLACE), body], [body]])
    return scene.suggestion("exception", pieces, "escalation", why=[Reason("decided_by", role_of(scene, step))])


def _is_exception_wanted(scene: Scene) -> bool:
    """Where the customer asks for one or objects to the rule, or is heated and nothing else is open."""
    if is_listed(intent_of(scene.request), "wants_exception"):
        return True
    return scene.request.level in HEATED and alternative(scene) is None and grace(scene) is None


def role_of(scene: Scene, step: EscalationStep) -> str:
    """Who decides, in the customer's language. What they have the power to decide is the company's own affair."""
    return step.role.in_language(scene.language)


def time_of(scene: Scene, step: EscalationStep) -> str:
    """Within which time, in working days, as the policies count them; part of a day counts as a day."""
    days = max(1, math.ceil(step.within_hours / HOURS_OF_DAY))
    return say(scene.language, f"suggestion.working_days.{'one' if days == 1 else 'other'}", count=days)


def decider(scene: Scene) -> EscalationStep | None:
    """Who decides after the representative, who is the first of the list; None where nobody does."""
    steps = scene.composer.deciders(scene.policy_id)
    return steps[1] if len(steps) > 1 else None


def grace(scene: Scene) -> Suggestion | None:
    """Offers to ask for more time with the old rule, up to the last day that the policy allows."""
    until = last_day(scene.context)
    if until is None or not _is_time_wanted(scene):
        return None
    words = say(scene.language, "suggestion.grace", until=say_date(scene.language, until))
    pieces = first_fitting([[*scene.opening(PLACE), Piece("grace", words)], [Piece("grace", words)]])
    if scene.said.has(words):
        return None
    return scene.suggestion("grace", pieces, "grace", why=[Reason("grace_until", until.isoformat())])


def _is_time_wanted(scene: Scene) -> bool:
    """Where the customer asks for something else than the rule, or speaks of its transition."""
    if is_listed(intent_of(scene.request), "wants_time"):
        return True
    texts = list(scene.context.revision.texts("transition"))
    scores = near(scene.composer, scene.asked, texts, scene.language).tolist()
    return max(scores, default=0.0) >= settings().near_transition
