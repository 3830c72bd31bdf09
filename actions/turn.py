"""One turn as an action sees it: the customer's message and what the conversation knows."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from rasa_sdk import Tracker

from actions.conversation import LEVELS, Conversation
from actions.facts import without_self
from actions.loose import mapping, number, text, texts
from actions.said import customer_id_of, texts_of, without_days
from policy_kb.answer.composer import Wish
from policy_kb.answer.facts import CustomerFacts
from policy_kb.bilingual import Language, as_language
from policy_kb.language.stems import stems

# With fewer words of their own the other sentences of a message ask nothing without the second.
LEAST_ASKED = 2
# The most that the slot `failures` may hold.
MOST_FAILURES_KEPT = 99


@dataclass(frozen=True)
class Turn:
    """The latest message and the slots, checked and typed."""

    text: str
    language: Language
    intent: str
    confidence: float
    level: str
    score: float
    entities: dict[str, str]
    conversation: Conversation
    policy_id: str | None = None
    version: int | None = None
    candidates: tuple[str, ...] = ()
    last_parts: tuple[str, ...] = ()
    facts: dict[str, Any] = field(default_factory=dict)
    used_phrases: tuple[str, ...] = ()
    failures: int = 0
    second_intent: str = ""
    second_text: str = ""
    conversation_id: str = ""
    customer_id: str | None = None
    # What the last reply asked of the customer: {"for": …} and what belongs to it.
    awaiting: dict[str, Any] = field(default_factory=dict)
    # The facts that were asked for, and whether the survey was answered or refused: neither is asked twice.
    asked: tuple[str, ...] = ()
    survey: str = ""
    # The levels of the messages so far, the policies that were spoken of, and the customer's last words.
    moods: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    # The text without the days that it names.
    dayless: str = ""
    # The question that was answered last, and what of it a clause must fit beside the text.
    question: str = ""
    asked_before: str = ""
    # Marks of what the turn before said (see `actions.again`).
    just_said: tuple[str, ...] = ()
    # The text's sentence vector as Rasa's side has made it, written out; empty where it made none.
    vector: str = ""
    # How likely each intent is, whatever the message's own came to.
    likely: dict[str, float] = field(default_factory=dict)

    @classmethod
    def from_tracker(cls, tracker: Tracker) -> Turn:
        """Reads the tracker; what is missing or of another type gets its neutral value."""
        latest = mapping(tracker.latest_message)
        frustration, intent = mapping(latest.get("frustration")), mapping(latest.get("intent"))
        slots = mapping(tracker.slots)
        version, history = slots.get("revision"), mapping(slots.get("history"))
        return cls(
            text=text(latest.get("text")),
            language=_language(latest, slots.get("language")),
            intent=text(intent.get("name")),
            confidence=number(intent.get("confidence"), 0.0, 1.0),
            level=next((level for level in LEVELS if level == frustration.get("level")), "calm"),
            score=number(frustration.get("score"), 0.0, 1.0),
            entities=_entities(latest.get("entities")),
            conversation=Conversation.from_slot(slots.get("conversation")),
            policy_id=text(slots.get("policy_id")) or None,
            version=version if type(version) is int else None,
            candidates=texts(slots.get("candidates")),
            last_parts=texts(slots.get("last_answer")),
            facts=dict(mapping(slots.get("facts"))),
            used_phrases=texts(slots.get("used_phrases")),
            failures=int(number(slots.get("failures"), 0, MOST_FAILURES_KEPT)),
            second_intent=text(mapping(latest.get("second_intent")).get("name")),
            second_text=text(mapping(latest.get("second_intent")).get("text")),
            conversation_id=text(tracker.sender_id),
            customer_id=customer_id_of(tracker.events),
            awaiting=mapping(slots.get("awaiting")),
            asked=texts(slots.get("asked")),
            survey=text(slots.get("survey")),
            moods=texts(history.get("moods")),
            topics=texts(history.get("topics")),
            said=texts_of(tracker.events),
            dayless=without_days(text(latest.get("text")), latest.get("entities")),
            question=text(slots.get("question")),
            just_said=texts(slots.get("just_said")),
            vector=text(latest.get("sentence_vector")),
            likely=_likely(latest.get("intent_ranking")),
        )

    @property
    def has_words(self) -> bool:
        """Whether the text has a letter: numbers, signs and pictures alone name no matter."""
        return any(sign.isalpha() for sign in self.text)

    @property
    def query(self) -> str:
        """The text to search with: what is asked, without what else the message tells.

        Left out are the day of an order and who the customer is, which would speak for the policies that name days or
        customers, and a second sentence that asks for a part or a person.
        """
        text = self.dayless if "ordered_on" in self.facts and self.dayless else self.text
        if self.second_intent and self.second_text:
            rest = text.replace(self.second_text, " ")
            # "The address. It goes to our old flat" is one thing: a word or two alone ask nothing.
            text = rest if len(stems(rest, self.language)) >= LEAST_ASKED else text
        return without_self(text).strip() or self.text

    @property
    def topic(self) -> tuple[str, int | None] | tuple[None, None]:
        """The policy and version of the conversation, as they are kept with a customer's words."""
        return (self.policy_id, self.version) if self.policy_id else (None, None)

    def knowing(self, facts: dict[str, Any]) -> Turn:
        """The same turn with further facts, which count more than what was known."""
        return replace(self, facts={**self.facts, **facts})

    @property
    def known(self) -> CustomerFacts:
        """The facts, checked and typed."""
        return CustomerFacts.from_mapping(self.facts)

    def wish(self, policy_id: str, part: str | None = None) -> Wish:
        """This turn's question, or a `part` of it, about one policy."""
        question = part or ("" if self.text.startswith("/") else f"{self.asked_before} {self.text}".strip())
        return Wish(policy_id, self.language, question, self.known)

    def asking_wish(self, policy_id: str) -> Wish:
        """The same, where a missing fact may be asked for."""
        return replace(self.wish(policy_id), asked=self.asked)


def _entities(found: object) -> dict[str, str]:
    pairs = (mapping(item) for item in (found if isinstance(found, list) else []))
    return {text(pair.get("entity")): pair["value"] for pair in pairs if text(pair.get("value"))}


def _likely(ranking: object) -> dict[str, float]:
    pairs = (mapping(item) for item in (ranking if isinstance(ranking, list) else []))
    return {text(pair.get("name")): number(pair.get("confidence"), 0.0, 1.0) for pair in pairs}


def _language(latest: dict[str, Any], remembered: object) -> Language:
    """The message's own language where it was long enough to tell, else the conversation's."""
    heard = latest.get("language")
    if latest.get("language_certain") or remembered not in ("it", "en"):
        return as_language(heard)
    return as_language(remembered)
