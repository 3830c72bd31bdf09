"""The embedded chat for everyone: keyboard, screen reader, phones, zoom, dark rooms, any colour of a shop."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe_checks import axe_finds_nothing
from tests.browser.layout_checks import nothing_is_cut_off_at_the_side
from tests.browser.shop import ask, chat_of, open_chat

OpenPage = Callable[..., Page]
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
DESK = {"viewport": {"width": 1280, "height": 800}}
PANEL = {"viewport": {"width": 400, "height": 640}}
SLOW = 20_000


def welcome(page: Page) -> None:
    expect(page.get_by_role("textbox")).to_be_visible()


def conversation(page: Page) -> None:
    ask(page, "Where is my money?")
    expect(page.locator(".reply")).to_have_count(1)
    for summary in page.locator("summary").all():
        summary.click()
    ask(page, "quale?")
    expect(page.locator(".reply")).to_have_count(2)
    ask(page, "sondaggio")
    expect(page.locator(".reply")).to_have_count(3)


def person_called(page: Page) -> None:
    ask(page, "voglio una persona")
    expect(page.locator("#handoff button")).to_be_visible()
    expect(page.locator("#ahead")).not_to_be_empty()


def menu_open(page: Page) -> None:
    ask(page, "ciao")
    expect(page.locator(".reply")).to_be_visible()
    page.locator("#menu-button").click()


def asked_to_erase(page: Page) -> None:
    menu_open(page)
    page.locator('[data-act="erase"]').click()
    expect(page.get_by_role("dialog")).to_be_visible()


def offline(page: Page) -> None:
    page.context.set_offline(True)
    ask(page, "ciao")
    expect(page.locator("#connection")).to_be_visible()


def not_sent(page: Page) -> None:
    page.route("**/api/messages", lambda route: route.abort())
    ask(page, "ciao")
    expect(page.locator(".delivery.failed")).to_be_visible(timeout=SLOW)


def given_up(page: Page) -> None:
    ask(page, "fail-empty")
    expect(page.locator(".reply")).to_be_visible(timeout=SLOW)


def being_written(page: Page) -> None:
    ask(page, "fail-hang")
    expect(page.locator(".typing.on")).to_be_visible()


STATES = [
    welcome, conversation, person_called, menu_open, asked_to_erase, offline, not_sent, given_up, being_written
]  # fmt: skip


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_axe_finds_nothing_to_mend_in_the_frame(
    open_page: OpenPage, state: Callable[[Page], None], scheme: str
) -> None:
    page = open_page("/frame?lang=it&color=%238a4b2d", color_scheme=scheme, bypass_csp=True, **PANEL)
    state(page)
    axe_finds_nothing(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("device", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("language", ["it", "en"])
def test_axe_finds_nothing_to_mend_in_the_shop(
    open_page: OpenPage, device: dict[str, Any], scheme: str, language: str
) -> None:
    page = open_page(f"/demo?lang={language}", color_scheme=scheme, bypass_csp=True, **device)
    page.locator("chiaro-chat button").wait_for()
    axe_finds_nothing(page)
    open_chat(page)
    axe_finds_nothing(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("colour", ["ffe600", "ffffff", "000000", "e4007c", "7f7f7f", "00ff66"])
def test_any_colour_of_a_shop_can_be_read(open_page: OpenPage, colour: str, scheme: str) -> None:
    page = open_page(f"/frame?lang=en&color=%23{colour}", color_scheme=scheme, bypass_csp=True, **PANEL)
    conversation(page)
    axe_finds_nothing(page)


@pytest.mark.parametrize(("asked", "background"), [("light", "rgb(244, 246, 245)"), ("dark", "rgb(16, 23, 25)")])
def test_a_shop_can_ask_for_light_or_dark(open_page: OpenPage, asked: str, background: str) -> None:
    other = "dark" if asked == "light" else "light"
    page = open_page(f"/frame?scheme={asked}", color_scheme=other)
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == background


@pytest.mark.parametrize("colour", ["red", "%23zzzzzz", "url(//evil.example)", "%23fff;}"])
def test_what_is_no_colour_changes_nothing(open_page: OpenPage, colour: str) -> None:
    page = open_page(f"/frame?color={colour}")
    assert page.evaluate("document.documentElement.style.getPropertyValue('--brand')") == ""


def test_twelve_steps_need_no_mouse(open_page: OpenPage) -> None:
    page = open_page("/demo?lang=it", **DESK)
    button = page.locator("chiaro-chat button")
    chat = chat_of(page)
    # 1: to the button, 2: open
    tab_to(page, "document.activeElement.tagName === 'CHIARO-CHAT'")
    page.keyboard.press("Enter")
    expect(chat.get_by_role("textbox")).to_be_focused()
    # 3: ask, 4: send, 5: back to a choice, 6: take it
    page.keyboard.type("quale regola?")
    page.keyboard.press("Enter")
    expect(chat.get_by_role("button", name="Tempi del rimborso")).to_be_visible()
    back_to(page, chat.get_by_role("button", name="Tempi del rimborso"))
    page.keyboard.press("Enter")
    expect(chat.locator(".reply").last).to_contain_text("5 working days")
    expect(chat.get_by_role("textbox")).to_be_focused()
    # 7: unfold why
    back_to(page, chat.locator("summary", has_text="Why this rule"))
    page.keyboard.press("Enter")
    expect(chat.get_by_text("by hand")).to_be_visible()
    # 8: the menu opens, 9: Esc closes the menu only
    back_to(page, chat.get_by_role("button", name="Altre funzioni"))
    page.keyboard.press("Enter")
    expect(chat.get_by_role("button", name="Nuova chat")).to_be_visible()
    page.keyboard.press("Escape")
    expect(chat.get_by_role("button", name="Nuova chat")).to_be_hidden()
    expect(chat.get_by_role("button", name="Altre funzioni")).to_be_focused()
    # 10: the question before erasing comes with the keyboard and leaves with Esc
    page.keyboard.press("Enter")
    for _ in range(3):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(chat.get_by_role("button", name="No, lascia tutto com'è")).to_be_focused()
    page.keyboard.press("Escape")
    expect(chat.get_by_role("dialog")).to_be_hidden()
    # 11: Esc closes the chat and the focus returns, 12: it opens again where it was
    page.keyboard.press("Escape")
    expect(page.locator("chiaro-chat .panel")).to_be_hidden()
    expect(button).to_be_focused()
    page.keyboard.press("Enter")
    expect(chat.locator(".reply").last).to_contain_text("5 working days")


def tab_to(page: Page, reached: str) -> None:
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate(reached):
            return
    raise AssertionError(f"not reached by the keyboard: {reached}")


def back_to(page: Page, target: Any) -> None:
    for _ in range(40):
        page.keyboard.press("Shift+Tab")
        if target.evaluate("one => one === document.activeElement"):
            outline = target.evaluate("one => getComputedStyle(one).outlineStyle")
            assert outline == "solid", "the focus cannot be seen"
            return
    raise AssertionError("not reached by the keyboard")


def test_on_a_phone_the_chat_takes_the_whole_screen_and_gives_it_back(open_page: OpenPage) -> None:
    page = open_page("/demo?lang=it", **PHONE)
    chat = open_chat(page)
    box = page.locator("chiaro-chat iframe").bounding_box()
    assert box == {"x": 0, "y": 0, "width": 360, "height": 740}
    expect(page.locator("chiaro-chat button")).to_be_hidden()
    assert page.locator("chiaro-chat .panel").get_attribute("aria-modal") == "true"
    ask(chat, "ciao")
    expect(chat.locator(".reply")).to_be_visible()
    chat.get_by_role("button", name="Chiudi la chat").click()
    expect(page.locator("chiaro-chat button")).to_be_focused()
    assert page.evaluate("document.documentElement.style.overflow") == ""


def test_a_keyboard_on_the_screen_leaves_the_message_box_in_view(open_page: OpenPage) -> None:
    page = open_page("/demo?lang=it", **PHONE)
    chat = open_chat(page)
    # As a keyboard does: what is seen gets smaller, what is laid out does not.
    page.evaluate(
        """() => { Object.defineProperty(visualViewport, "height", { value: 400 });
             visualViewport.dispatchEvent(new Event("resize")); }"""
    )
    assert page.locator("chiaro-chat .panel").evaluate("one => one.offsetHeight") == 400
    page.wait_for_timeout(300)
    box = chat.get_by_role("textbox").bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= 400


@pytest.mark.parametrize("size", [(320, 256), (320, 180), (640, 400)], ids=["400%", "400% of a low screen", "200%"])
def test_a_page_zoomed_four_times_can_be_used(open_page: OpenPage, size: tuple[int, int]) -> None:
    width, height = size
    page = open_page("/demo?lang=it", viewport={"width": width, "height": height})
    nothing_is_cut_off_at_the_side(page)
    chat = open_chat(page)
    ask(chat, "Where is my money?")
    expect(chat.locator(".reply")).to_contain_text("5 working days")
    assert chat.locator("html").evaluate("one => one.scrollWidth <= one.clientWidth")
    chat.get_by_role("button", name="Chiudi la chat").click()
    expect(page.locator("chiaro-chat .panel")).to_be_hidden()


def test_everything_that_can_be_touched_in_the_frame_is_large_enough(open_page: OpenPage) -> None:
    page = open_page("/frame?lang=it", **PHONE)
    conversation(page)
    page.locator("#menu-button").click()
    sizes = page.locator("button:visible, summary:visible, .resources a:visible").evaluate_all(
        "all => all.map(one => [one.innerText, one.offsetWidth, one.offsetHeight])"
    )
    assert len(sizes) > 10
    assert [size for size in sizes if min(size[1:]) < 24] == []


def test_what_was_said_before_is_not_read_out_again(open_page: OpenPage) -> None:
    page = open_page("/frame?lang=it")
    ask(page, "ciao")
    expect(page.locator(".reply")).to_be_visible()
    page.add_init_script(
        """addEventListener("DOMContentLoaded", () => { window.loud = 0; const log = document.getElementById("log");
             new MutationObserver(() => { if (log.getAttribute("aria-busy") !== "true") window.loud += 1; })
               .observe(log, { childList: true }); })"""
    )
    page.reload()
    expect(page.locator(".reply")).to_be_visible()
    page.locator("#log:not([aria-busy])").wait_for()
    assert page.evaluate("window.loud") == 0
    ask(page, "ancora")
    expect(page.locator(".reply")).to_have_count(2)
    assert page.evaluate("window.loud") > 0


def test_who_wants_less_motion_gets_none(open_page: OpenPage) -> None:
    page = open_page("/demo?lang=it", reduced_motion="reduce")
    open_chat(page)
    assert page.locator("chiaro-chat .panel").evaluate("one => one.getAnimations().length") == 0
