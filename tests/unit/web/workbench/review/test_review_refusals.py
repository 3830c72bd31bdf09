"""Hostile texts, odd forms and addresses, and what is none of a reader's business."""

from __future__ import annotations

from html import unescape

import pytest

from tests.unit.web.console.played import HOSTILE
from tests.unit.web.workbench.review.deciding import QUESTIONS, A, B, C, ask_thrice, correct, fields, send
from tests.unit.web.workbench.review.office import NLU, REVIEW, Office
from web.accounts.records import Role
from web.inbox.store import conversations


def test_hostile_texts_are_shown_as_texts(office: Office) -> None:
    office.ask(
        HOSTILE,
        kind="clarification",
        about="<b>x</b>",
        intents=(("<script>alert(1)</script>", 0.5),),
        frustration={"level": "<i>"},
    )
    office.collect()
    desk, _ = office.sit()
    group = f"{REVIEW}/groups/{office.items()[0].group_id}"
    begun = send(desk, group + "/decide", fields(desk.get(group)), act="correct").headers["location"]
    lines = dict(fields(desk.get(begun)))["lines"]
    for page in (
        desk.get(REVIEW),
        desk.get(group),
        desk.get(begun),
        correct(desk, group, level="angry", lines="<img src=x>"),
    ):
        assert page.status_code in (200, 303)
        for bad in ("<img", "<b>x", "<script>a", "<i>"):
            assert bad not in page.text
    assert "{{7*7}}" in lines
    assert office.file("bot/resources/frustration/it/trainers_angry.yml") == 'angry:\n  - "<img src=x>"\n'


@pytest.mark.parametrize(
    ("right", "said"),
    [
        ({"lines": "   \n "}, "There is no line to learn from"),
        ({"lines": "\n".join(f"frase {n}" for n in range(40)), "intent": "ask_policy"}, "At most"),
        ({"intent": ""}, "Nothing is corrected yet"),
        ({"intent": "fly_to_moon"}, "There is no intent"),
        ({"level": "livid"}, "There is no mood"),
        ({"lines": "fate i pacchetti regalo", "intent": "ask_policy"}, "is there already"),
        ({"lines": "va bene così", "level": "angry"}, "is there already"),
        ({"lines": "x" * 501, "intent": "ask_policy"}, "at most 500"),
        ({"lines": "la [carta](bank) nera", "intent": "ask_policy"}, "does not list"),
        ({"lines": "una frase", "intent": "ask_policy", "words": "altro", "entity": "shop"}, "stand in none"),
        ({"lines": "una frase", "intent": "ask_policy", "words": "frase", "entity": ""}, "Choose what the words"),
        ({"lines": "una frase", "policy": "sofa-trial", "words": "frase", "entity": "shop"}, "Marked words are"),
    ],
)  # fmt: skip
def test_what_cannot_be_written_is_said_and_nothing_is_written(quick: Office, right: dict[str, str], said: str) -> None:
    group = ask_thrice(quick)
    desk, _ = quick.sit()
    refused = correct(desk, group, **right)
    assert refused.status_code == 422
    assert said in unescape(refused.text)
    assert quick.file(QUESTIONS) == NLU
    assert {item.state for item in quick.items()} == {"open"}
    italian, _ = quick.sit("ida", language="it")
    assert correct(italian, group, **right).status_code == 422


@pytest.mark.parametrize(
    "sent",
    [
        {}, {"act": "accept"}, {"act": "burn", "item": "1.0"}, {"act": "accept", "item": "x"},
        {"act": "accept", "item": "1"}, {"act": "accept", "item": "99999999999.0"}, {"act": "accept", "all": "yes"},
        {"act": "accept", "all": "yes", "seen": "-1", "count": "1"},
        {"act": "accept", "item": "1.0\u0661"}, {"act": "correct", "item": "../1.0"},
    ],
)  # fmt: skip
def test_odd_forms_are_refused(quick: Office, sent: dict[str, str]) -> None:
    group = ask_thrice(quick)
    desk, _ = quick.sit()
    assert desk.post(group + "/decide", **sent).status_code == 422
    assert {item.state for item in quick.items()} == {"open"}


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("?state=x&kind=y&language=z&policy=../..&after=1-2", 200), ("?after=9-9-9&policy=%00", 404),
        ("?after=x-y-z", 200),
        ("/groups/0", 404), ("/groups/x", 404), ("/groups/99999999999999999999", 404), ("/groups/-1", 404),
        ("/groups/1?before=x&done=99999999999&state=none", 200), ("/groups/1/correct", 422),
        ("/groups/1/correct?item=7.0", 409),
        ("/groups/1/correct?item=1.7", 409), ("/groups/1/correct?all=yes&seen=9&count=9", 409),
    ],
)  # fmt: skip
def test_odd_addresses_are_answered(office: Office, path: str, status: int) -> None:
    ask_thrice(office)
    desk, _ = office.sit()
    assert desk.get(REVIEW + path).status_code == status


def test_items_of_another_group_are_not_decided_with_this_one(quick: Office) -> None:
    group = ask_thrice(quick)
    quick.ask("il mio gatto canta", "d" * 32)
    quick.collect()
    desk, _ = quick.sit()
    other = next(item for item in quick.items() if "gatto" in item.text)
    assert desk.post(group + "/decide", act="accept", item=other.key).status_code == 409


def test_only_who_may_read_conversations_is_led_to_them(quick: Office) -> None:
    group = ask_thrice(quick)
    trainer, _ = quick.sit()
    both, _ = quick.sit("bea", Role.TRAINER, Role.REPRESENTATIVE)
    assert "/staff/console/c/" not in trainer.get(group).text
    assert f"/staff/console/c/{A}" in both.get(group).text


def test_a_group_that_was_erased_is_not_there(office: Office) -> None:
    group = ask_thrice(office)
    desk, _ = office.sit()
    sent = fields(desk.get(group))
    for conversation in (A, B, C):
        office.do(conversations.erase, conversation)
    assert send(desk, group + "/decide", sent, act="accept").status_code in (404, 409)
    assert desk.get(REVIEW).status_code == 200
