"""Names what a part of an answer rests on."""

from __future__ import annotations

from policy_kb.answer.message import Source
from policy_kb.answer.wording import say, say_date
from policy_kb.bilingual import Language
from policy_kb.tables import Clause, Company, Evidence, Revision


def clause_source(company: Company, revision: Revision, clause: Clause, language: Language) -> Source:
    """The clause that is quoted, with the version and since when it is in force."""
    label = say(
        language,
        "source_label",
        company=company.name,
        title=revision.title.in_language(language),
        number=clause.number,
        version=revision.version,
        date=say_date(language, revision.in_force_from),
    )
    return Source(label, f"{policy_address(company, revision, language)}#{clause.number}")


def revision_source(company: Company, revision: Revision, language: Language) -> Source:
    """The revision as a whole."""
    label = say(
        language,
        "article_label",
        company=company.name,
        title=revision.title.in_language(language),
        version=revision.version,
        date=say_date(language, revision.in_force_from),
    )
    return Source(label, policy_address(company, revision, language))


def evidence_source(evidence: Evidence, language: Language) -> Source:
    """A law, study, feedback or practice."""
    return Source(evidence.citation.in_language(language), evidence.url)


def with_source(text: str, source: Source, language: Language) -> str:
    """`text` and, on a line of its own, the source: for channels that show nothing but the text."""
    return f"{text}\n{say(language, 'explanation.source', label=source.label)}"


def policy_address(company: Company, revision: Revision, language: Language) -> str:
    """Where the company publishes the policy's text."""
    return company.policy_url.in_language(language).replace("{policy_id}", revision.policy_id)
