"""Checks within one article and between the files of a company that a schema cannot say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from policy_kb.bilingual import LANGUAGES, Language
from policy_kb.files.document import Document, Location
from policy_kb.files.schema.article import Article
from policy_kb.files.schema.company import Company
from policy_kb.files.schema.evidence import LawEvidence
from policy_kb.files.schema.resource import SharedResource
from policy_kb.files.schema.revision import Revision

# What the newest revision must hold at least.
LEAST = {"clauses": 3, "evidence": 2, "alternatives": 2, "resources": 3}


@dataclass(frozen=True)
class Known:
    """The ids an article may refer to, and the day of the check.

    None: their file could not be read, and its own complaint is enough.
    """

    resources: frozenset[str] | None
    laws: frozenset[str] | None
    policies: frozenset[str]
    today: date


def check_consistency(document: Document, article: Article, known: Known) -> None:
    """Adds a complaint for each inconsistency of `article` with itself or with what is `known`.

    A review that is overdue is a reminder only: a rule stays in force until another follows, whoever forgot it.
    """
    if Path(document.file).stem != article.policy_id:
        document.complain(("policy_id",), "file_name", expected=article.policy_id)
    if article.review_by < known.today:
        document.remind(("review_by",), "review_overdue")
    for language in LANGUAGES:
        _twice(document, ("questions", language), "duplicate_question", article.questions.texts(language))
        _check_asked_cases(document, article, language)
    channels = (procedure.channel for procedure in article.policy.procedures)
    _twice(document, ("policy", "procedures"), "duplicate_channel", channels, "channel")
    _check_order(document, article.revisions)
    _check_newest(document, article.revisions[0])
    for index, revision in enumerate(article.revisions):
        _check_revision(document, ("revisions", index), article.policy_id, revision, known)


def _check_asked_cases(document: Document, article: Article, language: Language) -> None:
    known = {case.id for case in article.revisions[0].cases}
    for index, (_, case) in enumerate(article.questions.asked(language)):
        if case is not None and case not in known:
            document.complain(("questions", language, index, "case"), "unknown_case", known=", ".join(sorted(known)))


def check_company(document: Document, company: Company, policies: frozenset[str]) -> None:
    """Adds a complaint for each policy that the company's file speaks of and that is not among `policies`."""
    for index, policy_id in enumerate(company.no_suggestions):
        if policy_id not in policies:
            document.complain(("no_suggestions", index), "unknown_policy")


def _twice(document: Document, location: Location, fault: str, values: Iterable[str], leaf: str = "") -> None:
    ending: Location = (leaf,) if leaf else ()
    _twice_at(document, fault, (((*location, index, *ending), value) for index, value in enumerate(values)))


def _twice_at(document: Document, fault: str, placed: Iterable[tuple[Location, str]]) -> None:
    """Adds a complaint where a value stands that stood at an earlier place, but for case, spaces and its end."""
    seen: set[str] = set()
    for place, value in placed:
        if _folded(value) in seen:
            document.complain(place, fault)
        seen.add(_folded(value))


def _folded(text: str) -> str:
    return " ".join(text.casefold().split()).rstrip("?!. ")


def _check_order(document: Document, revisions: list[Revision]) -> None:
    for index, revision in enumerate(revisions):
        here: Location = ("revisions", index)
        older = revisions[index + 1] if index + 1 < len(revisions) else None
        if older is None:
            _check_oldest(document, here, revision)
            continue
        if revision.version != older.version + 1:
            document.complain((*here, "version"), "version_order")
        if revision.in_force_from <= older.in_force_from:
            fault = "same_day" if revision.in_force_from == older.in_force_from else "days_order"
            document.complain((*here, "in_force_from"), fault)
        if revision.change is None:
            document.complain((*here, "change"), "change_missing")


def _check_oldest(document: Document, here: Location, revision: Revision) -> None:
    if revision.version != 1:
        document.complain((*here, "version"), "first_version")
    if revision.change is not None:
        document.complain((*here, "change"), "change_in_first")


def _check_newest(document: Document, revision: Revision) -> None:
    for name, least in LEAST.items():
        actual = len(getattr(revision, name))
        if actual < least:
            document.complain(("revisions", 0, name), "not_enough", actual=actual, least=least)
    if revision.simpler is None:
        document.complain(("revisions", 0, "simpler"), "simpler_missing")
    if revision.alternatives and not any(a.eligibility.is_open for a in revision.alternatives):
        document.complain(("revisions", 0, "alternatives"), "open_alternative_missing")


def _check_revision(document: Document, here: Location, policy_id: str, revision: Revision, known: Known) -> None:
    clauses, alternatives = (*here, "clauses"), (*here, "alternatives")
    _twice(document, clauses, "duplicate_clause", (c.number for c in revision.clauses), "number")
    _twice(document, alternatives, "duplicate_alternative", (a.id for a in revision.alternatives), "id")
    for index, alternative in enumerate(revision.alternatives):
        target = alternative.policy_id
        if target is not None and target not in known.policies:
            document.complain((*alternatives, index, "policy_id"), "dead_alternative")
        elif target == policy_id:
            document.complain((*alternatives, index, "policy_id"), "own_alternative")
    _check_references(document, here, revision, known)
    _check_cases(document, (*here, "cases"), revision)


def _check_references(document: Document, here: Location, revision: Revision, known: Known) -> None:
    for index, resource in enumerate(revision.resources):
        if known.resources is not None and isinstance(resource, SharedResource) and resource.use not in known.resources:
            location = (*here, "resources", index, "use")
            document.complain(location, "unknown_shared_resource", known=", ".join(sorted(known.resources)))
    for index, evidence in enumerate(revision.evidence):
        if known.laws is not None and isinstance(evidence, LawEvidence) and evidence.law not in known.laws:
            location = (*here, "evidence", index, "law")
            document.complain(location, "unknown_law", known=", ".join(sorted(known.laws)))


def _check_cases(document: Document, here: Location, revision: Revision) -> None:
    numbers, slugs = {clause.number for clause in revision.clauses}, {item.id for item in revision.alternatives}
    _twice(document, here, "duplicate_case", (case.id for case in revision.cases), "id")
    for index, case in enumerate(revision.cases):
        _unknown(document, (*here, index, "clauses"), "unknown_clause", case.clauses, numbers)
        _unknown(document, (*here, index, "alternatives"), "unknown_alternative", case.alternatives, slugs)
        for place, variant in enumerate(case.variants):
            if variant.eligibility.is_open:
                document.complain((*here, index, "variants", place, "eligibility"), "variant_for_all")
    _check_case_questions(document, here, revision)


def _unknown(document: Document, here: Location, fault: str, names: Iterable[str], known: set[str]) -> None:
    for index, name in enumerate(names):
        if name not in known:
            document.complain((*here, index), fault, known=", ".join(sorted(known)))


def _check_case_questions(document: Document, here: Location, revision: Revision) -> None:
    """A question that stands in two cases tells neither."""
    for language in LANGUAGES:
        placed: Iterable[tuple[Location, str]] = (
            ((*here, index, "questions", language, place), text)
            for index, case in enumerate(revision.cases)
            for place, text in enumerate(getattr(case.questions, language))
        )
        _twice_at(document, "duplicate_question", placed)
