"""A word of the company's rules, explained."""

from __future__ import annotations

from policy_kb.answer.message import Message, Source
from policy_kb.answer.sources import with_source
from policy_kb.answer.wording import say
from policy_kb.bilingual import Language
from policy_kb.tables import Company, GlossaryTerm


def explained(term: GlossaryTerm, company: Company, language: Language) -> Message:
    """The explanation of the glossary, which is about no single policy."""
    name = (term.names_it if language == "it" else term.names_en)[0]
    source = Source(say(language, "term.source", company=company.name), company.site.in_language(language))
    body = say(language, "term.body", term=name[:1].upper() + name[1:], text=term.text.in_language(language))
    return Message("explanation", language, with_source(body, source, language), sources=(source,))
