"""What went wrong, seen and mended in a browser: a failed question is corrected, approved, and answered."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from learning.encoder import UniversalSentenceEncoder
from policy_kb.database import migrate
from tests.browser.axe_checks import axe_finds_nothing
from tests.browser.desks import Desks
from tests.browser.layout_checks import nothing_is_cut_off_at_the_side
from tests.browser.played_turns import played_turns
from tests.factories.databases import opened
from tests.factories.inboxes import fill_inbox
from tests.factories.publishing import publish
from tests.integration.web.web_servers import Servers, running_servers
from tests.unit.web.accounts.desk import add_account, begin_session
from tests.unit.web.workbench.review.office import SHOP, make_project
from web.accounts.cookie import COOKIE
from web.accounts.records import Role

OpenPage = Callable[..., Page]
REVIEW = "/staff/workbench/review"
FAILED = {"it": "il cane mi ha mangiato il pomello", "en": "the weather ate my handle"}
PUBLISHED_MS = 150_000
WIDTHS = ({"width": 1400, "height": 900}, {"width": 360, "height": 740})


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_project(tmp_path_factory.mktemp("review") / "project")


@pytest.fixture(scope="module")
def servers(project: Path, encoder: UniversalSentenceEncoder) -> Iterator[Servers]:
    folder = project.parent
    url = f"sqlite:///{folder / 'kb.db'}"
    with opened(url) as engine:
        migrate(engine)
        publish(engine, encoder, [project / SHOP], date.today())
        fill_inbox(engine)
    with played_turns(url, folder / "tracker.db", encoder) as rasa:
        settings = {"CHIARO_RASA_URL": rasa, "CHIARO_PROJECT": str(project)}
        settings |= {"CHIARO_COMPANY_FILE": str(project / SHOP / "company.yml"), "CHIARO_DEADLINE_SECONDS": "20"}
        with running_servers(folder, **settings) as servers:
            yield servers


@pytest.fixture
def desks(servers: Servers, open_page: OpenPage) -> Desks:
    return Desks(servers, open_page)


def staff(desks: Desks, name: str, language: str, *roles: Role, path: str = REVIEW, **options: object) -> Page:
    """Somebody new with these roles, signed in."""
    login = f"{name.lower()}.{time.monotonic_ns()}"
    account = add_account(desks.database, login, *roles, name=name, language=language)
    token, _ = begin_session(desks.database, account, time.time())
    page = desks.open_page("about:blank", **({"locale": language, "viewport": WIDTHS[0]} | options))
    page.context.add_cookies([{"name": COOKIE, "value": token, "url": desks.servers.web}])
    page.goto(desks.servers.web + path)
    return page


def collected(page: Page, text: str) -> None:
    """Wait until what a customer wrote is in the list."""
    end = time.monotonic() + 60
    while page.get_by_role("link", name=text).count() == 0:
        assert time.monotonic() < end, page.locator("main").inner_text()
        page.wait_for_timeout(500)
        page.reload()


@pytest.mark.parametrize("language", ["it", "en"])
def test_a_failed_question_is_corrected_approved_and_answered(desks: Desks, project: Path, language: str) -> None:
    text = FAILED[language]
    customer = desks.customer(text, language=language)
    before = customer.locator(".reply").last.inner_text()
    trainer = staff(desks, "Tina", language, Role.TRAINER)
    collected(trainer, text)
    axe_finds_nothing(trainer)
    trainer.get_by_role("link", name=text).click()
    axe_finds_nothing(trainer)
    trainer.locator("button[value=correct]").click()

    # Words are taken from the lines by selecting them.
    word = text.split()[1]
    lines = trainer.locator("#lines")
    expect(lines).to_have_value(text)
    axe_finds_nothing(trainer)
    start = text.index(word)
    lines.evaluate(
        "(field, [start, end]) => { field.focus(); field.setSelectionRange(start, end); }", [start, start + len(word)]
    )
    trainer.locator("#take").click()
    expect(trainer.locator("#words-1")).to_have_value(word)
    trainer.locator("#entity-1").select_option("shop")
    trainer.locator("#intent").select_option("ask_policy")
    trainer.locator("#policy").select_option("spare-parts")
    trainer.locator("button[value=show]").click()

    # Nothing is written before it was seen.
    marked = text.replace(word, f"[{word}](shop)", 1)
    expect(trainer.locator(".diff .added")).to_have_text(f"+    - {marked}")
    questions = project / "data" / "nlu" / language / "questions.yml"
    assert marked not in questions.read_text("utf-8")
    axe_finds_nothing(trainer)
    trainer.locator("button[value=write]").click()
    expect(trainer.locator(".said.good")).to_contain_text(f"data/nlu/{language}/questions.yml")
    assert f"    - {marked}\n" in questions.read_text("utf-8")
    expect(trainer.locator("a[href*='/tests/record?conversation=']").first).to_be_visible()
    axe_finds_nothing(trainer)

    # The owner of the policy approves; it is published while the page tells so.
    owner = staff(desks, "Olga", language, Role.POLICY_OWNER, path=f"{REVIEW}/drafts")
    expect(owner.get_by_text(text)).to_be_visible()
    axe_finds_nothing(owner)
    owner.locator("form[action$='/approve'] button").click()
    expect(owner.locator("#unpublished")).to_be_hidden(timeout=PUBLISHED_MS)
    expect(owner.locator("#decided")).to_be_visible(timeout=PUBLISHED_MS)
    axe_finds_nothing(owner)

    # The next customer who asks so is answered.
    asks = desks.customer(text, language=language)
    expect(asks.locator(".reply").last).not_to_have_text(before)
    expect(asks.locator(".reply").last).to_contain_text({"it": "Viti e maniglie", "en": "Screws and handles"}[language])


def test_two_trainers_at_once_are_told_and_a_decision_is_undone(desks: Desks) -> None:
    said = "chi ha vinto la partita ieri sera"
    desks.customer(said)
    tina, ugo = (staff(desks, name, "it", Role.TRAINER) for name in ("Tina", "Ugo"))
    collected(tina, said)
    tina.get_by_role("link", name=said).click()
    ugo.goto(tina.url)
    ugo.locator("button[value=dismiss]").click()
    expect(ugo.locator(".said.good")).to_be_visible()
    tina.locator("button[value=accept]").click()
    expect(tina.get_by_role("alert")).to_contain_text("Ugo")
    ugo.locator(".said.good button").click()
    expect(ugo.locator(".said.good")).to_contain_text("Annullato")
    expect(ugo.locator("button[value=accept]")).to_be_visible()


def test_everything_is_done_with_the_keyboard(desks: Desks) -> None:
    said = "quando parte il treno per Bari stasera"
    desks.customer(said)
    tina = staff(desks, "Tina", "it", Role.TRAINER)
    collected(tina, said)
    to(tina, tina.get_by_role("link", name=said))
    tina.keyboard.press("Enter")
    to(tina, tina.locator("button[value=correct]"))
    tina.keyboard.press("Enter")
    to(tina, tina.locator("#level"))
    tina.locator("#level").press("ArrowDown")
    to(tina, tina.locator("button[value=show]"))
    tina.keyboard.press("Enter")
    to(tina, tina.locator("button[value=write]"))
    tina.keyboard.press("Enter")
    expect(tina.locator(".said.good")).to_contain_text("trainers_")


@pytest.mark.parametrize("viewport", WIDTHS, ids=["wide", "narrow"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_are_readable_and_nothing_is_cut(desks: Desks, viewport: dict[str, int], scheme: str) -> None:
    said = "<b>il canguro</b> che tempo fa domani https://tempo.example/" + "moltolungo" * 12
    desks.customer(said)
    tina = staff(desks, "Tina", "it", Role.TRAINER, viewport=viewport, color_scheme=scheme)
    collected(tina, "il canguro")
    for _ in range(2):
        axe_finds_nothing(tina)
        nothing_is_cut_off_at_the_side(tina)
        if tina.url.endswith(REVIEW):
            tina.get_by_role("link", name="il canguro").first.click()


def test_without_scripts_a_correction_is_written_too(desks: Desks, project: Path) -> None:
    said = "il museo della tartaruga"
    desks.customer(said)
    tina = staff(desks, "Tina", "it", Role.TRAINER, java_script_enabled=False)
    collected(tina, said)
    tina.get_by_role("link", name=said).click()
    tina.locator("button[value=correct]").click()
    expect(tina.locator("#take")).to_be_hidden()
    tina.locator("#words-1").fill("tartaruga")
    tina.locator("#entity-1").select_option("shop")
    tina.locator("#intent").select_option("out_of_scope")
    tina.locator("button[value=show]").click()
    tina.locator("button[value=write]").click()
    expect(tina.locator(".said.good")).to_be_visible()
    own = project / "data" / "nlu" / "it" / "trainers_out_of_scope.yml"
    assert "- il museo della [tartaruga](shop)" in own.read_text("utf-8")


def to(page: Page, wanted: object) -> None:
    """Press Tab until it has the focus."""
    for _ in range(120):
        page.keyboard.press("Tab")
        if wanted.evaluate("element => element === document.activeElement"):  # type: ignore[attr-defined]
            return
    raise AssertionError("it cannot be reached with Tab")
