"""What the store promises, one by one."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import Engine

from tests.unit.web.inbox.making import NOW, arrival, begin, reply
from web.errors import RefusalCode, RefusalError
from web.inbox.database import transaction
from web.inbox.records import Claim
from web.inbox.store.accepting import accept
from web.inbox.store.answering import answer
from web.inbox.store.claiming import claim, release, renew, waiting
from web.inbox.store.conversations import erase
from web.inbox.store.events import events_after, progress, standing

ODD = ["\u202eabc", "\U0001f600" * 500, "<svg onload=alert(1)>", "' or 1=1 --", "%s {0} :name", "a\tb\nc\r\n"]


def accepted(engine: Engine, conversation_id: str, *ids: str, most: int = 5) -> None:
    for client_id in ids:
        with transaction(engine) as connection:
            accept(connection, arrival(conversation_id, client_id), most)


def claimed(engine: Engine, owner: str = "one", now: float = NOW, due_only: bool = False) -> Claim | None:
    with transaction(engine) as connection:
        return claim(connection, owner, now, now + 15, due_only)


def answered(engine: Engine, held: Claim, now: float = NOW) -> bool:
    with transaction(engine) as connection:
        return answer(connection, held, reply(), now)


def kinds(engine: Engine, conversation_id: str) -> list[str]:
    with transaction(engine, writing=False) as connection:
        return [event.kind for event in events_after(connection, conversation_id, 0)]


def test_the_next_message_of_a_conversation_waits_for_the_one_before(inbox_engine: Engine) -> None:
    begin(inbox_engine, "a")
    accepted(inbox_engine, "a", "first-01", "second-1")
    held = claimed(inbox_engine)
    assert held is not None
    assert held.client_id == "first-01"
    assert claimed(inbox_engine, "two") is None
    assert answered(inbox_engine, held)
    following = claimed(inbox_engine, "two")
    assert following is not None
    assert following.client_id == "second-1"


def test_other_conversations_go_on_meanwhile(inbox_engine: Engine) -> None:
    begin(inbox_engine, "a", "b")
    accepted(inbox_engine, "a", "first-01", "second-1")
    accepted(inbox_engine, "b", "third-01")
    taken = [claimed(inbox_engine, owner) for owner in ("one", "two", "three")]
    assert [held and held.conversation.id for held in taken] == ["a", "b", None]


def test_a_lease_that_ended_is_taken_over_and_the_late_answer_refused(inbox_engine: Engine) -> None:
    begin(inbox_engine, "a")
    accepted(inbox_engine, "a", "first-01")
    dead = claimed(inbox_engine, "dead")
    assert dead is not None
    assert claimed(inbox_engine, "heir", NOW + 14) is None
    heir = claimed(inbox_engine, "heir", NOW + 15)
    assert heir is not None
    assert not answered(inbox_engine, dead)
    assert answered(inbox_engine, heir)
    assert not answered(inbox_engine, heir)
    assert kinds(inbox_engine, "a") == ["accepted", "reply"]


def test_a_renewed_lease_is_kept_and_a_lost_one_is_told(inbox_engine: Engine) -> None:
    begin(inbox_engine, "a", "b")
    accepted(inbox_engine, "a", "first-01")
    accepted(inbox_engine, "b", "second-1")
    first, second = claimed(inbox_engine), claimed(inbox_engine)
    assert first is not None
    assert second is not None
    assert answered(inbox_engine, second)
    with transaction(inbox_engine) as connection:
        assert renew(connection, "one", [first.key, second.key], NOW + 30) == {first.key}
    assert claimed(inbox_engine, "two", NOW + 29) is None


def test_a_released_message_can_be_taken_at_once_after_those_tried_less(inbox_engine: Engine) -> None:
    begin(inbox_engine, "a", "b")
    accepted(inbox_engine, "a", "first-01")
    held = claimed(inbox_engine)
    assert held is not None
    accepted(inbox_engine, "b", "second-1")
    with transaction(inbox_engine) as connection:
        assert release(connection, held)
    taken = [claimed(inbox_engine), claimed(inbox_engine)]
    assert [again and again.conversation.id for again in taken] == ["b", "a"]


def test_only_what_may_wait_no_longer_is_taken_while_rasa_is_away(inbox_engine: Engine) -> None:
    begin(inbox_engine, "a")
    accepted(inbox_engine, "a", "first-01")
    assert claimed(inbox_engine, now=NOW + 119, due_only=True) is None
    assert claimed(inbox_engine, now=NOW + 120, due_only=True) is not None


def test_one_in_work_and_the_set_number_more_may_wait(inbox_engine: Engine) -> None:
    begin(inbox_engine, "a")
    accepted(inbox_engine, "a", "number-1", "number-2", "number-3", most=2)
    with pytest.raises(RefusalError) as refused:
        accepted(inbox_engine, "a", "number-4", most=2)
    assert refused.value.code is RefusalCode.TOO_MANY_WAITING
    accepted(inbox_engine, "a", "number-3", most=2)  # sent again: it is there
    assert kinds(inbox_engine, "a") == ["accepted"] * 3


def test_a_conversation_that_is_none_takes_no_message(inbox_engine: Engine) -> None:
    with pytest.raises(RefusalError) as refused:
        accepted(inbox_engine, "nobody", "number-1")
    assert refused.value.code is RefusalCode.BAD_TOKEN


@pytest.mark.parametrize("text", ODD)
def test_any_text_is_kept_as_it_was_written(inbox_engine: Engine, text: str) -> None:
    begin(inbox_engine, "a")
    with transaction(inbox_engine) as connection:
        accept(connection, arrival("a", "number-1", text), 5)
    held = claimed(inbox_engine)
    assert held is not None
    assert held.typed == text
    with transaction(inbox_engine) as connection:
        assert answer(connection, held, reply(text + "\x00"), NOW)
    with transaction(inbox_engine, writing=False) as connection:
        told = events_after(connection, "a", 0)
    assert told[0].data["text"] == text
    assert told[1].data["messages"][0]["text"] == text + "\x00"


def test_an_answer_to_what_was_erased_meanwhile_is_dropped(inbox_engine: Engine) -> None:
    begin(inbox_engine, "a")
    accepted(inbox_engine, "a", "number-1")
    held = claimed(inbox_engine)
    assert held is not None
    with transaction(inbox_engine) as connection:
        assert erase(connection, "a")
        assert not erase(connection, "a")
    assert not answered(inbox_engine, held)
    with transaction(inbox_engine, writing=False) as connection:
        assert progress(connection, "a", 0, NOW) is None
        assert waiting(connection) == 0


def test_somebody_types_while_a_message_is_in_work(inbox_engine: Engine) -> None:
    begin(inbox_engine, "a", "b")
    accepted(inbox_engine, "a", "number-1")
    assert claimed(inbox_engine) is not None
    with transaction(inbox_engine, writing=False) as connection:
        assert standing(connection, ["a", "b", "c"], NOW) == {"a": (1, True), "b": (0, False)}
        assert standing(connection, ["a"], NOW + 15) == {"a": (1, False)}


def test_many_who_claim_at_once_never_take_the_same_message(inbox_engine: Engine) -> None:
    ids = [f"c{number}" for number in range(20)]
    begin(inbox_engine, *ids)
    for conversation_id in ids:
        accepted(inbox_engine, conversation_id, "number-1", "number-2")
    taken: list[tuple[str, int]] = []

    def work(owner: str) -> None:
        while (held := claimed(inbox_engine, owner)) is not None:
            taken.append(held.key)

    threads = [threading.Thread(target=work, args=(f"owner-{number}",)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == sorted((conversation_id, 1) for conversation_id in ids)


def test_one_message_sent_many_times_at_once_is_one(inbox_engine: Engine) -> None:
    begin(inbox_engine, "a")
    threads = [threading.Thread(target=accepted, args=(inbox_engine, "a", "number-1")) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert kinds(inbox_engine, "a") == ["accepted"]
