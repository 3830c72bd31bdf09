"""The pages for staff for everyone: both languages, light and dark, without scripts, by keyboard, on a phone."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe_checks import axe_finds_nothing
from tests.browser.layout_checks import nothing_is_cut_off_at_the_side
from tests.integration.web.web_servers import ROOT, Servers, running_servers

OpenPage = Callable[..., Page]
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
DESK = {"viewport": {"width": 1280, "height": 800}}
PASSWORD = "quattro gatti blu 7"
EVIL = '<img src=x onerror="document.title=1">'
PAGES = ["/staff/accounts", "/staff/tokens", "/staff/audit", "/staff/password"]


@dataclass(frozen=True)
class Administrator:
    """Makes administrators from the command line."""

    database: str

    def new(self, login: str, language: str = "en") -> str:
        """A new administrator's first password."""
        command = [sys.executable, "-m", "web", "accounts", "add", login, "--role", "administrator"]
        environment = os.environ | {"CHIARO_DATABASE_URL": self.database, "PYTHONPATH": str(ROOT)}
        made = subprocess.run(
            [*command, "--language", language], env=environment, cwd=ROOT, capture_output=True, text=True, check=True
        )
        found = re.search(r"(?:[a-z2-9]{5}-){3}[a-z2-9]{5}", made.stdout)
        assert found, made.stdout
        return found[0]


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    with running_servers(tmp_path_factory.mktemp("staff")) as servers:
        yield servers


@pytest.fixture(scope="module")
def passwords(servers: Servers) -> dict[str, str]:
    """An administrator for each language, with the first password."""
    administrator = Administrator(f"sqlite:///{servers.log.parent / 'kb.db'}")
    return {language: administrator.new(f"boss.{language}", language) for language in ("it", "en")}


@pytest.fixture
def sign_in(open_page: OpenPage, passwords: dict[str, str]) -> Callable[..., Page]:
    """A page of an administrator who has chosen a password."""

    def sign_in(language: str = "en", **options: Any) -> Page:
        page = open_page("/staff", **options)
        type_in(page, f"boss.{language}", passwords[language])
        if page.locator("#old").count():
            page.locator("#old").fill(passwords[language])
            for name in ("#new", "#again"):
                page.locator(name).fill(PASSWORD)
            page.locator("#again").press("Enter")
            expect(page.locator(".said.good")).to_be_visible()
            passwords[language] = PASSWORD
        return page

    return sign_in


def type_in(page: Page, login: str, password: str) -> None:
    page.locator("#login").fill(login)
    page.locator("#password").fill(password)
    page.locator("#password").press("Enter")
    page.wait_for_url(lambda url: "/staff/login" not in url)


def go(page: Page, path: str) -> None:
    page.goto(page.url.split("/staff")[0] + path)


def fill(page: Page) -> None:
    """Every part that the pages know: a named account, a token, entries."""
    go(page, "/staff/accounts")
    page.locator("#new-login").fill("anna")
    page.locator("#new-name").fill(EVIL)
    page.locator("section").last.locator('input[value="trainer"]').check()
    page.locator("section").last.locator("button").click()
    go(page, "/staff/tokens")
    page.locator("#name").fill(EVIL)
    page.locator('input[value="notes"]').check()
    page.locator("section").last.locator("button").click()
    expect(page.locator(".once")).to_contain_text("chiaro_")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["it", "en"])
@pytest.mark.parametrize("device", [PHONE, DESK], ids=["phone", "desk"])
def test_axe_finds_nothing_to_mend(
    open_page: OpenPage, sign_in: Callable[..., Page], scheme: str, language: str, device: dict[str, Any]
) -> None:
    page = open_page(f"/staff/login?lang={language}", color_scheme=scheme, bypass_csp=True, **device)
    axe_finds_nothing(page)
    page = sign_in(language, color_scheme=scheme, bypass_csp=True, **device)
    fill(page)
    axe_finds_nothing(page)
    for path in PAGES:
        go(page, path)
        expect(page.locator("html")).to_have_attribute("lang", language)
        axe_finds_nothing(page)
        nothing_is_cut_off_at_the_side(page)
        sizes = page.locator("a:visible:not(.skip), button:visible, input:visible, select:visible").evaluate_all(
            "all => all.map(one => (one.closest('label') ?? one).getBoundingClientRect().height)"
        )
        assert min(sizes) >= 24


def test_everything_works_without_scripts(sign_in: Callable[..., Page]) -> None:
    page = sign_in("en", java_script_enabled=False)
    go(page, "/staff/audit")
    page.locator("#who").fill("BOSS.en")
    page.get_by_role("button", name="Filter").click()
    expect(page.get_by_role("table", name="Entries")).to_contain_text("signed in")
    page.get_by_role("button", name="Italiano: Leggi questa pagina in italiano").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Registro")
    page.get_by_role("button", name="English: Read this page in English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Audit log")
    page.get_by_role("button", name="Sign out").click()
    expect(page.locator("#password")).to_be_visible()


def test_names_that_look_like_markup_do_nothing(sign_in: Callable[..., Page]) -> None:
    page = sign_in("en")
    fill(page)
    for path in PAGES[:3]:
        go(page, path)
        expect(page.locator("main")).to_contain_text("<img src=x")
        assert page.title() != "1"


@pytest.mark.usefixtures("passwords")
def test_a_wrong_password_is_said_where_it_is_heard(open_page: OpenPage) -> None:
    page = open_page("/staff/login?lang=en")
    page.locator("#login").fill("boss.it")
    page.locator("#password").fill("x")
    page.locator("#password").press("Enter")
    expect(page.get_by_role("alert")).to_have_text("Login and password do not go together. Check both and try again.")
    expect(page.locator("#login")).to_have_value("boss.it")


def test_the_areas_are_reached_by_keyboard(sign_in: Callable[..., Page]) -> None:
    page = sign_in("en")
    go(page, "/staff/audit")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Go to the content")).to_be_focused()
    for name in ("Accounts", "Tokens", "Audit log"):
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name=name, exact=True)).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Tokens")
