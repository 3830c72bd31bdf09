"""Kept replies: in pairs, checked, found by content, filled in, and never sent with a gap."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from policy_kb.answer.wording import Register
from tests.unit.web.accounts.desk import Desk, acts
from tests.unit.web.console.played import HOSTILE, Console
from web.console.canned.matching import matching
from web.console.canned.pair import LONGEST_TEXT, LONGEST_TITLE, Pair, PairError, PairProblem, PairTexts, checked
from web.console.canned.replies import KeptReplies
from web.console.canned.samples import read_samples
from web.console.canned.variables import VARIABLES, filled, has_gap, unknown_variables
from web.console.store import canned as store
from web.inbox.store.events import events_after

REPLIES = "/staff/console/replies"
POLICIES = "/staff/console/policies"
SAY = "/staff/console/c/a/say"
PARTIAL = {"hx-request": "true", "accept": "*/*"}
GOOD = {"title": "Corriere", "it": "Il corriere passa domani.", "en": "The courier comes tomorrow."}


@pytest.fixture
def giulia(console: Console) -> Desk:
    return console.sit("giulia", language="en")[0]


@pytest.fixture
def conversation(console: Console, giulia: Desk) -> Callable[..., None]:
    """A conversation that is Giulia's, of a customer who said their name, unless the test says otherwise."""

    def begin(**known: str) -> None:
        console.begin("a", "dov'è il mio pacco?", **({"customer_name": "Anna", "language": "it"} | known))
        assert giulia.post("/staff/console/c/a/take").status_code == 303

    return begin


def every(console: Console) -> list[Pair]:
    return list(console.do(store.every))


def number_of(console: Console, title: str) -> int:
    return next(pair.id for pair in every(console) if pair.texts.title == title)


def add(desk: Desk, **changes: str) -> httpx.Response:
    return desk.post(REPLIES, **(GOOD | changes))


def found(desk: Desk, words: str) -> str:
    response = desk.get(POLICIES, params={"q": words, "c": "a"}, headers=PARTIAL)
    assert response.status_code == 200
    return html.unescape(response.text)


def test_an_empty_list_begins_with_samples_and_one_with_anything_in_it_does_not(console: Console, giulia: Desk) -> None:
    assert "Saluto · Greeting" in giulia.get(REPLIES).text
    for pair in every(console)[1:]:
        giulia.post(f"{REPLIES}/{pair.id}/remove")
    giulia.get(REPLIES)
    assert len(every(console)) == 1


def test_many_who_open_an_empty_list_at_once_begin_it_once(console: Console) -> None:
    replies = KeptReplies(console.database, console.clock, "tu")

    async def all_at_once() -> int:
        import asyncio

        lists = await asyncio.gather(*(replies.every() for _ in range(8)))
        return len({tuple(pair.id for pair in found) for found in lists})

    assert console.run(all_at_once()) == 1
    assert len(every(console)) == len(read_samples("tu").texts)


def test_the_samples_are_formal_where_customers_are_addressed_formally() -> None:
    def italian(register: Register) -> str:
        return " ".join(texts.it for texts in read_samples(register).texts)

    informal = re.compile(r"\b(?:ciao|ti|tuo|tua|hai|trovi|devi|te)\b", re.IGNORECASE)
    assert informal.search(italian("tu"))
    assert not informal.search(italian("lei"))
    assert re.search(r"\b(?:Le|Suo|Sua)\b", italian("lei"))
    assert [texts.en for texts in read_samples("tu").texts] == [texts.en for texts in read_samples("lei").texts]


def test_replies_are_added_changed_and_deleted_and_that_is_written_down(console: Console, giulia: Desk) -> None:
    assert add(giulia).headers["location"] == f"{REPLIES}?done=added"
    assert "The reply is kept." in giulia.get(f"{REPLIES}?done=added").text
    number = number_of(console, "Corriere")
    giulia.post(f"{REPLIES}/{number}", **(GOOD | {"it": "Riga uno\r\nriga due", "title": " Il  corriere "}))
    changed = next(pair for pair in every(console) if pair.id == number)
    assert (changed.texts.title, changed.texts.it, changed.name) == ("Il corriere", "Riga uno\nriga due", "Giulia")
    assert giulia.post(f"{REPLIES}/{number}/remove").status_code == 303
    assert number not in [pair.id for pair in every(console)]
    kept = [(what, about) for _, what, about in acts(console.url) if what.startswith("reply_")]
    assert kept == [("reply_added", "Corriere"), ("reply_changed", "Il corriere"), ("reply_removed", "Il corriere")]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"it": "   "}, "The Italian text is missing."),
        ({"en": "\u200b"}, "The English text is missing."),
        ({"title": ""}, "Give the reply a title."),
        ({"title": "x" * (LONGEST_TITLE + 1)}, f"it may have {LONGEST_TITLE}"),
        ({"en": "x" * (LONGEST_TEXT + 1)}, f"it may have {LONGEST_TEXT}"),
        ({"it": "Ciao {nome}"}, "{nome} is no variable. These are: {customer_name}, {representative}"),
        ({"en": "Hello {Customer_Name}"}, "{Customer_Name} is no variable."),
        ({"en": "Hello {customer_name.__class__}"}, "{customer_name.__class__} is no variable."),
        ({"en": "a } b"}, "stands alone"),
        ({"it": "a\x00b"}, "characters that cannot be shown"),
        ({"en": "{<script>}"}, "{<script>} is no variable."),
    ],
)
def test_what_cannot_be_kept_is_said_and_what_was_typed_stays(
    console: Console, giulia: Desk, changes: dict[str, str], said: str
) -> None:
    response = add(giulia, **changes)
    assert response.status_code == 422
    assert "<script>}" not in response.text
    page = html.unescape(response.text)
    assert said in page
    for name, text in (GOOD | changes).items():
        assert text.strip("\x00 \u200b") in page or "\x00" in text or name == "title"
    assert "Corriere" not in [pair.texts.title for pair in every(console)]


def test_two_replies_have_two_titles(console: Console, giulia: Desk) -> None:
    add(giulia)
    add(giulia, title="Pacco")
    assert "a reply called Corriere already" in html.unescape(add(giulia).text)
    taken = giulia.post(f"{REPLIES}/{number_of(console, 'Pacco')}", **GOOD)
    assert taken.status_code == 422
    assert giulia.post(f"{REPLIES}/{number_of(console, 'Corriere')}", **GOOD).status_code == 303


def test_a_title_that_two_give_at_once_is_kept_once(console: Console, giulia: Desk) -> None:
    giulia.get(REPLIES)
    marco, _ = console.sit("marco")
    with ThreadPoolExecutor(2) as threads:
        codes = sorted(response.status_code for response in threads.map(add, (giulia, marco)))
    assert codes == [303, 422]


@pytest.mark.parametrize("number", ["999999999", "9999999999999", "-1", "x", "١"])
def test_a_reply_that_is_not_there_is_said_to_be_not_there(giulia: Desk, number: str) -> None:
    assert giulia.post(f"{REPLIES}/{number}", **GOOD).status_code == 404
    assert giulia.post(f"{REPLIES}/{number}/remove").status_code == 404


def test_texts_that_look_like_markup_are_shown_as_they_are(
    console: Console, giulia: Desk, conversation: Callable[..., None]
) -> None:
    conversation(customer_name=HOSTILE)
    evil = HOSTILE.replace("{{7*7}}", "49")
    assert (
        add(giulia, title=f"T{evil}"[:LONGEST_TITLE], it=f"Ciao {{customer_name}} {evil}", en=evil).status_code == 303
    )
    number = next(pair.id for pair in every(console) if pair.texts.title.startswith("T<img"))
    for response in (
        giulia.get(REPLIES),
        giulia.get(POLICIES, params={"q": "onerror alert", "c": "a"}),
        giulia.get("/staff/console/c/a", params={"reply": number}),
    ):
        assert response.status_code == 200
        assert "<img" not in response.text
        assert "<img src=x onerror=alert(1)>" in html.unescape(response.text)


def test_a_reply_is_found_by_its_content_in_either_language_also_half_typed(giulia: Desk, console: Console) -> None:
    console.begin("a", "ciao")
    add(giulia)
    for words in ("corriere", "COURIER", "corr", "quando passa il corriere domani", "tomorrow courier"):
        assert "Il corriere passa domani." in found(giulia, words), words
    assert "Il corriere" not in found(giulia, "garanzia")


def test_the_nearest_reply_comes_first() -> None:
    def pair(number: int, title: str, it: str, en: str) -> Pair:
        return Pair(number, PairTexts(title, it, en), "x", 0.0)

    pairs = [
        pair(1, "Consegna", "Il rimborso parte dopo il ritiro.", "Refund after pick-up."),
        pair(2, "Rimborso", "Il rimborso arriva in 14 giorni.", "The refund takes 14 days."),
        pair(3, "Ciao", "Buongiorno.", "Good morning."),
    ]
    assert [found.id for found in matching(pairs, "rimborso")] == [2, 1]
    assert matching(pairs, "") == pairs
    assert matching(pairs, "il la di") == []


def test_variables_are_filled_in_the_customers_language(
    console: Console, giulia: Desk, conversation: Callable[..., None]
) -> None:
    conversation(language="it")
    ticket = console.ticket("a")
    add(giulia, it="{customer_name}: {ticket}, {representative} di {company}.", en="Nobody reads this.")
    page = found(giulia, "Corriere")
    assert f"Anna: R-{ticket:05}, Giulia di Aurora Casa." in page
    assert "Nobody reads this." not in page


def test_what_is_not_known_stays_a_gap_and_a_reply_with_one_is_not_sent(
    console: Console, giulia: Desk, conversation: Callable[..., None]
) -> None:
    conversation(customer_name="")
    add(giulia, it="Gentile {customer_name}, la richiesta è la {ticket}.")
    assert "Gentile [… nome del cliente], la richiesta è la [… numero della richiesta]." in found(giulia, "Corriere")
    refused = giulia.post(SAY, text="Gentile [… nome del cliente], ecco.", seen="9")
    assert refused.status_code == 422
    assert "Places left open" in refused.text
    assert giulia.post(SAY, text="Gentile […], ecco.", seen="9").status_code == 422
    assert giulia.post(SAY, text="Gentile Anna [vedi sopra] …", seen="9").status_code == 303
    said = [event.data["text"] for event in console.do(events_after, "a", 0, None) if event.kind == "person"]
    assert said == ["Gentile Anna [vedi sopra] …"]


def test_a_reply_is_put_in_without_scripts(console: Console, giulia: Desk, conversation: Callable[..., None]) -> None:
    conversation()
    add(giulia, it="Ciao {customer_name}!")
    page = giulia.get("/staff/console/c/a", params={"reply": number_of(console, "Corriere")})
    assert "\nCiao Anna!</textarea>" in html.unescape(page.text)
    for number in ("999999999", "99999999999", "x"):
        assert giulia.get("/staff/console/c/a", params={"reply": number}).status_code == 200


def test_a_value_that_looks_like_a_variable_is_none() -> None:
    known = {"customer_name": "{ticket}", "ticket": "R-1"}
    assert filled("{customer_name} {ticket}", known, {}) == "{ticket} R-1"  # type: ignore[arg-type]
    assert filled("{ticket}", {"ticket": ""}, {"ticket": "numero"}) == "[… numero]"
    assert has_gap("x [… y] z")
    assert not has_gap("x [y… z] …")


def test_every_variable_has_a_name_in_both_languages(console: Console) -> None:
    for words in console.parts.page.words.values():
        assert set(words.variables) == set(VARIABLES)
        assert set(words.pair_problems) == set(PairProblem)
        for problem in words.pair_problems.values():
            problem.format(limit=1, length=2, title="t", name="{n}", known="k")
    assert unknown_variables("{customer_name} {x} {}") == ["x", ""]


def test_the_longest_texts_are_kept() -> None:
    longest = PairTexts("t" * LONGEST_TITLE, "i" * LONGEST_TEXT, "e" * LONGEST_TEXT)
    assert checked(longest) == longest
    with pytest.raises(PairError):
        checked(PairTexts("t", "i", "e" * (LONGEST_TEXT + 1)))
