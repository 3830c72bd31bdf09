"""A company's page says who its customer is, and the chat believes it once, for a few minutes, and nobody else."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import FrameLocator, Page, expect

from tests.browser.shop import Shops, ask, listen, open_chat, shop_page
from tests.integration.web.web_servers import Servers, running_servers
from tests.unit.web.negative.asking import AUDIENCE, KEY, KID, signed

OpenPage = Callable[..., Page]
# What a company writes: the token is asked for when the chat is opened.
INTRODUCE = '["identify", () => fetch("/chat-token").then((answer) => answer.text())]'


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("identity")


@pytest.fixture(scope="module")
def servers(folder: Path, shops: Shops) -> Iterator[Servers]:
    keys = folder / "keys.json"
    keys.write_text(json.dumps({KID: KEY}), encoding="utf-8")
    environment = {"CHIARO_IDENTITY_KEYS": str(keys), "CHIARO_IDENTITY_AUDIENCE": AUDIENCE}
    with running_servers(folder, CHIARO_EMBED_ORIGINS=shops.shop, **environment) as servers:
        yield servers


@pytest.fixture
def shop(open_page: OpenPage, servers: Servers, shops: Shops) -> Page:
    """A company's page with the chat, which knows its customer only by what a test says."""
    page = open_page("about:blank")
    shops.show(page, shop_page(servers.web))
    page.locator("chiaro-chat button").wait_for()
    listen(page)
    return page


def customers(folder: Path) -> list[str | None]:
    """Whose the conversations are, the newest last."""
    with sqlite3.connect(folder / "kb.db") as connection:
        rows = connection.execute("select customer_id from chat_conversation order by started_at").fetchall()
    return [row[0] for row in rows]


def asked_as(servers: Servers) -> Any:
    """Who Rasa was told that the customer is, in the latest turn."""
    metadata = servers.received()[-1].get("metadata")
    return metadata.get("customer_id") if isinstance(metadata, dict) else None


def answered(chat: FrameLocator, text: str) -> None:
    ask(chat, text)
    expect(chat.locator(".reply").last).to_contain_text(f"Hai scritto: {text}")


def introduced(page: Page, token: str) -> dict[str, Any]:
    """What the server answers when the page says who its customer is."""
    with page.expect_response("**/api/conversations") as answer:
        page.evaluate("jwt => chiaro.identify(jwt)", token)
    return dict(answer.value.json())


def refusals(page: Page) -> list[str]:
    return [detail["code"] for name, detail in page.evaluate("heard") if name == "error"]


def test_a_page_introduces_its_customer_and_the_conversation_is_verified(
    open_page: OpenPage, servers: Servers, shops: Shops, folder: Path
) -> None:
    page = open_page("about:blank")
    page.route("**/chat-token", lambda route: route.fulfill(body=signed("C-1001", name="Anna")))
    shops.show(page, shop_page(servers.web, INTRODUCE))
    listen(page)
    with page.expect_response("**/api/conversations") as begun:
        chat = open_chat(page)
    assert begun.value.json()["verified"] is True
    answered(chat, "dov'è il mio ordine?")
    assert asked_as(servers) == "C-1001"
    assert customers(folder)[-1] == "C-1001"
    assert refusals(page) == []


def test_a_customer_who_signs_in_in_the_middle_goes_on_and_is_verified(
    shop: Page, servers: Servers, folder: Path
) -> None:
    chat = open_chat(shop)
    answered(chat, "prima")
    assert asked_as(servers) is None
    number = len(customers(folder))
    assert introduced(shop, signed("C-1002"))["verified"] is True
    expect(chat.locator(".mine")).to_have_count(1)
    answered(chat, "dopo")
    assert asked_as(servers) == "C-1002"
    assert len(customers(folder)) == number
    assert customers(folder)[-1] == "C-1002"


def test_a_word_that_was_used_before_is_refused_and_the_chat_goes_on_without_a_name(
    shop: Page, servers: Servers, folder: Path
) -> None:
    token = signed("C-1003")
    chat = open_chat(shop)
    assert introduced(shop, token)["verified"] is True
    answered(chat, "segreto")
    shop.evaluate("chiaro.reset()")
    expect(chat.locator(".turn")).to_have_count(0)
    assert introduced(shop, token)["code"] == "bad_identity"
    shop.wait_for_function('heard.some(([name]) => name === "error")')
    assert refusals(shop) == ["bad_identity"]
    answered(chat, "ancora io")
    assert asked_as(servers) is None
    assert customers(folder)[-1] is None
    expect(chat.locator("#log")).not_to_contain_text("segreto")


@pytest.mark.parametrize(
    "claims", [{"iat": -400, "exp": -100}, {"nbf": 300}, {"iat": 300, "exp": 360}], ids=["expired", "not yet", "later"]
)
def test_a_word_of_another_time_is_refused_and_what_was_said_stays(
    shop: Page, servers: Servers, claims: dict[str, int]
) -> None:
    chat = open_chat(shop)
    answered(chat, "prima")
    moments = {name: int(time.time()) + seconds for name, seconds in claims.items()}
    assert introduced(shop, signed("C-1004", **moments))["code"] == "bad_identity"
    shop.wait_for_function('heard.some(([name]) => name === "error")')
    assert refusals(shop) == ["bad_identity"]
    answered(chat, "dopo")
    assert asked_as(servers) is None
    expect(chat.locator(".mine")).to_have_count(2)
    assert introduced(shop, signed("C-1004"))["verified"] is True
    answered(chat, "adesso sì")
    assert asked_as(servers) == "C-1004"


def test_another_customer_on_the_same_browser_finds_nothing_of_the_first(shop: Page, servers: Servers) -> None:
    chat = open_chat(shop)
    introduced(shop, signed("C-1005"))
    answered(chat, "segreto")
    introduced(shop, signed("C-1006"))
    expect(chat.locator(".turn")).to_have_count(0)
    answered(chat, "altro")
    assert asked_as(servers) == "C-1006"
    expect(chat.locator("#log")).not_to_contain_text("segreto")


def test_a_token_that_the_page_cannot_get_is_told_and_the_chat_goes_on(shop: Page, servers: Servers) -> None:
    chat = open_chat(shop)
    shop.evaluate('chiaro.identify(() => Promise.reject(new Error("signed out")))')
    shop.wait_for_function('heard.some(([name]) => name === "error")')
    assert refusals(shop) == ["bad_identity"]
    answered(chat, "ciao")
    assert httpx.get(servers.web + "/health", trust_env=False).status_code == 200
