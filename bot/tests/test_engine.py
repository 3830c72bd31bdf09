"""What Rasa's engine is replaced by says what Rasa says."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import ValidationError
from rasa.core.actions.action import RemoteAction
from rasa.engine.exceptions import GraphRunError
from rasa.engine.graph import ExecutionContext, GraphComponent, GraphSchema, SchemaNode
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.plugin import plugin_manager
from rasa.shared.core.trackers import DialogueStateTracker

from bot.engine.action_calls import LeanActionCalls
from bot.engine.action_results import check_result
from bot.engine.adjustments import adjust_rasa
from bot.engine.graph_runner import SequentialGraphRunner
from bot.engine.lean_processor import LeanProcessor
from bot.engine.tracker_copies import copied

ACTION = RemoteAction("action_answer_policy", None)
# Rasa's own check, kept before anything is adjusted.
RASAS_CHECK = RemoteAction._validate_action_result

GOOD: dict[str, Any] = {
    "events": [
        {"event": "slot", "timestamp": None, "name": "policy_id", "value": "exchange"},
        {"event": "slot", "timestamp": 1.5, "name": "facts", "value": {"group": "gold"}},
        {"event": "followup", "timestamp": None, "name": "action_listen"},
        {"event": "restart", "timestamp": None},
        {"event": "bot", "text": "ciao", "data": {}, "metadata": {}},
    ],
    "responses": [{"text": "ciao", "custom": {"a": [1]}}],
}


def verdict(check: Any, result: Any) -> bool:
    try:
        return bool(check(ACTION, result))
    except ValidationError:
        return False


def test_a_good_answer_is_let_through() -> None:
    assert verdict(check_result, GOOD)
    assert verdict(RASAS_CHECK, GOOD)


@pytest.mark.parametrize(
    "answer",
    [
        None, [], "text", 3, {"events": None}, {"events": {}}, {"events": [None]}, {"events": ["slot"]},
        {"events": [{}]}, {"events": [{"event": "unheard-of"}]}, {"events": [{"event": 3}]},
        {"events": [{"event": []}]}, {"events": [{"event": "slot", "name": 3, "value": 1}]},
        {"events": [{"event": "slot"}]},
        {"responses": {}}, {"responses": ["text"]}, {"responses": [None]},
        {}, {"events": []}, {"responses": []}, {"events": [], "responses": [{}]}, {"other": 1},
    ],
)  # fmt: skip
def test_odd_answers_are_judged_as_rasa_judges_them(answer: Any) -> None:
    assert verdict(check_result, answer) == verdict(RASAS_CHECK, answer)


KINDS = st.sampled_from(["slot", "user", "bot", "action", "followup", "restart", "form", "active_loop", "other", ""])
VALUES = st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.just([]) | st.just({})
KEYS = st.sampled_from(["name", "value", "text", "timestamp", "policy", "confidence", "entities", "data", "metadata"])
EVENTS = st.builds(lambda kind, rest: {**rest, "event": kind}, KINDS, st.dictionaries(KEYS, VALUES, max_size=5))


@settings(max_examples=150, deadline=None)
@given(st.lists(EVENTS | VALUES, max_size=3))
def test_events_are_judged_as_rasa_judges_them(events: list[Any]) -> None:
    answer = {"events": events, "responses": []}
    assert verdict(check_result, copy.deepcopy(answer)) == verdict(RASAS_CHECK, answer)


def test_a_refused_answer_says_what_is_wrong_with_it() -> None:
    with pytest.raises(ValidationError, match="unheard-of"):
        check_result(ACTION, {"events": [{"event": "unheard-of"}]})


class Adder(GraphComponent):
    """Adds one to what it is given."""

    @classmethod
    def create(cls, config: dict[str, Any], *_: Any, **__: Any) -> "Adder":
        return cls()

    def add(self, number: int) -> int:
        return number + 1

    def join(self, left: int, right: int) -> list[int]:
        return [left, right]

    def fail(self, number: int) -> int:
        raise ValueError("broken")


def node(method: str, **needs: str) -> SchemaNode:
    return SchemaNode(needs=needs, uses=Adder, constructor_name="create", fn=method, config={}, eager=True)


SCHEMA = GraphSchema(
    {
        "joined": SchemaNode({"left": "first", "right": "second"}, Adder, "create", "join", {}, True, is_target=True),
        "second": node("add", number="first"),
        "first": node("add", number="given"),
        "unused": node("fail", number="given"),
    }
)


def runners(tmp_path: Path, schema: GraphSchema = SCHEMA) -> list[DaskGraphRunner]:
    storage = LocalModelStorage.create(tmp_path)
    context = ExecutionContext(schema, "model")
    return [kind.create(schema, storage, context) for kind in (DaskGraphRunner, SequentialGraphRunner)]


def test_the_graph_gives_what_dask_gives_and_runs_no_node_that_is_not_needed(tmp_path: Path) -> None:
    stock, ours = runners(tmp_path)
    for targets in (None, ["second"], ["first", "joined"]):
        assert ours.run({"given": 1}, targets) == stock.run({"given": 1}, targets)
    assert ours.run({"given": 1}) == ours.run({"given": 1}) == {"joined": [2, 3]}
    assert ours.run({"given": 5}) == {"joined": [6, 7]}


def test_what_goes_wrong_in_the_graph_is_told_as_by_dask(tmp_path: Path) -> None:
    for runner in runners(tmp_path):
        with pytest.raises(Exception, match="unused") as failed:
            runner.run({"given": 1}, ["unused"])
        assert type(failed.value).__name__ == "GraphComponentException"
        with pytest.raises(GraphRunError, match="clashes"):
            runner.run({"given": "first"})
        with pytest.raises(GraphRunError, match="given"):
            runner.run({})


def test_an_action_is_called_without_the_domain() -> None:
    hook = LeanActionCalls()
    body = {"next_action": "action_repeat", "tracker": {"slots": {}}}
    assert hook.prefix_stripping_for_custom_actions(json_body=body) == {**body, "domain": {}}
    whole = {**body, "domain": {"intents": ["greet"]}}
    assert json.dumps(hook.prefix_stripping_for_custom_actions(json_body=whole), sort_keys=True) == json.dumps(
        whole, sort_keys=True
    )


def test_rasa_is_adjusted_once_however_often_it_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    import rasa.core.agent as agent
    import rasa.core.processor as processor

    monkeypatch.setattr(processor, "DaskGraphRunner", processor.DaskGraphRunner)
    monkeypatch.setattr(agent, "MessageProcessor", agent.MessageProcessor)
    monkeypatch.setattr(DialogueStateTracker, "copy", DialogueStateTracker.copy)
    monkeypatch.setattr(RemoteAction, "_validate_action_result", RASAS_CHECK)
    adjust_rasa()
    adjust_rasa()
    assert processor.DaskGraphRunner is SequentialGraphRunner
    assert agent.MessageProcessor is LeanProcessor
    assert DialogueStateTracker.copy is copied
    assert RemoteAction._validate_action_result is check_result
    assert sum(isinstance(plugin, LeanActionCalls) for plugin in plugin_manager().get_plugins()) == 1
