"""Trainers run tests, see what none shows, and make one of a conversation: both languages, by keyboard."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe_checks import axe_finds_nothing
from tests.browser.layout_checks import nothing_is_cut_off_at_the_side
from tests.integration.web.web_servers import Servers, running_servers
from tests.unit.web.accounts.desk import add_account, begin_session
from tests.unit.workbench.stories.making_runs import FILE, make_project, make_run, make_test, make_uses
from tests.unit.workbench.stories.making_talks import turn
from web.accounts.cookie import COOKIE
from web.accounts.records import Role
from web.workbench.jobs.job import Job, JobFolder
from workbench.stories.covering import digest_of_file
from workbench.stories.kept import KeptRuns

OpenPage = Callable[..., Page]
PATH = "/staff/workbench/tests"
CONVERSATION = "c" * 32
RUN_JOB = "a" * 16
FAILED = make_test(False, file=FILE.replace("expires", "fails"), story="A card fails")
WORDS = {
    "it": {"count": "Conta", "look": "Guarda i turni", "show": "Mostra il file", "write": "Scrivi il file"},
    "en": {"count": "Count", "look": "Look at its turns", "show": "Show the file", "write": "Write the file"},
}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tests-pages")
    (folder / "project").mkdir()
    root = make_project(folder / "project")
    (root / "models").mkdir()
    (root / "models" / "chiaro-0123456789ab.tar.gz").touch()
    (root / FAILED.file).write_text((root / FILE).read_text("utf-8"), encoding="utf-8")
    uses = make_uses(intents=("ask_policy",), cells=(("gift-cards", "explanation", "it"),))
    good = make_test(uses=uses, digest=digest_of_file(root / FILE))
    runs = [make_run(day, good, made, model="chiaro-0123456789ab") for day, made in enumerate((FAILED, FAILED), 1)]
    for run in runs:
        KeptRuns(root).keep(run, {})
    _keep_job(root, runs[-1].document())
    return root


@pytest.fixture(scope="module")
def servers(project: Path) -> Iterator[Servers]:
    folder = project.parent
    _keep_conversation(folder / "tracker.db")
    from policy_kb.database import migrate
    from tests.factories.databases import opened

    with opened(f"sqlite:///{folder / 'kb.db'}") as engine:
        migrate(engine)
    with running_servers(folder, CHIARO_PROJECT=str(project)) as started:
        yield started


@pytest.fixture
def trainer(servers: Servers, open_page: OpenPage) -> Callable[..., Page]:
    """Opens a page as a trainer who reads a language."""
    database = f"sqlite:///{servers.log.parent / 'kb.db'}"

    def sit(language: str, path: str, **options: object) -> Page:
        import time

        account = add_account(database, f"tina.{time.monotonic_ns()}", Role.TRAINER, name="Tina", language=language)
        token, _ = begin_session(database, account, time.time())
        page = open_page("about:blank", locale=language, **options)
        page.context.add_cookies([{"name": COOKIE, "value": token, "url": servers.web}])
        page.goto(servers.web + path)
        return page

    return sit


def _keep_job(root: Path, document: dict[str, Any]) -> None:
    folder = JobFolder(root / "var" / "workbench" / "jobs" / RUN_JOB)
    folder.path.mkdir(parents=True)
    folder.keep(Job(RUN_JOB, "tests", [], "t", "Tina", 1.0, f"{PATH}/runs/{RUN_JOB}", 9.0, 1))
    folder.result.write_text(json.dumps(document), encoding="utf-8")
    folder.events.write_text(json.dumps({"tell": {"test": asdict(FAILED)}}) + "\n", encoding="utf-8")


def _keep_conversation(file: Path) -> None:
    events = [*turn("sono Bruna Testori, ordine AC-771122"), *turn("e quando scade?")]
    with sqlite3.connect(file) as connection:
        columns = "id integer primary key, sender_id text, type_name text, action_name text, data text"
        connection.execute(f"create table events ({columns})")
        rows = [(CONVERSATION, event["event"], json.dumps(event)) for event in events]
        connection.executemany("insert into events (sender_id, type_name, data) values (?, ?, ?)", rows)


@pytest.mark.parametrize("language", ["it", "en"])
@pytest.mark.parametrize("colours", ["light", "dark"])
def test_every_page_can_be_used_by_everyone(trainer: Callable[..., Page], language: str, colours: str) -> None:
    page = trainer(language, f"{PATH}/coverage", color_scheme=colours)
    page.get_by_role("button", name=WORDS[language]["count"]).click()
    expect(page.locator(".grid-hole").first).to_be_visible(timeout=60_000)
    axe_finds_nothing(page)
    places = (PATH, f"{PATH}/history", f"{PATH}/runs/{RUN_JOB}", f"{PATH}/record", f"/staff/workbench/jobs/{RUN_JOB}")
    for path in places:
        page.goto(page.url.split("/staff")[0] + path)
        expect(page.locator("h1")).to_be_visible()
        axe_finds_nothing(page)


@pytest.mark.parametrize("language", ["it", "en"])
def test_a_conversation_becomes_a_test(trainer: Callable[..., Page], project: Path, language: str) -> None:
    words = WORDS[language]
    page = trainer(language, f"{PATH}/record?conversation={CONVERSATION}")
    page.get_by_role("button", name=words["look"]).click()
    name = page.locator("#name")
    expect(name).to_be_visible(timeout=60_000)
    axe_finds_nothing(page)
    name.fill(f"A card is explained to whoever asks in {language}")
    page.locator("#folder").select_option("gift_cards")
    page.locator("[name=keep-2][value=level]").check()
    page.keyboard.press("Enter")
    expect(page.locator(".diff .added").first).to_be_visible(timeout=60_000)
    expect(page.locator("main")).not_to_contain_text("Testori")
    axe_finds_nothing(page)
    page.get_by_role("button", name=words["write"]).press("Enter")
    expect(page.locator(".said.good")).to_contain_text(".yml")
    axe_finds_nothing(page)
    place = project / f"tests/conversations/gift_cards/test_a_card_is_explained_to_whoever_asks_in_{language}.yml"
    assert "level: calm" in place.read_text("utf-8")


def test_without_scripts_the_same_pages_lead_to_the_same_ends(trainer: Callable[..., Page]) -> None:
    page = trainer("en", PATH, java_script_enabled=False)
    expect(page.get_by_role("heading", name="Failing now (1)")).to_be_visible()
    page.goto(page.url + "/coverage")
    page.get_by_role("button", name="Count").click()
    expect(page.get_by_role("link", name="See the result")).to_be_visible(timeout=60_000)
    page.get_by_role("link", name="See the result").click()
    expect(page.locator(".grid-hole").first).to_be_visible()


@pytest.mark.parametrize("width", [360, 768])
def test_narrow_windows_need_no_scrolling_to_the_side(trainer: Callable[..., Page], width: int) -> None:
    page = trainer("it", PATH, viewport={"width": width, "height": 800})
    for path in (PATH, f"{PATH}/coverage", f"{PATH}/history", f"{PATH}/runs/{RUN_JOB}"):
        page.goto(page.url.split("/staff")[0] + path)
        nothing_is_cut_off_at_the_side(page)
