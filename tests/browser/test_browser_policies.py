"""Policies and kept replies beside a reply, by keyboard alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from learning.encoder import UniversalSentenceEncoder
from policy_kb.database import migrate, open_engine
from tests.browser.axe_checks import axe_finds_nothing
from tests.factories.folders import write_company
from tests.factories.inboxes import fill_inbox
from tests.factories.publishing import publish
from tests.integration.web.web_servers import Servers, running_servers
from tests.unit.web.accounts.desk import PASSWORD, add_account, connected
from web.accounts.records import Role
from web.inbox.records import Conversation
from web.inbox.store import conversations

NOW = 1_790_000_000.0
DESK = {"viewport": {"width": 1400, "height": 900}}
OpenPage = Callable[..., Page]


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory, encoder: UniversalSentenceEncoder) -> Iterator[Servers]:
    """With a published company, a representative and two conversations."""
    folder = tmp_path_factory.mktemp("policies")
    url = f"sqlite:///{folder / 'kb.db'}"
    engine = open_engine(url)
    migrate(engine)
    publish(engine, encoder, [write_company(folder / "small_shop")])
    fill_inbox(engine)
    engine.dispose()
    add_account(url, "giulia", Role.REPRESENTATIVE)
    with connected(url) as connection:
        for name in ("known", "unknown"):
            customer = "Anna" if name == "known" else None
            conversations.begin(connection, Conversation(name, "it", customer_name=customer, started_at=NOW))
    with running_servers(folder) as servers:
        yield servers


@pytest.fixture
def reply_to(open_page: OpenPage) -> Callable[..., Page]:
    """The page of a conversation that is Giulia's."""

    def reply_to(conversation_id: str, **options: object) -> Page:
        page = open_page("/staff/login", **(DESK | options))
        page.locator("#login").fill("giulia")
        page.locator("#password").fill(PASSWORD)
        page.locator("#password").press("Enter")
        page.wait_for_url(lambda url: "/staff/login" not in url)
        page.goto(page.url.split("/staff")[0] + f"/staff/console/c/{conversation_id}")
        if page.locator("#take").count():
            page.locator("#take").click()
        expect(page.locator("#text")).to_be_visible()
        page.wait_for_load_state()  # the keys are heard from then on
        return page

    return reply_to


def box(page: Page) -> Locator:
    return page.locator("#text")


def look_for(page: Page, words: str) -> None:
    page.keyboard.press("/")
    expect(page.locator("#policy-search")).to_be_focused()
    page.locator("#policy-search").fill("")
    page.keyboard.type(words)
    expect(page.locator("#found-said")).to_have_text(re.compile(r"Policies: \d"))


def test_a_part_of_a_policy_is_put_in_by_keyboard_and_esc_leads_back(reply_to: Callable[..., Page]) -> None:
    page = reply_to("known")
    look_for(page, "confezione regalo")
    page.keyboard.press("ArrowDown")
    first = page.locator(".hit").first
    expect(first).to_be_focused()
    expect(first).to_contain_text("Gift wrapping")
    page.keyboard.press("Enter")
    expect(page.locator(".sheet h3")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(box(page)).to_be_focused()
    expect(box(page)).to_have_value("La confezione regalo è gratis in ogni negozio.")
    expect(page.locator("[name=quoted]")).to_have_value("gift-wrapping:2:summary")
    page.keyboard.press("Escape")
    page.locator(".sheet [data-act=insert]").first.focus()
    page.keyboard.press("Escape")
    expect(page.locator(".hit").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#policy-search")).to_be_focused()
    page.keyboard.press("Escape")
    expect(box(page)).to_be_focused()
    page.keyboard.press("Control+Enter")
    expect(page.locator(".turn.of-person")).to_contain_text("è gratis in ogni negozio")
    expect(page.locator(".turn.of-person .sources")).to_contain_text("versione 2")
    expect(box(page)).to_have_value("")


def test_kept_replies_are_stacked_and_a_gap_holds_the_reply_back(reply_to: Callable[..., Page]) -> None:
    page = reply_to("unknown")
    for words in ("saluto", "scuse"):
        look_for(page, words)
        button = page.locator(".kept button").first
        expect(page.locator(".kept .name").first).to_contain_text(words.title())
        while not button.evaluate("button => button === document.activeElement"):
            page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        expect(box(page)).to_be_focused()
        if words == "scuse":
            break
        assert (
            box(page).evaluate("box => box.value.slice(box.selectionStart, box.selectionEnd)") == "[… nome del cliente]"
        )
        page.keyboard.press("Escape")
    expect(box(page)).to_have_value(re.compile(r"^Ciao \[… nome del cliente\], .+\n\nMi dispiace", re.DOTALL))
    expect(page.locator("#gaps")).to_be_visible()
    page.keyboard.press("Control+Enter")
    expect(box(page)).to_have_attribute("aria-invalid", "true")
    assert page.locator(".turn.of-person").count() == 0
    box(page).fill(box(page).input_value().replace("[… nome del cliente]", "Anna"))
    expect(page.locator("#gaps")).to_be_hidden()
    page.keyboard.press("Control+Enter")
    expect(page.locator(".turn.of-person")).to_contain_text("Ciao Anna, sono Giulia di Aurora Casa.")


def test_what_is_inserted_from_a_page_of_its_own_comes_behind_what_was_written(reply_to: Callable[..., Page]) -> None:
    page = reply_to("known")
    box(page).fill("Buongiorno.")
    for _ in range(2):
        page.goto(page.url.split("/c/")[0] + "/policies/gift-wrapping?c=known")
        page.get_by_role("button", name="Insert: Clauses, word for word 1 (Italian)").click()
        expect(box(page)).to_have_value(re.compile(r"^Buongiorno\.\n\n.*gratis nei negozi[^\n]+$"))
    expect(page.locator("[name=quoted]")).to_have_value(re.compile("gift-wrapping:2:clause.0"))


def test_without_scripts_a_part_is_found_read_and_put_in(reply_to: Callable[..., Page]) -> None:
    page = reply_to("unknown", java_script_enabled=False)
    page.locator("#policy-search").fill("confezione regalo")
    page.locator("#policy-search").press("Enter")
    page.get_by_role("link", name="Gift wrapping").click()
    page.get_by_role("link", name="English", exact=True).click()
    page.get_by_role("button", name="Insert: Steps 1 (English)").click()
    expect(box(page)).to_have_value("1. Bring your receipt to the till.\n2. Pick the paper and the bow.")
    page.locator("#composer button").click()
    expect(page.locator(".turn.of-person").last).to_contain_text("Pick the paper and the bow.")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_to_mend(reply_to: Callable[..., Page], scheme: str) -> None:
    page = reply_to("known", color_scheme=scheme, bypass_csp=True)

    look_for(page, "confezione saluto")
    axe_finds_nothing(page)
    page.locator(".hit").first.click()
    page.locator(".views a", has_text="Both").click()
    expect(page.locator(".views a[aria-current]")).to_have_text("Both")
    axe_finds_nothing(page)
    root = page.url.split("/c/")[0]
    for path in ("/policies?c=known&q=confezione", "/policies/gift-wrapping?c=known&view=both", "/replies"):
        page.goto(root + path)
        axe_finds_nothing(page)
