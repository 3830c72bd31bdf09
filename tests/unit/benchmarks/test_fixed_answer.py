"""The parts of the comparison with a fixed answer that need no server."""

from __future__ import annotations

import os
import sqlite3
import statistics
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import click
import pytest

from benchmarks.fixed_answer.figures import compared, parts_of_a_turn, side_figures
from benchmarks.fixed_answer.parts import action_call, own_cpu_ms, timed
from benchmarks.fixed_answer.questions import example_questions, in_runs
from benchmarks.fixed_answer.servers import copy_database, family, wait_for
from benchmarks.fixed_answer.stock import fixed_domain, fixed_rules, fixed_stories, intent_names, with_epochs
from benchmarks.fixed_answer.turns import Spent, explained_pairs, explains

PARTS = ("stock: parse", "stock: empty call", "parse", "empty call", "action", "empty action call", "encode", "find")


def test_intents_are_named_with_and_without_settings() -> None:
    assert intent_names({"intents": ["greet", {"ask_policy": {"use_entities": []}}]}) == ["greet", "ask_policy"]


def test_a_domain_without_intents_is_refused() -> None:
    with pytest.raises(KeyError):
        intent_names({"responses": {}})


def test_every_intent_and_the_message_that_none_fits_get_the_one_answer() -> None:
    rules = fixed_rules(["greet", "thank"])["rules"]
    assert [rule["steps"][0]["intent"] for rule in rules] == ["greet", "thank", "nlu_fallback"]
    assert {rule["steps"][1]["action"] for rule in rules} == set(fixed_domain(["greet", "thank"])["responses"])


def test_stories_say_the_same_as_the_rules() -> None:
    told = [story["steps"] for story in fixed_stories(["greet", "thank"])["stories"]]
    assert told == [rule["steps"] for rule in fixed_rules(["greet", "thank"])["rules"][:2]]


def test_only_networks_get_other_epochs() -> None:
    config = {"language": "en", "pipeline": [{"name": "a", "epochs": 100}, {"name": "b"}], "policies": []}
    assert with_epochs(config, 2)["pipeline"] == [{"name": "a", "epochs": 2}, {"name": "b"}]
    assert config["pipeline"] == [{"name": "a", "epochs": 100}, {"name": "b"}]


def test_languages_take_turns_by_conversation() -> None:
    assert in_runs(["a", "b", "c", "d", "e"], ["1", "2", "3", "4"], 2) == ["a", "b", "1", "2", "c", "d", "3", "4"]
    assert in_runs(["a"], ["1"], 2) == []


def test_no_example_question_is_asked_twice_and_the_order_is_drawn_once() -> None:
    drawn = example_questions(1)
    assert len(set(drawn)) == len(drawn) > 1000
    assert drawn == example_questions(1) != example_questions(2)


def test_a_reply_explains_where_any_of_its_messages_does() -> None:
    assert explains([{"text": "Capisco."}, {"text": "…", "custom": {"kind": "explanation"}}])
    assert not explains([{"text": "?", "custom": {"kind": "clarification"}}, {"text": "!", "custom": None}])
    assert not explains([])


def test_what_ours_does_not_explain_counts_on_neither_side() -> None:
    ours = [Spent(10, 5, True), Spent(20, 5, False)]
    stock = [Spent(30, 5, False), Spent(40, 5, False)]
    assert explained_pairs({"ours": ours, "stock": stock}) == {"ours": ours[:1], "stock": stock[:1]}


def test_the_ratio_is_of_the_medians_with_its_span_over_the_rounds() -> None:
    slow, fast = [Spent(20, 10, True)] * 3, [Spent(10, 10, True)] * 3
    found = compared([{"ours": fast, "stock": slow}, {"ours": fast, "stock": fast}, {"ours": fast, "stock": slow}])
    assert found["wall_ms"]["ratio"] == 0.5
    assert found["wall_ms"]["ratio_of_rounds"] == [0.5, 1.0]
    assert found["cpu_ms"]["ratio"] == 1.0


def test_a_single_turn_has_no_spread() -> None:
    with pytest.raises(statistics.StatisticsError):
        side_figures([], "wall_ms")


def test_parse_action_and_rest_make_up_the_turn() -> None:
    costs = {name: {"wall_ms": 2.0, "cpu_ms": 1.0} for name in PARTS}
    found = parts_of_a_turn({"ours": 10.0, "stock": 20.0}, [costs], "wall_ms")
    assert found["parse"] + found["action"] + found["rest"] == found["turn"] == 10.0
    assert found["action: search"] == 4.0
    assert found["stock: rest"] == 18.0


def test_the_recorded_tracker_gets_the_new_message_and_stays_as_it_was() -> None:
    tracker = {"sender_id": "a", "slots": {"language": "it"}, "latest_message": {}, "events": [{"event": "bot"}]}
    call = action_call(tracker, {"text": "Posso?", "intent": {"name": "ask_policy"}})
    assert call["tracker"]["latest_message"]["text"] == "Posso?"
    assert [event["event"] for event in call["tracker"]["events"]] == ["bot", "user"]
    assert len(tracker["events"]) == 1
    assert call["tracker"]["slots"] == {"language": "it"}


def test_work_is_timed_and_handed_back() -> None:
    cost, result = timed(lambda: sum(range(1000)), own_cpu_ms)
    assert result == sum(range(1000))
    assert cost["wall_ms"] > 0
    assert cost["cpu_ms"] >= 0


def test_a_process_counts_with_its_children_until_it_has_ended() -> None:
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    assert child.pid in family(os.getpid())
    child.communicate(b"\n")
    assert child.pid not in family(os.getpid())


def test_a_knowledge_base_is_copied_while_another_has_it_open(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "a.db")) as opened:
        opened.execute("create table article (policy_id text)")
        opened.execute("insert into article values ('exchange')")
        opened.commit()
        copy_database(tmp_path / "a.db", tmp_path / "b.db")
    with closing(sqlite3.connect(tmp_path / "b.db")) as copied:
        assert copied.execute("select * from article").fetchall() == [("exchange",)]


def test_a_missing_knowledge_base_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(sqlite3.Error):
        copy_database(tmp_path / "missing.db", tmp_path / "b.db")
    assert not (tmp_path / "missing.db").exists()


def test_a_server_that_does_not_answer_in_time_is_named() -> None:
    with pytest.raises(click.ClickException, match=r"127\.0\.0\.1:9"):
        wait_for("http://127.0.0.1:9/status", seconds=0.1)
