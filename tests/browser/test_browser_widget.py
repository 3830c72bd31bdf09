"""The chat in a shop's page: one script tag, one object to speak with, nothing of the two in each other's way."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.shop import Shops, ask, chat_of, listen, open_chat, shop_page
from tests.integration.web.web_servers import Servers

OpenPage = Callable[..., Page]
MOST_BYTES = 15 * 1024


@pytest.fixture
def shop(open_page: OpenPage, servers: Servers, shops: Shops) -> Page:
    """A page of a shop of another origin, with the chat closed."""
    page = open_page("about:blank")
    shops.show(page, shop_page(servers.web))
    page.locator("chiaro-chat button").wait_for()
    return page


def test_the_script_is_small_and_stands_alone(servers: Servers) -> None:
    script = httpx.get(servers.web + "/widget.js", trust_env=False)
    assert script.headers["content-type"].startswith("text/javascript")
    assert script.headers["cross-origin-resource-policy"] == "cross-origin"
    assert len(gzip.compress(script.content, 9)) <= MOST_BYTES
    assert not re.search(r"\bimport\b|\brequire\b", script.text)
    assert "__WORDS__" not in script.text
    again = httpx.get(servers.web + "/widget.js", headers={"If-None-Match": script.headers["etag"]}, trust_env=False)
    assert again.status_code == 304


@pytest.mark.parametrize(
    ("language", "launcher", "welcome"),
    [("it", "Chiedi a Chiaro", "Che cosa posso chiarirti?"), ("en", "Ask Chiaro", "What can I clear up for you?")],
)
def test_the_demo_shop_has_the_chat_in_its_language(
    open_page: OpenPage, language: str, launcher: str, welcome: str
) -> None:
    page = open_page(f"/demo?lang={language}")
    expect(page.get_by_role("button", name=launcher)).to_be_visible()
    chat = open_chat(page)
    expect(chat.get_by_role("heading", name=welcome)).to_be_visible()
    ask(chat, "Where is my money?")
    expect(chat.locator(".reply")).to_contain_text("within 5 working days")


def test_the_demo_shops_own_button_opens_the_chat(open_page: OpenPage) -> None:
    page = open_page("/demo?lang=it")
    page.get_by_role("button", name="Apri la chat", exact=True).click()
    expect(chat_of(page).get_by_role("textbox")).to_be_focused()


def test_a_shop_of_another_origin_talks_with_the_chat(shop: Page) -> None:
    listen(shop)
    chat = open_chat(shop)
    ask(chat, "ciao")
    expect(chat.locator(".reply")).to_contain_text("Hai scritto: ciao")
    ask(chat, "voglio una persona")
    expect(chat.get_by_text("Stiamo chiamando una persona")).to_be_visible()
    shop.evaluate("chiaro.close()")
    heard = shop.evaluate("heard")
    assert ["open", {}] in heard
    assert ["message", {"from": "assistant"}] in heard
    assert ["handoff", {"state": "requested"}] in heard
    assert heard[-1] == ["close", {}]
    assert "ciao" not in str(heard), "what was said is not told to the page"


def test_a_page_that_was_not_allowed_cannot_show_the_chat(browser: Browser, servers: Servers, shops: Shops) -> None:
    page = browser.new_page()
    shops.pages[shops.stranger] = shop_page(servers.web)
    page.goto(shops.stranger)
    page.locator("chiaro-chat button").click()
    page.wait_for_timeout(500)
    expect(chat_of(page).get_by_role("textbox")).to_have_count(0)
    page.close()


def test_calls_made_before_the_script_has_loaded_are_done_afterwards(
    open_page: OpenPage, servers: Servers, shops: Shops
) -> None:
    page = open_page("about:blank")
    calls = '["on", "open", () => heard.push("open")], ["setLocale", "en"], ["open"]'
    shops.show(page, shop_page(servers.web, calls))
    expect(chat_of(page).get_by_role("heading", name="What can I clear up for you?")).to_be_visible()
    assert page.evaluate("heard") == ["open"]
    page.evaluate('chiaro.push(["close"])')
    expect(page.locator("chiaro-chat .panel")).to_be_hidden()


def test_the_language_changes_from_outside_and_from_inside(shop: Page) -> None:
    chat = open_chat(shop)
    ask(chat, "ciao")
    expect(chat.locator(".reply")).to_contain_text("Hai scritto: ciao")
    shop.evaluate('chiaro.setLocale("en")')
    expect(chat.get_by_placeholder("Write your question…")).to_be_visible()
    expect(chat.locator(".reply")).to_contain_text("Hai scritto: ciao")
    chat.get_by_role("button", name="More functions").click()
    chat.get_by_role("button", name="Italiano").click()
    expect(chat.get_by_placeholder("Scrivi la tua domanda…")).to_be_visible()
    expect(shop.locator("chiaro-chat button")).to_have_accessible_name("Chiudi la chat")


def test_reset_ends_the_conversation_on_this_browser(shop: Page) -> None:
    chat = open_chat(shop)
    ask(chat, "ciao")
    expect(chat.locator(".reply")).to_be_visible()
    shop.evaluate("chiaro.reset()")
    expect(chat.locator(".turn")).to_have_count(0)
    expect(chat.get_by_role("heading", name="Che cosa posso chiarirti?")).to_be_visible()


def test_an_identity_that_does_not_count_is_told_to_the_page_and_the_chat_goes_on(shop: Page) -> None:
    listen(shop)
    chat = open_chat(shop)
    shop.evaluate('chiaro.identify("no.good.token")')
    shop.wait_for_function('heard.some(([name]) => name === "error")')
    ask(chat, "ciao")
    expect(chat.locator(".reply")).to_contain_text("Hai scritto: ciao")


def test_a_token_is_asked_for_only_when_the_chat_is_opened(shop: Page) -> None:
    shop.evaluate('chiaro.identify(() => { heard.push("asked"); return "no.good.token"; })')
    assert shop.evaluate("heard") == []
    open_chat(shop)
    shop.wait_for_function('heard.includes("asked")')


@pytest.mark.parametrize(
    "message",
    [
        '{chiaro: 1, do: "reset"}',
        '{chiaro: 1, do: "setLocale", language: "en"}',
        '{chiaro: 1, do: "__proto__"}',
        "null",
    ],
)
def test_orders_of_a_stranger_are_not_heard_by_the_frame(shop: Page, shops: Shops, message: str) -> None:
    chat = open_chat(shop)
    ask(chat, "ciao")
    expect(chat.locator(".reply")).to_be_visible()
    open_stranger(shop, shops, f"parent.frames[0].postMessage({message}, '*')")
    shop.wait_for_timeout(300)
    expect(chat.locator(".reply")).to_be_visible()
    expect(chat.get_by_placeholder("Scrivi la tua domanda…")).to_be_visible()


def test_words_of_a_stranger_are_not_heard_by_the_shop(shop: Page, shops: Shops) -> None:
    listen(shop)
    open_chat(shop)
    open_stranger(shop, shops, "parent.postMessage({chiaro: 1, on: 'handoff', state: 'active'}, '*')")
    open_stranger(shop, shops, "parent.postMessage({chiaro: 1, on: 'close'}, '*')")
    shop.wait_for_timeout(300)
    assert shop.evaluate("heard") == [["open", {}]]
    expect(shop.locator("chiaro-chat .panel")).to_be_visible()


def open_stranger(page: Page, shops: Shops, script: str) -> None:
    """Puts a frame of a third party beside ours, which runs `script`."""
    shops.pages[shops.stranger] = f"<script>{script}</script>"
    loaded = "(address) => new Promise((done) => { const frame = document.createElement('iframe');"
    page.evaluate(loaded + "frame.onload = done; frame.src = address; document.body.append(frame); })", shops.stranger)


def test_an_answer_that_comes_while_the_chat_is_closed_is_counted_on_the_button(shop: Page) -> None:
    chat = open_chat(shop)
    ask(chat, "fail-hang")
    expect(chat.get_by_text("Inviato")).to_be_visible()
    shop.evaluate("chiaro.close()")
    button = shop.locator("chiaro-chat button")
    expect(button).to_have_accessible_name("Chiedi a Chiaro (Messaggi nuovi: 1)", timeout=15_000)
    button.click()
    expect(button).to_have_accessible_name("Chiudi la chat")
    expect(chat.locator(".reply")).to_contain_text("Riprova tra poco")


def test_an_open_chat_stays_open_on_the_shops_next_page(open_page: OpenPage, servers: Servers, shops: Shops) -> None:
    page = open_page("about:blank")
    # Under the shop's own name, as a browser wants it that keeps nothing for pages of other sites.
    shops.show(page, shop_page(servers.web.replace("127.0.0.1", f"chat.{shops.host}")))
    chat = open_chat(page)
    ask(chat, "ciao")
    expect(chat.locator(".reply")).to_be_visible()
    page.goto(f"{shops.shop}/?altra-pagina")
    expect(chat_of(page).locator(".reply")).to_contain_text("Hai scritto: ciao")


def test_the_shops_style_does_not_reach_the_button_nor_ours_the_shop(
    open_page: OpenPage, servers: Servers, shops: Shops
) -> None:
    page = open_page("about:blank")
    rude = (
        "<style>* { display: none !important; color: red !important } html, body { display: block !important }</style>"
    )
    shops.show(page, rude + shop_page(servers.web, settings='data-position="left"').replace("<h1>", "<h1 id=shop>"))
    page.add_style_tag(content="chiaro-chat { display: block !important }")
    button = page.locator("chiaro-chat button")
    expect(button).to_be_visible()
    assert button.bounding_box()["x"] < 100  # type: ignore[index]
    assert page.locator("#shop").evaluate("one => getComputedStyle(one).color") == "rgb(255, 0, 0)"


def test_two_script_tags_make_one_chat(open_page: OpenPage, servers: Servers, shops: Shops) -> None:
    page = open_page("about:blank")
    html = shop_page(servers.web)
    shops.show(page, html.replace("</body>", f'<script src="{servers.web}/widget.js"></script></body>'))
    open_chat(page)
    expect(page.locator("chiaro-chat")).to_have_count(1)
    expect(page.locator("chiaro-chat").locator("iframe")).to_have_count(1)


def test_a_chat_that_does_not_load_says_so(shop: Page) -> None:
    shop.clock.install()
    shop.route("**/frame?*", lambda route: route.abort())
    listen(shop)
    shop.evaluate("chiaro.open()")
    shop.clock.run_for(21_000)
    expect(shop.get_by_text("In questo momento la chat non si apre")).to_be_visible()
    assert ["error", {"code": "unreachable"}] in shop.evaluate("heard")
