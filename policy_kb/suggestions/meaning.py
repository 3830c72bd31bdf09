"""Which policies a customer's message may mean, given the conversation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from policy_kb.answer.composer import Composer, Wish
from policy_kb.language.stems import stems
from policy_kb.language.told_facts import without_self
from policy_kb.search.prior import clearer, in_conversation, is_sure, topic_first
from policy_kb.search.result import Candidate, SearchResult
from policy_kb.suggestions.request import SuggestionRequest
from policy_kb.suggestions.settings import intent_of, is_listed, settings
from policy_kb.suggestions.suggestion import Reason, Silence


@dataclass(frozen=True)
class Meaning:
    """The policies that may be meant, likeliest first; or why nothing is suggested.

    `in_scope` is the probability that any policy governs the message. `why` holds for every suggestion.
    """

    candidates: tuple[Candidate, ...] = ()
    in_scope: float = 0.0
    why: tuple[Reason, ...] = ()
    silence: Silence | None = None

    @property
    def lead(self) -> float:
        """How much the likeliest policy leads by."""
        return self.candidates[0].probability - (self.candidates[1].probability if len(self.candidates) > 1 else 0.0)

    def confidence(self, candidate: Candidate) -> float:
        """How sure it is that this policy is meant, 0 to 1."""
        return max(0.0, min(1.0, candidate.probability * self.in_scope))


def meaning_of(request: SuggestionRequest, composer: Composer) -> Meaning:
    """What the message means. Raises NotReady."""
    if not any(character.isalpha() for character in request.text):
        return Meaning(silence="nothing_asked")
    found, marks = _search(request, composer)
    silence = _quiet(request, found)
    if silence is not None:
        return Meaning(silence=silence)
    result, topical = _with_topic(found, request, composer)
    return _above_floor(Meaning(result.candidates, result.in_scope, (*marks, *topical, *_intent_reasons(request))))


def _search(request: SuggestionRequest, composer: Composer) -> tuple[SearchResult, list[Reason]]:
    """What the message alone is about: what is asked, without who the customer says they are."""
    asked = without_self(request.text)
    whole = composer.find(asked, request.language, request.facts)
    found = clearer(whole, asked, lambda text: composer.find(text, request.language, request.facts))
    if found is not whole:
        return found, [Reason("question_in_message", 1.0)]
    together = _together(whole, request, composer)
    return (whole, []) if together is None else (together, [Reason("messages_together", len(request.before))])


def _together(alone: SearchResult, request: SuggestionRequest, composer: Composer) -> SearchResult | None:
    """What the message is about together with those before it, where that is sure and the message alone is not."""
    if is_sure(alone) or not request.before:
        return None
    told = [without_self(text) for text in (*reversed(_latest(request.before)), request.text)]
    found = composer.find("\n".join(told), request.language, request.facts)
    return found if is_sure(found) else None


def _quiet(request: SuggestionRequest, found: SearchResult) -> Silence | None:
    """Why a message of this intent is left alone, where its words do not say otherwise."""
    name = request.intent.name if request.intent else ""
    is_small_talk, is_foreign = is_listed(name, "small_talk"), is_listed(name, "out_of_scope")
    if not (is_small_talk or is_foreign):
        return None
    overruled = _is_beyond_doubt(found, request) if intent_of(request) else is_sure(found)
    if overruled:
        return None
    return "small_talk" if is_small_talk else "out_of_scope"


def _is_beyond_doubt(found: SearchResult, request: SuggestionRequest) -> bool:
    """Whether the message surely names a policy, in some words of its own."""
    if len(stems(request.text, request.language)) < settings().own_words or found.decision != "answer":
        return False
    return min(found.candidates[0].probability, found.in_scope) >= settings().beyond_doubt


def _with_topic(
    found: SearchResult, request: SuggestionRequest, composer: Composer
) -> tuple[SearchResult, tuple[Reason, ...]]:
    """The result with the conversation's topic weighed in, where there is one."""
    topic, reasons = _topic(request, composer)
    if topic is None:
        return found, ()
    name = intent_of(request)
    if is_listed(name, "follow_ups") and request.intent and not _is_beyond_doubt(found, request):
        return _about(topic, found, request.intent.confidence), reasons
    return _as_sure_as_said(_weighed(found, topic, request.text, request, composer), found, topic), reasons


def _weighed(
    found: SearchResult, topic: str, text: str, request: SuggestionRequest, composer: Composer
) -> SearchResult:
    """What a message of the conversation is about, with its topic weighed in."""
    wish = Wish(topic, request.language, text, request.facts)
    return in_conversation(found, topic, text, request.language, lambda: composer.covers(wish))


def _about(topic: str, found: SearchResult, confidence: float) -> SearchResult:
    """A message that goes on about the topic: what else its words may name is only as likely as the intent is wrong."""
    first, *others = topic_first(found, topic)
    rest = (replace(other, probability=other.probability * (1.0 - confidence)) for other in others)
    return SearchResult("answer", (first, *rest), max(found.in_scope, confidence))


def _as_sure_as_said(weighed: SearchResult, found: SearchResult, topic: str) -> SearchResult:
    """A message that names nothing is about the topic: that it seems governed by no policy counts no more."""
    settled = weighed.decision == "answer" and found.decision != "answer"
    if not settled or weighed.candidates[0].policy_id != topic:
        return weighed
    return replace(weighed, in_scope=max(weighed.in_scope, settings().least_in_scope))


def _topic(request: SuggestionRequest, composer: Composer) -> tuple[str | None, tuple[Reason, ...]]:
    """The policy that the conversation is about: what a message before was surely about, else the one handed in."""
    for text in _latest(request.before):
        found = composer.find(without_self(text), request.language, request.facts)
        if is_sure(found):
            # It came when the conversation was about the topic handed in.
            if request.topic is not None and composer.knows(request.topic):
                found = _weighed(found, request.topic, text, request, composer)
            topic = found.candidates[0].policy_id
            return topic, (Reason("earlier_message", topic),)
    if composer.knows(request.topic):
        return request.topic, (Reason("conversation_topic", str(request.topic)),)
    return None, ()


def _latest(before: Sequence[str]) -> list[str]:
    return [text for text in reversed(before) if text.strip()][: settings().messages_before]


def _intent_reasons(request: SuggestionRequest) -> tuple[Reason, ...]:
    name = intent_of(request)
    return (Reason("intent", name),) if name else ()


def _above_floor(meaning: Meaning) -> Meaning:
    """The meaning, or silence where it is not sure enough."""
    if not meaning.candidates or meaning.in_scope < settings().least_in_scope:
        return Meaning(in_scope=meaning.in_scope, silence="out_of_scope")
    if meaning.confidence(meaning.candidates[0]) < settings().least_confidence:
        return Meaning(in_scope=meaning.in_scope, silence="not_sure")
    return meaning
