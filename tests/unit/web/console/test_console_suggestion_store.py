"""Suggestions are shown once, only the first act on one counts, and the counters say exactly what happened."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from policy_kb.answer.message import Source
from policy_kb.suggestions.ranking import Counts, Ranked, rank
from policy_kb.suggestions.suggestion import Kind, Suggestion, Suggestions
from tests.unit.web.console.played import HOSTILE, NOW, Console
from web.console.store import suggestions as store
from web.console.tables import console_answer, console_suggestion


def suggestion(kind: Kind = "answer", policy_id: str = "gift-wrapping", text: str = "È gratis.") -> Suggestion:
    source = Source("Regola 1.1", "https://shop.example/1.1")
    return Suggestion(
        f"{policy_id}:{kind}", kind, policy_id, 2, "it", text, (source,), 0.8, (), ("summary", "clause:1.1")
    )


THREE = Suggestions((suggestion(), suggestion("reason"), suggestion("answer", "sofa-trial")))


def show(console: Console, message: int = 1, made: Suggestions = THREE) -> dict[str, int]:
    ranked: Ranked = rank(made, {}, "calm")
    return dict(console.do(store.show, "a", message, ranked, "calm", NOW - 2, NOW))


def counts(console: Console, made: Suggestions = THREE) -> list[Counts]:
    known = console.do(store.counts_for, made, "calm")
    return [known.get((item.policy_id, item.kind, "it", "calm"), Counts()) for item in made.items]


def row(console: Console, number: int) -> Any:
    return console.do(store.find, "a", number)


@pytest.fixture
def shown(console: Console) -> dict[str, int]:
    console.begin("a", "quanto costa la confezione?")
    return show(console)


def test_what_is_shown_again_to_whoever_looks_counts_once(console: Console, shown: dict[str, int]) -> None:
    assert show(console) == shown
    assert len(set(shown.values())) == 3
    assert counts(console) == [Counts(1, 0, 0)] * 3
    assert show(console, message=2) != shown, "another message is another showing"
    assert counts(console) == [Counts(2, 0, 0)] * 3


def test_what_is_kept_is_what_was_on_the_screen(console: Console, shown: dict[str, int]) -> None:
    kept = row(console, shown["gift-wrapping:reason"])
    assert (kept.message, kept.kind, kept.place, kept.level, kept.version) == (1, "reason", 2, "calm", 2)
    assert (kept.asked_at, kept.shown_at, kept.opened_at, kept.outcome) == (NOW - 2, NOW, None, None)
    assert kept.sources == [{"label": "Regola 1.1", "url": "https://shop.example/1.1"}]
    assert kept.parts == "summary,clause:1.1"


def test_a_text_is_kept_as_it_is_whatever_is_in_it(console: Console) -> None:
    console.begin("a", "ciao")
    number = show(console, made=Suggestions((suggestion(text=HOSTILE),)))
    assert row(console, next(iter(number.values()))).text == HOSTILE


def test_only_the_first_look_into_it_counts(console: Console, shown: dict[str, int]) -> None:
    number = shown["gift-wrapping:answer"]
    for later in (1, 5):
        console.do(store.opened, "a", number, NOW + later)
    assert row(console, number).opened_at == NOW + 1


def test_only_the_first_act_counts(console: Console, shown: dict[str, int]) -> None:
    number = shown["gift-wrapping:answer"]
    assert console.do(store.act, "a", number, "edited", "g1", NOW + 3, distance=4) is not None
    assert console.do(store.act, "a", number, "dismissed", "m1", NOW + 4, reason="tone") is None
    kept = row(console, number)
    assert (kept.outcome, kept.distance, kept.account_id, kept.acted_at) == ("edited", 4, "g1", NOW + 3)
    assert kept.reason is None
    assert counts(console) == [Counts(1, 1, 0), Counts(1, 0, 0), Counts(1, 0, 0)]


def test_each_act_is_counted_where_it_belongs(console: Console, shown: dict[str, int]) -> None:
    first, second, third = shown.values()
    console.do(store.act, "a", first, "accepted", "g1", NOW, distance=0)
    console.do(store.act, "a", second, "dismissed", "g1", NOW, reason="too_long")
    console.do(store.act, "a", third, "wrong_policy", "g1", NOW, reason="wrong_policy", right_policy_id="spare-parts")
    assert counts(console) == [Counts(1, 1, 0), Counts(1, 0, 1), Counts(1, 0, 1)]


def test_nobody_acts_on_a_suggestion_of_another_conversation(console: Console, shown: dict[str, int]) -> None:
    console.begin("b", "ciao")
    number = shown["gift-wrapping:answer"]
    assert console.do(store.find, "b", number) is None
    console.do(store.opened, "b", number, NOW)
    assert console.do(store.act, "b", number, "dismissed", "g1", NOW, reason="tone") is None
    assert row(console, number).opened_at is None
    assert counts(console)[0] == Counts(1, 0, 0)


def test_levels_and_languages_are_counted_apart(console: Console, shown: dict[str, int]) -> None:
    assert shown
    assert console.do(store.counts_for, THREE, "angry") == {}
    assert console.do(store.counts_for, Suggestions(), "calm") == {}


def test_what_was_learnt_is_forgotten_of_some_or_of_all(console: Console, shown: dict[str, int]) -> None:
    assert console.do(store.reset, ["sofa-trial", "' or 1=1 --"]) == 1
    assert counts(console) == [Counts(1, 0, 0), Counts(1, 0, 0), Counts()]
    assert console.do(store.reset, []) == 0
    assert console.do(store.reset) == 2
    assert counts(console) == [Counts()] * 3
    assert row(console, shown["sofa-trial:answer"]) is not None, "what was shown stays known"


def test_an_answer_is_kept_once_with_when_it_was_asked_for(console: Console, shown: dict[str, int]) -> None:
    assert console.do(store.last_asked, "a", 2) == NOW
    assert console.do(store.last_asked, "a", 1) is None
    values = {"account_id": "g1", "asked_at": NOW, "at": NOW + 9, "suggestion_id": next(iter(shown.values()))}
    for changes in ({}, {"at": NOW + 99}):
        console.do(store.answered, "a", 2, values | changes)
    kept = console.do(lambda connection: connection.execute(select(console_answer)).all())
    assert [(one.number, one.at) for one in kept] == [(2, NOW + 9)]


def test_suggestions_go_with_their_conversation(console: Console, shown: dict[str, int]) -> None:
    from web.inbox.store import conversations

    console.do(conversations.erase, "a")
    assert console.do(lambda connection: connection.execute(select(console_suggestion)).all()) == []
    assert len(shown) == 3
    assert counts(console)[0] == Counts(1, 0, 0), "a counter names nobody"
