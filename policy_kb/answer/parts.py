"""The parts of an answer about one revision: one function a kind."""

from __future__ import annotations

from typing import Any

from policy_kb.answer.context import AnswerContext
from policy_kb.answer.message import Kind, Message, Source
from policy_kb.answer.resources import is_valid, resource_in_words, resource_keys
from policy_kb.answer.sources import clause_source, evidence_source, revision_source, with_source
from policy_kb.answer.wording import say, say_date
from policy_kb.bilingual import Bilingual

MOST_RESOURCES = 3


def explanation(context: AnswerContext) -> Message:
    """The plain meaning, with the clause that fits the question quoted and its source."""
    language = context.language
    lines = [*_older_terms(context), *_meant(context)]
    for clause in context.clauses[:1]:
        words = clause.text.in_language(language)
        lines.append(say(language, "explanation.quoted", clause=words, number=clause.number))
    sources = _clause_sources(context) + _law_sources(context)
    lines.append(say(language, "explanation.source", label=sources[0].label))
    return _message(context, "explanation", "\n\n".join(lines), sources, _resources(context, MOST_RESOURCES))


def _meant(context: AnswerContext) -> list[str]:
    """The answer to what is asked, where a case has it, with the rule in short; else the rule and what it means."""
    language, title = context.language, context.revision.title.in_language(context.language)
    summary, told = _text(context, "summary"), _told(context)
    if told:
        return [told, say(language, "explanation.in_general", title=title, summary=summary)]
    return [say(language, "explanation.body", title=title, summary=summary, meaning=_text(context, "meaning"))]


def _told(context: AnswerContext) -> str:
    """What the case says to this customer, and what comes next; empty where no case is asked for."""
    if context.told is None:
        return ""
    return " ".join(text.in_language(context.language) for text in (context.told.answer, context.told.next))


def _older_terms(context: AnswerContext) -> list[str]:
    """That the terms of the day of the order hold, where those are older ones."""
    ordered_on = context.facts.ordered_on
    if not context.older or ordered_on is None:
        return []
    ordered, version = say_date(context.language, ordered_on), context.revision.version
    return [say(context.language, "older_terms", ordered=ordered, version=version)]


def simpler(context: AnswerContext) -> Message:
    """The same in one or two very short sentences."""
    text = _text(context, "simpler") or _text(context, "summary")
    return _sourced(context, "explanation", say(context.language, "simpler.lead", text=text))


def steps(context: AnswerContext) -> Message:
    """What to do, in order."""
    numbered = [f"{index}. {text}" for index, text in enumerate(_texts(context, "step"), start=1)]
    text = "\n".join([say(context.language, "steps.lead"), *numbered])
    return _sourced(context, "steps", text, shown=_resources(context, MOST_RESOURCES))


def reason(context: AnswerContext) -> Message:
    """Why the rule exists, and what it rests on."""
    language = context.language
    lines = [say(language, "reason.lead", why=_text(context, "why"))]
    if context.revision.evidence:
        lines.append(say(language, "reason.evidence"))
    for item in context.revision.evidence:
        finding = item.finding.in_language(language).rstrip(".")
        citation = item.citation.in_language(language)
        key = "reason.own_item" if item.own and context.company.name not in citation else "reason.item"
        lines.append("- " + say(language, key, finding=finding, citation=citation, company=context.company.name))
    evidence = tuple(evidence_source(item, language) for item in context.revision.evidence)
    return _sourced(context, "reason", "\n".join(lines), evidence)


def quote(context: AnswerContext) -> Message:
    """Where it is written, word for word."""
    language = context.language
    clauses = context.clauses[:2] or tuple(context.revision.clauses[:2])
    items = [say(language, "quote.item", clause=c.text.in_language(language), number=c.number) for c in clauses]
    sources = tuple(clause_source(context.company, context.revision, clause, language) for clause in clauses)
    lines = [say(language, "quote.lead"), *items, say(language, "explanation.source", label=sources[0].label)]
    return _message(context, "explanation", "\n".join(lines), sources + _law_sources(context))


def detail(context: AnswerContext) -> Message:
    """On one point: the answer of the case that is asked for, else the rule in a nutshell; then word for word the
    clauses that it rests on, or that fit the question best."""
    language = context.language
    items = [
        say(language, "quote.item", clause=c.text.in_language(language), number=c.number) for c in context.clauses[:2]
    ]
    item = " ".join([say(language, "detail"), *items])
    sources = _clause_sources(context)
    lines = [*_older_terms(context), _told(context) or _text(context, "simpler") or _text(context, "summary"), item]
    text = "\n".join([*lines, say(context.language, "explanation.source", label=sources[0].label)])
    return _message(context, "explanation", text, sources + _law_sources(context))


def change(context: AnswerContext) -> Message:
    """Then, now, since when, and why that is better."""
    language = context.language
    since = say_date(language, context.revision.in_force_from)
    if context.revision.text("change_then") is None:
        text = say(language, "change.none", date=since)
    else:
        told = {name: _text(context, f"change_{name}") for name in ("then", "now", "better")}
        text = say(language, "change.body", date=since, **told)
    return _sourced(context, "change", text)


def resources(context: AnswerContext) -> Message:
    """Where help is found, all that is still valid."""
    shown = _resources(context, len(context.revision.resources))
    if not shown:
        return _message(context, "resources", say(context.language, "resources.none"))
    lines = ["- " + resource_in_words(keys, context.language) for keys in shown]
    text = "\n".join([say(context.language, "resources.lead"), *lines])
    return _message(context, "resources", text, (), shown)


def transition(context: AnswerContext) -> Message:
    """Until when the old rule may be used, and what help there is meanwhile; afterwards, that it is over."""
    language, days = context.language, context.revision.transition
    if days is None:
        return _sourced(context, "transition", say(language, "transition.none"))
    today, until = context.now.date(), say_date(language, days.old_rule_until)
    if today <= days.old_rule_until:
        span = {"from": say_date(language, days.starts_on), "until": until}
        lines = [say(language, "transition.body", text=_text(context, "transition"), **span)]
    else:
        lines = [say(language, "transition.over", until=until)]
    if days.grace_until and today <= days.grace_until:
        lines.append(say(language, "transition.grace", grace=say_date(language, days.grace_until)))
    if today <= (days.grace_until or days.old_rule_until):
        lines += [say(language, "transition.help"), *(f"- {text}" for text in _texts(context, "transition_help"))]
    shown = _resources(context, len(context.revision.resources), first=("training", "seminar"))
    return _sourced(context, "transition", "\n".join(lines), shown=shown)


def _sourced(
    context: AnswerContext,
    kind: Kind,
    text: str,
    sources: tuple[Source, ...] = (),
    shown: tuple[dict[str, Any], ...] = (),
) -> Message:
    """A message that names the revision, in its text and after its other `sources`."""
    own = revision_source(context.company, context.revision, context.language)
    return _message(context, kind, with_source(text, own, context.language), (*sources, own), shown)


def _message(
    context: AnswerContext,
    kind: Kind,
    text: str,
    sources: tuple[Source, ...] = (),
    shown: tuple[dict[str, Any], ...] = (),
) -> Message:
    return Message(
        kind=kind,
        language=context.language,
        text=text,
        policy_id=context.revision.policy_id,
        version=context.revision.version,
        sources=sources,
        resources=shown,
    )


def _text(context: AnswerContext, name: str) -> str:
    text: Bilingual | None = context.revision.text(name)
    return text.in_language(context.language) if text else ""


def _texts(context: AnswerContext, name: str) -> list[str]:
    return [text.in_language(context.language) for text in context.revision.texts(name)]


def _clause_sources(context: AnswerContext) -> tuple[Source, ...]:
    if not context.clauses:
        return (revision_source(context.company, context.revision, context.language),)
    return (clause_source(context.company, context.revision, context.clauses[0], context.language),)


def _law_sources(context: AnswerContext) -> tuple[Source, ...]:
    laws = (item for item in context.revision.evidence if item.kind == "law")
    return tuple(evidence_source(item, context.language) for item in laws)


def _resources(context: AnswerContext, most: int, first: tuple[str, ...] = ()) -> tuple[dict[str, Any], ...]:
    valid = [row.present for row in context.revision.resources if is_valid(row.present, context.now)]
    valid.sort(key=lambda resource: resource.kind not in first)
    return tuple(resource_keys(resource, context.language, context.now) for resource in valid[:most])
