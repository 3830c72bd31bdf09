"""The console for everyone: axe, by keyboard alone, without scripts, and with whatever somebody writes there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe_checks import axe_finds_nothing
from tests.browser.desks import (
    GIFTS,
    PERSON,
    SOFAS,
    Desks,
    offers,
    row_of,
    take,
    write,
)
from tests.browser.hostile import HOSTILE, watched
from tests.browser.layout_checks import nothing_is_cut_off_at_the_side
from tests.integration.web.web_servers import Servers

OpenPage = Callable[..., Page]
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
# What nobody's words ever become.
MADE = "script:not([src^='/static/']), img, iframe, object, [onerror], [onload], a[href^='javascript:']"


@pytest.fixture(scope="module")
def servers(console: Servers) -> Servers:
    return console


@pytest.fixture
def desks(servers: Servers, open_page: OpenPage) -> Desks:
    return Desks(servers, open_page)


def id_of(address: str) -> str:
    return address.split("/c/")[1].split("?")[0]


def fits(page: Page) -> None:
    """Nothing is cut off at the side, and everything that is pressed is large enough."""
    nothing_is_cut_off_at_the_side(page)
    heights = page.locator("main :is(a.choice, .tabs a, .row, button, input, select, summary):visible").evaluate_all(
        "all => all.map(one => [(one.closest('label') ?? one).getBoundingClientRect().height, one.outerHTML])"
    )
    assert [html for height, html in heights if height < 24] == []


@pytest.mark.parametrize(
    ("language", "scheme", "device"),
    [("it", "light", {}), ("en", "dark", {}), ("en", "light", PHONE), ("it", "dark", PHONE)],
    ids=["desk-it-light", "desk-en-dark", "phone-en-light", "phone-it-dark"],
)
def test_axe_finds_nothing_to_mend(desks: Desks, language: str, scheme: str, device: dict[str, object]) -> None:
    name = f"{language} {scheme} {len(device)}"
    customer = desks.customer(f"{PERSON[language]} {name}", language=language)
    giulia = desks.representative("Giulia", language, color_scheme=scheme, bypass_csp=True, **device)
    expect(giulia.locator("html")).to_have_attribute("lang", language)
    address = row_of(giulia, name)
    states = [giulia.url, *(f"{desks.servers.web}/staff/console?queue={q}" for q in ("mine", "closed"))]
    for state in [*states, desks.servers.web + "/staff/console?q=nothing+like+this"]:
        giulia.goto(state)
        axe_finds_nothing(giulia)
        fits(giulia)
    write(customer, GIFTS[language])
    desks.ask_of_a_person(id_of(address), "un'eccezione")
    desks.ask_of_a_person(id_of(address), "più tempo", kind="grace", wanted_day=date(2099, 1, 1))
    giulia.goto(desks.servers.web + address)
    offers(giulia, GIFTS[language])
    axe_finds_nothing(giulia)
    take(giulia)
    giulia.locator("#note").fill("Ha ragione.")
    giulia.locator("#note").press("Tab")
    giulia.keyboard.press("Enter")
    expect(giulia.locator(".notes .text")).to_have_text("Ha ragione.")
    offers(giulia, GIFTS[language])
    giulia.locator("#text").fill("Un momento")
    marco = desks.representative("Marco", language, path=address)
    expect(giulia.locator("#presence")).to_contain_text("Marco")
    write(customer, SOFAS[language])
    expect(giulia.locator("#stale")).to_be_visible()
    offers(giulia, SOFAS[language])
    giulia.locator(".offer summary").first.click()
    giulia.locator(".inside summary").first.click()
    giulia.locator(".inside-body p").first.wait_for()
    axe_finds_nothing(giulia)
    fits(giulia)
    giulia.evaluate("document.querySelector('.offers').classList.add('old')")
    axe_finds_nothing(giulia)
    for path in ("/suggestions", "/inside/1"):
        giulia.goto(desks.servers.web + address.split("?")[0] + path)
        axe_finds_nothing(giulia)
        fits(giulia)
    expect(marco.locator("#take")).to_contain_text("Giulia")


def tab_to(page: Page, selector: str, most: int = 80) -> None:
    """Press Tab until that has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.locator(selector).first.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError(f"{selector} is not reached by Tab")


def test_everything_is_done_by_keyboard_alone(desks: Desks) -> None:
    customer = desks.customer(PERSON["it"] + " tastiera")
    giulia = desks.representative("Giulia")
    address = row_of(giulia, "tastiera")
    giulia.keyboard.press("/")
    expect(giulia.locator("#q")).to_be_focused()
    giulia.keyboard.type("tastiera")
    giulia.keyboard.press("Enter")
    expect(giulia.locator(".row")).to_have_count(1)
    tab_to(giulia, f"#row-{id_of(address)}")
    write(customer, GIFTS["it"])
    expect(giulia.locator(".row .preview")).to_have_text(GIFTS["it"])
    expect(giulia.locator(f"#row-{id_of(address)}")).to_be_focused()  # the list was drawn anew under it
    giulia.keyboard.press("Enter")
    offers(giulia, GIFTS["it"])
    tab_to(giulia, "#take")
    with giulia.expect_navigation(wait_until="load"):
        giulia.keyboard.press("Enter")
    offers(giulia, GIFTS["it"])
    giulia.keyboard.press("1")
    expect(giulia.locator("#text")).to_be_focused()
    first = giulia.locator(".offer .text").first.inner_text()
    expect(giulia.locator("#text")).to_have_value(first)
    giulia.keyboard.type(" 1 2 3 /")
    expect(giulia.locator("#text")).to_have_value(first + " 1 2 3 /")  # who types is not interrupted
    giulia.keyboard.press("Escape")
    expect(giulia.locator("#text")).not_to_be_focused()
    tab_to(giulia, "#composer button")
    giulia.keyboard.press("Space")
    expect(customer.locator(".from-person")).to_contain_text("1 2 3 /")
    tab_to(giulia, ".offer summary")
    giulia.keyboard.press("Enter")
    tab_to(giulia, ".offer [action$=dismiss] button", 12)
    giulia.keyboard.press("Enter")
    expect(giulia.get_by_text("Scartata.")).to_be_visible()
    tab_to(giulia, "#note")
    giulia.keyboard.type("Una nota")
    tab_to(giulia, "[action$=note] button", 3)
    giulia.keyboard.press("Enter")
    expect(giulia.locator(".notes .text")).to_have_text("Una nota")
    tab_to(giulia, "#give-back")
    giulia.keyboard.press("Enter")
    expect(giulia.locator("#take")).to_be_visible()


def test_single_keys_can_be_put_off(desks: Desks) -> None:
    desks.customer(f"{GIFTS['it']} senza tasti")
    giulia = desks.representative("Giulia", path="/staff/console?queue=bot")
    giulia.goto(desks.servers.web + row_of(giulia, "senza tasti"))
    take(giulia)
    offers(giulia, "senza tasti")
    giulia.locator("#single-keys").uncheck()
    giulia.reload()
    expect(giulia.locator("#single-keys")).not_to_be_checked()
    offers(giulia, "senza tasti")
    giulia.locator("#turns").focus()
    for key in ("1", "/"):
        giulia.keyboard.press(key)
    expect(giulia.locator("#text")).to_have_value("")
    expect(giulia.locator("#turns")).to_be_focused()


def test_whatever_somebody_writes_is_read_as_it_is_written(desks: Desks) -> None:
    words = "\n".join(HOSTILE)[:900]
    customer = desks.customer(PERSON["it"] + " ostile")
    giulia = desks.representative(HOSTILE[0][:60])
    address = row_of(giulia, "ostile").split("?")[0]
    giulia.goto(f"{desks.servers.web}{address}?queue=mine")
    with watched(giulia, desks.servers.web, "data:"):
        take(giulia)
        expect(giulia.locator("#text")).to_be_visible()
        giulia.goto(f"{desks.servers.web}{address}?queue=mine")
        customer.get_by_role("textbox").fill(words)
        customer.get_by_role("textbox").press("Enter")
        expect(giulia.locator(".turn.of-customer .text").last).to_have_text(words)
        expect(giulia.locator(".row .preview").first).to_contain_text(words[:20])
        giulia.locator("#text").fill(words)
        giulia.locator("#text").press("Control+Enter")
        expect(giulia.locator(".turn.of-person .text").last).to_have_text(words)
        giulia.locator("#note").fill(words)
        giulia.locator("[action$=note] button").click()
        expect(giulia.locator(".notes .text")).to_have_text(words)
        giulia.locator("#q").fill(words[:190])
        giulia.locator("#q").press("Enter")
        expect(giulia.locator(".found")).to_contain_text(words[:20])
        assert giulia.locator(MADE).count() == 0
    with watched(customer, desks.servers.web, "data:"):
        expect(customer.locator(".from-person").last).to_contain_text("<svg onload=alert(1)>")


def test_it_works_without_scripts(desks: Desks) -> None:
    customer = desks.customer(PERSON["en"] + " plain", language="en")
    write(customer, GIFTS["en"] + " plain")
    giulia = desks.representative("Giulia", "en", "/staff/console?queue=bot", java_script_enabled=False)
    giulia.locator(".row", has_text="plain").first.click()
    take(giulia)
    giulia.get_by_role("link", name="Suggested replies").click()
    # What is written, not what is shown: without scripts nothing waits for the style sheet, which keeps line breaks.
    text = (giulia.locator(".offer .text").first.text_content() or "").strip()
    giulia.get_by_role("button", name="Insert").first.click()
    expect(giulia.locator("#text")).to_have_value(text)
    giulia.get_by_role("button", name="Send", exact=True).click()
    expect(giulia.locator(".turn.of-person .text")).to_have_text(text)
    expect(customer.locator(".from-person")).to_contain_text("Giulia")
    giulia.locator(".inside summary").first.click()
    giulia.locator(".inside-body a").first.click()
    giulia.get_by_role("link", name="Back to the conversation").click()
    giulia.locator("#note").fill("He is right.")
    giulia.locator("[action$=note] button").click()
    expect(giulia.locator(".notes .text")).to_have_text("He is right.")
    giulia.locator("#close-reason").select_option("other")
    giulia.locator("#close-it").click()
    giulia.locator("#tab-closed").click()
    expect(giulia.locator(".row", has_text="plain")).to_be_visible()
