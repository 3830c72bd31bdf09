"""The chat page as a customer meets it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.integration.web.web_servers import Servers

OpenPage = Callable[..., Page]
SLOW = 15_000


def ask(page: Page, text: str) -> None:
    page.get_by_role("textbox").fill(text)
    page.get_by_role("textbox").press("Enter")


def take_from_menu(page: Page, name: str) -> None:
    page.get_by_role("button", name="Altre funzioni").click()
    page.get_by_role("button", name=name).click()


def last_reply(page: Page) -> str:
    expect(page.locator(".mine").last).to_have_attribute("data-stage", "answered")
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


def test_when_rasa_fails_the_customer_reads_whom_to_call_and_can_try_again(page: Page, servers: Servers) -> None:
    ask(page, "vorrei sapere una cosa fail-empty")
    reply = page.locator(".reply")
    expect(reply).to_contain_text("non ho una risposta da darti", timeout=SLOW)
    expect(reply.get_by_role("link", name="800 555 018")).to_have_attribute("href", "tel:800555018")
    before = len(servers.received())
    page.get_by_role("button", name="Riprova").click()
    expect(page.locator(".mine")).to_have_count(2)
    expect(reply).to_have_count(2, timeout=SLOW)
    assert len(servers.received()) > before


def test_while_an_answer_is_awaited_the_page_says_so_and_more_can_be_sent(page: Page) -> None:
    ask(page, "fail-hang")
    expect(page.get_by_role("status").filter(has_text="Chiaro sta scrivendo…")).to_be_visible()
    expect(page.get_by_text("Inviato")).to_be_visible()
    ask(page, "e poi?")
    expect(page.locator(".mine")).to_have_count(2)
    expect(page.locator(".reply").last).to_contain_text("Hai scritto: e poi?", timeout=SLOW)
    expect(page.locator(".reply").first).to_contain_text("Riprova tra poco")
    expect(page.locator("#typing")).to_be_hidden()


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


def test_a_new_chat_leaves_the_old_one(page: Page, servers: Servers) -> None:
    ask(page, "ciao")
    last_reply(page)
    take_from_menu(page, "Nuova chat")
    expect(page.locator("#log")).to_be_empty()
    ask(page, "di nuovo")
    last_reply(page)
    first, second = servers.received()[-2:]
    assert first["sender"] != second["sender"]


def test_the_conversation_can_be_downloaded_as_text(page: Page) -> None:
    ask(page, "ciao")
    last_reply(page)
    with page.expect_download() as download:
        take_from_menu(page, "Scarica la conversazione")
    assert download.value.suggested_filename == "conversazione-chiaro.txt"
    text = Path(download.value.path()).read_text(encoding="utf-8")
    assert "Hai scritto: ciao" in text


def test_a_conversation_is_erased_everywhere_after_a_yes(page: Page, servers: Servers) -> None:
    ask(page, "ciao")
    last_reply(page)
    token = page.evaluate("JSON.parse(localStorage['chiaro.conversation']).token")
    take_from_menu(page, "Cancella la conversazione")
    page.get_by_role("button", name="No, lascia tutto com'è").click()
    expect(page.locator(".reply")).to_be_visible()
    take_from_menu(page, "Cancella la conversazione")
    page.get_by_role("button", name="Sì, cancella").click()
    expect(page.locator("#log")).to_have_text("La conversazione è stata cancellata, anche da noi.")
    gone = httpx.get(f"{servers.web}/api/transcript", headers={"Authorization": f"Bearer {token}"}, trust_env=False)
    assert gone.status_code in (401, 403)


def test_it_is_said_all_the_time_that_no_person_answers(page: Page) -> None:
    expect(page.get_by_text("Assistente digitale, non una persona", exact=True)).to_be_visible()
    expect(page.get_by_text("Non sono una persona")).to_be_visible()
    ask(page, "ciao")
    expect(page.get_by_text("Qui risponde un assistente digitale, non una persona.")).to_be_visible()


def test_whether_a_line_is_open_now_is_shown(page: Page) -> None:
    phone = {"kind": "phone", "title": "Numero verde", "number": "800 555 018", "open": True, "now": "aperto ora"}
    show_reply(
        page, {"text": "Ecco i contatti:", "custom": {"language": "it", "kind": "resources", "resources": [phone]}}
    )
    expect(page.locator(".now.open")).to_have_text("aperto ora")


def test_the_quoted_clause_is_folded_with_where_it_is_written(page: Page) -> None:
    source = {"label": "Aurora Casa, Rimborsi, punto 1.1", "url": "https://www.auroracasa.example/condizioni/x#1.1"}
    quote = "La regola dice: «L'accredito parte entro 5 giorni.» (punto 1.1)"
    text = f"Ti torna tutto entro 5 giorni.\n\n{quote}\nFonte: {source['label']}."
    show_reply(page, {"text": text, "custom": {"language": "it", "kind": "explanation", "sources": [source]}})
    expect(page.locator(".words")).to_have_text("Ti torna tutto entro 5 giorni.")
    expect(page.get_by_text("L'accredito parte")).to_be_hidden()
    page.locator("summary").click()
    expect(page.locator("blockquote")).to_have_text(quote)


@pytest.mark.parametrize(("language", "label"), [("it", "Lascia un messaggio"), ("en", "Leave a message")])
def test_while_a_person_is_awaited_a_message_can_be_left(page: Page, language: str, label: str) -> None:
    custom = {"language": language, "kind": "handoff", "conversation": {"handoff": "requested"}}
    show_reply(page, {"text": "…", "custom": custom})
    expect(page.get_by_role("button", name=label)).to_be_visible()


def show_reply(page: Page, message: dict[str, Any]) -> None:
    """Lets the stream bring one reply of the test's own."""
    data = json.dumps({"event": 1, "in_reply_to": "x", "messages": [message]})
    body = f"id: 1\nevent: reply\ndata: {data}\n\n"
    page.route("**/api/events**", lambda route: route.fulfill(body=body, content_type="text/event-stream"))
    page.route("**/api/messages", lambda route: route.fulfill(json={"id": "x", "event": 1}, status=202))
    ask(page, "ciao")
    page.locator(".reply").wait_for()


def test_a_person_who_was_asked_for_is_announced(page: Page) -> None:
    ask(page, "voglio una persona")
    expect(page.get_by_role("status").filter(has_text="Stiamo chiamando una persona")).to_be_visible()


def test_without_javascript_the_page_says_whom_to_call(open_page: OpenPage) -> None:
    page = open_page(java_script_enabled=False)
    expect(page.locator(".no-script")).to_be_visible()
    expect(page.locator(".no-script")).to_contain_text("800 555 018")
    expect(page.get_by_role("textbox")).to_be_hidden()
