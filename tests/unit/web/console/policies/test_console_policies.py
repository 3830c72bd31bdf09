"""Policies beside a reply: found in either language, read whole, and put into the reply with their sources."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime

import pytest

from learning.encoder import UniversalSentenceEncoder
from tests.unit.web.accounts.desk import Clock, Desk
from tests.unit.web.console.played import HOSTILE, Console
from web.console.policies.reading import Reading
from web.console.policies.searching import PolicySearching
from web.inbox.store.events import events_after

POLICIES = "/staff/console/policies"
GIFTS = f"{POLICIES}/gift-wrapping"
PARTIAL = {"hx-request": "true", "accept": "*/*"}
TODAY = datetime(2026, 11, 22, 12, tzinfo=UTC).timestamp()


@pytest.fixture
def giulia(console: Console) -> Desk:
    """With a conversation in Italian that is hers; on a day in the transition."""
    console.clock.now = TODAY
    console.begin("a", "quanto costa la confezione?")
    desk, _ = console.sit("giulia", language="en")
    assert desk.post("/staff/console/c/a/take").status_code == 303
    return desk


def read(desk: Desk, path: str, **more: str) -> str:
    response = desk.get(path, **({"headers": PARTIAL} if more.pop("partial", "") else {}), params=more)
    assert response.status_code == 200, response.text
    return html.unescape(response.text)


def test_a_policy_is_found_in_either_language_with_its_probability(console: Console, giulia: Desk) -> None:
    for words in ("costa qualcosa il pacco regalo?", "is gift wrapping free?", "confezione"):
        found = console.run(PolicySearching(console.knowledge).find(words))
        assert found.hits[0].policy_id == "gift-wrapping"
        assert found.is_governed
        page = read(giulia, POLICIES, partial="yes", q=words, c="a")
        assert "Gift wrapping" in page
        assert re.search(r">\d+ %<", page)
        assert "<html" not in page


def test_a_title_that_has_the_words_is_found_and_nonsense_is_said_to_be_governed_by_nothing(console: Console) -> None:
    searching = PolicySearching(console.knowledge)
    assert "spare-parts" in [hit.policy_id for hit in console.run(searching.find("RICAMB")).hits]
    assert not console.run(searching.find("che tempo fa domani a Roma?")).is_governed


def test_a_page_without_words_lists_every_policy_and_a_piece_without_words_nothing(giulia: Desk) -> None:
    page = read(giulia, POLICIES)
    assert all(title in page for title in ("Gift wrapping", "Sofa trial at home", "Spare parts"))
    assert "Spare parts" not in read(giulia, POLICIES, partial="yes", c="a")


@pytest.mark.parametrize("words", [HOSTILE, "' or 1=1 --", '"', "*", "a" * 5000, "%", "\u202e"])
def test_no_words_break_the_search_and_all_are_shown_as_they_are(giulia: Desk, words: str) -> None:
    response = giulia.get(POLICIES, params={"q": words, "c": "a"})
    assert response.status_code == 200
    assert "<img" not in response.text


def test_a_policy_is_read_whole_in_the_language_asked_for(giulia: Desk) -> None:
    both = read(giulia, GIFTS, c="a", view="both")
    for text in (
        *("La confezione regalo è gratis in ogni negozio.", "Gift wrapping is free in each shop."),
        *("1. Porta lo scontrino alla cassa.\n2. Scegli la carta e il fiocco.", "Gift survey 2025"),
        *("“Gift wrapping is free in the shops.”", "1.3", "For: businesses", "For: everybody"),
        *("Chi ha un buono carta può usarlo fino a dicembre.", "Wrapping used to cost 3 euros."),
        *("Answer in 1 day (within 24 hours)", "Answer at once.", "To serve everyone well."),
    ):
        assert text.strip("“”") in both, text
    assert "Saluta." not in both, "that is the procedure in shops"
    italian = read(giulia, GIFTS, c="a")
    assert 'aria-current="true">Italian' in italian
    assert "Gift wrapping is free in the shops." not in italian, "the customer writes Italian"


def test_the_history_says_what_each_version_changed_and_leads_to_it(giulia: Desk) -> None:
    page = read(giulia, GIFTS, c="a", view="en")
    assert "Version 2" in page
    assert "in force from 1 January 2024 to 28 February 2026" in page
    for text in ("Wrapping used to cost 3 euros.", "Wrapping is free.", "You spend less on each gift."):
        assert text in page
    assert "version=1" in page
    assert "Gift wrapping costs 3 euros." in read(giulia, GIFTS, c="a", view="en", version="1")


def test_what_is_not_in_force_is_read_but_goes_into_no_reply(console: Console, giulia: Desk) -> None:
    old = read(giulia, GIFTS, c="a", version="1")
    assert "Not in force: it can be read" in old
    assert 'name="part"' not in old
    assert 'name="part"' in read(giulia, GIFTS, c="a")
    assert console.run(Reading(console.knowledge).sources("gift-wrapping:1:clause.0", "it")) == []
    assert "3 euro" not in read(giulia, "/staff/console/c/a", part="gift-wrapping:1:clause.0")


def test_a_transition_that_is_over_is_read_but_not_put_in(console: Console, giulia: Desk) -> None:
    assert "gift-wrapping:2:transition" in read(giulia, GIFTS, c="a")
    console.clock.now = datetime(2028, 1, 10, tzinfo=UTC).timestamp()
    giulia, _ = console.sit("luca", language="en")
    page = read(giulia, GIFTS, c="a")
    assert "The transition is over." in page
    assert 'value="gift-wrapping:2:over"' not in page


def test_a_part_is_put_into_the_reply_without_scripts_and_its_source_goes_with_it(
    console: Console, giulia: Desk
) -> None:
    page = read(giulia, "/staff/console/c/a", part="gift-wrapping:2:clause.0", lang="it")
    assert '"La confezione regalo è gratis nei negozi." (punto 1.1)' in page or "gratis nei negozi" in page
    assert 'name="quoted" value="gift-wrapping:2:clause.0"' in page
    quoted = (
        "gift-wrapping:2:clause.0 gift-wrapping:2:evidence.1 nothing:1:x gift-wrapping:2:clause.0 ::: gift-wrapping"
    )
    sent = giulia.post("/staff/console/c/a/say", text="Ecco il punto.", seen="9", quoted=quoted)
    assert sent.status_code == 303
    event = next(event for event in console.do(events_after, "a", 0, None) if event.kind == "person")
    labels = [source["label"] for source in event.data["sources"]]
    assert len(labels) == 3
    assert "1.1" in labels[0]
    assert labels[1] == "Indagine regali 2025"


def test_an_address_that_names_no_part_puts_nothing_in(giulia: Desk) -> None:
    for part in ("nothing:1:x", "gift-wrapping:2:none", "gift-wrapping", ":::", "gift-wrapping:99999999999:meaning"):
        assert 'name="quoted" value=""' in read(giulia, "/staff/console/c/a", part=part)


@pytest.mark.parametrize("path", [f"{POLICIES}/none", f"{GIFTS}?version=99", f"{POLICIES}/%3Cimg%3E"])
def test_what_is_not_there_is_said(giulia: Desk, path: str) -> None:
    response = giulia.get(path)
    assert response.status_code == 404
    assert "<img>" not in response.text


def test_kept_replies_are_found_while_the_knowledge_base_is_away(
    quick_url: str, clock: Clock, encoder: UniversalSentenceEncoder
) -> None:
    console = Console(quick_url, clock, encoder, knowledge_url="sqlite:////nowhere/kb.db")
    console.begin("a", "ciao", customer_name="Anna")
    desk, _ = console.sit("giulia", language="en")
    page = read(desk, POLICIES, partial="yes", q="scuse", c="a")
    assert "Policies cannot be read right now." in page
    assert "Mi dispiace per quello che è successo" in page
    assert desk.get(GIFTS).status_code == 503
    desk.post("/staff/console/c/a/take")
    said = {"text": "Ecco.", "seen": "9", "quoted": "gift-wrapping:2:clause.0"}
    assert desk.post("/staff/console/c/a/say", **said).status_code == 303
    console.close()


def test_a_conversation_that_is_not_there_leaves_a_page_that_only_reads(giulia: Desk) -> None:
    page = read(giulia, GIFTS, c="none")
    assert "La confezione" in page or "Gift wrapping" in page
    assert 'name="part"' not in page
