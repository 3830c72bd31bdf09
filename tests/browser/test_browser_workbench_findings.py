"""Trainers look for conflicts, mend one, take it back and leave one as it is: both languages, keyboard, no scripts."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe_checks import axe_finds_nothing
from tests.integration.web.web_servers import Servers, running_servers
from tests.unit.web.accounts.desk import add_account, begin_session
from tests.unit.workbench.findings.small_project import Small
from web.accounts.cookie import COOKIE
from web.accounts.records import Role

OpenPage = Callable[..., Page]
PATH = "/staff/workbench/findings"
RULES = "data/rules/all.yml"
WORDS = {
    "it": {
        "look": re.compile("Cerca i conflitti|Guarda di nuovo"),
        "result": "Guarda il risultato",
        "mend": "Fallo",
        "undo": "Annulla",
        "accept": "Lascialo com'è",
        "turned": "La regola «A greeting is returned» risponde a greet con action_answer",
    },
    "en": {
        "look": re.compile("Look for conflicts|Look again"),
        "result": "See the result",
        "mend": "Do this",
        "undo": "Take it back",
        "accept": "Leave it as it is",
        "turned": "The rule “A greeting is returned” answers greet with action_answer",
    },
}


@pytest.fixture
def small(tmp_path: Path) -> Small:
    """A project in which a rule is turned and a response lacks Italian."""
    small = Small(tmp_path / "project")
    small.replace(RULES, "action: action_greet", "action: action_answer")
    small.replace("data/responses/all.yml", "value: it", "value: en")
    return small


@pytest.fixture
def servers(small: Small) -> Iterator[Servers]:
    from policy_kb.database import migrate
    from tests.factories.databases import opened

    folder = small.root.parent
    with opened(f"sqlite:///{folder / 'kb.db'}") as engine:
        migrate(engine)
    with running_servers(folder, CHIARO_PROJECT=str(small.root)) as started:
        yield started


@pytest.fixture
def trainer(servers: Servers, open_page: OpenPage) -> Callable[..., Page]:
    """Opens the page as a trainer who reads a language."""
    database = f"sqlite:///{servers.log.parent / 'kb.db'}"

    def sit(language: str, **options: object) -> Page:
        account = add_account(database, f"tina.{time.monotonic_ns()}", Role.TRAINER, name="Tina", language=language)
        token, _ = begin_session(database, account, time.time())
        page = open_page("about:blank", locale=language, **options)
        page.context.add_cookies([{"name": COOKIE, "value": token, "url": servers.web}])
        page.goto(servers.web + PATH)
        return page

    return sit


@pytest.mark.parametrize("language", ["it", "en"])
def test_a_conflict_is_found_mended_and_taken_back(trainer: Callable[..., Page], small: Small, language: str) -> None:
    words, turned = WORDS[language], small.text(RULES)
    page = trainer(language, color_scheme="dark" if language == "it" else "light")
    axe_finds_nothing(page)
    page.get_by_role("button", name=words["look"]).focus()
    page.keyboard.press("Enter")
    card = page.get_by_role("article").filter(has_text=words["turned"])
    expect(card).to_be_visible(timeout=90_000)
    axe_finds_nothing(page)
    mend = card.get_by_role("button", name=words["mend"])
    mend.focus()
    page.keyboard.press("Enter")
    undo = page.get_by_role("button", name=words["undo"])
    expect(undo).to_be_visible()
    assert small.text(RULES) != turned
    axe_finds_nothing(page)
    undo.click()
    expect(card).to_be_visible()
    assert small.text(RULES) == turned


def test_without_scripts_all_of_it_works(trainer: Callable[..., Page], small: Small) -> None:
    words = WORDS["en"]
    page = trainer("en", java_script_enabled=False)
    page.get_by_role("button", name=words["look"]).click()
    job = page.url
    deadline = time.monotonic() + 90
    while not page.get_by_role("link", name=words["result"]).is_visible():
        assert time.monotonic() < deadline, page.content()[-2000:]
        page.wait_for_timeout(500)
        page.goto(job)
    page.get_by_role("link", name=words["result"]).click()
    card = page.get_by_role("article").filter(has_text="utter_greet")
    card.get_by_role("button", name=words["accept"]).click()
    expect(page.get_by_role("status").first).to_contain_text("It stays as it is")
    expect(card).to_have_count(0)
    assert "accepted:\n  - " in small.text("config/accepted_findings.yml")
