"""What is taken for an answer to a question of the assistant, and when nothing is said at all."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from rasa.core.policies.ensemble import DefaultPolicyPredictionEnsemble
from rasa.core.policies.policy import PolicyPrediction
from rasa.engine.graph import ExecutionContext
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActionExecutionRejected, Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.policies.awaited_answer_policy import AwaitedAnswerPolicy
from bot.policies.awaited_answers import AWAITED_FILE, BadAwaitedAnswersError, read_awaited_answers
from bot.policies.recent_rule_policy import RecentRulePolicy
from bot.tests.conftest import ROOT

DOMAIN = Domain.from_yaml(
    """
version: "3.1"
intents: [deny, affirm, ask_policy, inform_fact, take_over, hand_back]
entities: [date]
slots:
  awaiting: {type: any, influence_conversation: false, mappings: [{type: custom}]}
  conversation: {type: any, influence_conversation: false, mappings: [{type: custom}]}
actions: [action_answer_policy, action_answer_survey, action_note_fact, action_request_exception, action_enrol,
  action_request_grace, action_leave_message]
"""
)
LISTEN = "action_listen"
NAME = AwaitedAnswerPolicy.__name__

Make = Callable[..., AwaitedAnswerPolicy]


@pytest.fixture
def make(tmp_path: Path, context: ExecutionContext) -> Make:
    """Return a policy with settings of its own, loaded as from a model."""

    def load(**settings: Any) -> AwaitedAnswerPolicy:
        config = {**AwaitedAnswerPolicy.get_default_config(), **settings}
        storage = LocalModelStorage(tmp_path)
        trained = AwaitedAnswerPolicy.create(config, storage, Resource("awaited"), context).train([], DOMAIN)
        return AwaitedAnswerPolicy.load(config, storage, trained, context)

    return load


@pytest.fixture
def policy(make: Make) -> AwaitedAnswerPolicy:
    return make()


def said(text: str, intent: str = "ask_policy", *entities: str) -> UserUttered:
    found = [{"entity": entity, "value": "x"} for entity in entities]
    return UserUttered(text, {"name": intent, "confidence": 0.8}, found)


def tracker_of(*events: Event) -> DialogueStateTracker:
    return DialogueStateTracker.from_events("somebody", [ActionExecuted(LISTEN), *events], slots=DOMAIN.slots)


def chosen(prediction: PolicyPrediction) -> str | None:
    """Return what a prediction chooses; None where it abstains."""
    if not any(prediction.probabilities):
        return None
    assert (prediction.max_confidence, len(prediction.probabilities)) == (1.0, DOMAIN.num_actions)
    return DOMAIN.action_names_or_texts[prediction.max_confidence_index]


def choice(policy: AwaitedAnswerPolicy, awaited: Any, message: UserUttered) -> str | None:
    tracker = tracker_of(SlotSet("awaiting", {"for": awaited}), message)
    return chosen(policy.predict_action_probabilities(tracker, DOMAIN))


@pytest.mark.parametrize("text", ["1", "5", " 3 ", "3.", "(4)", "2!!", "3 😀", "3️⃣", "tre", "Cinque!", "ONE", "\uff13"])
def test_a_number_that_stands_alone_answers_how_hard_it_was(policy: AwaitedAnswerPolicy, text: str) -> None:
    assert choice(policy, "survey_effort", said(text)) == "action_answer_survey"


@pytest.mark.parametrize(
    "text",
    [
        "0",
        "6",
        "55",
        "-3",
        "3%",
        "3 €",
        "3.5",
        "4/5",
        "3 3",
        "tra 3 giorni?",
        "sei",
        "/3",
        "",
        "…",
        "9" * 3000,
        "³" * 9,
    ],
)
def test_anything_more_than_a_number_from_one_to_five_is_no_answer(policy: AwaitedAnswerPolicy, text: str) -> None:
    assert choice(policy, "survey_effort", said(text)) is None


@pytest.mark.parametrize(
    "text", ["No grazie", "ora non voglio rispondere", "BASTA DOMANDE!!", "not now, thanks", "no,thanks"]
)
@pytest.mark.parametrize("awaited", ["survey_effort", "survey_comment"])
def test_a_refusal_is_an_answer_in_both_languages(policy: AwaitedAnswerPolicy, awaited: str, text: str) -> None:
    assert choice(policy, awaited, said(text)) == "action_answer_survey"


CHOICES = [
    ("survey_effort", said("no", "deny"), "action_answer_survey"),
    ("survey_effort", said("quando arriva il pacco?"), None),
    ("survey_comment", said("troppo lunga", "nlu_fallback"), "action_answer_survey"),
    ("survey_comment", said("e il rimborso?"), None),
    ("fact", said("sono cliente business da due anni", "inform_fact"), "action_note_fact"),
    ("fact", said("parola " * 13, "inform_fact"), None),
    ("fact", said("il 3 marzo", "nlu_fallback"), "action_note_fact"),
    ("fact", said("quanto costa?", "ask_policy"), None),
    ("fact", said("perché?", "ask_anything_new"), None),
    ("fact", said("in un negozio a Milano centro", "nlu_fallback"), None),
    ("exception", said("sì", "affirm"), "action_request_exception"),
    ("exception", said("va bene, màndala"), "action_request_exception"),
    ("exception", said("resend items"), None),
    ("transition", said("vorrei più tempo"), "action_request_grace"),
    ("transition", said("vorrei piu' tempo"), "action_request_grace"),
    ("transition", said("iscrivimi al corso", "affirm"), "action_enrol"),
    ("transition", said("entro il 3 marzo", "ask_policy", "date"), "action_request_grace"),
    ("transition", said("yes, of course!", "affirm"), "action_request_grace"),
    ("transition", said("of course I'd like to join the course", "affirm"), "action_enrol"),
    ("transition", said("che cos'è un ricorso?"), None),
    ("enrolment", said("9"), "action_enrol"),
    ("enrolment", said("10"), None),
    ("enrolment", said("martedì", "ask_policy", "date"), "action_enrol"),
    ("message", said("richiamatemi domani", "ask_policy"), "action_leave_message"),
    ("message", said("un operatore", "request_human"), None),
    ("message", said('/choose_policy{"policy_id": "exchange"}', "choose_policy"), None),
    ("message", said("  /restart", "restart"), None),
    ("message", said("   "), None),
    ("transition", said('/choose_policy{"policy_id": "class"}', "choose_policy"), None),
    ("unheard-of", said("sì", "affirm"), None),
]


@pytest.mark.parametrize(("awaited", "message", "action"), CHOICES)
def test_what_is_awaited_decides_what_a_message_means(
    policy: AwaitedAnswerPolicy, awaited: str, message: UserUttered, action: str | None
) -> None:
    assert choice(policy, awaited, message) == action


@pytest.mark.parametrize("held", [None, "fact", 3, [], ["for"], {}, {"for": None}, {"for": ["fact"]}, {"for": {}}])
def test_a_slot_of_another_shape_awaits_nothing(policy: AwaitedAnswerPolicy, held: Any) -> None:
    tracker = tracker_of(SlotSet("awaiting", held), SlotSet("conversation", held), said("sì", "affirm"))
    assert chosen(policy.predict_action_probabilities(tracker, DOMAIN)) is None


def test_without_the_slots_nothing_is_awaited(policy: AwaitedAnswerPolicy) -> None:
    tracker = DialogueStateTracker.from_events("somebody", [ActionExecuted(LISTEN), said("sì", "affirm")], slots=[])
    assert chosen(policy.predict_action_probabilities(tracker, DOMAIN)) is None


@pytest.mark.parametrize(
    ("handoff", "intent", "action"),
    [("active", "ask_policy", LISTEN), ("active", "affirm", LISTEN), ("active", "take_over", None),
     ("active", "hand_back", None), ("requested", "ask_policy", None), (["active"], "ask_policy", None)],
)  # fmt: skip
def test_nothing_is_said_while_a_person_has_the_conversation(
    policy: AwaitedAnswerPolicy, handoff: Any, intent: str, action: str | None
) -> None:
    held = [SlotSet("conversation", {"handoff": handoff}), SlotSet("awaiting", {"for": "exception"})]
    message = said("/x" if action is None else "ciao", intent)
    tracker = tracker_of(*held, message)
    assert chosen(policy.predict_action_probabilities(tracker, DOMAIN)) == action


@pytest.mark.parametrize(("chooser", "action"), [(NAME, LISTEN), ("RecentRulePolicy", None), (None, None)])
def test_it_listens_after_an_action_of_its_own_only(
    policy: AwaitedAnswerPolicy, chooser: str | None, action: str | None
) -> None:
    done = ActionExecuted("action_request_exception", policy=chooser, confidence=1.0)
    tracker = tracker_of(
        SlotSet("awaiting", {"for": "exception"}), said("sì", "affirm"), done, SlotSet("awaiting", None)
    )
    assert chosen(policy.predict_action_probabilities(tracker, DOMAIN)) == action


def test_of_two_that_are_equally_sure_it_beats_the_rules(policy: AwaitedAnswerPolicy) -> None:
    tracker = tracker_of(SlotSet("awaiting", {"for": "exception"}), said("sì", "affirm"))
    rule = PolicyPrediction.for_action_name(DOMAIN, "action_answer_policy", "RecentRulePolicy")
    rule.policy_priority = RecentRulePolicy.get_default_config()["priority"]
    own = policy.predict_action_probabilities(tracker, DOMAIN)
    best = DefaultPolicyPredictionEnsemble().combine_predictions([rule, own], tracker, DOMAIN)
    assert chosen(best) == "action_request_exception"
    assert best.policy_name == NAME


def test_an_action_that_was_rejected_is_left_to_the_others(policy: AwaitedAnswerPolicy) -> None:
    rejected = ActionExecutionRejected("action_request_exception", NAME, 1.0)
    tracker = tracker_of(SlotSet("awaiting", {"for": "exception"}), said("sì", "affirm"), rejected)
    rule = PolicyPrediction.for_action_name(DOMAIN, "action_answer_policy", "RecentRulePolicy", 0.3)
    own = policy.predict_action_probabilities(tracker, DOMAIN)
    best = DefaultPolicyPredictionEnsemble().combine_predictions([own, rule], tracker, DOMAIN)
    assert DOMAIN.action_names_or_texts[best.max_confidence_index] == "action_answer_policy"


def test_an_action_that_the_domain_lacks_is_not_chosen(policy: AwaitedAnswerPolicy) -> None:
    small = Domain.from_yaml("version: '3.1'\nactions: [action_answer_policy]")
    tracker = tracker_of(SlotSet("awaiting", {"for": "exception"}), said("sì", "affirm"))
    assert not any(policy.predict_action_probabilities(tracker, small).probabilities)


def written(folder: Path, entries: Any, **more: Any) -> Path:
    path = folder / "awaited.yml"
    path.write_text(yaml.safe_dump({"number_words": {}, "awaited": {"a": entries}, **more}), "utf-8")
    return path


def test_an_intent_alone_must_be_sure_enough_where_that_is_asked(tmp_path: Path, make: Make) -> None:
    entry = {"action": "action_enrol", "intents": ["affirm"], "words": ["certo"], "least_confidence": 0.9}
    unsure = make(answers=str(written(tmp_path, [entry])))
    assert choice(unsure, "a", said("mah", "affirm")) is None
    assert choice(unsure, "a", said("certo", "affirm")) == "action_enrol"
    sure = make(answers=str(written(tmp_path, [{**entry, "least_confidence": 0.8}])))
    assert choice(sure, "a", said("mah", "affirm")) == "action_enrol"


def test_the_first_entry_that_fits_counts(tmp_path: Path, make: Make) -> None:
    entries = [{"action": "action_enrol", "words": ["uno"]}, {"action": "action_note_fact", "text": True}]
    two = make(answers=str(written(tmp_path, entries)))
    assert [choice(two, "a", said(text)) for text in ("uno", "due")] == ["action_enrol", "action_note_fact"]


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ({"action": "x", "wrods": ["sì"]}, "wrods"),
        ({"words": ["sì"]}, "action"),
        ({"action": "x"}, "needs one of"),
        ({"action": "x", "most_words": 3}, "needs one of"),
        ({"action": "x", "text": False}, "True was expected"),
        ({"action": "x", "words": [False]}, "False"),
        ({"action": "x", "words": "sì"}, "words"),
        ({"action": "x", "words": ["?!"]}, "letter"),
        ({"action": "x", "intents": []}, "intents"),
        ({"action": "x", "number": 3}, "number"),
        ({"action": "x", "number": {"least": 3}}, "most"),
        ({"action": "x", "number": {"least": 3, "most": 1}}, "least is above most"),
        ({"action": "x", "text": True, "least_confidence": 2}, "least_confidence"),
        ("x", "object"),
    ],
)
def test_a_mistake_in_the_file_is_told_with_its_place(tmp_path: Path, make: Make, entry: Any, told: str) -> None:
    path = written(tmp_path, [{"action": "good", "text": True}, entry])
    with pytest.raises(BadAwaitedAnswersError, match=r"awaited\.yml at .*a, 1") as raised:
        make(answers=str(path))
    assert told in str(raised.value)


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"awaited: {a: [", b"\xff\xfe\xff", b"number_words: {}\nawaited: {}\nother: 1"]
)
def test_a_file_that_is_none_is_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "awaited.yml"
    path.write_bytes(content)
    with pytest.raises(BadAwaitedAnswersError, match=r"awaited\.yml"):
        read_awaited_answers(path)
    with pytest.raises(BadAwaitedAnswersError, match="cannot be read"):
        read_awaited_answers(tmp_path / "none.yml")


def test_rasa_is_configured_to_ask_it() -> None:
    policies = yaml.safe_load((ROOT / "config.yml").read_text("utf-8"))["policies"]
    assert policies[0]["name"] == f"{AwaitedAnswerPolicy.__module__}.{NAME}"
    assert AwaitedAnswerPolicy.get_default_config()["priority"] > RecentRulePolicy.get_default_config()["priority"]


def test_every_shipped_action_is_known_here() -> None:
    answers = read_awaited_answers(AWAITED_FILE)
    actions = {entry.action for entries in answers.entries.values() for entry in entries}
    assert actions <= set(Domain.from_file(str(ROOT / "domain.yml")).user_actions)
