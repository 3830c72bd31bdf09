"""Trainers look at a comparison and put a model in force: both languages, light and dark, by keyboard, on a phone."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe_checks import axe_finds_nothing
from tests.browser.layout_checks import nothing_is_cut_off_at_the_side
from tests.integration.web.web_servers import Servers, running_servers
from tests.unit.web.accounts.desk import add_account, begin_session
from tests.unit.workbench.models.making_models import NEW, OLD, LittleRasa, little_rasa, make_models, make_result
from web.accounts.cookie import COOKIE
from web.accounts.records import Role
from workbench.models.registry import Comparisons

OpenPage = Callable[..., Page]
PATH = "/staff/workbench/models"
COMPARED = f"{PATH}/compared/20261126-100000-000001"
EVIL = '<img src=x onerror="document.title=1">'
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
DESK = {"viewport": {"width": 1280, "height": 900}}
WORDS = {
    "it": {"promote": f"Metti in vigore {NEW}", "back": f"Torna a {OLD}", "in_force": "Questo modello risponde"},
    "en": {"promote": f"Put {NEW} in force", "back": f"Go back to {OLD}", "in_force": "This model answers"},
}


@dataclass(frozen=True)
class Bench:
    """The web process, the project that it works on, and the Rasa that it promotes to."""

    servers: Servers
    project: Path
    rasa: LittleRasa

    def begin(self, passed: bool) -> None:
        """Nothing was promoted, and the candidate was compared."""
        self.rasa.model = OLD
        for name in ("in-force.json", "history.jsonl"):
            (self.project / "models" / name).unlink(missing_ok=True)
        Comparisons(self.project).keep(make_result(EVIL, passed))


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    from policy_kb.database import migrate
    from tests.factories.databases import opened

    folder = tmp_path_factory.mktemp("models-pages")
    project = folder / "project"
    make_models(project, OLD, NEW)
    with opened(f"sqlite:///{folder / 'kb.db'}") as engine:
        migrate(engine)
    with (
        little_rasa() as rasa,
        running_servers(folder, CHIARO_PROJECT=str(project), CHIARO_RASA_URL=rasa.address) as servers,
    ):
        yield Bench(servers, project, rasa)


@pytest.fixture
def trainer(bench: Bench, open_page: OpenPage) -> Callable[..., Page]:
    """Opens a page as a trainer who reads a language."""
    database = f"sqlite:///{bench.servers.log.parent / 'kb.db'}"

    def read(path: str, language: str, **options: Any) -> Page:
        account = add_account(database, f"tina.{time.monotonic_ns()}", Role.TRAINER, language=language)
        page = open_page("about:blank", locale=language, **options)
        token, _ = begin_session(database, account, time.time())
        page.context.add_cookies([{"name": COOKIE, "value": token, "url": bench.servers.web}])
        page.goto(bench.servers.web + path)
        return page

    return read


@pytest.mark.parametrize(
    ("language", "scheme", "device"),
    [("it", "light", DESK), ("en", "dark", DESK), ("it", "dark", PHONE), ("en", "light", PHONE)],
    ids=["it-light-desk", "en-dark-desk", "it-dark-phone", "en-light-phone"],
)
def test_axe_finds_nothing_to_mend(
    bench: Bench, trainer: Callable[..., Page], language: str, scheme: str, device: dict[str, Any]
) -> None:
    bench.begin(passed=False)
    page = trainer(PATH, language, color_scheme=scheme, **device)
    axe_finds_nothing(page)
    page.goto(bench.servers.web + COMPARED)
    for details in page.locator("details").all():
        details.locator("summary").first.click()
    axe_finds_nothing(page)
    nothing_is_cut_off_at_the_side(page)
    assert "1" not in page.title()


@pytest.mark.parametrize("language", ["it", "en"])
def test_a_model_is_put_in_force_and_taken_back_by_keyboard(
    bench: Bench, trainer: Callable[..., Page], language: str
) -> None:
    bench.begin(passed=True)
    words = WORDS[language]
    page = trainer(PATH, language, **DESK)
    page.get_by_role("button", name=words["promote"]).focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"{PATH}$"), timeout=60_000)
    expect(page.get_by_role("article", name=NEW)).to_contain_text(words["in_force"])
    assert bench.rasa.model == NEW
    page.get_by_role("button", name=words["back"]).focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"{PATH}$"), timeout=60_000)
    expect(page.get_by_role("article", name=OLD)).to_contain_text(words["in_force"])
    assert bench.rasa.model == OLD


def test_a_model_that_the_gate_blocks_needs_a_reason(bench: Bench, trainer: Callable[..., Page]) -> None:
    bench.begin(passed=False)
    page = trainer(PATH, "en", **DESK)
    article = page.get_by_role("article", name=NEW)
    expect(article).to_contain_text("The gate blocks it")
    article.locator("summary").click()
    article.get_by_role("button", name=WORDS["en"]["promote"]).click()
    expect(page).to_have_url(re.compile(f"{PATH}$"))  # the browser asks for the reason first
    assert bench.rasa.model == OLD
    article.get_by_label("Why?").fill("the law changed")
    article.get_by_role("button", name=WORDS["en"]["promote"]).click()
    expect(page.get_by_role("article", name=NEW)).to_contain_text("This model answers", timeout=60_000)
    expect(page.get_by_role("table")).to_contain_text("blocked: the law changed")


def test_a_model_that_rasa_cannot_load_is_said_and_the_old_one_stays(
    bench: Bench, trainer: Callable[..., Page]
) -> None:
    bench.begin(passed=True)
    bench.rasa.refuses = NEW
    try:
        page = trainer(PATH, "it", **DESK)
        page.get_by_role("button", name=WORDS["it"]["promote"]).click()
        expect(page.locator("main")).to_contain_text("non ha potuto caricare il modello", timeout=60_000)
    finally:
        bench.rasa.refuses = ""
    assert bench.rasa.model == OLD
    assert not (bench.project / "models" / "in-force.json").exists()
