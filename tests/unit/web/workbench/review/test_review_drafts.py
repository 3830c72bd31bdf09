"""Drafts of example questions: approved by an owner, written byte for byte, published, refused, taken back."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Barrier, Thread

import pytest
from sqlalchemy import Engine

from learning.encoder import UniversalSentenceEncoder
from policy_kb.database import migrate, open_engine
from policy_kb.service import build_composer
from tests.factories.databases import Postgresql, Sqlite
from tests.factories.inboxes import fill_inbox
from tests.factories.publishing import publish
from tests.unit.web.accounts.desk import NOW, Desk, acts, begin_session
from tests.unit.web.workbench.review.deciding import ask_thrice, correct
from tests.unit.web.workbench.review.office import REVIEW, SHOP, Office, make_project
from web.accounts.records import Role
from web.accounts.store import accounts
from web.workbench.review.publishing import Publishing
from web.workbench.review.routes.drafts import DraftRoutes
from web.workbench.review.tables import review_decision, review_draft
from workbench.progress import Silent

DRAFTS = f"{REVIEW}/drafts"
PARTS = f"{SHOP}/policies/spare-parts.yml"
LINE = "dove trovo la chiavetta blu"


@pytest.fixture(autouse=True)
def _no_publishing(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is published is published by the tests themselves, in this process."""

    async def nothing(*_: object) -> None:
        return None

    monkeypatch.setattr(DraftRoutes, "_publish", nothing)


def draft(office: Office, lines: str = LINE, login: str = "tina", *roles: Role) -> int:
    """A draft that a trainer wrote; its id."""
    group = ask_thrice(office)
    desk, _ = office.sit(login, *roles)
    assert correct(desk, group, lines=lines, policy="spare-parts").status_code == 303
    return int(office.rows(review_draft)[-1].draft_id)


def owner(office: Office, login: str = "olga") -> Desk:
    return office.sit(login, Role.POLICY_OWNER, name=login.title())[0]


def state_of(office: Office) -> str:
    return str(office.rows(review_draft)[-1].state)


def test_an_owner_approves_and_nothing_but_the_lines_is_another(office: Office) -> None:
    number, before = draft(office, f"{LINE}\n\"detto\" da noi: 'la chiavetta' # blu"), office.file(PARTS)
    olga = owner(office)
    assert LINE in olga.get(DRAFTS).text
    assert olga.post(f"{DRAFTS}/{number}/approve").status_code == 303
    added = f'    - "{LINE}"\n    - "\\"detto\\" da noi: \'la chiavetta\' # blu"\n'.replace("    - ", "  - ")
    after = office.file(PARTS)
    place = after.index(added)
    assert after[:place] + after[place + len(added) :] == before
    assert state_of(office) == "approved"
    assert ("olga", "draft_approved", "spare-parts") in acts(office.url)


def test_an_owner_refuses_and_nothing_is_written(office: Office) -> None:
    number, before = draft(office), office.file(PARTS)
    olga = owner(office)
    assert olga.post(f"{DRAFTS}/{number}/refuse").status_code == 303
    assert (state_of(office), office.file(PARTS)) == ("refused", before)
    again = olga.post(f"{DRAFTS}/{number}/approve")
    assert again.status_code == 409
    assert "Olga decided" in again.text


def test_what_is_approved_and_not_published_is_taken_back(office: Office) -> None:
    number, before = draft(office), office.file(PARTS)
    olga = owner(office)
    olga.post(f"{DRAFTS}/{number}/approve")
    page = olga.get(DRAFTS)
    assert "Approved, not published yet" in page.text
    assert olga.post(f"{DRAFTS}/{number}/refuse").status_code == 303
    assert (state_of(office), office.file(PARTS)) == ("refused", before)


def test_nobody_approves_their_own_unless_they_are_the_only_owner(office: Office) -> None:
    number = draft(office, LINE, "bea", Role.TRAINER, Role.POLICY_OWNER)
    bea, _ = office.sit("bea2", Role.TRAINER)  # no owner: another refusal
    assert bea.post(f"{DRAFTS}/{number}/approve").status_code == 403
    author = Desk(office.app)
    (row,) = office.rows(review_draft)
    account = office.do(accounts.find, row.made_by)
    token, author.csrf = begin_session(office.url, account, NOW)
    author.hold(token)
    olga = owner(office)
    refused = author.post(f"{DRAFTS}/{number}/approve")
    assert refused.status_code == 409
    assert "You wrote this draft yourself" in refused.text
    assert state_of(office) == "draft"
    office.do(lambda connection: accounts.keep(connection, accounts.by_login(connection, "olga")[0].id, disabled=True))
    assert olga.get(DRAFTS).status_code == 303
    assert author.post(f"{DRAFTS}/{number}/approve").status_code == 303
    assert state_of(office) == "approved"


def test_of_two_owners_in_the_same_moment_one_decides(office: Office) -> None:
    number = draft(office)
    desks = [owner(office, name) for name in ("olga", "otto", "omar")]
    start, codes = Barrier(len(desks)), []

    def approve(desk: Desk) -> None:
        start.wait()
        codes.append(desk.post(f"{DRAFTS}/{number}/approve").status_code)

    threads = [Thread(target=approve, args=(desk,)) for desk in desks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(codes) == [303, 409, 409]
    assert office.file(PARTS).count(LINE) == 1


def test_an_approved_draft_keeps_its_decision_from_being_undone(quick: Office) -> None:
    number = draft(quick)
    owner(quick).post(f"{DRAFTS}/{number}/approve")
    (decision,) = quick.rows(review_decision)
    desk, _ = quick.sit("ugo")
    refused = desk.post(f"{REVIEW}/decisions/{decision.decision_id}/undo")
    assert refused.status_code == 409
    assert "Olga has approved" in refused.text


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda path: path.unlink(), "No file of the company"),
        (lambda path: path.write_text("policy_id: spare-parts\nquestions: {it: [uno], en: [one]}\n"), "has no list"),
        (lambda path: path.write_text("policy_id: [\n"), "No file of the company"),
        (lambda path: path.write_text(f"policy_id: spare-parts\nquestions:\n  it:\n    - {LINE.upper()}\n"), "already"),
    ],
)  # fmt: skip
def test_what_cannot_be_written_is_said(quick: Office, change: Callable[[Path], object], said: str) -> None:
    number = draft(quick)
    change(quick.root / PARTS)
    refused = owner(quick).post(f"{DRAFTS}/{number}/approve")
    assert refused.status_code == 409
    assert said in refused.text.replace("&#39;", "'")
    assert state_of(quick) == "draft"


@pytest.mark.parametrize("number", ["0", "99999999999", "x", "-1"])
def test_a_draft_that_is_none_is_none(quick: Office, number: str) -> None:
    olga = owner(quick)
    for act in ("approve", "refuse"):
        assert olga.post(f"{DRAFTS}/{number}/{act}").status_code in (404, 409)


def test_owners_who_are_no_trainers_see_drafts_only(quick: Office) -> None:
    olga = owner(quick)
    assert olga.get(REVIEW).status_code == 403
    page = olga.get(DRAFTS)
    assert page.status_code == 200
    assert "/staff/workbench/talk" not in page.text
    trainer, _ = quick.sit()
    assert "Only owners of policies" in trainer.get(DRAFTS).text


@pytest.fixture
def published(server: Sqlite | Postgresql, tmp_path: Path, encoder: UniversalSentenceEncoder) -> Iterator[Office]:
    """The office over a knowledge base in which its own company is published."""
    company = make_project(tmp_path / "first") / SHOP

    def fill(engine: Engine) -> None:
        migrate(engine)
        publish(engine, encoder, [company])
        fill_inbox(engine)

    with server.copy("review", fill) as url:
        office = Office(url, tmp_path, encoder)
        yield office
        office.close()


def test_after_approving_the_question_is_answered_without_training(
    published: Office, encoder: UniversalSentenceEncoder
) -> None:
    asked = "il cane mi ha mangiato il pomello"
    number = draft(published, "\n".join([asked, "un cane ha morso il pomello"]))
    engine = open_engine(published.url)
    composer = build_composer(engine, encoder)
    before = composer.find(asked, "it")
    assert before.decision != "answer"
    owner(published).post(f"{DRAFTS}/{number}/approve")
    assert Publishing(published.url, published.root / SHOP, Silent()).run() == [number]
    after = composer.find(asked, "it")
    assert (after.decision, after.candidates[0].policy_id) == ("answer", "spare-parts")
    (row,) = published.rows(review_draft)
    assert row.published_at > time.time() - 600
    assert row.change is None
    engine.dispose()
    refused = owner(published, "otto").post(f"{DRAFTS}/{number}/refuse")
    assert refused.status_code == 409
