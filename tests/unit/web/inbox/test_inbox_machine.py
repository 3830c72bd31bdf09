"""Whatever happens, in whatever order: nothing is lost, nothing doubled, everything in order."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import Engine, delete

from tests.unit.web.inbox.making import NOW, arrival, begin, reply
from web.errors import RefusalCode, RefusalError
from web.inbox.database import transaction
from web.inbox.records import Answer, Claim, Event
from web.inbox.store.accepting import accept
from web.inbox.store.answering import answer
from web.inbox.store.claiming import claim, release, renew
from web.inbox.store.events import events_after
from web.inbox.tables import chat_conversation

IDS = ("a", "b", "c")
OWNERS = ("one", "two")
LEASE = 15.0
MOST = 3


class Inbox(RuleBasedStateMachine):
    """Customers write; processes take, answer, fail, release, prolong and die; leases end."""

    def __init__(self, engine: Engine) -> None:
        super().__init__()
        self.engine = engine
        self.now = NOW
        self.sent: dict[str, list[str]] = {conversation_id: [] for conversation_id in IDS}
        self.held: list[tuple[Claim, float]] = []
        self.lost: list[Claim] = []
        with transaction(engine) as connection:
            connection.execute(delete(chat_conversation))
        begin(engine, *IDS)

    @rule(conversation_id=st.sampled_from(IDS))
    def write(self, conversation_id: str) -> None:
        client_id = f"message-{len(self.sent[conversation_id])}"
        if self._accepts(conversation_id, client_id):
            self.sent[conversation_id].append(client_id)
        else:
            assert len(self._unanswered(conversation_id)) > MOST

    @precondition(lambda self: any(self.sent.values()))
    @rule(data=st.data())
    def write_again(self, data: Any) -> None:
        conversation_id = data.draw(st.sampled_from([key for key, sent in self.sent.items() if sent]))
        client_id = data.draw(st.sampled_from(self.sent[conversation_id]))
        assert self._accepts(conversation_id, client_id)
        with pytest.raises(RefusalError, match=RefusalCode.MESSAGE_ID_TAKEN), transaction(self.engine) as connection:
            accept(connection, arrival(conversation_id, client_id, "another"), MOST)

    @rule(owner=st.sampled_from(OWNERS))
    def take(self, owner: str) -> None:
        with transaction(self.engine) as connection:
            taken = claim(connection, owner, self.now, self.now + LEASE)
        busy = {held.conversation.id for held, until in self.held if until > self.now}
        if taken is None:
            assert all(key in busy for key in IDS if self._unanswered(key))
            return
        assert taken.conversation.id not in busy
        assert taken.client_id == self._unanswered(taken.conversation.id)[0]
        self.held = [(held, until) for held, until in self.held if held.key != taken.key or held.owner != owner]
        self.lost += [held for held, _ in self.held if held.key == taken.key]
        self.held.append((taken, self.now + LEASE))

    @precondition(lambda self: self.held)
    @rule(data=st.data(), failed=st.booleans())
    def reply(self, data: Any, failed: bool) -> None:
        held = self._drawn(data)
        given = Answer([{"text": "no"}], failed=True) if failed else reply()
        with transaction(self.engine) as connection:
            kept = answer(connection, held, given, self.now)
        assert kept or held.client_id not in self._unanswered(held.conversation.id) or self._lost(held)
        self._forget(held)

    @precondition(lambda self: self.held)
    @rule(data=st.data())
    def crash_after_the_answer_was_written_but_not_committed(self, data: Any) -> None:
        held = self._drawn(data)
        with suppress(KeyboardInterrupt), transaction(self.engine) as connection:
            answer(connection, held, reply(), self.now)
            raise KeyboardInterrupt

    @precondition(lambda self: self.held)
    @rule(data=st.data())
    def give_back(self, data: Any) -> None:
        held = self._drawn(data)
        with transaction(self.engine) as connection:
            release(connection, held)
        self._forget(held)

    @precondition(lambda self: self.held)
    @rule(data=st.data())
    def prolong(self, data: Any) -> None:
        held = self._drawn(data)
        with transaction(self.engine) as connection:
            kept = renew(connection, held.owner, [held.key], self.now + LEASE)
        self._forget(held)
        if kept:
            self.held.append((held, self.now + LEASE))

    @rule(seconds=st.sampled_from([1.0, LEASE, 4 * LEASE]))
    def wait(self, seconds: float) -> None:
        """Time goes by; of a process that died nothing else is seen than that its leases end."""
        self.now += seconds

    @invariant()
    def events_have_no_gap_and_no_double(self) -> None:
        for conversation_id in IDS:
            events = self._events(conversation_id)
            assert [event.number for event in events] == list(range(1, len(events) + 1))
            assert [event.data["id"] for event in events if event.kind == "accepted"] == self.sent[conversation_id]
            replied = [event.data["in_reply_to"] for event in events if event.kind in ("reply", "failed")]
            assert replied == self.sent[conversation_id][: len(replied)]

    def teardown(self) -> None:
        """Every process is killed; another one answers what is left."""
        self.now += 10 * LEASE
        while True:
            with transaction(self.engine) as connection:
                taken = claim(connection, "heir", self.now, self.now + LEASE)
            if taken is None:
                break
            with transaction(self.engine) as connection:
                assert answer(connection, taken, reply(), self.now)
        assert all(self._unanswered(conversation_id) == [] for conversation_id in IDS)
        self.events_have_no_gap_and_no_double()

    def _accepts(self, conversation_id: str, client_id: str) -> bool:
        try:
            with transaction(self.engine) as connection:
                accept(connection, arrival(conversation_id, client_id), MOST)
        except RefusalError as refused:
            if refused.code is not RefusalCode.TOO_MANY_WAITING:
                raise
            return False
        return True

    def _events(self, conversation_id: str) -> list[Event]:
        with transaction(self.engine, writing=False) as connection:
            return events_after(connection, conversation_id, 0, limit=None)

    def _unanswered(self, conversation_id: str) -> list[str]:
        replied = [event for event in self._events(conversation_id) if event.kind in ("reply", "failed")]
        return self.sent[conversation_id][len(replied) :]

    def _drawn(self, data: Any) -> Claim:
        held: Claim = data.draw(st.sampled_from(self.held))[0]
        return held

    def _lost(self, held: Claim) -> bool:
        """Whether somebody else has taken the message since, even if it was given back."""
        return any(mine is held for mine in self.lost)

    def _forget(self, held: Claim) -> None:
        self.held = [(mine, until) for mine, until in self.held if mine is not held]


def test_nothing_is_lost_doubled_or_out_of_order(inbox_engine: Engine) -> None:
    checks = settings(
        max_examples=30,
        stateful_step_count=30,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(lambda: Inbox(inbox_engine), settings=checks)  # type: ignore[no-untyped-call]
