"""What is told next, step by step: leases, keys that come back, and a process that dies half-way."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, func, select

from tests.unit.web.console.played import answer, say
from web.chatwoot import store, telling
from web.chatwoot.following import follow
from web.chatwoot.records import DESK, Notice, Outcome, Step, Thread
from web.inbox.database import open_inbox, transaction
from web.inbox.records import Conversation
from web.inbox.store import conversations, holding
from web.inbox.store.holding import Person, Saying
from web.inbox.tables import chat_conversation

NOW, LEASE = 1_800_000_000.0, 30.0
DONE = Outcome("done")
GIULIA = Person("acc-1", "Giulia")


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    engine = open_inbox(url)
    yield engine
    engine.dispose()


class Told:
    """A conversation that is told, with a clock of its own."""

    def __init__(self, engine: Engine) -> None:
        self.engine, self.now = engine, NOW
        with transaction(engine) as connection:
            store.begin(connection, 7, 1, "pending", Conversation("a", language="it", started_at=NOW))

    def said(self, *texts: str, **given: object) -> None:
        """A customer's question, and the messages of its answer."""
        with transaction(self.engine) as connection:
            say(connection, "a", f"domanda {self.now}", self.now)
            answer(connection, list(texts), self.now, **given)
        self.now += 1

    def next(self, owner: str = "one") -> Step | None:
        with transaction(self.engine) as connection:
            return telling.next_step(connection, "a", owner, self.now, self.now + LEASE)

    def ended(self, step: Step | None, outcome: Outcome = DONE, pause: float = 5.0) -> bool:
        assert step is not None
        with transaction(self.engine) as connection:
            return telling.ended(connection, step, outcome, self.now, lambda _tries, _outcome: pause)

    def arrived(self, key: str) -> bool:
        with transaction(self.engine) as connection:
            return telling.arrived(connection, "a", key, self.now)

    def stands(self, status: str, stamp: float, may_return: bool = True) -> None:
        with transaction(self.engine) as connection:
            conversation = conversations.find(connection, "a", lock=True)
            assert conversation is not None
            notice = Notice(Thread(7, 1), status, stamp)  # type: ignore[arg-type]
            follow(connection, conversation, notice, self.now, may_return)

    def due(self, since: float = 0.0) -> list[str]:
        with transaction(self.engine, writing=False) as connection:
            return store.due(connection, since, self.now, 10)


@pytest.fixture
def told(engine: Engine) -> Told:
    return Told(engine)


def test_messages_follow_each_other_and_then_there_is_nothing(told: Told) -> None:
    told.said("Uno.", "Due.")
    keys = []
    while (step := told.next()) is not None:
        keys.append((step.key, step.said["text"]))
        assert told.ended(step)
    assert keys == [("a.2.0", "Uno."), ("a.2.1", "Due.")]
    assert told.due() == []


def test_nobody_else_goes_on_while_a_process_is_at_it(told: Told) -> None:
    told.said("Uno.")
    assert told.next("one") is not None
    assert told.next("two") is None
    assert told.due() == []


def test_where_a_process_dies_another_says_the_same_again_after_its_lease(told: Told) -> None:
    told.said("Uno.", "Due.")
    first = told.next("one")
    told.now += LEASE
    assert told.due() == ["a"]
    again = told.next("two")
    assert again == first
    assert told.next("one") is None


def test_where_a_process_dies_but_its_message_came_back_the_next_is_said(told: Told) -> None:
    told.said("Uno.", "Due.")
    first = told.next("one")
    assert first is not None
    assert told.arrived(first.key)
    assert not told.arrived(first.key)
    told.now += LEASE
    step = told.next("two")
    assert step is not None
    assert step.said["text"] == "Due."


def test_what_comes_back_before_the_answer_counts_once(told: Told) -> None:
    told.said("Uno.", "Due.")
    first = told.next()
    assert first is not None
    assert told.arrived(first.key)
    assert told.ended(first)
    second = told.next()
    assert second is not None
    assert (second.key, second.said["text"]) == ("a.2.1", "Due.")


def test_what_comes_back_while_it_is_waited_for_ends_the_wait(told: Told) -> None:
    told.said("Uno.", "Due.")
    first = told.next()
    assert first is not None
    assert not told.ended(first, Outcome("unknown"), pause=60)
    assert told.due() == []
    assert told.arrived(first.key)
    assert told.due() == ["a"]
    second = told.next("two")
    assert second is not None
    assert second.said["text"] == "Due."


@pytest.mark.parametrize("key", ["", "a", "a.2.1", "b.2.0", "a.note.2", "%"])
def test_a_key_that_nobody_waits_for_changes_nothing(told: Told, key: str) -> None:
    told.said("Uno.")
    assert told.next() is not None
    assert not told.arrived(key)


def test_it_is_said_again_when_it_is_time_and_not_before_chatwoot_wants_it(told: Told) -> None:
    told.said("Uno.")
    assert not told.ended(told.next(), Outcome("unsent", retry_after=20), pause=5)
    told.now += 19
    assert told.due() == []
    told.now += 1
    assert told.due() == ["a"]


def test_what_waits_to_be_said_is_dropped_when_a_person_takes_over(told: Told) -> None:
    told.said("Uno.", "Due.")
    assert not told.ended(told.next(), Outcome("unsent"))
    told.stands("open", NOW + 1)
    told.now += 5
    assert told.next() is None
    told.stands("pending", NOW + 2)
    told.said("Tre.")
    step = told.next()
    assert step is not None
    assert step.said["text"] == "Tre."


def test_a_person_who_is_wanted_gets_the_note_once_and_then_the_conversation(told: Told) -> None:
    told.said("Arriva.", state={"handoff": "requested"})
    kinds = []
    while (step := told.next()) is not None:
        kinds.append(step.kind)
        assert told.ended(step)
    assert kinds == ["post", "note", "open"]
    with transaction(told.engine) as connection:
        found = conversations.find(connection, "a")
    assert found is not None
    assert (found.held_by, found.queue) == (DESK.id, "held")


def test_the_note_is_not_written_twice_where_opening_fails(told: Told) -> None:
    told.said("Arriva.", state={"handoff": "requested"})
    for _ in range(2):
        told.ended(told.next())
    for _ in range(3):
        step = told.next()
        assert step is not None
        assert step.kind == "open"
        assert not told.ended(step, Outcome("unknown"))
        told.now += 5


def test_late_news_of_earlier_messages_does_not_give_it_back(told: Told) -> None:
    told.stands("open", NOW + 5)
    told.stands("pending", NOW + 4)
    told.stands("pending", NOW + 6, may_return=False)
    with transaction(told.engine) as connection:
        found = conversations.find(connection, "a")
        assert found is not None
        assert found.held_by == DESK.id


def test_what_our_own_representative_says_is_told_and_they_keep_it(told: Told) -> None:
    with transaction(told.engine) as connection:
        holding.take(connection, "a", GIULIA, NOW)
    told.stands("open", NOW + 1)
    with transaction(told.engine) as connection:
        holding.say(connection, "a", GIULIA, Saying("said-0001", "Eccomi.", 99, {"language": "it"}), NOW)
    step = told.next()
    assert step is not None
    assert (step.kind, step.said["text"]) == ("post", "Eccomi.")


def test_only_what_happened_since_is_looked_at(told: Told) -> None:
    told.said("Uno.")
    assert told.due(NOW) == ["a"]
    assert told.due(NOW + 1) == []


def test_two_webhooks_that_come_together_begin_one_conversation(engine: Engine) -> None:
    def begin(name: str) -> None:
        with transaction(engine) as connection:
            store.begin(connection, 7, 2, "pending", Conversation(name, started_at=NOW))

    threads = [threading.Thread(target=begin, args=(f"c{number}",)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with transaction(engine) as connection:
        assert store.of_thread(connection, Thread(7, 2)) is not None
        assert connection.execute(select(func.count()).select_from(chat_conversation)).scalar_one() == 1


def test_where_the_account_is_not_said_the_number_must_tell(engine: Engine, told: Told) -> None:
    assert told.engine is engine
    with transaction(engine) as connection:
        assert store.of_thread(connection, Thread(None, 1)) is not None
        store.begin(connection, 8, 1, "pending", Conversation("b", started_at=NOW))
        assert store.of_thread(connection, Thread(None, 1)) is None
