"""A customer who waits for a person is told the place in the queue, live, in both languages."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from learning.encoder import UniversalSentenceEncoder
from tests.browser.axe_checks import axe_finds_nothing
from tests.browser.desks import PERSON, Desks, console_servers, row_of, take, write
from tests.integration.web.web_servers import Servers

OpenPage = Callable[..., Page]
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
NEXT = {"it": "Il prossimo turno è il tuo.", "en": "You are next."}
ONE = {"it": "C'è una persona prima di te.", "en": "One person is before you."}
ORDER = {"it": "L'ordine dipende dall'urgenza e dall'attesa", "en": "The order goes by urgency and waiting time"}
CALLED = {"it": "Stiamo chiamando una persona", "en": "We are asking a person to join"}
WITH = {"it": "Stai parlando con Giulia, una persona", "en": "You are talking to Giulia, a person"}
# Notes every text that the page's line has, as a screen reader would hear it.
HEAR = """() => { window.heard = []; const line = document.getElementById("ahead");
  new MutationObserver(() => heard.push(line.textContent)).observe(line, { childList: true, characterData: true,
  subtree: true }); }"""


# Its own, not that of all tests of the console: only who is in this file stands in the queue.
@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory, encoder: UniversalSentenceEncoder) -> Iterator[Servers]:
    with console_servers(tmp_path_factory.mktemp("queue"), encoder) as servers:
        yield servers


@pytest.fixture
def desks(servers: Servers, open_page: OpenPage) -> Desks:
    return Desks(servers, open_page)


def place(page: Page) -> Locator:
    return page.locator("#ahead")


def has(giulia: Page, address: str, act: str) -> None:
    """Giulia does this in a conversation."""
    giulia.goto(address)
    if giulia.locator("#take").is_visible():
        take(giulia)
    giulia.locator(f"#{act}").click()
    expect(giulia.locator(f"#{act}")).to_be_hidden()


@pytest.mark.parametrize(("language", "device"), [("it", PHONE), ("en", {})], ids=["it-phone", "en-desk"])
def test_two_customers_and_a_representative(desks: Desks, language: str, device: dict[str, object]) -> None:
    window = {"bypass_csp": True, "language": language, **device}
    first = desks.customer(f"{PERSON[language]} prima", **window)
    expect(place(first)).to_have_text(NEXT[language])
    expect(first.get_by_role("status").filter(has_text=NEXT[language])).to_be_visible()
    second = desks.customer(f"{PERSON[language]} dopo", **window)
    expect(place(second)).to_have_text(ONE[language])
    expect(second.locator("#order")).to_contain_text(ORDER[language])
    expect(second.locator("#handoff")).to_contain_text(CALLED[language])
    expect(place(first)).to_have_text(NEXT[language])
    axe_finds_nothing(second)
    second.evaluate(HEAR)
    first.evaluate(HEAR)

    # What changes no place is not announced.
    write(second, f"{PERSON[language]} ancora")
    expect(second.locator(".mine").last).to_have_attribute("data-stage", "answered")

    # A person comes to the first: nothing about the queue is left there, and the second moves up.
    giulia = desks.representative("Giulia", language)
    home = desks.servers.web
    one, two = home + row_of(giulia, "prima"), home + row_of(giulia, "ancora")
    giulia.goto(one)
    giulia.locator("#take").click()
    expect(first.locator("#handoff")).to_have_text(WITH[language])
    expect(first.locator("#place")).to_have_text("")
    expect(place(second)).to_have_text(NEXT[language])

    # Put back into the queue, the first waits again, behind.
    has(giulia, one, "pass-on")
    expect(place(first)).to_have_text(ONE[language])
    expect(first.locator("#handoff")).to_have_text(CALLED[language])

    # It is a state, not history: a page that is opened anew says it as it is now.
    second.reload()
    expect(place(second)).to_have_text(NEXT[language])

    # Handed back, and closed: nobody waits.
    has(giulia, two, "give-back")
    expect(second.locator("#place")).to_have_text("")
    expect(place(first)).to_have_text(NEXT[language])
    assert first.evaluate("heard") == ["", ONE[language], NEXT[language]]
    has(giulia, one, "close-it")
    expect(first.locator("#place")).to_have_text("")
    expect(first.locator("#handoff")).to_be_hidden()


def test_where_streams_do_not_pass_the_place_comes_by_asking_again(desks: Desks) -> None:
    def unstreamed(route: Route) -> None:
        if "event-stream" in route.request.headers["accept"]:
            route.fulfill(body="<p>proxy</p>", content_type="text/html")
        else:
            route.continue_()

    first = desks.customer(f"{PERSON['it']} prima ancora")
    second = desks.open_page("/?lang=it")
    second.route("**/api/events**", unstreamed)
    write(second, f"{PERSON['it']} senza flusso")
    expect(place(second)).to_have_text(ONE["it"])
    giulia = desks.representative("Giulia")
    one, two = (desks.servers.web + row_of(giulia, said) for said in ("prima ancora", "senza flusso"))
    has(giulia, one, "close-it")
    expect(place(second)).to_have_text(NEXT["it"])
    has(giulia, two, "close-it")
    expect(second.locator("#place")).to_have_text("")
    expect(first.locator("#place")).to_have_text("")


def called(page: Page, *places: str) -> None:
    """Lets a stream of the test's own say that a person is called, and then these places."""
    message = {"text": "…", "custom": {"language": "en", "conversation": {"handoff": "requested"}}}
    body = f"id: 1\nevent: reply\ndata: {json.dumps({'event': 1, 'in_reply_to': 'x', 'messages': [message]})}\n\n"
    body += "".join(f"event: queue\ndata: {one}\n\n" for one in places)
    page.route("**/api/events**", lambda route: route.fulfill(body=body, content_type="text/event-stream"))
    page.route("**/api/messages", lambda route: route.fulfill(json={"id": "x", "event": 1}, status=202))
    write(page, "hello")
    expect(page.locator("#handoff")).to_contain_text(CALLED["en"])


def test_several_are_counted(page: Page) -> None:
    called(page, '{"ahead": 1}', '{"ahead": 12}')
    expect(place(page)).to_have_text("12 people are before you.")


@pytest.mark.parametrize("junk", ["null", "-1", "1.5", '"<b>2</b>"', "[]"])
def test_where_the_place_is_not_known_only_the_call_is_spoken_of(page: Page, junk: str) -> None:
    called(page)
    expect(page.locator("#place")).to_have_text("")
    page.reload()
    called(page, f'{{"ahead": {junk}}}', "{}")
    expect(page.locator("#place")).to_have_text("")
