"""HTML, pictures, drawings and links in whatever people write: letters on the page, and no request goes out."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import yaml
from playwright.sync_api import Page, expect

from tests.browser.hostile import ADDRESSES, HOSTILE, MADE, watched
from tests.browser.shop import Shops, ask, open_chat, shop_page
from tests.integration.web.web_servers import ROOT, Servers, running_servers
from tests.unit.web.negative.asking import AUDIENCE, KEY, KID, signed

OpenPage = Callable[..., Page]
NAME = "<img src=//evil.example/n.png onerror=alert(1)></title></script><script>alert(2)</script>"
# Without the page's policy, which would stop most of it: here the page itself is to make nothing of it.
BARE = {"bypass_csp": True}


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory, shops: Shops) -> Iterator[Servers]:
    """The web process of a company with a name that is meant to break pages."""
    folder = tmp_path_factory.mktemp("hostile")
    sample = ROOT / "policy_kb" / "content" / "aurora_casa" / "company.yml"
    company = yaml.safe_load(sample.read_text(encoding="utf-8"))
    company["name"] = NAME
    company["mission"] = {"it": HOSTILE[0], "en": HOSTILE[1]}
    company["resources"]["customer-line"]["title"] = {"it": HOSTILE[6], "en": HOSTILE[0]}
    (folder / "company.yml").write_text(yaml.safe_dump(company, allow_unicode=True), encoding="utf-8")
    (folder / "keys.json").write_text(json.dumps({KID: KEY}), encoding="utf-8")
    environment = {
        "CHIARO_COMPANY_FILE": str(folder / "company.yml"),
        "CHIARO_IDENTITY_KEYS": str(folder / "keys.json"),
        "CHIARO_IDENTITY_AUDIENCE": AUDIENCE,
        "CHIARO_EMBED_ORIGINS": shops.shop,
        "CHIARO_DEADLINE_SECONDS": "2",
    }
    with running_servers(folder, **environment) as servers:
        yield servers


def show_reply(page: Page, *messages: dict[str, Any]) -> None:
    """Lets the stream bring one reply of the test's own."""
    data = json.dumps({"event": 1, "in_reply_to": "x", "messages": messages})
    body = f"id: 1\nevent: reply\ndata: {data}\n\n"
    page.route("**/api/events**", lambda route: route.fulfill(body=body, content_type="text/event-stream"))
    page.route("**/api/messages", lambda route: route.fulfill(json={"id": "x", "event": 1}, status=202))
    ask(page, "ciao")
    page.locator(".reply").wait_for()


def made(page: Page) -> list[str]:
    return page.locator("#log").locator(MADE).evaluate_all("all => all.map(one => one.outerHTML)")


def links(page: Page) -> list[str]:
    return page.locator("#log a").evaluate_all("all => all.map(one => one.getAttribute('href'))")


def test_in_a_message_and_in_what_repeats_it(open_page: OpenPage, servers: Servers) -> None:
    page = open_page(**BARE)
    with watched(page, servers.web):
        ask(page, "\n".join(HOSTILE))
        for _ in ("as it comes", "read anew"):
            for text in HOSTILE:
                expect(page.locator(".mine .bubble")).to_contain_text(text)
                expect(page.locator(".reply")).to_contain_text(text)
            assert made(page) == []
            page.reload()


@pytest.mark.parametrize("kind", ["explanation", "steps", "reason", "change", "resources", "alternatives", "no_answer"])
def test_in_a_policys_text_and_all_that_goes_with_it(open_page: OpenPage, servers: Servers, kind: str) -> None:
    page = open_page(**BARE)
    first, *others = HOSTILE
    custom = {
        "language": "en",
        "kind": kind,
        "policy_id": first,
        "version": first,
        "sources": [{"label": text, "url": address} for text, address in zip(HOSTILE, ADDRESSES, strict=False)],
        "options": [{"title": text, "payload": text} for text in others],
        "resources": [
            {"kind": text, "title": text, "url": address, "hours": text, "dates": [text], "now": text, "open": text}
            for text, address in zip(HOSTILE, ADDRESSES, strict=False)
        ],
    }
    lines = "\n".join([*HOSTILE, *(f"1. {text}" for text in HOSTILE), *(f"- {text}" for text in HOSTILE)])
    called = {"kind": "phone", "title": first, "number": "javascript:alert(1)//800"}
    with watched(page, servers.web):
        show_reply(page, {"text": lines, "custom": custom}, {"text": first, "custom": {"resources": [called]}})
        shown = page.locator(".reply").evaluate("one => one.textContent")
        assert [text for text in HOSTILE if text not in shown] == []
        assert made(page) == []
        assert "tel:1800" in links(page)
        assert all(address.startswith(("tel:1800", "https://evil.example/")) for address in links(page))


@pytest.mark.parametrize(
    "custom",
    [
        {"kind": NAME, "language": NAME},
        {"kind": "__proto__", "language": "constructor"},
        {
            "kind": ["steps"],
            "language": {"it": 1},
            "sources": NAME,
            "options": {"0": NAME},
            "resources": [NAME, None, 7],
        },
        {"options": [{"title": {"text": NAME}, "payload": NAME}], "conversation": {"handoff": NAME}},
        [NAME],
        NAME,
    ],
    ids=lambda value: str(value)[:30],
)
def test_in_what_a_message_says_of_itself(open_page: OpenPage, servers: Servers, custom: Any) -> None:
    page = open_page(**BARE)
    with watched(page, servers.web):
        show_reply(page, {"text": HOSTILE[0], "custom": custom})
        expect(page.locator(".reply")).to_contain_text(HOSTILE[0])
        assert made(page) == []


@pytest.mark.parametrize("address", ["/", "/?lang=en", "/frame?lang=it&color=%23000000", "/demo?lang=en", "/findings"])
def test_in_the_companys_name_on_every_page_and_in_its_title(
    open_page: OpenPage, servers: Servers, address: str
) -> None:
    page = open_page("about:blank", **BARE)
    with watched(page, servers.web):
        page.goto(servers.web + address)
        expect(page.locator("body")).to_be_visible()
        assert NAME in (page.text_content("body") or "")
        assert NAME in page.title() or address.startswith("/demo")  # which is a shop's own page
        assert page.locator("[onerror], [onload], script:not([src]):not([type='application/json'])").count() == 0


@pytest.mark.parametrize("query", ["lang=<script>", "lang=it&color=red;}</style><script>alert(1)</script>", "scheme=x"])
def test_in_the_address_of_a_page(open_page: OpenPage, servers: Servers, query: str) -> None:
    page = open_page("about:blank", **BARE)
    with watched(page, servers.web):
        page.goto(f"{servers.web}/frame?{query}&origin=javascript:alert(1)")
        ask(page, "ciao")
        expect(page.locator(".reply")).to_contain_text("Hai scritto: ciao")


def test_in_the_title_of_the_page_that_has_the_chat(open_page: OpenPage, servers: Servers, shops: Shops) -> None:
    page = open_page("about:blank", **BARE)
    with watched(page, servers.web, shops.shop):
        shops.show(page, shop_page(servers.web))
        page.evaluate("title => { document.title = title; }", "".join(HOSTILE).replace("hacked", "changed"))
        chat = open_chat(page)
        expect(page.locator("chiaro-chat iframe")).to_have_attribute("title", re.compile(re.escape(NAME)))
        ask(chat, "ciao")
        expect(chat.locator(".reply")).to_contain_text("Hai scritto: ciao")
        assert chat.locator("html").evaluate("one => one.outerHTML.includes('evil.example/p.png')") is False


@pytest.mark.parametrize("name", [text[:100] for text in HOSTILE[:8]], ids=range(8))
def test_in_a_customers_name(open_page: OpenPage, servers: Servers, shops: Shops, name: str) -> None:
    page = open_page("about:blank", **BARE)
    with watched(page, servers.web, shops.shop):
        shops.show(page, shop_page(servers.web))
        chat = open_chat(page)
        with page.expect_response("**/api/conversations") as begun:
            page.evaluate("jwt => chiaro.identify(jwt)", signed("C-7", name=name))
        assert begun.value.json()["verified"] is True
        ask(chat, "ciao")
        expect(chat.locator(".reply")).to_contain_text("Hai scritto: ciao")
        assert chat.locator("#log").locator(MADE).count() == 0
