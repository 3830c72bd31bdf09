"""What the console keeps beside a conversation: notes, who looks at it, and the customer's earlier conversations."""

from __future__ import annotations

from tests.unit.web.console.played import HOSTILE, NOW, Console
from web.console.records import Presence
from web.console.store import earlier, notes, presence
from web.console.store.presence import GONE_SECONDS
from web.inbox.store import conversations
from web.inbox.store.holding import Person

GIULIA, MARCO = Person("g1", "Giulia"), Person("m1", "Marco")


def beside(console: Console, account_id: str = "g1", now: float = NOW) -> list[Presence]:
    return list(console.do(presence.others, "a", account_id, now))


def test_notes_are_kept_in_order_with_who_wrote_them(console: Console) -> None:
    console.begin("a")
    console.begin("b")
    for person, text in ((GIULIA, "Ha ragione."), (MARCO, HOSTILE), (GIULIA, "Ha ragione.")):
        console.do(notes.add, "a", person, text, NOW)
    kept = console.do(notes.notes_of, "a")
    assert [(note.name, note.text) for note in kept] == [
        ("Giulia", "Ha ragione."),
        ("Marco", HOSTILE),
        ("Giulia", "Ha ragione."),
    ]
    assert console.do(notes.notes_of, "b") == console.do(notes.notes_of, "nobody") == []


def test_what_is_about_a_conversation_goes_with_it(console: Console) -> None:
    console.begin("a")
    console.do(notes.add, "a", GIULIA, "Ha ragione.", NOW)
    console.do(presence.seen, "a", GIULIA, True, NOW)
    console.do(conversations.erase, "a")
    console.begin("a")
    assert console.do(notes.notes_of, "a") == beside(console, "m1") == []


def test_colleagues_are_seen_but_not_oneself(console: Console) -> None:
    console.begin("a")
    console.do(presence.looks, "a", GIULIA, NOW)
    console.do(presence.seen, "a", MARCO, True, NOW)
    assert beside(console, "g1") == [Presence("Marco", True)]
    assert beside(console, "m1") == [Presence("Giulia", False)]


def test_who_goes_on_looking_goes_on_writing(console: Console) -> None:
    console.begin("a")
    console.do(presence.seen, "a", MARCO, True, NOW)
    console.do(presence.looks, "a", MARCO, NOW + 20)
    assert beside(console, now=NOW + 20 + GONE_SECONDS - 1) == [Presence("Marco", True)]
    console.do(presence.seen, "a", MARCO, False, NOW + 21)
    assert beside(console, now=NOW + 21) == [Presence("Marco", False)]


def test_who_was_not_heard_of_or_left_is_not_there(console: Console) -> None:
    console.begin("a")
    console.do(presence.seen, "a", MARCO, True, NOW)
    assert beside(console, now=NOW + GONE_SECONDS) == []
    console.do(presence.left, "a", MARCO)
    console.do(presence.left, "a", MARCO)
    assert beside(console) == []


def test_nobody_looks_at_a_conversation_that_is_gone(console: Console) -> None:
    console.do(presence.looks, "a", GIULIA, NOW)
    console.begin("a")
    assert beside(console, "m1") == []


def test_earlier_conversations_are_those_of_the_same_verified_customer(console: Console) -> None:
    for number in range(12):
        console.begin(f"c{number}", "ciao", customer_id="7", started_at=NOW + number)
    console.begin("other", "ciao", customer_id="8")
    for conversation_id in ("visitor", "visitor-too"):
        console.begin(conversation_id, "ciao")
    found = console.do(earlier.earlier_of, "c11")
    assert [one.id for one in found] == [f"c{number}" for number in range(10, 0, -1)], "the newest ten"
    assert (found[0].preview, found[0].queue, found[0].policy_id) == ("ciao", "bot", None)
    assert console.do(earlier.earlier_of, "visitor") == console.do(earlier.earlier_of, "nobody") == []
