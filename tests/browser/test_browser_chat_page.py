"""The chat page as a customer meets it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.integration.web.web_servers import Servers

OpenPage = Callable[..., Page]


def ask(page: Page, text: str) -> None:
    page.get_by_role("textbox").fill(text)
    page.get_by_role("textbox").press("Enter")


def last_reply(page: Page) -> str:
    page.locator(".typing.on").wait_for(state="detached")
    return page.locator(".reply").last.inner_text()


def test_an_answer_shows_all_its_parts(page: Page) -> None:
    ask(page, "Where is my money?")
    reply = page.locator(".reply")
    expect(reply).to_contain_text("You get your money back within 5 working days")
    expect(reply.locator("ol > li")).to_have_text(
        [
            "Open your order in your account.",
            "Look at the line “Return checked in”.",
            "Count 5 working days from there.",
        ]
    )
    for heading in ("What to do", "Other ways for you", "Help and contacts"):
        expect(reply.get_by_role("heading", name=heading)).to_be_visible()
    expect(reply.locator("[lang=en]").first).to_be_visible()


def test_why_and_what_changed_open_at_a_click(page: Page) -> None:
    ask(page, "Where is my money?")
    for summary, text in (("Why this rule", "by hand"), ("What has changed", "half as long")):
        expect(page.get_by_text(text)).to_be_hidden()
        page.get_by_text(summary).click()
        expect(page.get_by_text(text)).to_be_visible()


def test_sources_are_links_to_where_it_is_written(page: Page) -> None:
    ask(page, "Where is my money?")
    page.get_by_text("Where it is written").first.click()
    link = page.get_by_role("link", name="Refund timing, clause 2.1")
    expect(link).to_have_attribute("href", "https://www.auroracasa.example/en/refunds#2.1")
    expect(link).to_have_attribute("rel", "noopener noreferrer")
    expect(page.get_by_text("Version 2 of this rule").first).to_be_visible()


def test_an_address_that_is_not_of_the_web_never_becomes_a_link(page: Page) -> None:
    ask(page, "Where is my money?")
    expect(page.get_by_text("Not a link")).to_be_visible()
    addresses = page.locator(".reply a").evaluate_all("links => links.map(link => link.href)")
    assert addresses
    assert all(address.startswith(("https://www.", "tel:800555018")) for address in addresses)


def test_what_is_a_button_or_a_link_is_not_listed_a_second_time(page: Page) -> None:
    ask(page, "quale regola vale?")
    expect(page.get_by_text("Tempi del rimborso")).to_have_count(1)
    # This line is not word for word one of the options, so it stays.
    expect(page.locator(".words li")).to_have_text(["Cambio"])
    ask(page, "Where is my money?")
    expect(page.get_by_text("Free customer line")).to_have_count(1)
    expect(page.get_by_text("Here you find help:")).to_be_visible()


def test_html_is_shown_as_text(page: Page) -> None:
    html = "<img src=x onerror=\"document.title='hacked'\"><b>ciao</b>"
    ask(page, html)
    expect(page.locator(".mine .bubble")).to_contain_text(html)
    expect(page.locator(".reply")).to_contain_text(f"Hai scritto: {html}")
    assert page.locator("#log img, #log b").count() == 0
    assert "hacked" not in page.title()


def test_a_click_on_an_option_sends_its_payload_and_closes_the_others(page: Page, servers: Servers) -> None:
    ask(page, "quale regola vale?")
    page.get_by_role("button", name="Tempi del rimborso").click()
    expect(page.locator(".reply").last).to_contain_text("5 working days")
    assert servers.received()[-1]["message"] == '/choose_policy{"policy_id": "refund-timing"}'
    expect(page.locator(".mine .bubble").last).to_contain_text("Tempi del rimborso")
    expect(page.get_by_role("button", name="Resi e recesso")).to_have_attribute("aria-disabled", "true")


def test_a_quick_answer_is_sent_as_if_it_was_written(page: Page, servers: Servers) -> None:
    ask(page, "sondaggio")
    page.get_by_role("button", name="5", exact=True).click()
    expect(page.locator(".mine .bubble").last).to_contain_text("5")
    expect(page.locator(".reply").last).to_contain_text("Hai scritto: 5")
    assert servers.received()[-1]["message"] == "5"


def test_nothing_is_shown_while_a_person_has_the_conversation(page: Page) -> None:
    ask(page, "ciao")
    last_reply(page)
    before = page.locator(".reply").count()
    ask(page, "fail-silence")
    expect(page.locator(".mine .bubble").last).to_contain_text("fail-silence")
    expect(page.locator("#typing")).to_be_hidden()
    assert page.locator(".reply").count() == before


@pytest.mark.parametrize(
    ("button", "words"),
    [
        ("Simpler, please", "Can you say that in simpler words, please?"),
        ("Why?", "Why is there this rule?"),
        ("Talk to a person", "I would like to talk to a person"),
        ("No", "No, that did not help"),
    ],
)
def test_a_quick_button_sends_its_words_in_the_answers_language(
    page: Page, servers: Servers, button: str, words: str
) -> None:
    ask(page, "Where is my money?")
    page.get_by_role("button", name=button, exact=True).click()
    last_reply(page)
    assert servers.received()[-1]["message"] == words


def test_an_example_question_starts_the_conversation(page: Page, servers: Servers) -> None:
    page.get_by_role("button", name="Quando mi tornano i soldi?").click()
    expect(page.locator(".reply")).to_contain_text("Quando mi tornano i soldi?")
    assert servers.received()[-1]["message"] == "Quando mi tornano i soldi?"


def test_a_message_that_was_not_sent_can_be_tried_again(page: Page) -> None:
    page.route("**/api/chat", lambda route: route.abort())
    ask(page, "ciao")
    expect(page.get_by_text("Non inviato.")).to_be_visible()
    page.unroute("**/api/chat")
    page.get_by_role("button", name="Riprova").click()
    expect(page.locator(".reply")).to_contain_text("Hai scritto: ciao")
    expect(page.get_by_text("Non inviato.")).to_have_count(0)
    expect(page.locator(".mine")).to_have_count(1)


def test_when_rasa_fails_the_customer_reads_whom_to_call_and_can_try_again(page: Page, servers: Servers) -> None:
    ask(page, "vorrei sapere una cosa fail-empty")
    reply = page.locator(".reply")
    expect(reply).to_contain_text("non ho una risposta da darti")
    expect(reply.get_by_role("link", name="800 555 018")).to_have_attribute("href", "tel:800555018")
    before = len(servers.received())
    page.get_by_role("button", name="Riprova").click()
    expect(page.locator(".mine")).to_have_count(2)
    last_reply(page)
    assert len(servers.received()) == before + 1


def test_an_expired_conversation_begins_anew_without_losing_the_message(page: Page) -> None:
    ask(page, "ciao")
    last_reply(page)
    page.evaluate("sessionStorage.setItem('chiaro', JSON.stringify({token: 'expired', entries: []}))")
    page.reload()
    ask(page, "ancora io")
    expect(page.locator(".reply")).to_contain_text("Hai scritto: ancora io")
    expect(page.get_by_text("questa è nuova")).to_be_visible()


def test_while_an_answer_is_awaited_the_page_says_so_and_sends_nothing_else(page: Page) -> None:
    held: list[Route] = []
    page.route("**/api/chat", lambda route: held.append(route))
    ask(page, "ciao")
    expect(page.get_by_role("status").filter(has_text="Chiaro sta scrivendo…")).to_be_visible()
    ask(page, "e poi?")
    expect(page.locator(".mine")).to_have_count(1)
    expect(page.get_by_role("textbox")).to_have_value("e poi?")
    held[0].continue_()
    expect(page.locator(".reply")).to_contain_text("Hai scritto: ciao")


def test_the_counter_shows_near_the_limit_and_stops_what_is_too_long(page: Page) -> None:
    box = page.get_by_role("textbox")
    box.fill("😀" * 1799)
    expect(page.locator("#counter")).to_have_text("")
    box.fill("😀" * 1990)
    expect(page.locator("#counter")).to_have_text("Caratteri rimasti: 10")
    box.fill("😀" * 2001)
    expect(page.locator("#counter")).to_have_text("Caratteri di troppo: 1. Accorcia il messaggio.")
    expect(box).to_have_attribute("aria-invalid", "true")
    box.press("Enter")
    expect(page.locator(".mine")).to_have_count(0)


def test_shift_and_enter_starts_a_new_line_and_blank_text_is_not_sent(page: Page) -> None:
    box = page.get_by_role("textbox")
    box.fill("uno")
    box.press("Shift+Enter")
    box.type("due")
    expect(box).to_have_value("uno\ndue")
    box.fill("  \n ")
    box.press("Enter")
    expect(page.get_by_text("Prima scrivi un messaggio.")).to_be_visible()
    expect(page.locator(".mine")).to_have_count(0)


def test_the_language_switch_keeps_the_conversation(page: Page) -> None:
    ask(page, "ciao")
    last_reply(page)
    page.get_by_role("link", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_placeholder("Write your question…")).to_be_visible()
    expect(page.locator(".reply")).to_contain_text("Hai scritto: ciao")


def test_a_new_chat_forgets_the_old_one(page: Page, servers: Servers) -> None:
    ask(page, "ciao")
    last_reply(page)
    page.get_by_role("button", name="Nuova chat").click()
    expect(page.locator("#log")).to_be_empty()
    ask(page, "di nuovo")
    last_reply(page)
    first, second = servers.received()[-2:]
    assert first["sender"] != second["sender"]


def test_a_person_who_was_asked_for_is_announced(page: Page) -> None:
    ask(page, "voglio una persona")
    expect(page.locator("#handoff")).to_have_text("Stiamo chiamando una persona")


def test_without_javascript_the_page_says_whom_to_call(open_page: OpenPage) -> None:
    page = open_page(java_script_enabled=False)
    expect(page.locator(".no-script")).to_be_visible()
    expect(page.locator(".no-script")).to_contain_text("800 555 018")
    expect(page.get_by_role("textbox")).to_be_hidden()
