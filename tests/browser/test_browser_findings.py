"""The page of findings for everyone: without scripts, by keyboard, on a phone, in the dark."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from learning.encoder import UniversalSentenceEncoder
from tests.browser.axe_checks import axe_finds_nothing
from tests.browser.layout_checks import nothing_is_cut_off_at_the_side
from tests.factories.answers import add_feedback, add_surveys
from tests.factories.databases import opened
from tests.factories.heard_company import write_heard_company
from tests.integration.web.web_servers import Servers, running_servers

OpenPage = Callable[..., Page]
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
DESK = {"viewport": {"width": 1280, "height": 800}}


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory, encoder: UniversalSentenceEncoder) -> Iterator[Servers]:
    """The web process over a company whose customers have answered."""
    folder = tmp_path_factory.mktemp("findings")
    with opened(write_heard_company(folder, encoder)) as engine:
        add_feedback(engine, "gift-wrapping", "objection", 1234)
        add_feedback(engine, "sofa-trial", "helped", 7)
        add_surveys(engine, "gift-wrapping", 1, 2, 2, 2, 2)
        add_surveys(engine, "sofa-trial", 5, 5, 5, 5, 4, 5)
    with running_servers(folder) as servers:
        yield servers


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("device", [PHONE, DESK], ids=["phone", "desk"])
def test_axe_finds_nothing_to_mend(open_page: OpenPage, scheme: str, device: dict[str, Any]) -> None:
    page = open_page("/findings?lang=en", color_scheme=scheme, bypass_csp=True, **device)
    page.locator("summary").click()
    axe_finds_nothing(page)


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_nothing_has_to_be_scrolled_sideways(open_page: OpenPage, width: int) -> None:
    page = open_page("/findings", viewport={"width": width, "height": 740})
    nothing_is_cut_off_at_the_side(page)


@pytest.mark.parametrize("device", [PHONE, DESK], ids=["phone", "desk"])
def test_the_numbers_are_a_table_to_who_cannot_see_it(open_page: OpenPage, device: dict[str, Any]) -> None:
    page = open_page("/findings?lang=en", **device)
    table = page.get_by_role("table", name="Rule by rule")
    expect(table.get_by_role("columnheader")).to_have_count(5)
    row = table.get_by_role("row").filter(has=page.get_by_role("rowheader", name="Wraps & gifts < 5 kg"))
    expect(row.get_by_role("cell").nth(0)).to_contain_text("1,234")
    expect(row.get_by_role("cell").nth(1)).to_contain_text("fewer than 5")


def test_each_bar_says_in_words_what_it_shows(open_page: OpenPage) -> None:
    page = open_page("/findings?lang=it", java_script_enabled=False)
    bars = page.get_by_role("region", name="Quanto è stato facile").get_by_role("listitem")
    expect(bars.nth(0)).to_contain_text("1,8 su 5")
    expect(bars.nth(1)).to_contain_text("4,8 su 5")
    assert [bar.bounding_box()["width"] > 20 for bar in bars.locator(".length").all()] == [True, True]  # type: ignore[index]


def test_the_page_is_reached_through_by_keyboard(open_page: OpenPage) -> None:
    page = open_page("/findings?lang=en")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Go to the findings")).to_be_focused()
    for name in ("Chat", "Italiano: Leggi questa pagina in italiano"):
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name=name, exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Che cosa ci dici delle nostre regole")


def test_everything_that_can_be_touched_is_large_enough(open_page: OpenPage) -> None:
    page = open_page("/findings", **PHONE)
    sizes = page.locator("main a:visible, header a:visible, summary:visible").evaluate_all(
        "all => all.map(one => [one.innerText, one.offsetWidth, one.offsetHeight])"
    )
    assert len(sizes) > 4
    assert [size for size in sizes if min(size[1:]) < 24] == []
