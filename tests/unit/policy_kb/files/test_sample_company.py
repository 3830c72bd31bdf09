"""The sample company keeps the contract: all policies, whole, dated, in both languages."""

from __future__ import annotations

from datetime import date

import pytest

from policy_kb.files.collection import SAMPLE_COMPANY, Collection, read_collection
from policy_kb.files.schema.article import Article
from policy_kb.files.schema.resource import Resource, SharedResource
from tests.factories.small_company import TODAY

# The contract's table.
POLICY_IDS = (
    "withdrawal-returns", "refund-timing", "exchange", "legal-warranty", "extended-warranty", "repairs",
    "transit-damage", "delivery-times", "missed-delivery", "shipping-costs", "click-and-collect",
    "installation-service", "old-appliance-collection", "order-cancellation", "order-change", "out-of-stock",
    "price-match", "promotions-coupons", "gift-cards", "payment-methods", "instalments", "invoices",
    "late-payment", "business-accounts", "minimum-order", "bulk-quotes", "loyalty-programme",
    "subscription-renewal", "account-security", "account-closure", "personal-data", "marketing-preferences",
    "phone-support-hours", "phone-support-retirement", "complaints-escalation", "product-recalls",
    "product-reviews", "accessibility-services",
)  # fmt: skip


@pytest.fixture(scope="module")
def sample() -> Collection:
    return read_collection([SAMPLE_COMPANY], TODAY)


@pytest.fixture
def article(sample: Collection, request: pytest.FixtureRequest) -> Article:
    return sample.articles[request.param]


def test_the_sample_company_has_nothing_to_complain_of(sample: Collection) -> None:
    assert sample.complaints == []


def test_it_has_exactly_the_policies_of_the_contract(sample: Collection) -> None:
    assert len(POLICY_IDS) == 38
    assert sorted(sample.articles) == sorted(POLICY_IDS)


@pytest.mark.parametrize("article", POLICY_IDS, indirect=True)
def test_a_policy_is_whole(article: Article) -> None:
    newest = article.revisions[0]
    assert len(newest.clauses) >= 3
    assert len(newest.evidence) >= 2
    assert len(newest.alternatives) >= 2
    assert len(newest.resources) >= 3
    assert len(article.questions.it) >= 15
    assert len(article.questions.en) >= 15
    assert newest.in_force_from <= TODAY
    assert not set(article.questions.it) & set(article.questions.en)


def test_at_least_fourteen_policies_have_a_previous_revision(sample: Collection) -> None:
    assert sum(len(article.revisions) > 1 for article in sample.articles.values()) >= 14


def test_telephone_hours_were_reduced_on_the_first_of_september(sample: Collection) -> None:
    newest = sample.articles["phone-support-hours"].revisions[0]
    assert newest.transition is not None
    assert newest.transition.from_ == date(2026, 9, 1)
    assert newest.transition.old_rule_until >= newest.transition.from_


def test_telephone_orders_end_the_day_before_the_first_of_march(sample: Collection) -> None:
    newest = sample.articles["phone-support-retirement"].revisions[0]
    assert newest.transition is not None
    assert newest.transition.old_rule_until == date(2027, 2, 28)
    assert newest.transition.grace_until is not None
    assert newest.transition.grace_until > newest.transition.old_rule_until


@pytest.mark.parametrize("policy_id", ["phone-support-hours", "phone-support-retirement"])
def test_a_telephone_policy_offers_trainings_and_seminars_with_dates_to_come(
    policy_id: str, sample: Collection
) -> None:
    assert sample.company is not None
    shared = sample.company.resources
    items = sample.articles[policy_id].revisions[0].resources
    resources = [shared[item.use] if isinstance(item, SharedResource) else item for item in items]
    kinds = {item.kind for item in resources if isinstance(item, Resource)}
    assert {"training", "seminar"} <= kinds
    dates = [day for item in resources for day in item.dates if item.kind in ("training", "seminar")]
    assert max(dates) > TODAY.isoformat()


def test_every_policy_that_an_alternative_leads_to_exists(sample: Collection) -> None:
    revisions = [revision for article in sample.articles.values() for revision in article.revisions]
    targets = {item.policy_id for revision in revisions for item in revision.alternatives} - {None}
    assert len(targets) > 10
    assert targets <= set(POLICY_IDS)


def test_no_text_of_a_policy_stands_untranslated(sample: Collection) -> None:
    """A longer text that reads the same in both languages was copied, not translated."""
    for article in sample.articles.values():
        for revision in article.revisions:
            pairs = [revision.summary, revision.meaning, revision.why, *revision.steps]
            pairs += [clause.text for clause in revision.clauses]
            assert all(pair.it != pair.en for pair in pairs), article.policy_id
