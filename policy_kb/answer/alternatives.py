"""What else is possible for this customer, decided by data."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace

from policy_kb.answer.context import AnswerContext
from policy_kb.answer.eligibility import Conditioned, Eligibility, Fact, eligibility
from policy_kb.answer.message import Button, Message, Option
from policy_kb.answer.sources import revision_source, with_source
from policy_kb.answer.wording import entry, say
from policy_kb.bilingual import Language
from policy_kb.tables import Alternative

MOST_OPTIONS = 4


def alternatives(context: AnswerContext) -> Message:
    """The alternatives open to the customer, never those that are not.

    Where a fact that was not asked for yet would decide about others, it is asked for; the others wait for the answer.
    Where none is to be asked for, they come with their condition.
    """
    decided = [(item, eligibility(item, context.facts)) for item in context.revision.alternatives]
    shown = [pair for pair in decided if pair[1].allowed is not False]
    asks = _missing_fact(context, shown)
    if asks is not None:
        shown = [pair for pair in shown if pair[1].allowed]
    # What surely holds for this customer comes first, what was earned (a condition met) before what all have.
    shown.sort(key=lambda pair: (pair[1].allowed is None, pair[0].because is None))
    shown = shown[:MOST_OPTIONS]
    lines = [f"{index}. {_line(context, *pair)}" for index, pair in enumerate(shown, start=1)]
    lead = say(context.language, "alternatives.lead") if lines else ""
    if not lines and asks is None:
        lead = say(context.language, "alternatives.none")
    message = _message(
        context, "\n".join(filter(None, [lead, *lines])), tuple(_option(context, item) for item, _ in shown)
    )
    return message if asks is None else _with_question(message, asks, context.language)


def _missing_fact(context: AnswerContext, shown: list[tuple[Alternative, Eligibility]]) -> Fact | None:
    """The fact that decides about most of the alternatives, of those never asked for."""
    if context.asked is None:
        return None
    missing = Counter(fact for _, verdict in shown for fact in verdict.missing if fact not in context.asked)
    return missing.most_common(1)[0][0] if missing else None


def _with_question(message: Message, fact: Fact, language: Language) -> Message:
    lead = say(language, "fact_question.more" if message.options else "fact_question.lead")
    question = f"{lead} {say(language, f'fact_question.{fact}')}"
    answers = entry(language, "fact_question.answers").get(fact, [])
    buttons = tuple(Button(answer, answer) for answer in answers)
    return replace(message, text=f"{message.text}\n{question}".lstrip(), buttons=buttons, asks=fact)


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


def conditions_in_words(item: Conditioned, language: Language) -> str:
    """Who an alternative, or what a case says, is for, in words."""
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
