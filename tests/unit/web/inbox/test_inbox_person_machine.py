"""Whatever the order of customers, representatives and the assistant: it is silent while a person is there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import Connection, Engine, delete

from tests.unit.web.inbox.making import NOW, arrival, begin, reply
from web.errors import RefusalCode, RefusalError
from web.inbox.database import transaction
from web.inbox.records import Answer, Claim, Event
from web.inbox.store import holding
from web.inbox.store.accepting import accept
from web.inbox.store.answering import answer
from web.inbox.store.claiming import claim
from web.inbox.store.events import events_after
from web.inbox.store.holding import Person, Saying
from web.inbox.tables import chat_conversation

PERSONS = (Person("g1", "Giulia"), Person("m1", "Marco"))
REFUSED = {RefusalCode.NOT_YOURS, RefusalCode.HELD_BY_ANOTHER, RefusalCode.ANSWERED_MEANWHILE}
a_person = st.sampled_from(PERSONS)


class Talks(RuleBasedStateMachine):
    """One conversation, one process that answers, two representatives."""

    def __init__(self, engine: Engine) -> None:
        super().__init__()
        self.engine = engine
        self.holder: Person | None = None
        self.is_held = False
        self.in_work: Claim | None = None
        self.written = 0
        self.said: list[str] = []
        with transaction(engine) as connection:
            connection.execute(delete(chat_conversation))
        begin(engine, "a")

    @precondition(lambda self: self.written < 5)
    @rule()
    def write(self) -> None:
        with transaction(self.engine) as connection:
            accept(connection, arrival("a", f"message-{self.written}"), 99)
        self.written += 1

    @precondition(lambda self: self.in_work is None)
    @rule()
    def take_into_work(self) -> None:
        with transaction(self.engine) as connection:
            self.in_work = claim(connection, "one", NOW, NOW + 15)

    @precondition(lambda self: self.in_work is not None)
    @rule(failed=st.booleans(), handoff=st.sampled_from(["none", "requested", "active"]))
    def answer(self, failed: bool, handoff: str) -> None:
        given = reply("Sono il bot")
        state = {"handoff": handoff, "frustration": {"score": 0.5, "level": "tense"}}
        given = Answer(given.messages, given.offered, "it", state, failed, "T-1" if failed else None)
        assert self.in_work is not None
        with transaction(self.engine) as connection:
            assert answer(connection, self.in_work, given, NOW)
        self.in_work = None

    @rule(person=a_person, from_other=st.booleans())
    def come(self, person: Person, from_other: bool) -> None:
        with self._trying() as connection:
            holding.take(connection, "a", person, NOW, from_other)
            self.holder, self.is_held = person, True

    @rule(person=a_person, seen=st.sampled_from([0, 999]))
    def speak(self, person: Person, seen: int) -> None:
        with self._trying() as connection:
            text = f"parola {len(self.said)}"
            holding.say(connection, "a", person, Saying(text, text, seen, {}), NOW)
            assert self.holder == person
            self.said.append(text)

    @rule(person=a_person)
    def go(self, person: Person) -> None:
        with self._trying() as connection:
            holding.give_back(connection, "a", person, NOW)
            self.holder, self.is_held = None, False

    @rule(person=a_person, to=st.none() | a_person)
    def pass_on(self, person: Person, to: Person | None) -> None:
        with self._trying() as connection:
            holding.pass_on(connection, "a", person, to, NOW)
            self.holder = to

    @rule(person=a_person)
    def close(self, person: Person) -> None:
        with self._trying() as connection:
            holding.close(connection, "a", person, "solved", NOW)
            self.holder, self.is_held = None, False

    @invariant()
    def the_assistant_is_silent_while_a_person_is_there(self) -> None:
        events = self._events()
        with_a_person = False
        for event in events:
            if event.kind == "state":
                with_a_person = "person" in event.data
            elif event.kind in ("reply", "failed") and with_a_person:
                assert event.kind == "reply"
                assert event.data["messages"] == []
        assert with_a_person == self.is_held
        assert [event.data["text"] for event in events if event.kind == "person"] == self.said
        assert [event.number for event in events] == list(range(1, len(events) + 1))

    def _events(self) -> list[Event]:
        with transaction(self.engine, writing=False) as connection:
            return events_after(connection, "a", 0, limit=None)

    @contextmanager
    def _trying(self) -> Iterator[Connection]:
        """A refusal changes nothing: the transaction is undone, and what the machine knows stays."""
        before: Any = (self.holder, self.is_held, list(self.said))
        try:
            with transaction(self.engine) as connection:
                yield connection
        except RefusalError as refused:
            if refused.code not in REFUSED:
                raise
            self.holder, self.is_held, self.said = before


def test_the_assistant_says_nothing_while_a_person_has_the_conversation(inbox_engine: Engine) -> None:
    examples = 200 if inbox_engine.dialect.name == "sqlite" else 40
    checks = settings(
        max_examples=examples, stateful_step_count=14, deadline=None, suppress_health_check=list(HealthCheck)
    )
    run_state_machine_as_test(lambda: Talks(inbox_engine), settings=checks)  # type: ignore[no-untyped-call]
