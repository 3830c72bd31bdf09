"""A real Chromium in front of the real web process, with a Rasa that the tests play."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.browser.shop import Shops, open_shops
from tests.integration.web.web_servers import Servers, running_servers

if TYPE_CHECKING:
    from learning.encoder import UniversalSentenceEncoder

PATIENCE_MS = 20_000

NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="module")
def shops() -> Iterator[Shops]:
    with open_shops() as shops:
        yield shops


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory, shops: Shops) -> Iterator[Servers]:
    folder = tmp_path_factory.mktemp("browser")
    with running_servers(folder, CHIARO_DEADLINE_SECONDS="2", CHIARO_EMBED_ORIGINS=shops.shop) as servers:
        yield servers


@pytest.fixture(scope="session")
def console(tmp_path_factory: pytest.TempPathFactory, encoder: UniversalSentenceEncoder) -> Iterator[Servers]:
    """The web process over a small published company: one for all tests of the console, whose customers differ."""
    from tests.browser.desks import console_servers  # the knowledge base, which other tests start without

    with console_servers(tmp_path_factory.mktemp("console"), encoder) as servers:
        yield servers


# Ends with the file, not with the run: Playwright keeps an event loop running meanwhile, in which no later test
# could start one of its own.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    expect.set_options(timeout=PATIENCE_MS)  # a busy machine is slow, and no test is about time
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_chromium(), args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser: Browser, servers: Servers) -> Iterator[Callable[..., Page]]:
    """Opens the chat page in a window of its own, or in a tab of the window `beside`; a mistake that the page reports
    fails the test."""
    contexts: list[BrowserContext] = []
    mistakes: list[str] = []

    def open_page(address: str = "/", beside: Page | None = None, **options: Any) -> Page:
        settings = {"locale": "it-IT", "reduced_motion": "reduce"} | options
        context = beside.context if beside else browser.new_context(**settings)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda error: mistakes.append(str(error)))
        page.on("console", lambda said: "Content Security" in said.text and mistakes.append(said.text))
        page.goto(servers.web + address if address.startswith("/") else address)
        if page.locator("#log").count() and settings.get("java_script_enabled", True):
            page.locator("#log:not([aria-busy])").wait_for(state="attached")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert mistakes == []


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    return open_page()


def _chromium() -> str:
    named = os.environ.get("CHIARO_CHROMIUM")
    path = named or next(filter(None, map(shutil.which, NAMES)), None)
    if path and Path(path).exists():
        return path
    missing = "no Chromium on this machine (apt-get install chromium, or CHIARO_CHROMIUM=/path/to/it)"
    if os.environ.get("CI") == "true" or named:
        pytest.fail(missing)
    pytest.skip(missing)
