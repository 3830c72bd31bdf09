"""A representative in the conversation: one at a time, nothing twice, and not a word of the assistant."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Engine

from tests.unit.web.inbox.making import NOW, arrival, begin, reply
from web.errors import RefusalCode, RefusalError
from web.inbox.database import transaction
from web.inbox.records import Answer, Conversation, Event
from web.inbox.store import conversations, holding
from web.inbox.store.accepting import accept
from web.inbox.store.answering import answer
from web.inbox.store.claiming import claim
from web.inbox.store.events import events_after
from web.inbox.store.holding import Person, Saying

GIULIA, MARCO = Person("g1", "Giulia"), Person("m1", "Marco")


def done(engine: Engine, act: Callable[..., Any], *args: Any, **named: Any) -> Any:
    with transaction(engine) as connection:
        return act(connection, "a", *args, **named)


def found(engine: Engine) -> Conversation:
    conversation = done(engine, conversations.find)
    assert isinstance(conversation, Conversation)
    return conversation


def events(engine: Engine, kind: str) -> list[Event]:
    with transaction(engine, writing=False) as connection:
        return [event for event in events_after(connection, "a", 0) if event.kind == kind]


def saying(text: str = "Buongiorno", key: str = "s1", seen: int = 99) -> Saying:
    return Saying(key, text, seen, {})


def write_and_answer(engine: Engine, client_id: str, given: Answer) -> None:
    with transaction(engine) as connection:
        accept(connection, arrival("a", client_id), 5)
    with transaction(engine) as connection:
        held = claim(connection, "one", NOW, NOW + 15)
        assert held is not None
        assert answer(connection, held, given, NOW)


def refused(engine: Engine, code: RefusalCode, act: Callable[..., Any], *args: Any) -> None:
    with pytest.raises(RefusalError) as refusal:
        done(engine, act, *args)
    assert refusal.value.code is code


def test_an_answer_that_was_being_made_when_a_person_came_is_not_said(inbox_engine: Engine) -> None:
    begin(inbox_engine, "a")
    with transaction(inbox_engine) as connection:
        accept(connection, arrival("a", "message-1"), 5)
        held = claim(connection, "one", NOW, NOW + 15)
    assert held is not None
    done(inbox_engine, holding.take, GIULIA, NOW)
    with transaction(inbox_engine) as connection:
        assert answer(connection, held, Answer([{"text": "no"}], failed=True, ticket="T-1"), NOW)
    [closing] = events(inbox_engine, "reply")
    assert closing.data == {"in_reply_to": "message-1", "messages": []}


def test_customers_are_told_who_came_and_that_they_left(inbox_engine: Engine) -> None:
    begin(inbox_engine, "a")
    done(inbox_engine, holding.take, GIULIA, NOW)
    done(inbox_engine, holding.give_back, GIULIA, NOW)
    told = [(event.data["handoff"], event.data.get("person")) for event in events(inbox_engine, "state")]
    assert told == [("active", "Giulia"), ("none", None)]


def test_a_second_representative_has_to_mean_it(inbox_engine: Engine) -> None:
    begin(inbox_engine, "a")
    assert done(inbox_engine, holding.take, GIULIA, NOW) is True
    assert done(inbox_engine, holding.take, GIULIA, NOW) is False
    refused(inbox_engine, RefusalCode.HELD_BY_ANOTHER, holding.take, MARCO, NOW)
    assert done(inbox_engine, holding.take, MARCO, NOW, from_other=True) is True
    refused(inbox_engine, RefusalCode.NOT_YOURS, holding.say, GIULIA, saying(), NOW)
    assert found(inbox_engine).held_name == "Marco"


def test_what_is_sent_twice_is_said_once(inbox_engine: Engine) -> None:
    begin(inbox_engine, "a")
    done(inbox_engine, holding.take, GIULIA, NOW)
    number, is_new = done(inbox_engine, holding.say, GIULIA, saying(), NOW)
    assert (done(inbox_engine, holding.say, GIULIA, saying(), NOW), is_new) == ((number, False), True)
    refused(inbox_engine, RefusalCode.MESSAGE_ID_TAKEN, holding.say, GIULIA, saying("altro"), NOW)
    assert [event.data["text"] for event in events(inbox_engine, "person")] == ["Buongiorno"]


def test_the_account_is_not_shown_to_customers(inbox_engine: Engine) -> None:
    begin(inbox_engine, "a")
    done(inbox_engine, holding.take, GIULIA, NOW)
    done(inbox_engine, holding.say, GIULIA, saying(), NOW)
    assert "g1" not in repr([*events(inbox_engine, "person"), *events(inbox_engine, "state")])


def test_a_colleague_who_spoke_meanwhile_is_noticed_before_both_answer(inbox_engine: Engine) -> None:
    begin(inbox_engine, "a")
    done(inbox_engine, holding.take, GIULIA, NOW)
    number, _ = done(inbox_engine, holding.say, GIULIA, saying(), NOW)
    done(inbox_engine, holding.take, MARCO, NOW, from_other=True)
    refused(inbox_engine, RefusalCode.ANSWERED_MEANWHILE, holding.say, MARCO, saying("Salve", "s2", number - 1), NOW)
    done(inbox_engine, holding.say, MARCO, saying("Salve", "s2", number), NOW)


def test_what_is_passed_on_to_the_queue_waits_for_the_next_person_in_silence(inbox_engine: Engine) -> None:
    begin(inbox_engine, "a")
    done(inbox_engine, holding.take, GIULIA, NOW)
    done(inbox_engine, holding.pass_on, GIULIA, None, NOW)
    assert (found(inbox_engine).queue, found(inbox_engine).handoff) == ("waiting", "active")
    write_and_answer(inbox_engine, "message-1", reply())
    assert [event.data["messages"] for event in events(inbox_engine, "reply")] == [[]]
    assert done(inbox_engine, holding.take, MARCO, NOW) is True


def test_a_colleague_gets_what_is_passed_on_to_them(inbox_engine: Engine) -> None:
    begin(inbox_engine, "a")
    done(inbox_engine, holding.take, GIULIA, NOW)
    done(inbox_engine, holding.pass_on, GIULIA, MARCO, NOW)
    done(inbox_engine, holding.say, MARCO, saying(), NOW)
    refused(inbox_engine, RefusalCode.NOT_YOURS, holding.close, GIULIA, "solved", NOW)


def test_a_closed_conversation_opens_with_the_next_message(inbox_engine: Engine) -> None:
    begin(inbox_engine, "a")
    done(inbox_engine, holding.take, GIULIA, NOW)
    done(inbox_engine, holding.close, GIULIA, "solved", NOW)
    assert found(inbox_engine).queue == "closed"
    write_and_answer(inbox_engine, "message-1", reply("Eccomi"))
    assert found(inbox_engine).queue == "bot"
    assert [event.data["messages"][0]["text"] for event in events(inbox_engine, "reply")] == ["Eccomi"]


def test_rasa_is_to_be_told_once_that_the_person_left(inbox_engine: Engine) -> None:
    begin(inbox_engine, "a")
    done(inbox_engine, holding.take, GIULIA, NOW)
    done(inbox_engine, holding.give_back, GIULIA, NOW)
    assert found(inbox_engine).given_back
    write_and_answer(inbox_engine, "message-1", Answer([{"text": "x"}], [], "it", {"handoff": "none"}, returned=True))
    assert not found(inbox_engine).given_back


def test_whoever_asks_for_a_person_waits_in_the_queue_the_angrier_the_earlier(inbox_engine: Engine) -> None:
    begin(inbox_engine, "a")
    wants = {"handoff": "requested", "frustration": {"score": 0.9, "level": "angry"}}
    write_and_answer(inbox_engine, "message-1", Answer([{"text": "Arriva"}], [], "it", wants))
    row = done(inbox_engine, lambda connection, _: connection.execute(conversations.table.select()).one())
    assert (row.queue, row.wanted_at, row.score, row.unread, row.preview) == ("waiting", NOW, 0.9, 1, "ciao")
    assert row.urgency == pytest.approx(NOW + 300 - 270)


@pytest.mark.parametrize("act", [holding.take, holding.give_back])
def test_what_is_not_there_cannot_be_taken_or_given_back(inbox_engine: Engine, act: Callable[..., Any]) -> None:
    refused(inbox_engine, RefusalCode.NOT_FOUND, act, GIULIA, NOW)
