"""A policy file that breaks a rule is refused with the file, the line, the field, the problem and the mend."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from policy_kb.files.collection import read_collection
from tests.factories.articles import make_article
from tests.factories.folders import write_company
from tests.factories.revisions import (
    make_alternative,
    make_clause,
    make_evidence,
    make_law_evidence,
    make_resource,
    make_revision,
    make_transition,
)
from tests.factories.small_company import TODAY
from tests.factories.texts import Content, pair
from tests.unit.policy_kb.files.reading import complaints_of, line_with


def newest(**changes: object) -> Content:
    """An article whose only revision has `changes`."""
    return make_article(revisions=[make_revision(**changes)])


def two(newer: Content, older: Content | None = None) -> Content:
    """An article of two revisions."""
    return make_article(revisions=[newer, older or make_revision()])


def alternatives(**changes: object) -> Content:
    return newest(alternatives=[make_alternative("ask-a-shop"), make_alternative("broken-one", **changes)])


def resources(*broken: Content) -> Content:
    return newest(resources=[{"use": "customer-line"}, {"use": "shops"}, *broken])


GOLD = {"loyalty_at_least": "gold"}
ADDRESS = pair("https://shop.example/broken", "https://shop.example/en/broken")

# name: article, what stands on the line (#1: the second such line), field, problem, mend
BROKEN: dict[str, tuple[Content, str, str, str, str]] = {
    "unknown resource kind": (
        resources(make_resource("webinar")),
        "kind: webinar",
        "revisions.0.resources.2.kind",
        "is not one of the known values",
        "use one of 'link', 'brochure', 'phone', 'form', 'training', 'seminar', 'forum', 'wiki' or 'shop'",
    ),
    "dead alternative": (
        alternatives(policy_id="no-such-policy"),
        "policy_id: no-such-policy",
        "revisions.0.alternatives.1.policy_id",
        "leads to a policy that does not exist",
        "name an existing policy_id",
    ),
    "alternative that leads back": (
        newest(alternatives=[make_alternative("a"), make_alternative("back", policy_id="test-policy")]),
        "    policy_id: test-policy",
        "revisions.0.alternatives.1.policy_id",
        "leads back to its own policy",
        "name another",
    ),
    "two revisions in force on one day": (
        two(make_revision(2, date(2025, 5, 5)), make_revision(1, date(2025, 5, 5), approved_on=date(2025, 1, 1))),
        "in_force_from: 2025-05-05",
        "revisions.0.in_force_from",
        "two would be in force on one day",
        "give each revision a day of its own",
    ),
    "revisions in the wrong order of days": (
        two(make_revision(2, date(2023, 12, 24)), make_revision(1, date(2024, 1, 1))),
        "in_force_from: 2023-12-24",
        "revisions.0.in_force_from",
        "is not after the day of the revision before it",
        "newest first",
    ),
    "version order": (
        two(make_revision(3, date(2025, 5, 5))),
        "version: 3",
        "revisions.0.version",
        "is out of order",
        "newest first, whole numbers, one lower each time",
    ),
    "oldest revision is not version 1": (
        newest(version=7, change=None),
        "version: 7",
        "revisions.0.version",
        "is not 1 in the oldest revision",
        "count versions from 1",
    ),
    "no change told": (
        two(make_revision(2, date(2025, 5, 5), change=None)),
        "change: null",
        "revisions.0.change",
        "is missing, although there is a revision before",
        "then, now, better",
    ),
    "HTML tag": (
        newest(why=pair("Bene.", "We <b>love</b> you.")),
        "<b>love</b>",
        "revisions.0.why.en",
        "holds an HTML tag",
        "write plain text",
    ),
    "HTML entity": (
        newest(why=pair("Tu &amp; noi.", "You and us.")),
        "&amp;",
        "revisions.0.why.it",
        "holds an HTML tag",
        "write plain text",
    ),
    "leading slash": (
        newest(why=pair("Bene.", "/choose_policy")),
        "/choose_policy",
        "revisions.0.why.en",
        "begins with a slash",
        "begin with a word",
    ),
    "missing because": (
        alternatives(eligibility=GOLD),
        "id: broken-one",
        "revisions.0.alternatives.1",
        "is not for everyone and does not say why",
        "add because: in both languages",
    ),
    "no alternative open to everyone": (
        newest(alternatives=[make_alternative(name, eligibility=GOLD, because=pair()) for name in ("a", "b")]),
        "alternatives:",
        "revisions.0.alternatives",
        "has none that is open to everyone",
        "eligibility: {}",
    ),
    "duplicate clause number": (
        newest(clauses=[make_clause("1.1"), make_clause("1.2"), make_clause("1.1", "Vale ancora.", "It still holds.")]),
        "number: '1.1'#1",
        "revisions.0.clauses.2.number",
        "stands twice in this revision",
        "give each clause a number of its own",
    ),
    "unknown law": (
        newest(evidence=[make_law_evidence(law="no-such-law"), make_evidence()]),
        "law: no-such-law",
        "revisions.0.evidence.0.law",
        "names no law of laws.yml",
        "use one of: consumer-code, or add the law there",
    ),
    "unknown shared resource": (
        resources({"use": "no-such-line"}),
        "use: no-such-line",
        "revisions.0.resources.2.use",
        "names no resource of company.yml",
        "use one of: customer-line, shops",
    ),
    "approved after it came into force": (
        newest(in_force_from=date(2024, 1, 1), approved_on=date(2024, 6, 1)),
        "- version: 1",
        "revisions.0",
        "is in force before it was approved",
        "approved_on must not be after in_force_from",
    ),
    "bad hours": (
        resources({**make_resource("phone"), "number": "800 555 018", "hours": {"mon": "13:00-09:00"}}),
        "mon: 13:00-09:00",
        "revisions.0.resources.2.hours.mon",
        "is not a span of hours",
        "09:00-13:00, the earlier hour first",
    ),
    "bad week day": (
        resources({**make_resource("phone"), "number": "800 555 018", "hours": {"monday": "09:00-13:00"}}),
        "monday:",
        "revisions.0.resources.2.hours.monday",
        "is not one of the known values",
        "use one of 'mon'",
    ),
    "bad moment": (
        resources(make_resource("training", dates=["2026-13-10 15:00"])),
        "2026-13-10",
        "revisions.0.resources.2.dates.0",
        "is not a day and hour",
        '"2026-12-10 15:00"',
    ),
    "telephone line without a number": (
        resources({"kind": "phone", "title": pair()}),
        "kind: phone",
        "revisions.0.resources.2",
        "is a telephone line without a number",
        "add number:",
    ),
    "resource without an address": (
        resources({"kind": "brochure", "title": pair()}),
        "kind: brochure",
        "revisions.0.resources.2",
        "has no address",
        "add url:",
    ),
    "address that is not https": (
        resources(make_resource(url=pair("https://shop.example", "http://shop.example"))),
        "en: http://shop.example",
        "revisions.0.resources.2.url.en",
        "is not of the expected form",
        "expected form: ^https://",
    ),
    "transition with days out of order": (
        newest(transition=make_transition(old_rule_until=date(2025, 1, 1))),
        "transition:",
        "revisions.0.transition",
        "has its days out of order",
        "from <= old_rule_until <= grace_until",
    ),
    "unknown key": (
        make_article(colour="blue"),
        "colour: blue",
        "colour",
        "is not a known key",
        "check the spelling",
    ),
    "channel told twice": (
        make_article(policy={**make_article()["policy"], "procedures": [
            {"channel": "chat", "steps": [pair()]}, {"channel": "chat", "steps": [pair()]},
        ]}),
        "channel: chat#1",
        "policy.procedures.1.channel",
        "stands twice",
        "put all steps of a channel together",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_refused_with_line_field_problem_and_mend(name: str, tmp_path: Path) -> None:
    article, marker, field, problem, mend = BROKEN[name]
    path, complaints = complaints_of(article, tmp_path)
    assert [complaint.field for complaint in complaints] == [field]
    complaint = complaints[0]
    assert complaint.file == str(path)
    assert problem in complaint.problem
    assert mend in complaint.mend
    marker, _, nth = marker.partition("#")
    assert complaint.line == line_with(path, marker, int(nth or 0))


def test_a_file_with_the_least_it_may_hold_has_nothing_to_complain_of(tmp_path: Path) -> None:
    assert complaints_of(make_article(), tmp_path)[1] == []


def test_an_overdue_review_is_a_reminder_with_line_and_mend_and_no_complaint(tmp_path: Path) -> None:
    folder = write_company(tmp_path, [make_article(review_by=date(2026, 11, 21))])
    collection = read_collection([folder], TODAY)
    assert collection.complaints == []
    assert [(r.field, r.problem, r.mend) for r in collection.reminders] == [
        ("review_by", "is in the past", "review the policy, then set the next day")
    ]
    assert collection.reminders[0].line == line_with(Path(collection.reminders[0].file), "review_by:", 0)
