"""The page of numbers about suggestions for everyone: both languages, light and dark, by keyboard, on a phone."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe_checks import axe_finds_nothing
from tests.browser.layout_checks import nothing_is_cut_off_at_the_side
from tests.integration.web.web_servers import Servers, running_servers
from tests.unit.web.accounts.desk import add_account, begin_session
from tests.unit.web.console.telemetry.shown import DAY, Shown
from web.accounts.cookie import COOKIE
from web.accounts.records import Account, Role
from web.inbox.database import migrate, open_inbox

OpenPage = Callable[..., Page]
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
DESK = {"viewport": {"width": 1280, "height": 800}}
EVIL = '<img src=x onerror="document.title=1"></text><script>document.title=1</script>'
PATH = "/staff/suggestions"


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    with running_servers(tmp_path_factory.mktemp("telemetry")) as servers:
        yield servers


@pytest.fixture(scope="module")
def shown(servers: Servers) -> Shown:
    """Twelve weeks of suggestions, one with markup in every column."""
    url = f"sqlite:///{servers.log.parent / 'kb.db'}"
    engine = open_inbox(url)
    migrate(engine)
    engine.dispose()
    shown, now = Shown(url), time.time()
    kinds, levels = ("answer", "alternative", "question"), ("calm", "tense", "angry")
    for week in range(11):
        at = {"shown_at": now - (week * 7 + 1) * DAY, "asked_at": now - (week * 7 + 1) * DAY - 2}
        like = at | {"kind": kinds[week % 3], "level": levels[week % 3], "language": "it" if week % 2 else "en"}
        shown.show(9, outcome="accepted", **like)
        shown.show(4 + week, outcome="edited", distance=9, policy_id="refund-timing", **like)
        shown.show(20, policy_id=f"policy-{week}", **like)
        shown.show(2, outcome="dismissed", reason="tone", **like)
        shown.answer(40 + week, asked_at=at["asked_at"])
    columns = ("kind", "policy_id", "parts", "level", "text", "reason", "right_policy_id")
    shown.show(1, **dict.fromkeys(columns, EVIL), shown_at=now - 5, outcome="wrong_policy")
    shown.show(1, **dict.fromkeys(columns, EVIL), shown_at=now - 5, outcome="dismissed")
    shown.learn("refund-timing", 40, 12, 3)
    shown.learn(EVIL, 4)
    return shown


@pytest.fixture(scope="module")
def people(shown: Shown) -> dict[str, Account]:
    """Somebody who may everything here, for each language."""
    roles = (Role.POLICY_OWNER, Role.REPRESENTATIVE)
    return {code: add_account(shown.url, f"olga.{code}", *roles, language=code) for code in ("it", "en")}


@pytest.fixture
def read(open_page: OpenPage, servers: Servers, shown: Shown, people: dict[str, Account]) -> Callable[..., Page]:
    """A page of somebody who is signed in."""

    def read(path: str = PATH, language: str = "en", **options: Any) -> Page:
        page = open_page("/staff/login", **options)
        token, _ = begin_session(shown.url, people[language], time.time())
        page.context.add_cookies([{"name": COOKIE, "value": token, "url": servers.web}])
        page.goto(servers.web + path)
        return page

    return read


@pytest.mark.parametrize(
    ("language", "scheme", "device"),
    [("it", "light", DESK), ("en", "dark", DESK), ("it", "dark", PHONE), ("en", "light", PHONE)],
    ids=["it-light-desk", "en-dark-desk", "it-dark-phone", "en-light-phone"],
)
def test_axe_finds_nothing_to_mend(
    read: Callable[..., Page], language: str, scheme: str, device: dict[str, Any]
) -> None:
    page = read(language=language, color_scheme=scheme, bypass_csp=True, **device)
    for path in (PATH, f"{PATH}/list", f"{PATH}?policy=none"):
        page.goto(page.url.split("/staff")[0] + path)
        expect(page.locator("html")).to_have_attribute("lang", language)
        for one in page.locator("details:not([open]) > summary").all():
            one.click()
        axe_finds_nothing(page)
        nothing_is_cut_off_at_the_side(page)


def test_from_a_bar_to_its_suggestions_and_on_to_the_conversation(read: Callable[..., Page]) -> None:
    page = read()
    page.locator("#p-policy-title").locator("xpath=..").locator("a").nth(1).click()
    page.wait_for_url("**policy=**")
    expect(page.get_by_role("heading", level=1)).to_have_text("Suggestions")
    page.get_by_role("link", name="Open the conversation, suggestion").first.click()
    page.wait_for_url("**/staff/console/c/a")


def test_everything_is_reached_by_keyboard_and_without_scripts(read: Callable[..., Page]) -> None:
    page = read(java_script_enabled=False)
    page.get_by_label("Policy", exact=True).focus()
    page.keyboard.type("refund")
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Show", exact=True).press("Enter")
    page.wait_for_url("**policy=refund-timing**")
    table = page.get_by_role("table", name="The numbers as a table: By policy")
    expect(table.get_by_role("row")).to_have_count(2)
    table.get_by_role("link", name="refund-timing").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Suggestions")
    page.get_by_role("link", name="Back to the numbers").press("Enter")
    page.get_by_label("I know that this cannot be undone").press("Space")
    page.get_by_label("Forget what was learnt of").select_option("refund-timing")
    page.get_by_role("button", name="Empty the counters").press("Enter")
    expect(page.get_by_text("The counters are emptied: 1.")).to_be_visible()


def test_markup_in_what_was_kept_does_nothing(read: Callable[..., Page]) -> None:
    page = read()
    for path in (PATH, f"{PATH}/list"):
        page.goto(page.url.split("/staff")[0] + path)
        expect(page.locator("main")).to_contain_text("<img src=x")
        assert page.locator("main img, main script").count() == 0
        assert page.title() != "1"


def test_the_file_is_downloaded(read: Callable[..., Page]) -> None:
    page = read()
    with page.expect_download() as started:
        page.get_by_role("link", name="Download as CSV").click()
    assert started.value.suggested_filename.startswith("suggestions-")
    assert started.value.path().read_bytes().startswith(b"\xef\xbb\xbfsuggestion_id,")
