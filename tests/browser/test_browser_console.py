"""Two representatives and three customers at once, in Italian and English, with real browsers."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.desks import GIFTS, PERSON, SOFAS, Desks, offers, row_of, take, write
from tests.integration.web.web_servers import Servers

OpenPage = Callable[..., Page]


@pytest.fixture(scope="module")
def servers(console: Servers) -> Servers:
    return console


@pytest.fixture
def desks(servers: Servers, open_page: OpenPage) -> Desks:
    return Desks(servers, open_page)


def text_of(page: Page) -> str:
    return page.locator("#text").input_value()


def send(page: Page) -> None:
    page.locator("#text").press("Control+Enter")
    expect(page.locator("#text")).to_have_value("")


@pytest.mark.parametrize("language", ["it", "en"])
def test_two_representatives_serve_three_customers_at_once(desks: Desks, language: str) -> None:
    other = "en" if language == "it" else "it"
    giulia, marco = desks.representative("Giulia", language), desks.representative("Marco", other)
    wish = f"{PERSON[language]} ({language})"
    waits = desks.customer(wish, language=language)
    asks = desks.customer(GIFTS[language], language=language)
    stranger = desks.customer(f"{PERSON[other]} (stranger)", language=other)

    # The queue is live, in the representative's language.
    expect(giulia.locator("#tab-waiting .count")).not_to_have_text("0")
    address = row_of(giulia, wish)
    giulia.goto(desks.servers.web + address)
    take(giulia)
    expect(waits.get_by_text("Giulia").first).to_be_visible()

    # What the customer writes comes at once, with suggestions in the customer's language; the assistant is silent.
    answered = waits.locator(".reply").count()
    write(waits, GIFTS[language])
    expect(giulia.locator(".turn.of-customer").last).to_contain_text(GIFTS[language])
    offers(giulia, GIFTS[language])
    expect(giulia.locator(".offer .text").first).to_have_attribute("lang", language)

    # Tab puts the first into the empty reply; it is edited and sent, and the customer reads who says it.
    giulia.locator("#text").focus()
    giulia.keyboard.press("Tab")
    assert text_of(giulia) == giulia.locator(".offer .text").first.inner_text()
    giulia.keyboard.type(" Ciao!")
    send(giulia)
    expect(waits.locator(".from-person").last).to_contain_text("Giulia")
    expect(waits.locator(".from-person").last).to_contain_text("Ciao!")
    expect(waits.locator(".reply")).to_have_count(answered + 1)
    expect(giulia.locator(".turn.of-person").last).to_contain_text("Ciao!")

    # 2 inserts the second; a new message dims draft and suggestions, then the suggestions are those for it.
    write(waits, SOFAS[language])
    offers(giulia, SOFAS[language])
    giulia.locator("#turns").focus()
    giulia.keyboard.press("2" if giulia.locator(".offer").count() > 1 else "1")
    draft = text_of(giulia)
    assert draft
    write(waits, GIFTS[language] + " (2)")
    expect(giulia.locator("#stale")).to_be_visible()
    expect(giulia.locator("#composer")).to_have_class("composer overtaken")
    offers(giulia, GIFTS[language] + " (2)")
    assert text_of(giulia) == draft, "what was written stays"
    send(giulia)
    expect(giulia.locator("#stale")).to_be_hidden()

    # A colleague looks and is told of who writes; taken over by mistake is not possible without saying so.
    marco.goto(desks.servers.web + address)
    expect(giulia.locator("#presence")).to_contain_text("Marco")
    giulia.locator("#text").press_sequentially("Un momento")
    expect(marco.locator("#presence .writes")).to_contain_text("Giulia")
    expect(marco.locator("#take")).to_contain_text("Giulia")
    expect(marco.locator("#composer")).to_be_hidden()
    take(marco)
    expect(giulia.locator("#composer")).to_be_hidden()
    expect(giulia.locator(".standing")).to_contain_text("Marco")

    # Handed back, the assistant answers again, and Giulia's draft is still hers.
    marco.locator("#give-back").click()
    expect(marco.locator("#take")).to_be_visible()
    write(waits, "hello" if language == "en" else "ciao")
    expect(waits.locator(".reply").last).to_contain_text("Hai scritto")
    giulia.reload()
    take(giulia)
    expect(giulia.locator("#text")).to_have_value("Un momento")
    send(giulia)
    giulia.locator("#close-reason").select_option("solved")
    giulia.locator("#close-it").click()
    expect(giulia).to_have_url(f"{desks.servers.web}/staff/console?queue=mine")
    giulia.locator("#tab-closed").click()
    expect(giulia.locator(".row").first).to_be_visible()

    # Nothing of it reached the other two.
    for page in (asks, stranger):
        expect(page.locator(".from-person")).to_have_count(0)


def test_who_did_not_see_a_colleagues_answer_is_warned_before_both_answer(desks: Desks) -> None:
    customer = desks.customer(PERSON["it"] + " subito")
    giulia = desks.representative("Giulia")
    address = row_of(giulia, "subito")
    giulia.goto(desks.servers.web + address)
    take(giulia)
    giulia.locator("#text").fill("Sono Giulia")
    seen = giulia.locator("#composer [name=seen]").input_value()
    send(giulia)
    expect(customer.locator(".from-person")).to_have_count(1)
    marco = desks.representative("Marco", path=address)
    take(marco)
    # As if the stream were behind: the page has not shown what Giulia said.
    marco.locator("#composer [name=seen]").evaluate("(field, seen) => (field.value = seen)", seen)
    marco.locator("#text").fill("Sono Marco")
    marco.locator("#text").press("Control+Enter")
    expect(marco.locator("#wrong")).to_be_visible()
    expect(marco.locator("#text")).to_have_value("Sono Marco")
    expect(customer.locator(".from-person")).to_have_count(1)


def test_a_suggestion_is_sent_at_once_put_away_or_of_the_wrong_policy(desks: Desks) -> None:
    customer = desks.customer(GIFTS["it"] + " Grazie")
    giulia = desks.representative("Giulia")
    giulia.goto(desks.servers.web + "/staff/console?queue=bot")
    giulia.goto(desks.servers.web + row_of(giulia, "Grazie"))
    offers(giulia, GIFTS["it"])
    expect(giulia.locator(".offer [data-act]").first).to_be_hidden()  # nothing to insert into
    take(giulia)
    offers(giulia, GIFTS["it"])
    first = giulia.locator(".offer").first
    text = first.locator(".text").inner_text()
    before = giulia.locator(".offer").count()
    last = giulia.locator(".offer").last
    last.locator("summary").click()
    last.locator("select[name=reason]").select_option("tone")
    last.locator("form", has=giulia.locator("[name=reason]")).locator("button").click()
    expect(giulia.get_by_text("Scartata.")).to_be_visible()
    if before > 1:
        first.locator("[data-act=send]").click()
        expect(customer.locator(".from-person")).to_contain_text(text[:40])


def test_a_page_whose_session_ends_asks_to_sign_in_again(desks: Desks) -> None:
    desks.customer(PERSON["it"] + " ora")
    giulia = desks.representative("Giulia")
    giulia.goto(desks.servers.web + row_of(giulia, " ora"))
    tab = giulia.context.new_page()
    tab.goto(desks.servers.web + "/staff/password")
    tab.get_by_role("button", name="Esci", exact=True).click()
    giulia.wait_for_url("**/staff/login?next=**", timeout=30_000)
