"""The chat page for everyone: keyboard, screen reader, small screens, dark rooms."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe_checks import axe_finds_nothing
from tests.browser.layout_checks import nothing_is_cut_off_at_the_side

OpenPage = Callable[..., Page]

PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
DESK = {"viewport": {"width": 1280, "height": 800}}
LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 3


def ask(page: Page, text: str) -> None:
    page.get_by_role("textbox").fill(text)
    page.get_by_role("textbox").press("Enter")


def fill_conversation(page: Page) -> None:
    """Every kind of part that the page knows, all of them opened."""
    ask(page, f"Where is my money? {LONG}")
    expect(page.locator(".reply")).to_have_count(1)
    for summary in page.locator("summary").all():
        summary.click()
    ask(page, "non so fail-empty")
    expect(page.locator(".reply")).to_have_count(2, timeout=15_000)
    ask(page, "voglio una persona")
    expect(page.locator(".reply")).to_have_count(3)
    ask(page, "quale?")
    expect(page.locator(".reply")).to_have_count(4)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("device", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("filled", [False, True], ids=["welcome", "conversation"])
def test_axe_finds_nothing_to_mend(open_page: OpenPage, scheme: str, device: dict[str, Any], filled: bool) -> None:
    page = open_page(color_scheme=scheme, bypass_csp=True, **device)
    if filled:
        fill_conversation(page)
    axe_finds_nothing(page)


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_nothing_has_to_be_scrolled_sideways(open_page: OpenPage, width: int) -> None:
    page = open_page(viewport={"width": width, "height": 740})
    fill_conversation(page)
    nothing_is_cut_off_at_the_side(page)


def test_everything_that_can_be_touched_is_large_enough(open_page: OpenPage) -> None:
    page = open_page(**PHONE)
    fill_conversation(page)
    sizes = page.locator("button:visible, a.tool:visible, summary:visible, .resources a:visible").evaluate_all(
        "all => all.map(one => [one.innerText, one.offsetWidth, one.offsetHeight])"
    )
    assert len(sizes) > 10
    assert [size for size in sizes if min(size[1:]) < 24] == []


def test_a_whole_conversation_needs_no_mouse(page: Page) -> None:
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Vai alla casella del messaggio")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("textbox")).to_be_focused()
    page.keyboard.type("quale regola?")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Tempi del rimborso")).to_be_visible()
    expect(page.get_by_role("textbox")).to_be_focused()
    tab_back_to(page, "Tempi del rimborso")
    page.keyboard.press("Enter")
    expect(page.locator(".reply").last).to_contain_text("5 working days")
    expect(page.get_by_role("textbox")).to_be_focused()
    tab_back_to(page, "Why this rule")
    page.keyboard.press("Enter")
    expect(page.get_by_text("by hand")).to_be_visible()


def tab_back_to(page: Page, name: str) -> None:
    for _ in range(30):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.innerText").strip() == name:
            outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
            assert outline == "solid", "the focus cannot be seen"
            return
    raise AssertionError(f"{name} is not reached by the keyboard")


def test_the_conversation_is_announced_and_says_who_speaks_in_which_language(page: Page) -> None:
    log = page.get_by_role("log", name="Conversazione con Chiaro")
    assert log.get_attribute("aria-live") == "polite"
    ask(page, "Where is my money?")
    expect(log.locator(".mine")).to_contain_text("Tu: Where is my money?")
    expect(log.locator(".parts")).to_contain_text("Chiaro:")
    assert set(log.locator(".part").evaluate_all("parts => parts.map(part => part.lang)")) == {"en"}


def test_who_wants_less_motion_gets_none(open_page: OpenPage) -> None:
    page = open_page(reduced_motion="reduce")
    ask(page, "ciao")
    expect(page.locator(".reply")).to_be_visible()
    assert page.evaluate("document.getAnimations().length") == 0


def test_the_dark_scheme_is_dark(open_page: OpenPage) -> None:
    page = open_page(color_scheme="dark")
    background = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert background == "rgb(16, 23, 25)"
