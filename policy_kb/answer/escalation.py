"""Who decides next about a case, from the policy file."""

from __future__ import annotations

from policy_kb.answer.context import AnswerContext
from policy_kb.answer.message import Message
from policy_kb.answer.sources import revision_source, with_source
from policy_kb.answer.wording import say, say_hours
from policy_kb.tables import Article


def escalation(context: AnswerContext, article: Article) -> Message:
    """The chain of those who decide, each with what and within which time."""
    language = context.language
    items = [
        say(
            language,
            "escalation.item",
            role=step.role.in_language(language),
            decides=step.decides.in_language(language),
            within=say_hours(language, step.within_hours),
        )
        for step in article.policy_file.escalation
    ]
    lines = [
        say(language, "escalation.lead"),
        *(f"{index}. {item}" for index, item in enumerate(items, start=1)),
    ]
    source = revision_source(context.company, context.revision, language)
    return Message(
        kind="explanation",
        language=language,
        text=with_source("\n".join(lines), source, language),
        policy_id=context.revision.policy_id,
        version=context.revision.version,
        sources=(source,),
    )
