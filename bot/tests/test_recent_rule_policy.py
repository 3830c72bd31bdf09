"""The rules of the project choose what they choose in Rasa, and leave nothing to choose for stories."""

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from rasa.core.agent import Agent
from rasa.core.policies.policy import PolicyPrediction
from rasa.core.policies.rule_policy import RulePolicy
from rasa.engine.graph import ExecutionContext
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActionExecutionRejected,
    BotUttered,
    DefinePrevUserUtteredFeaturization,
    Event,
    SessionStarted,
    SlotSet,
    UserUtteranceReverted,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

from bot.policies.recent_rule_policy import RecentRulePolicy
from bot.tests.conftest import ROOT

LISTEN = "action_listen"
DOMAIN_FILE = yaml.safe_load((ROOT / "domain.yml").read_text("utf-8"))
INTENTS = [next(iter(item)) if isinstance(item, dict) else item for item in DOMAIN_FILE["intents"]] + ["nlu_fallback"]
ACTIONS = DOMAIN_FILE["actions"]
OF_RASA = ["restart", "back", "session_start"]  # rules for these come with the policy
ENTITIES = st.sampled_from([[], [{"entity": "policy_id", "value": "exchange"}], [{"entity": "date", "value": "today"}]])


@pytest.fixture(scope="module")
def domain(agent: Agent) -> Domain:
    assert agent.domain is not None
    return agent.domain


@pytest.fixture(scope="module")
def ours(agent: Agent) -> RecentRulePolicy:
    assert agent.processor is not None
    components = [node._component for node in agent.processor.graph_runner._instantiated_nodes.values()]
    return next(component for component in components if isinstance(component, RecentRulePolicy))


@pytest.fixture(scope="module")
def rasas(ours: RecentRulePolicy, shared_storage: LocalModelStorage, context: ExecutionContext) -> RulePolicy:
    """Rasa's own policy that has learnt the same."""
    config = {**RulePolicy.get_default_config(), **ours.config}
    return RulePolicy(config, shared_storage, Resource("rules"), context, ours.featurizer, ours.lookup)


def heard(intent: str, entities: list[dict[str, str]], is_read: bool = True) -> list[Event]:
    said = UserUttered("…", {"name": intent, "confidence": 1.0}, entities)
    return [ActionExecuted(LISTEN), said, *([DefinePrevUserUtteredFeaturization(False)] if is_read else [])]


TURN = st.builds(
    lambda intent, entities, action, after: [
        *heard(intent, entities), ActionExecuted(action), SlotSet("language", "it"), BotUttered("…"), *after,
    ],
    st.sampled_from(INTENTS + OF_RASA),
    ENTITIES,
    st.sampled_from([*ACTIONS, "action_unlikely_intent"]),
    st.sampled_from([[], [SessionStarted()], [UserUtteranceReverted()], [ActionExecutionRejected("action_repeat")]]),
)  # fmt: skip
LAST = st.one_of(
    st.builds(lambda intent, entities: heard(intent, entities, False), st.sampled_from(INTENTS + OF_RASA), ENTITIES),
    st.just([]),
)


def tracker_of(turns: list[list[Event]], last: list[Event], domain: Domain) -> DialogueStateTracker:
    return DialogueStateTracker.from_events("a", [event for turn in [*turns, last] for event in turn], domain.slots)


def chosen(policy: RulePolicy, tracker: DialogueStateTracker, domain: Domain) -> tuple[PolicyPrediction, str | None]:
    prediction, _ = policy._predict(tracker, domain)
    best = prediction.max_confidence_index
    return prediction, domain.action_names_or_texts[best] if prediction.max_confidence == 1.0 else None


@settings(max_examples=300, deadline=None)
@given(st.lists(TURN, max_size=7), LAST)
def test_the_same_is_chosen_as_by_rasas_policy(
    ours: RecentRulePolicy, rasas: RulePolicy, domain: Domain, turns: list[list[Event]], last: list[Event]
) -> None:
    for _ in range(2):  # at the second time it is remembered
        mine, theirs = (chosen(policy, tracker_of(turns, last, domain), domain) for policy in (ours, rasas))
        assert mine[1] == theirs[1]
        assert mine[0].probabilities == theirs[0].probabilities
        assert mine[0].is_no_user_prediction == theirs[0].is_no_user_prediction
        assert mine[0].is_end_to_end_prediction == theirs[0].is_end_to_end_prediction
        assert mine[0].events == theirs[0].events == []


@pytest.mark.parametrize("before", [0, 1, 3])
@pytest.mark.parametrize("intent", INTENTS)
def test_each_intent_has_a_rule_anywhere_after_which_the_customer_is_listened_to(
    ours: RecentRulePolicy, domain: Domain, intent: str, before: int
) -> None:
    earlier = [[*heard("greet", []), ActionExecuted("action_small_talk")]] * before
    _, action = chosen(ours, tracker_of(earlier, heard(intent, [], False), domain), domain)
    assert action in ACTIONS
    answered = [*earlier, [*heard(intent, []), ActionExecuted(action)]]
    assert chosen(ours, tracker_of(answered, [], domain), domain)[1] == LISTEN


def test_what_is_remembered_has_a_bound(
    ours: RecentRulePolicy, domain: Domain, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.policies.recent_rule_policy._MOST_REMEMBERED", 3)
    ours._remembered.clear()
    for intent in INTENTS:
        assert chosen(ours, tracker_of([], heard(intent, [], False), domain), domain)[1] in ACTIONS
        assert len(ours._remembered) <= 3
