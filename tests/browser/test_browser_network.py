"""Whatever happens between browser and server: nothing is lost, doubled or out of order, and the customer is told."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.shop import ask
from tests.integration.web.web_servers import Servers

OpenPage = Callable[..., Page]
SLOW = 20_000


def bubbles(page: Page) -> list[str]:
    return [text.removeprefix("Tu: ") for text in page.locator(".mine .bubble").all_text_contents()]


def sent_ids(page: Page) -> list[str]:
    """The ids of the messages that the page tries to send from now on, as they go out."""
    ids: list[str] = []
    page.on("request", lambda sent: sent.url.endswith("/api/messages") and ids.append(sent.post_data_json["id"]))
    return ids


def stream_of(*events: tuple[str, dict[str, Any]]) -> str:
    """A stream with these events, as the server writes it."""
    return "".join(f"id: {n}\nevent: {kind}\ndata: {json.dumps(data)}\n\n" for n, (kind, data) in enumerate(events, 1))


def test_a_reload_shows_the_conversation_again_and_it_goes_on(page: Page) -> None:
    ask(page, "ciao")
    expect(page.locator(".reply")).to_be_visible()
    page.reload()
    expect(page.locator(".reply")).to_contain_text("Hai scritto: ciao")
    ask(page, "ancora io")
    expect(page.locator(".reply").last).to_contain_text("Hai scritto: ancora io")
    assert bubbles(page) == ["ciao", "ancora io"]


def test_a_reload_while_an_answer_is_awaited_loses_nothing(page: Page) -> None:
    ask(page, "fail-hang uno")
    expect(page.get_by_text("Inviato")).to_be_visible()
    page.reload()
    expect(page.locator(".reply")).to_contain_text("Riprova tra poco", timeout=SLOW)
    assert bubbles(page) == ["fail-hang uno"]


def test_a_message_written_without_a_network_goes_out_by_itself(page: Page, servers: Servers) -> None:
    ids = sent_ids(page)
    page.context.set_offline(True)
    expect(page.get_by_text("Chiaro si ricollega da solo")).to_be_visible()
    ask(page, "uno")
    ask(page, "due")
    expect(page.get_by_text("Parte appena torna")).to_be_visible()
    page.context.set_offline(False)
    expect(page.locator(".reply")).to_have_count(2)
    expect(page.get_by_text("Chiaro si ricollega da solo")).to_be_hidden()
    assert bubbles(page) == ["uno", "due"]
    assert [turn["message"] for turn in servers.received()[-2:]] == ["uno", "due"]
    assert len(ids) == 2


def test_what_came_while_the_network_was_away_is_shown_once_and_in_order(page: Page) -> None:
    ask(page, "ciao")
    expect(page.locator(".reply")).to_be_visible()
    page.context.set_offline(True)
    ask(page, "uno")
    page.context.set_offline(False)
    expect(page.locator(".reply")).to_have_count(2)
    for _ in range(3):
        page.context.set_offline(True)
        page.context.set_offline(False)
    ask(page, "due")
    expect(page.locator(".reply")).to_have_count(3)
    assert bubbles(page) == ["ciao", "uno", "due"]
    replies = page.locator(".reply").all_inner_texts()
    assert [reply.split("Hai scritto: ")[1] for reply in replies] == ["ciao", "uno", "due"]


def test_a_message_that_was_not_sent_is_tried_again_under_the_same_id(page: Page, servers: Servers) -> None:
    ids = sent_ids(page)
    page.route("**/api/messages", lambda route: route.abort())
    ask(page, "ciao")
    expect(page.get_by_text("Invio in corso…")).to_be_visible()
    expect(page.get_by_text("Non inviato.")).to_be_visible(timeout=SLOW)
    before = len(servers.received())
    page.unroute("**/api/messages")
    page.get_by_role("button", name="Riprova").click()
    expect(page.locator(".reply")).to_contain_text("Hai scritto: ciao")
    expect(page.get_by_text("Non inviato.")).to_have_count(0)
    assert len(set(ids)) == 1
    assert len(ids) > 2
    assert len(servers.received()) == before + 1


def test_an_answer_that_was_lost_on_the_way_makes_no_second_message(page: Page, servers: Servers) -> None:
    before = len(servers.received())
    lost: list[Route] = []

    def lose(route: Route) -> None:
        route.fetch()
        lost.append(route)
        route.abort()

    page.route("**/api/messages", lose, times=2)
    ask(page, "ciao")
    expect(page.locator(".reply")).to_contain_text("Hai scritto: ciao")
    page.wait_for_timeout(1500)
    expect(page.locator(".mine")).to_have_count(1)
    assert len(lost) >= 1
    assert len(servers.received()) == before + 1


def test_a_message_that_failed_is_sent_after_a_reload(page: Page) -> None:
    page.route("**/api/messages", lambda route: route.abort())
    ask(page, "ciao")
    expect(page.get_by_text("Non inviato.")).to_be_visible(timeout=SLOW)
    page.unroute("**/api/messages")
    page.reload()
    expect(page.locator(".reply")).to_contain_text("Hai scritto: ciao")
    assert bubbles(page) == ["ciao"]


def test_what_is_being_written_survives_a_reload(page: Page) -> None:
    page.get_by_role("textbox").fill("Non ho ancora finito")
    page.reload()
    expect(page.get_by_role("textbox")).to_have_value("Non ho ancora finito")


def test_two_tabs_show_the_same_conversation(page: Page, open_page: OpenPage) -> None:
    ask(page, "ciao")
    expect(page.locator(".reply")).to_be_visible()
    other = open_page(beside=page)
    expect(other.locator(".reply")).to_contain_text("Hai scritto: ciao")
    ask(other, "dalla seconda")
    expect(page.locator(".reply").last).to_contain_text("Hai scritto: dalla seconda")
    ask(page, "dalla prima")
    expect(other.locator(".reply").last).to_contain_text("Hai scritto: dalla prima")
    assert bubbles(page) == bubbles(other) == ["ciao", "dalla seconda", "dalla prima"]


def test_two_tabs_that_begin_together_share_one_conversation(page: Page, open_page: OpenPage, servers: Servers) -> None:
    other = open_page(beside=page)
    ask(page, "prima")
    ask(other, "seconda")
    for tab in (page, other):
        expect(tab.locator(".reply")).to_have_count(2)
    assert bubbles(page) == bubbles(other)
    assert len({turn["sender"] for turn in servers.received()[-2:]}) == 1


def test_a_new_chat_in_one_tab_is_new_in_the_other(page: Page, open_page: OpenPage) -> None:
    ask(page, "ciao")
    other = open_page(beside=page)
    expect(other.locator(".reply")).to_be_visible()
    page.get_by_role("button", name="Altre funzioni").click()
    page.get_by_role("button", name="Nuova chat").click()
    expect(other.locator(".turn")).to_have_count(0)
    ask(other, "di nuovo")
    expect(page.locator(".reply")).to_contain_text("Hai scritto: di nuovo")


def test_without_streams_the_answers_come_by_asking_again(page: Page) -> None:
    polls: list[str] = []

    def unstreamed(route: Route) -> None:
        headers = route.request.headers
        if "event-stream" in headers["accept"]:
            route.fulfill(body="<p>proxy</p>", content_type="text/html")
        else:
            polls.append(route.request.url)
            route.continue_()

    page.route("**/api/events**", unstreamed)
    ask(page, "ciao")
    expect(page.locator(".reply")).to_contain_text("Hai scritto: ciao")
    ask(page, "ancora")
    expect(page.locator(".reply")).to_have_count(2)
    assert any("after=1" in poll or "after=2" in poll for poll in polls)
    assert bubbles(page) == ["ciao", "ancora"]


def test_a_stream_that_breaks_off_is_taken_up_where_it_was(page: Page) -> None:
    asked: list[str] = []
    part = stream_of(("accepted", {"event": 1, "id": "x" * 32, "text": "Uno"}))

    def broken(route: Route) -> None:
        asked.append(route.request.headers["last-event-id"])
        route.fulfill(body=part, content_type="text/event-stream")

    page.route("**/api/events**", broken)
    ask(page, "ciao")
    expect(page.get_by_text("Uno")).to_be_visible()
    for _ in range(50):
        page.wait_for_timeout(100)
        if len(asked) >= 3:
            break
    assert asked[:3] == ["0", "1", "1"]
    expect(page.get_by_text("Uno")).to_have_count(1)


def test_who_is_writing_is_shown_and_hidden_by_itself(page: Page) -> None:
    page.clock.install()
    events = 'event: typing\ndata: {"on": true}\n\n'
    page.route("**/api/events**", lambda route: route.fulfill(body=events, content_type="text/event-stream"), times=1)
    page.route("**/api/messages", lambda route: route.fulfill(json={"id": "x", "event": 1}, status=202))
    ask(page, "ciao")
    typing = page.get_by_role("status").filter(has_text="Chiaro sta scrivendo…")
    expect(typing).to_be_visible()
    page.clock.run_for(61_000)
    expect(typing).to_be_hidden()


def test_what_a_person_writes_is_shown_as_a_persons(page: Page) -> None:
    custom = {"language": "it", "conversation": {"handoff": "active"}}
    events = stream_of(
        ("state", {"event": 1, "handoff": "active", "language": "it", "verified": False}),
        ("reply", {"event": 2, "from": "person", "messages": [{"text": "Sono Marta.", "custom": custom}]}),
    )
    page.route("**/api/events**", lambda route: route.fulfill(body=events, content_type="text/event-stream"))
    ask(page, "ciao")
    expect(page.locator(".from-person")).to_contain_text("Sono Marta.")
    expect(page.locator(".from-person")).to_contain_text("Una persona")
    expect(page.locator("#handoff")).to_have_text("Stai parlando con una persona")


@pytest.mark.parametrize("junk", ["data: {broken\n\n", "event: reply\n\n", ": only a comment\n\n", "data: null\n\n"])
def test_a_stream_with_junk_in_it_stops_nothing(page: Page, junk: str) -> None:
    good = stream_of(("accepted", {"event": 1, "id": "x" * 32, "text": "Uno"}))
    page.route("**/api/events**", lambda route: route.fulfill(body=junk + good, content_type="text/event-stream"))
    ask(page, "ciao")
    expect(page.get_by_text("Uno")).to_be_visible()


def test_an_expired_conversation_begins_anew_without_losing_the_message(page: Page) -> None:
    ask(page, "ciao")
    expect(page.locator(".reply")).to_be_visible()
    page.evaluate(
        """() => { const kept = JSON.parse(localStorage["chiaro.conversation"]);
             localStorage["chiaro.conversation"] = JSON.stringify({ ...kept, token: "expired" }); }"""
    )
    ask(page, "ancora io")
    expect(page.locator(".reply").last).to_contain_text("Hai scritto: ancora io")
    expect(page.get_by_text("questa è nuova")).to_be_visible()


def test_a_conversation_that_expired_over_night_leaves_a_clean_page(page: Page) -> None:
    kept = json.dumps({"key": "k" * 32, "token": "expired", "subject": None})
    page.evaluate("(kept) => localStorage.setItem('chiaro.conversation', kept)", kept)
    page.reload()
    expect(page.get_by_role("heading", name="Che cosa posso chiarirti?")).to_be_visible()
    ask(page, "buongiorno")
    expect(page.locator(".reply")).to_contain_text("Hai scritto: buongiorno")


def test_too_many_messages_at_once_are_kept_and_said_so(page: Page) -> None:
    for count in range(7):
        ask(page, f"fail-hang {count}")
    expect(page.get_by_text("Non inviato.").first).to_be_visible(timeout=SLOW)
    expect(page.locator(".mine")).to_have_count(7)
    expect(page.locator(".delivery.failed").first).to_contain_text("Aspetta le risposte")
