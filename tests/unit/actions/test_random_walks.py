"""Random walks through conversations: whatever is said in whatever order, some things always hold."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from py3langid.langid import MODEL_FILE, LanguageIdentifier
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from actions.base import ChiaroAction
from actions.hand_back import HandBack
from actions.repeat import Repeat
from actions.take_over import TakeOver
from policy_kb.answer.eligibility import eligibility
from policy_kb.answer.facts import CustomerFacts
from policy_kb.store.articles import revisions_in_force
from policy_kb.tables import Alternative, Revision, Ticket
from tests.factories.small_company import TODAY
from tests.unit.actions.talking import LEVELS, Talk
from tests.unit.actions.test_domain import _classes

ROOT = Path(__file__).parents[3]
TURNS = 25
LEAST_TO_TELL = 60
WALKS = 90  # 2,250 turns on each kind of database
TEXTS = {
    "it": [
        "fate i pacchetti regalo?", "quanto dura la prova del divano?", "mi serve una vite", "perché?", "sì", "no", "2",
        "che tempo fa?", "siamo un hotel, cosa cambia?", "sono cliente gold", "non lo so", "iscrivimi", "più tempo",
        "l'ho comprato il 1 dicembre 2025", "è una vergogna, mi avete stufato", "grazie", "messaggio: richiamatemi", "",
        "😀", "1.500 euro", "consegnato ieri",
    ],
    "en": [
        "do you wrap gifts?", "how long is the sofa trial?", "I need a screw", "why?", "yes", "no", "1", "any rain?",
        "we are a hotel", "I'm a silver member", "I don't know", "sign me up", "more time", "bought on 1 December 2025",
        "you are a disgrace", "thanks", "message: call me", "???", "about 300", "it was delivered",
    ],
}  # fmt: skip
FACTS = {
    "customer_group": ["household", "business"],
    "loyalty_level": ["base", "silver", "gold", "platinum"],
    "account_value": [0.0, 499.0, 500.0, 9000.0],
    "order_state": ["placed", "dispatched", "delivered"],
}

RECOGNISER = LanguageIdentifier.from_model_file(MODEL_FILE)
RECOGNISER.set_languages(["it", "en"])


@dataclass(frozen=True)
class Step:
    """One message of a customer, as Rasa would have understood it."""

    action: type[ChiaroAction]
    intent: str
    text: str
    language: str
    level: str
    second: str | None
    entities: dict[str, str]
    facts: dict[str, Any]


@dataclass
class Walk:
    """A conversation and what it said in the turn before."""

    talk: Talk
    latest: list[str] = field(default_factory=list)


def _routes() -> list[tuple[str, type[ChiaroAction]]]:
    """Every pair of intent and action that a rule makes, and each action that an awaited answer leads to."""
    actions = {action.action_name: action for action in _classes()}
    routes = [("nlu_fallback", actions["action_answer_policy"])]
    for file in sorted((ROOT / "data" / "rules").glob("*.yml")):
        for rule in yaml.safe_load(file.read_text(encoding="utf-8"))["rules"]:
            steps = {key: value for step in rule["steps"] for key, value in step.items()}
            routes.append((steps["intent"], actions[steps["action"]]))
    awaited = yaml.safe_load((ROOT / "bot" / "resources" / "awaited.yml").read_text(encoding="utf-8"))["awaited"]
    names = {entry["action"] for entries in awaited.values() for entry in entries}
    return routes + [(intent, actions[name]) for name in sorted(names) for intent in ("affirm", "deny", "nlu_fallback")]


ROUTES = _routes()
SECONDS = [None, None, None, "ask_reason", "ask_alternatives", "request_human", "ask_transition"]
DAYS = ["2025-12-01", "2026-12-10", "2027-01-20", "2030-01-01", "nonsense"]


@st.composite
def steps(draw: st.DrawFn) -> Step:
    intent, action = draw(st.sampled_from(ROUTES))
    language = draw(st.sampled_from(["it", "en"]))
    entities = {"date": draw(st.sampled_from(DAYS))} if draw(st.booleans()) else {}
    if intent == "choose_policy":
        entities["policy_id"] = draw(st.sampled_from(["sofa-trial", "gift-wrapping", "no-such-policy"]))
    name = draw(st.sampled_from([None, None, None, *FACTS]))
    return Step(
        action=action,
        intent=intent,
        text=draw(st.sampled_from(TEXTS[language])),
        language=language,
        level=draw(st.sampled_from(sorted(LEVELS))),
        second=draw(st.sampled_from(SECONDS)),
        entities=entities,
        facts={name: draw(st.sampled_from(FACTS[name]))} if name else {},
    )


@pytest.fixture
def in_force(talk: Talk) -> dict[str, Revision]:
    """The revisions in force on the tests' day."""
    return _in_force(talk, TODAY)


def _in_force(talk: Talk, day: date) -> dict[str, Revision]:
    with Session(talk.runtime.engine) as db_session:
        return {revision.policy_id: revision for revision in revisions_in_force(db_session, day)}


@settings(max_examples=WALKS, deadline=None, suppress_health_check=list(HealthCheck))
@given(walk=st.lists(steps(), min_size=TURNS, max_size=TURNS))
def test_a_walk_of_any_turns_keeps_every_promise(talk: Talk, in_force: dict[str, Revision], walk: list[Step]) -> None:
    conversation = Walk(Talk(talk.runtime))
    for step in walk:
        _take(conversation, step, in_force)


def _take(walk: Walk, step: Step, in_force: dict[str, Revision]) -> None:
    talk = walk.talk
    talk.slots["facts"] = {**(talk.slots["facts"] or {}), **step.facts}
    with_person = (talk.slots["conversation"] or {}).get("handoff") == "active"
    messages = talk.turn(
        step.action, step.text, step.intent, step.language, step.level, second=step.second, **step.entities
    )
    if with_person and step.action is not HandBack:
        assert messages == []
        return
    assert messages
    for message in messages:
        assert message["language"] == talk.slots["language"] == step.language
        _check_words(message)
        _check_policy(message, in_force, talk.slots["facts"])
    _check_not_twice(walk, step, messages)
    if step.action is TakeOver:
        assert talk.handoff == "active"


def _check_words(message: dict[str, Any]) -> None:
    """Longer texts read as the language that they say they are in."""
    text = message.get("text", "")
    if len(text) >= LEAST_TO_TELL:
        assert RECOGNISER.classify(text)[0] == message["language"], text


def _check_policy(message: dict[str, Any], in_force: dict[str, Revision], facts: dict[str, Any]) -> None:
    if message.get("policy_id") is None:
        return
    revision = in_force[message["policy_id"]]  # KeyError: an answer names a policy that is not in force
    assert message["version"] == revision.version
    if message["kind"] == "alternatives":
        known = CustomerFacts.from_mapping(facts)
        for alternative in revision.alternatives:
            if eligibility(alternative, known).allowed is False:
                assert not _is_offered(alternative, message)


def _is_offered(alternative: Alternative, message: dict[str, Any]) -> bool:
    payloads = [json.loads(option["payload"].partition("{")[1] + option["payload"].partition("{")[2])
                for option in message.get("options", [])]  # fmt: skip
    named = {"alternative": alternative.slug, "policy_id": message["policy_id"]}
    return named in payloads or {"policy_id": alternative.leads_to} in payloads


def _check_not_twice(walk: Walk, step: Step, messages: list[dict[str, Any]]) -> None:
    texts = [message["text"] for message in messages if "text" in message]
    assert len(texts) == len(set(texts))
    if step.action is not Repeat:
        asks_back = walk.talk.slots["awaiting"] is not None
        assert asks_back or not set(texts) & set(walk.latest)
    walk.latest = texts


def test_the_walks_leave_tickets_that_can_be_counted(own_talk: Any) -> None:
    """The walks write; a conversation that asks for a person twice still has one open ticket."""
    talk = own_talk()
    action = next(action for intent, action in ROUTES if intent == "request_human")
    for _ in range(3):
        talk.turn(action, "un operatore", "request_human")
    with Session(talk.runtime.engine) as db_session:
        assert db_session.scalar(select(func.count()).select_from(Ticket)) == 1
