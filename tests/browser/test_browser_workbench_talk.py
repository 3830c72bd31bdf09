"""Trainers talk with a trial and let customers be simulated: both languages, by keyboard, without scripts, axe.

Jobs run in the project's folder, where `python -m chiaro` finds the played one of the tests first.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe_checks import axe_finds_nothing
from tests.browser.layout_checks import nothing_is_cut_off_at_the_side
from tests.integration.web.web_servers import Servers, running_servers
from tests.unit.web.accounts.desk import add_account, begin_session
from tests.unit.web.workbench.pages.test_workbench_simulate_pages import RESULT
from tests.unit.web.workbench.played_chiaro import HOSTILE
from web.accounts.cookie import COOKIE
from web.accounts.records import Role

OpenPage = Callable[..., Page]
Sit = Callable[..., Page]
BENCH = "/staff/workbench"
WORDS = {
    "it": {
        "start": "Avvia la prova",
        "begin": "Comincia",
        "send": "Invia",
        "inside": "Dentro il turno {number}",
        "look": "Guarda dentro il turno 1",
        "back": "Torna al turno 2 e prova un'altra frase",
        "stop": "Ferma la prova",
        "walk": "Falli partire",
        "changed": "Risposte cambiate",
        "results": "Vedi il risultato",
    },
    "en": {
        "start": "Start the trial",
        "begin": "Begin",
        "send": "Send",
        "inside": "Inside turn {number}",
        "look": "Look inside turn 1",
        "back": "Step back to turn 2 and try another sentence",
        "stop": "Stop the trial",
        "walk": "Let them walk",
        "changed": "Answers that changed",
        "results": "See the result",
    },
}


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    """The web process over a project whose `chiaro` is played."""
    from policy_kb.database import migrate
    from tests.factories.databases import opened

    folder = tmp_path_factory.mktemp("talk")
    project = folder / "project"
    for name in ("chiaro", "models", "tests/conversations/small_talk"):
        (project / name).mkdir(parents=True)
    (project / "chiaro" / "__init__.py").touch()
    played = "from tests.unit.web.workbench.played_chiaro import main\n\nmain()\n"
    (project / "chiaro" / "__main__.py").write_text(played, encoding="utf-8")
    (project / "models" / "chiaro-0123456789ab.tar.gz").touch()
    with opened(f"sqlite:///{folder / 'kb.db'}") as engine:
        migrate(engine)
    with running_servers(folder, CHIARO_PROJECT=str(project), CHIARO_PLAYED_RESULT=json.dumps(RESULT)) as started:
        yield started


@pytest.fixture
def sit(servers: Servers, open_page: OpenPage) -> Sit:
    """Opens a section as a new trainer who reads a language."""
    database = f"sqlite:///{servers.log.parent / 'kb.db'}"

    def sit(language: str, section: str, **options: object) -> Page:
        account = add_account(database, f"tina.{time.monotonic_ns()}", Role.TRAINER, name="Tina", language=language)
        token, _ = begin_session(database, account, time.time())
        page = open_page("about:blank", locale=language, **options)
        page.context.add_cookies([{"name": COOKIE, "value": token, "url": servers.web}])
        page.goto(f"{servers.web}{BENCH}/{section}")
        return page

    return sit


def say(page: Page, text: str, send: str) -> None:
    page.locator("#text").fill(text)
    page.get_by_role("button", name=send).click()
    expect(page.locator(".from-customer").last).to_have_text(text)


@pytest.mark.parametrize(("language", "colours"), [("it", "dark"), ("en", "light")])
def test_a_trainer_starts_a_trial_talks_looks_inside_and_steps_back(sit: Sit, language: str, colours: str) -> None:
    words = WORDS[language]
    page = sit(language, "talk", color_scheme=colours)
    axe_finds_nothing(page)
    page.get_by_role("button", name=words["start"]).click()
    expect(page.locator("#customer")).to_be_visible()  # the page goes on by itself when the trial can be asked
    page.get_by_role("button", name=words["begin"], exact=True).click()
    expect(page.locator("#text")).to_be_focused()
    say(page, "uno", words["send"])
    say(page, HOSTILE, words["send"])
    expect(page.locator("#inside-title")).to_have_text(words["inside"].format(number=2))
    axe_finds_nothing(page)
    page.get_by_role("link", name=words["look"]).press("Enter")
    expect(page.locator("#inside-title")).to_have_text(words["inside"].format(number=1))
    page.get_by_role("button", name=words["back"]).press("Enter")
    expect(page.locator(".from-customer")).to_have_count(1)
    page.set_viewport_size({"width": 320, "height": 720})
    nothing_is_cut_off_at_the_side(page)
    axe_finds_nothing(page)
    page.get_by_role("button", name=words["stop"]).click()
    expect(page.locator("#job")).to_be_visible()
    page.goto(page.url.split("/jobs/")[0] + "/talk")
    expect(page.get_by_role("button", name=words["start"])).to_be_visible()


@pytest.mark.parametrize(("language", "colours"), [("it", "light"), ("en", "dark")])
def test_customers_are_let_walk_and_what_changed_is_shown(sit: Sit, language: str, colours: str) -> None:
    words = WORDS[language]
    page = sit(language, "simulate", color_scheme=colours)
    axe_finds_nothing(page)
    page.get_by_role("button", name=words["walk"]).press("Enter")
    changed = page.get_by_role("heading", name=words["changed"])
    # The page goes on by itself; but where the job had ended before it came, it waits with a link.
    waiting = page.locator("#job:not([data-then])").get_by_role("link", name=words["results"])
    expect(changed.or_(waiting)).to_be_visible()
    if waiting.is_visible():
        waiting.click()
    expect(changed).to_be_visible()
    expect(page.locator(".walk h3").first).to_contain_text(HOSTILE)
    axe_finds_nothing(page)


def test_it_all_works_without_scripts(sit: Sit) -> None:
    words = WORDS["en"]
    page = sit("en", "simulate", java_script_enabled=False)
    page.get_by_role("button", name=words["walk"]).click()
    result = page.get_by_role("link", name=words["results"])
    deadline = time.monotonic() + 60
    while not result.is_visible():
        assert time.monotonic() < deadline
        page.wait_for_timeout(500)
        page.reload()
    result.click()
    expect(page.get_by_role("heading", name=words["changed"])).to_be_visible()
