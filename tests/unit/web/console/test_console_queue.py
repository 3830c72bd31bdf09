"""The list of conversations: the most urgent first, counted, searched for what was really written."""

from __future__ import annotations

import pytest

from tests.unit.web.console.played import NOW, Console, answer, say, state
from web.console.records import QueueName
from web.console.store import queue
from web.inbox.store import conversations, holding
from web.inbox.store.holding import Person
from web.inbox.store.queueing import PROMISED_SECONDS

GIULIA, MARCO = Person("g1", "Giulia"), Person("m1", "Marco")


def listed(console: Console, name: QueueName = "waiting", account_id: str = "g1", page: int = 0) -> list[str]:
    return [row.id for row in console.do(queue.listed, name, account_id, page).rows]


def found(console: Console, words: str, *policies: str) -> list[str]:
    return [row.id for row in console.do(queue.found, words, policies, "g1").rows]


def wants_a_person(console: Console, conversation_id: str, at: float = NOW, score: float = 0.0, **said: str) -> None:
    console.do(conversations.begin, conversations_record(conversation_id, at))
    console.do(say, conversation_id, said.get("text", "voglio una persona"), at)
    console.do(answer, ["Arriva qualcuno."], at, state=state(said.get("level", "calm"), "requested", score))


def conversations_record(conversation_id: str, at: float) -> conversations.Conversation:
    return conversations.Conversation(conversation_id, language="it", started_at=at)


def test_who_waits_longest_is_first(console: Console) -> None:
    for conversation_id, later in (("b", 20.0), ("a", 10.0), ("c", 0.0)):
        wants_a_person(console, conversation_id, NOW + later)
    assert listed(console) == ["c", "a", "b"]


def test_a_furious_customer_comes_before_who_waited_a_little_longer_but_not_before_everybody(console: Console) -> None:
    wants_a_person(console, "long", NOW)
    wants_a_person(console, "calm", NOW + PROMISED_SECONDS)
    wants_a_person(console, "angry", NOW + PROMISED_SECONDS + 60, score=0.9, level="angry")
    assert listed(console) == ["long", "angry", "calm"]


def test_the_newest_and_most_heated_are_first_with_the_assistant(console: Console) -> None:
    for conversation_id, later, score in (("old", 0.0, 0.0), ("new", 60.0, 0.0), ("heated", 30.0, 0.8)):
        console.begin(conversation_id)
        console.do(say, conversation_id, "ciao", NOW + later)
        console.do(answer, ["Ciao!"], NOW + later, state=state(score=score))
    assert listed(console, "bot") == ["heated", "new", "old"]


def test_a_row_says_who_waits_since_when_until_when_and_how(console: Console) -> None:
    wants_a_person(console, "a", NOW, 0.7, text="il divano   è\narrivato rotto", level="angry")
    row = console.do(queue.row_of, "a")
    assert (row.queue, row.level, row.score, row.unread) == ("waiting", "angry", 0.7, 1)
    assert (row.wanted_at, row.due_at) == (NOW, NOW + PROMISED_SECONDS)
    assert row.preview == "il divano è arrivato rotto"
    assert not row.verified


def test_each_conversation_is_counted_once_in_its_queue(console: Console) -> None:
    for conversation_id in "abcde":
        console.begin(conversation_id, "ciao")
    console.do(holding.take, "a", GIULIA, NOW)
    console.do(holding.take, "b", MARCO, NOW)
    console.do(holding.take, "c", GIULIA, NOW)
    console.do(holding.close, "c", GIULIA, "solved", NOW)
    console.do(holding.take, "d", GIULIA, NOW)
    console.do(holding.pass_on, "d", GIULIA, None, NOW)
    assert console.do(queue.counts, "g1") == {"waiting": 1, "mine": 1, "others": 1, "bot": 1, "closed": 1}
    assert console.do(queue.counts, "m1") == {"waiting": 1, "mine": 1, "others": 1, "bot": 1, "closed": 1}
    assert (listed(console, "mine"), listed(console, "others")) == (["a"], ["b"])
    assert (listed(console, "mine", "m1"), listed(console, "closed")) == (["b"], ["c"])


def test_an_empty_inbox_has_empty_queues(console: Console) -> None:
    assert listed(console) == []
    assert set(console.do(queue.counts, "g1").values()) == {0}
    assert console.do(queue.newest) == 0.0
    assert console.do(queue.row_of, "nobody") is None


def test_pages_follow_each_other_without_gap_or_repetition(console: Console, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue, "PAGE", 3)
    for number in range(7):
        console.begin(f"c{number}", "ciao")
    pages = [console.do(queue.listed, "bot", "g1", page) for page in range(4)]
    assert [page.more for page in pages] == [True, True, False, False]
    shown = [row.id for page in pages for row in page.rows]
    assert sorted(shown) == [f"c{number}" for number in range(7)]
    assert len(pages[0].rows) == 3
    assert pages[3].rows == []


def test_what_happens_anywhere_is_news_for_the_list(console: Console) -> None:
    console.begin("a")
    before = console.do(queue.newest)
    console.do(say, "a", "ciao", NOW + 5)
    assert console.do(queue.newest) == NOW + 5 > before


WRITTEN = {
    "percent": "sconto del 50% sul divano",
    "underscore": "il codice è AB_12",
    "backslash": r"C:\ordini",
    "quotes": 'l\'ha detto "lui"; drop table chat; --',
    "accents": "Perché è COSÌ tardi",
    "plain": "sconto del 500 euro, codice ABX12",
}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("50%", {"percent"}),
        ("%", {"percent"}),
        ("AB_12", {"underscore"}),
        ("_", {"underscore"}),
        ("C:\\", {"backslash"}),
        ("\\", {"backslash"}),
        ("l'ha detto", {"quotes"}),
        ('"lui"; drop table', {"quotes"}),
        ("SCONTO DEL", {"percent", "plain"}),
        ("tardi", {"accents"}),
        ("' or '1'='1", set()),
        ("nessuno l'ha scritto", set()),
    ],
)
def test_words_are_searched_for_as_they_are_written(console: Console, words: str, expected: set[str]) -> None:
    for conversation_id, text in WRITTEN.items():
        console.begin(conversation_id, text)
    assert set(found(console, words)) == expected


def test_customers_and_policies_are_found_newest_first(console: Console) -> None:
    for conversation_id, name in (("a", "Ada Neri"), ("b", "Bruno"), ("c", None)):
        console.begin(
            conversation_id, "ciao", customer_id=f"id-{conversation_id}" if name else None, customer_name=name
        )
    for at in (1, 2):
        console.do(say, "c", "e il pacco?", NOW + at)
    console.do(say, "b", "e la confezione?", NOW + 9)
    for conversation_id in "ac":
        console.do(conversations.keep, conversation_id, policy_id="gift-wrapping")
    assert found(console, "ada") == ["a"]
    assert found(console, "id-b") == ["b"]
    assert found(console, "id-") == [], "an id is not found by a part of it"
    assert found(console, "confezione regalo", "gift-wrapping") == ["c", "a"]
    assert found(console, "confezione", "gift-wrapping") == ["b", "c", "a"]
