"""Turns what stands in files into rows of the tables: one function a noun."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Protocol

from policy_kb import tables
from policy_kb.bilingual import LANGUAGES, Bilingual
from policy_kb.files.schema.alternative import Alternative, Eligibility
from policy_kb.files.schema.article import Article
from policy_kb.files.schema.case import Case, Variant
from policy_kb.files.schema.company import Company, Laws
from policy_kb.files.schema.customer import Customer
from policy_kb.files.schema.evidence import LawEvidence, OtherEvidence
from policy_kb.files.schema.glossary import Term
from policy_kb.files.schema.resource import Resource, SharedResource
from policy_kb.files.schema.revision import Revision
from policy_kb.publishing.content_hash import content_hash, source_of


class _Texts(Protocol):
    """Any pair of the schema: a text, a mission, a standard."""

    @property
    def it(self) -> str: ...

    @property
    def en(self) -> str: ...


def _pair(texts: _Texts) -> Bilingual:
    return Bilingual(it=texts.it, en=texts.en)


def revision_record(
    article: Article, revision: Revision, company: Company, laws: Laws, days: tuple[int, date], now: datetime
) -> tables.Revision:
    """The row of a revision with all its parts; `days` is its version number and first day."""
    version, in_force_from = days
    return tables.Revision(
        policy_id=article.policy_id,
        version=version,
        in_force_from=in_force_from,
        title=_pair(article.title),
        approved_by=_pair(revision.approved_by),
        approved_on=revision.approved_on,
        published_at=now,
        content_hash=content_hash(article, revision),
        source=source_of(revision),
        parts=_parts(revision),
        evidence=[_evidence(item, index, laws) for index, item in enumerate(revision.evidence)],
        alternatives=[_alternative(item, index) for index, item in enumerate(revision.alternatives)],
        transition=_transition(revision),
        resources=[_resource(item, index, company) for index, item in enumerate(revision.resources)],
        clauses=[
            tables.Clause(number=clause.number, position=index, text=_pair(clause.text))
            for index, clause in enumerate(revision.clauses)
        ],
        cases=[_case(item, index) for index, item in enumerate(revision.cases)],
    )


def _parts(revision: Revision) -> list[tables.Part]:
    named: list[tuple[str, _Texts]] = [("summary", revision.summary), ("meaning", revision.meaning)]
    if revision.simpler:
        named.append(("simpler", revision.simpler))
    named += [("step", step) for step in revision.steps]
    named.append(("why", revision.why))
    if revision.change:
        named += [(f"change_{name}", getattr(revision.change, name)) for name in ("then", "now", "better")]
    if revision.transition:
        named.append(("transition", revision.transition.text))
        named += [("transition_help", text) for text in revision.transition.help]
    return [tables.Part(name=name, position=index, text=_pair(text)) for index, (name, text) in enumerate(named)]


def _evidence(item: LawEvidence | OtherEvidence, position: int, laws: Laws) -> tables.Evidence:
    if isinstance(item, OtherEvidence):
        return tables.Evidence(
            position=position,
            kind=item.kind,
            own=item.own,
            citation=_pair(item.citation),
            finding=_pair(item.finding),
            url=item.url,
            checked=item.checked,
        )
    law = laws.root[item.law]
    articles = f", art. {item.articles}" if item.articles else ""
    return tables.Evidence(
        position=position,
        kind="law",
        own=False,
        citation=Bilingual(it=law.citation.it + articles, en=law.citation.en + articles),
        finding=_pair(item.finding),
        url=law.url,
        checked=law.checked,
    )


def _alternative(item: Alternative, position: int) -> tables.Alternative:
    return tables.Alternative(
        position=position,
        slug=item.id,
        title=_pair(item.title),
        text=_pair(item.text),
        because_it=item.because.it if item.because else None,
        because_en=item.because.en if item.because else None,
        leads_to=item.policy_id,
        **_conditions(item.eligibility),
    )


def _conditions(eligibility: Eligibility) -> dict[str, Any]:
    return {
        "customer_groups": eligibility.customer_group,
        "loyalty_at_least": eligibility.loyalty_at_least,
        "account_value_at_least": eligibility.account_value_at_least,
        "order_states": eligibility.order_state,
    }


def _case(item: Case, position: int) -> tables.AnsweredCase:
    return tables.AnsweredCase(
        position=position,
        slug=item.id,
        answer=_pair(item.answer),
        next=_pair(item.next),
        variants=[_variant(variant, index) for index, variant in enumerate(item.variants)],
        clauses=list(item.clauses),
        alternatives=list(item.alternatives),
        questions_it=list(item.questions.it),
        questions_en=list(item.questions.en),
    )


def _variant(item: Variant, position: int) -> tables.CaseVariant:
    return tables.CaseVariant(
        position=position, answer=_pair(item.answer), next=_pair(item.next), **_conditions(item.eligibility)
    )


def _transition(revision: Revision) -> tables.Transition | None:
    if revision.transition is None:
        return None
    return tables.Transition(
        starts_on=revision.transition.from_,
        old_rule_until=revision.transition.old_rule_until,
        grace_until=revision.transition.grace_until,
    )


def _resource(item: SharedResource | Resource, position: int, company: Company) -> tables.RevisionResource:
    if isinstance(item, SharedResource):
        shared = company.resources[item.use]
        return tables.RevisionResource(position=position, shared_id=item.use, **_resource_columns(shared))
    return tables.RevisionResource(position=position, **_resource_columns(item))


def _resource_columns(resource: Resource) -> dict[str, Any]:
    return {
        "kind": resource.kind,
        "title": _pair(resource.title),
        "url_it": resource.url.it if resource.url else None,
        "url_en": resource.url.en if resource.url else None,
        "number": resource.number,
        "hours": dict(resource.hours) if resource.hours else None,
        "dates": list(resource.dates),
        "valid_until": resource.valid_until,
    }


def company_records(company: Company) -> list[tables.Company | tables.CompanyResource]:
    """The rows of the company and of its shared resources."""
    row = tables.Company(
        company_id=company.company_id,
        name=company.name,
        mission=_pair(company.mission),
        site=_pair(company.site),
        policy_url=_pair(company.policy_url),
        time_zone=company.time_zone,
        default_language=company.default_language,
        no_suggestions=list(dict.fromkeys(company.no_suggestions)),
    )
    shared = [
        tables.CompanyResource(resource_id=resource_id, **_resource_columns(resource))
        for resource_id, resource in company.resources.items()
    ]
    return [row, *shared]


def policy_file_record(article: Article) -> tables.PolicyFile:
    """The row of an article's policy file with its lists."""
    policy = article.policy
    steps = [(procedure.channel, step) for procedure in policy.procedures for step in procedure.steps]
    return tables.PolicyFile(
        policy_id=article.policy_id,
        objective=_pair(policy.objective),
        mission=_pair(policy.mission),
        mission_url=policy.mission.url,
        competitors=[
            tables.Competitor(position=index, name=_pair(item.name), practice=_pair(item.practice))
            for index, item in enumerate(policy.competitors)
        ],
        procedure_steps=[
            tables.ProcedureStep(position=index, channel=channel, text=_pair(step))
            for index, (channel, step) in enumerate(steps)
        ],
        standards=[
            tables.Standard(position=index, text=_pair(item), hours=item.hours)
            for index, item in enumerate(policy.standards)
        ],
        escalation=[
            tables.EscalationStep(
                position=index,
                role=_pair(item.role),
                decides=_pair(item.decides),
                within_hours=item.within_hours,
            )
            for index, item in enumerate(policy.escalation)
        ],
    )


def question_records(article: Article) -> list[tables.Question]:
    """The rows of an article's example questions."""
    return [
        tables.Question(policy_id=article.policy_id, language=language, position=index, text=text, case_slug=case)
        for language in LANGUAGES
        for index, (text, case) in enumerate(article.questions.asked(language))
    ]


def article_record(article: Article) -> tables.Article:
    """The row of an article with its questions and policy file, without revisions."""
    return tables.Article(
        policy_id=article.policy_id,
        owner=_pair(article.owner),
        review_by=article.review_by,
        decided_by=article.decided_by,
        mostly_for_groups=article.mostly_for.customer_group if article.mostly_for else None,
        mostly_for_states=article.mostly_for.order_state if article.mostly_for else None,
        questions=question_records(article),
        policy_file=policy_file_record(article),
    )


def customer_record(customer: Customer) -> tables.Customer:
    """The row of a customer with the rows of the orders."""
    return tables.Customer(
        customer_id=customer.id,
        name=customer.name,
        customer_group=customer.customer_group,
        loyalty_level=customer.loyalty_level,
        account_value=customer.account_value,
        orders=[
            tables.CustomerOrder(order_number=order.number, placed_on=order.placed_on, state=order.state)
            for order in customer.orders
        ],
    )


def term_record(term: Term) -> tables.GlossaryTerm:
    """The row of a term of the glossary."""
    return tables.GlossaryTerm(
        term_id=term.id, names_it=list(term.names.it), names_en=list(term.names.en), text=_pair(term.text)
    )
