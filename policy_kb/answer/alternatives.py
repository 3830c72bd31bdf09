"""What else is possible for this customer, decided by data."""

from __future__ import annotations

import json

from policy_kb.answer.context import AnswerContext
from policy_kb.answer.eligibility import Eligibility, eligibility
from policy_kb.answer.message import Message, Option
from policy_kb.answer.sources import revision_source, with_source
from policy_kb.answer.wording import entry, say
from policy_kb.bilingual import Language
from policy_kb.tables import Alternative

MOST_OPTIONS = 4


def alternatives(context: AnswerContext) -> Message:
    """The alternatives open to the customer, those that a fact would decide with their condition, never the others."""
    decided = [(item, eligibility(item, context.facts)) for item in context.revision.alternatives]
    shown = [pair for pair in decided if pair[1].allowed is not False]
    # What surely holds for this customer comes first, what was earned (a condition met) before what all have.
    shown.sort(key=lambda pair: (pair[1].allowed is None, pair[0].because is None))
    lines = [f"{index}. {_line(context, *pair)}" for index, pair in enumerate(shown[:MOST_OPTIONS], start=1)]
    lead = say(context.language, "alternatives.lead" if lines else "alternatives.none")
    return _message(
        context, "\n".join([lead, *lines]), tuple(_option(context, item) for item, _ in shown[:MOST_OPTIONS])
    )


def one_alternative(context: AnswerContext, slug: str) -> Message | None:
    """One alternative that the customer chose, or None where it is not open to them."""
    for item in context.revision.alternatives:
        verdict = eligibility(item, context.facts)
        if item.slug == slug and verdict.allowed is not False:
            return _message(context, _line(context, item, verdict))
    return None


def _message(context: AnswerContext, text: str, options: tuple[Option, ...] = ()) -> Message:
    source = revision_source(context.company, context.revision, context.language)
    return Message(
        kind="alternatives",
        language=context.language,
        text=with_source(text, source, context.language),
        policy_id=context.revision.policy_id,
        version=context.revision.version,
        sources=(source,),
        options=options,
    )


def _line(context: AnswerContext, item: Alternative, verdict: Eligibility) -> str:
    language = context.language
    texts = {"title": item.title.in_language(language), "text": item.text.in_language(language)}
    if verdict.allowed is None:
        return say(language, "alternatives.condition", condition=conditions_in_words(item, language), **texts)
    if item.because:
        return say(language, "alternatives.because", because=item.because.in_language(language), **texts)
    return say(language, "alternatives.item", **texts)


def conditions_in_words(item: Alternative, language: Language) -> str:
    """Who an alternative is for, in words."""
    words = []
    if item.customer_groups is not None:
        names = entry(language, "conditions.customer_group")
        words.append(" / ".join(names[group] for group in item.customer_groups))
    if item.loyalty_at_least is not None:
        words.append(say(language, "conditions.loyalty_level", level=item.loyalty_at_least.capitalize()))
    if item.account_value_at_least is not None:
        words.append(say(language, "conditions.account_value", value=item.account_value_at_least))
    if item.order_states is not None:
        names = entry(language, "conditions.order_state")
        words.append(" / ".join(names[state] for state in item.order_states))
    return ", ".join(words)


def _option(context: AnswerContext, item: Alternative) -> Option:
    own = context.revision.policy_id
    title = item.title.in_language(context.language)
    if item.leads_to:
        return Option(title, "/choose_policy" + json.dumps({"policy_id": item.leads_to}), item.leads_to)
    return Option(title, "/choose_alternative" + json.dumps({"policy_id": own, "alternative": item.slug}), own)
