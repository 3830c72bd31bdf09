"""Erasing and keeping: a customer's items go with the customer, and nothing else names them."""

from __future__ import annotations

from datetime import UTC, datetime

from policy_kb.progress import silent
from tests.unit.web.workbench.review.deciding import ask_thrice, correct
from tests.unit.web.workbench.review.office import Office
from web.privacy.erase import Erasure
from web.privacy.export import export_of
from web.privacy.stores import open_stores
from web.privacy.subject import find_subject
from web.workbench.review.tables import review_item, review_kind


class NoRasa:
    def forget(self, _conversation: str) -> bool:
        return False


def test_erasing_a_customer_erases_their_items_and_proves_it(office: Office) -> None:
    office.begin("a" * 32, customer_id="C-1001")
    group = ask_thrice(office)
    desk, _ = office.sit()
    correct(desk, group, lines="una frase nuova", intent="ask_policy")
    with open_stores(office.url, None) as stores:
        subject = find_subject(stores, "C-1001")
        document = export_of(stores, subject, datetime.now(UTC), silent)
        assert document["database"]["review_item"][0]["text"]
        assert document["database"]["review_kind"]
        erased = Erasure(stores, NoRasa()).erase(subject, silent)  # type: ignore[arg-type]
    assert erased.rows["database", "review_item"] == 1
    assert {row.conversation_id for row in office.rows(review_item)} == {"b" * 32, "c" * 32}
    assert len(office.rows(review_kind)) == 2
