"""What is open to this customer beside the rule itself: an alternative, an exception, more time."""

from __future__ import annotations

from policy_kb.answer.eligibility import eligibility
from policy_kb.answer.grace import last_day
from policy_kb.answer.message import Source
from policy_kb.answer.sources import revision_source
from policy_kb.answer.wording import say, say_date, say_hours
from policy_kb.language.stems import stems
from policy_kb.suggestions.draft import Piece, first_fitting
from policy_kb.suggestions.scene import Scene
from policy_kb.suggestions.suggestion import Reason, Suggestion
from policy_kb.tables import Alternative, EscalationStep

# Keeps the words of understanding of these suggestions apart from those of the answer.
PLACE = 1


def alternative(scene: Scene) -> Suggestion | None:
    """The best of the alternatives that data say are open to this customer; never one that is not, or not for sure."""
    open_ones = [item for item in scene.context.revision.alternatives if _is_open(scene, item)]
    for item in sorted(open_ones, key=lambda item: _order(scene, item)):
        made = _alternative(scene, item)
        if made is not None:
            return made
    return None


def _is_open(scene: Scene, item: Alternative) -> bool:
    """Where it leads to another policy, that one must be in force and not be listed."""
    target = item.leads_to
    reachable = target is None or (scene.composer.knows(target) and target not in scene.context.company.no_suggestions)
    return reachable and eligibility(item, scene.context.facts).allowed is True


def _order(scene: Scene, item: Alternative) -> tuple[bool, int, int]:
    """What was earned comes first, then what has most of the message's words."""
    asked = set(stems(scene.request.text, scene.language))
    words = f"{item.title.in_language(scene.language)} {item.text.in_language(scene.language)}"
    return item.because is None, -len(asked & set(stems(words, scene.language))), item.position


def _alternative(scene: Scene, item: Alternative) -> Suggestion | None:
    language, text = scene.language, item.text.in_language(scene.language)
    if scene.said.has(text):
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
    """Offers to ask the one who decides next; promises nothing."""
    step = decider(scene)
    if step is None or scene.said.has(step.decides.in_language(scene.language)):
        return None
    role, decides = step.role.in_language(scene.language), step.decides.in_language(scene.language)
    within = say_hours(scene.language, step.within_hours)
    body = Piece("escalation", say(scene.language, "suggestion.exception", role=role, decides=decides, within=within))
    pieces = first_fitting([[*scene.opening(PLACE), body], [body]])
    return scene.suggestion("exception", pieces, "escalation", why=[Reason("decided_by", role)])


def decider(scene: Scene) -> EscalationStep | None:
    """Who decides after the representative, who is the first of the list; None where nobody does."""
    steps = scene.composer.deciders(scene.policy_id)
    return steps[1] if len(steps) > 1 else None


def grace(scene: Scene) -> Suggestion | None:
    """Offers to ask for more time with the old rule, up to the last day that the policy allows."""
    until = last_day(scene.context)
    if until is None:
        return None
    words = say(scene.language, "suggestion.grace", until=say_date(scene.language, until))
    pieces = first_fitting([[*scene.opening(PLACE), Piece("grace", words)], [Piece("grace", words)]])
    if scene.said.has(words):
        return None
    return scene.suggestion("grace", pieces, "grace", why=[Reason("grace_until", until.isoformat())])
