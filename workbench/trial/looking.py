"""Makes what happened inside a turn out of Rasa's own record of it, and of what the search finds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from conversation_tests.proxy import Call
from conversation_tests.rasa import Kept
from conversation_tests.rule import Rule
from conversation_tests.seen import ActionRun, Seen, seen_in
from policy_kb.bilingual import as_language
from workbench.trial.named_by import Pairs, rules_for
from workbench.trial.records import Changed, LookedInto, Named, Scored, Step, Times
from workbench.trial.searching import Searching, moment_of

MOST_INTENTS = 5
# Marks that say nothing to a person who looks.
_UNTOLD_SLOTS = frozenset({"just_said", "session_started_metadata"})


@dataclass(frozen=True)
class Happened:
    """A turn as it went: what was said, before and after, with the action calls and when it began and ended."""

    text: str
    messages: list[dict[str, Any]]
    before: Kept
    after: Kept
    calls: Sequence[Call]
    began: float
    ended: float


@dataclass(frozen=True)
class Looking:
    """Looks into turns, knowing the project's rules and stories and the knowledge base."""

    rules: tuple[Rule, ...]
    pairs: Pairs
    searching: Searching

    def into(self, happened: Happened, now: str) -> LookedInto:
        """The turn with all that happened inside, in a conversation that takes place at `now`."""
        events = happened.after.events[len(happened.before.events) :]
        seen = seen_in(happened.messages, events, happened.after.slots, happened.before.slots)
        heard: Mapping[str, Any] = next((event for event in reversed(events) if event.get("event") == "user"), {})
        parsed: dict[str, Any] = heard.get("parse_data") or {}
        language = as_language(parsed.get("language"))
        found = self.searching.find(happened.text, language, moment_of(now))
        mood = parsed.get("frustration") or {}
        answered = seen.first_with_policy().get("policy_id") or seen.slots.get("policy_id")
        return LookedInto(
            text=happened.text,
            messages=happened.messages,
            language=parsed.get("language"),
            language_certain=bool(parsed.get("language_certain")),
            intents=_intents(parsed),
            second_intent=(parsed.get("second_intent") or {}).get("name"),
            in_scope=parsed.get("in_scope"),
            entities=_entities(parsed),
            level=mood.get("level"),
            score=mood.get("score"),
            cues=[str(cue) for cue in parsed.get("frustration_cues") or []],
            conversation=dict(seen.conversation()),
            decision=found.decision,
            candidates=self.searching.scored(found, language),
            policy_in_scope=found.in_scope,
            clauses=self.searching.clauses(answered, happened.text, language),
            steps=self._steps(seen, happened.calls),
            slots=_changed(happened.before.slots, happened.after.slots),
            times=_times(happened, heard),
        )

    def _steps(self, seen: Seen, calls: Sequence[Call]) -> list[Step]:
        seconds = {call.action: call.seconds for call in calls}
        intent = seen.understood.intent if seen.understood else ""
        return [self._step(run, intent, seen.slots_before, seconds.get(run.name)) for run in seen.actions]

    def _step(self, run: ActionRun, intent: str, slots: Mapping[str, Any], seconds: float | None) -> Step:
        return Step(
            action=run.name,
            chosen_by=run.policy,
            confidence=run.confidence,
            rules=rules_for(self.rules, intent, run.name, slots),
            stories=self.pairs.with_step(intent, run.name),
            seconds=seconds,
        )


def _intents(parsed: Mapping[str, Any]) -> list[Scored]:
    ranking = parsed.get("intent_ranking") or []
    return [Scored(name=str(item["name"]), score=float(item["confidence"])) for item in ranking[:MOST_INTENTS]]


def _entities(parsed: Mapping[str, Any]) -> list[Named]:
    text = str(parsed.get("text") or "")
    return [
        Named(
            entity=str(item["entity"]), value=str(item["value"]), text=text[item.get("start", 0) : item.get("end", 0)]
        )
        for item in parsed.get("entities") or []
    ]


def _changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Changed]:
    names = sorted((set(before) | set(after)) - _UNTOLD_SLOTS)
    return [
        Changed(slot=name, before=before.get(name), after=after.get(name))
        for name in names
        if before.get(name) != after.get(name)
    ]


def _times(happened: Happened, heard: Mapping[str, Any]) -> Times:
    whole = happened.ended - happened.began
    # Rasa writes a message down when it has been understood.
    understood = float(heard.get("timestamp") or happened.began) - happened.began
    actions = sum(call.seconds for call in happened.calls)
    return Times(whole=whole, understanding=min(max(0.0, understood), whole), actions=actions)
