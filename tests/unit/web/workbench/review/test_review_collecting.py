"""What goes wrong is collected: each kind, once for each message, nothing missed, personal data masked."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import update

from tests.unit.web.workbench.review.office import Office
from web.console.store import suggestions
from web.console.tables import console_suggestion
from web.inbox.store import conversations, holding
from web.inbox.tables import chat_message
from web.workbench.review.records import Asked
from web.workbench.review.store import counts, due, groups
from web.workbench.review.tables import review_count, review_item, review_kind

A, B = "a" * 32, "b" * 32


def test_each_kind_is_noticed(office: Office) -> None:
    office.ask("dove trovo la chiavetta blu", kind="no_answer")
    office.ask("quello della roba", kind="clarification", intents=(("nlu_fallback", 0.35), ("ask_policy", 0.3)))
    office.ask("questa regola è ingiusta", kind="explanation", intents=(("object_to_rule", 0.8),), about="sofa-trial")
    office.ask("tutto chiaro qui", kind="explanation")
    office.collect()
    assert office.kinds() == {
        "dove trovo la chiavetta blu": ("no_answer",),
        "quello della roba": ("clarification", "low_confidence"),
        "questa regola è ingiusta": ("objection",),
    }
    low = office.items()[1]
    assert (low.intent, low.confidence, low.level, low.language) == ("ask_policy", 0.3, "calm", "it")
    assert office.items()[2].policy_id == "sofa-trial"


def test_a_question_asked_again_is_noticed_also_in_other_words_but_not_small_talk(office: Office) -> None:
    for text in (
        "quanto costa la spedizione a casa",
        "sì",
        "sì",
        "Quanto costa la spedizione a casa?",
        "grazie mille davvero",
    ):
        office.ask(text, kind="explanation", intents=(("thank" if "grazie" in text else "ask_policy", 0.9),))
    office.ask("grazie mille davvero", kind="explanation", intents=(("thank", 0.9),))
    office.collect()
    assert office.kinds() == {"Quanto costa la spedizione a casa?": ("repeated",)}


def test_a_person_wanted_after_a_failed_answer_is_noted_at_the_question_that_failed(office: Office) -> None:
    office.ask("dove trovo la chiavetta blu", kind="no_answer")
    office.collect()
    office.ask("voglio una persona", kind="handoff", handoff="requested", intents=(("request_human", 0.9),))
    office.ask("allora?", kind="handoff", handoff="requested", intents=(("request_human", 0.9),))
    office.collect()
    assert office.kinds() == {"dove trovo la chiavetta blu": ("no_answer", "handoff")}
    assert office.do(groups.sizes, office.items()[0].group_id) == {"open": 1}


def test_a_person_wanted_from_the_beginning_went_not_wrong(office: Office) -> None:
    office.ask("va tutto bene con la lampada", kind="explanation")
    office.ask("voglio una persona", kind="handoff", handoff="requested", intents=(("request_human", 0.9),))
    office.collect()
    assert office.items() == []


@pytest.mark.parametrize("outcome", ["dismissed", "wrong_policy"])
def test_a_dismissed_suggestion_is_noticed_when_it_is_dismissed(office: Office, outcome: str) -> None:
    number = office.ask("il pacchetto con il fiocco", kind="explanation")
    office.collect()
    assert office.items() == []
    suggestion = office.do(_suggested, number)
    office.do(suggestions.act, A, suggestion, outcome, "rep", 5.0, reason="tone", right_policy_id="sofa-trial")
    office.collect()
    (item,) = office.items()
    assert (item.kinds, item.right_policy_id, item.reason) == ((outcome,), "sofa-trial", "tone")


def _suggested(connection, number: int) -> int:  # type: ignore[no-untyped-def]
    values = {
        "conversation_id": A,
        "message": number,
        "key": "k",
        "kind": "answer",
        "policy_id": "gift-wrapping",
        "version": 2,
        "parts": "summary",
        "language": "it",
        "level": "calm",
        "place": 1,
        "confidence": 0.8,
        "text": "Gratis.",
        "sources": [],
        "asked_at": 1.0,
        "shown_at": 2.0,
    }
    added = console_suggestion.insert().values(values).returning(console_suggestion.c.suggestion_id)
    return int(connection.execute(added).scalar_one())


def test_nothing_is_doubled_however_often_and_by_however_many_it_is_looked_at(office: Office) -> None:
    for number in range(12):
        office.ask(f"domanda numero {number} sulla chiavetta", conversation_id=f"{number % 4:032x}")
    other = office.new_collector()

    async def both() -> None:
        for _ in range(4):
            await asyncio.gather(office.collector.collect(), other.collect())

    asyncio.run(both())
    office.do(lambda connection: connection.execute(update(chat_message).values(reviewed_at=None)))
    office.collect(office.new_collector())
    found = office.items()
    assert len(found) == 12
    assert len(office.rows(review_kind)) == len({(row.item_id, row.kind) for row in office.rows(review_kind)})
    assert not office.do(counts.is_off)
    assert office.do(due.due_messages) == []


def test_messages_in_a_batch_too_large_for_one_are_all_looked_at(
    quick: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(due, "MESSAGES_AT_ONCE", 3)
    monkeypatch.setattr(due, "CONVERSATIONS_AT_ONCE", 2)
    for number in range(10):
        quick.ask(f"domanda {number} sulla chiavetta blu", conversation_id=f"{number % 3:032x}")
    quick.collect()
    assert len(quick.items()) == 10


def test_personal_data_are_masked(office: Office) -> None:
    office.ask("scrivetemi a anna.rossi@example.com o al 347 1234567, IBAN IT60X0542811101000000123456")
    office.collect()
    assert office.items()[0].text == "scrivetemi a [email] o al [phone], IBAN [iban]"


def test_what_rasa_has_not_written_yet_is_waited_for_and_then_taken_without(office: Office) -> None:
    office.ask("dove trovo la chiavetta blu", intents=None)
    office.collect()
    assert office.items() == []
    office.clock.now += 31
    office.collect()
    (item,) = office.items()
    assert (item.kinds, item.intent, item.language) == (("no_answer",), None, "it")


def test_a_message_far_back_in_a_long_record_is_found(quick: Office) -> None:
    number = quick.ask("dove trovo la chiavetta blu", intents=(("nlu_fallback", 0.3), ("greet", 0.2)))
    for other in range(30):
        quick.tracker.heard(A, 1000 + other, [("greet", 1.0)])
    quick.collect()
    assert quick.items()[0].intent == "greet"
    assert quick.items()[0].message == number


def test_what_a_person_answers_is_not_held_against_the_assistant(office: Office) -> None:
    office.begin(A)
    office.do(holding.take, A, holding.Person("rep", "Giulia"), 1.0)
    office.ask("dove trovo la chiavetta blu", intents=(("nlu_fallback", 0.3), ("greet", 0.2)))
    office.collect()
    assert office.items() == []


def test_messages_that_are_like_each_other_are_one_group_and_languages_stay_apart(office: Office) -> None:
    for text in (
        "dove trovo la chiavetta blu",
        "dove si trova la chiavetta blu?",
        "Dove trovo la chiavetta blu",
        "il mio gatto canta",
    ):
        office.ask(text, conversation_id=f"{len(text):032x}")
    office.ask("dove trovo la chiavetta blu", B, language="en")
    office.collect()
    grouped = [item.group_id for item in office.items()]
    assert len(set(grouped)) == 3
    assert sorted(grouped.count(group) for group in set(grouped)) == [1, 1, 3]
    listed = office.do(groups.listed, Asked(), None, 10)
    assert [group.place.size for group in listed] == [3, 1, 1]


def test_a_new_process_knows_the_groups_that_are_there(office: Office) -> None:
    office.ask("dove trovo la chiavetta blu")
    office.collect()
    office.ask("dove si trova la chiavetta blu?", B)
    office.collect(office.new_collector())
    assert len({item.group_id for item in office.items()}) == 1


def test_erasing_a_conversation_takes_its_items_and_the_counts_follow(office: Office) -> None:
    office.ask("dove trovo la chiavetta blu", A)
    office.ask("dove si trova la chiavetta blu?", B)
    office.collect()
    office.do(conversations.erase, A)
    assert [item.conversation_id for item in office.items()] == [B]
    assert len(office.rows(review_kind)) == 1
    assert office.do(counts.is_off)
    asyncio.run(office.collector.mend())
    assert not office.do(counts.is_off)
    assert {row.size for row in office.rows(review_count)} == {1}
    office.ask("dove si trova la chiavetta blu ora?", "c" * 32)
    office.collect()
    assert len(office.items()) == 2


def test_counts_kept_one_by_one_are_those_counted_anew(office: Office) -> None:
    for number in range(20):
        about = ("sofa-trial", "gift-wrapping", None)[number % 3]
        kind = ("no_answer", "clarification")[number % 2]
        office.ask(f"la chiavetta {'blu' if number % 4 else 'rossa'} non va", f"{number:032x}", kind=kind, about=about)
    office.collect()
    before = set(map(tuple, office.rows(review_count)))
    office.do(counts.recount)
    assert set(map(tuple, office.rows(review_count))) == before


ODD = {"intent_ranking": 5, "sentence_vector": "!"}


@pytest.mark.parametrize(
    "data",
    [
        "nothing",
        "[]",
        json.dumps({"event": "user", "metadata": {"message": 2}, "parse_data": ODD}),
        json.dumps({"event": "user", "metadata": {"message": 1}, "parse_data": ODD}),
        json.dumps({"event": "user", "metadata": 7}),
        json.dumps({"event": "user", "metadata": {"message": {}}, "parse_data": []}),
    ],
)
def test_a_record_that_makes_no_sense_stops_nothing(quick: Office, data: str) -> None:
    quick.ask("dove trovo la chiavetta blu", intents=None)
    with sqlite3.connect(quick.tracker.path) as connection:
        connection.execute("insert into events (sender_id, type_name, data) values (?, 'user', ?)", (A, data))
    quick.clock.now += 31
    quick.collect()
    assert len(quick.items()) == 1


def test_a_tracker_store_that_is_away_is_not_waited_for_for_ever(quick: Office) -> None:
    Path(quick.tracker.path).unlink()
    quick.record.close()
    quick.ask("dove trovo la chiavetta blu", intents=None)
    quick.clock.now += 31
    quick.collect()
    assert len(quick.rows(review_item)) == 1
