"""The part of a conversation that a dialogue policy looks at."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActionExecutionRejected,
    ActionReverted,
    ActiveLoop,
    Event,
    LoopInterrupted,
    Restarted,
    SessionStarted,
    SlotSet,
    UserUtteranceReverted,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

_STEPS = (ActionExecuted, ActionExecutionRejected, ActiveLoop, LoopInterrupted, UserUttered)
# What takes back events before it, or may.
_TAKES_BACK = (ActionReverted, UserUtteranceReverted, ActiveLoop)
_BEGINS = (Restarted, SessionStarted)


def recent_turns(tracker: DialogueStateTracker, domain: Domain, turns: int) -> DialogueStateTracker:
    """Return a tracker of the last `turns` messages of the customer and what followed, as far as policies read it.

    Stock Rasa replays the whole conversation, with every slot and every bot message, for every policy and prediction:
    a turn costs more the longer the conversation is. What takes part in choosing an action is kept: messages, actions,
    loops, and slots that influence the conversation, with the values that they had where the part begins.
    """
    telling = {slot.name: slot for slot in domain.slots if slot.influence_conversation}
    recent = DialogueStateTracker(tracker.sender_id, telling.values(), is_rule_tracker=tracker.is_rule_tracker)
    plain = None if telling or domain.form_names else _plain_end(tracker, turns)
    for event in plain if plain is not None else _applied_end(tracker, turns, telling):
        recent.update(event)
    recent.followup_action = tracker.followup_action
    return recent


def _plain_end(tracker: DialogueStateTracker, turns: int) -> list[Event] | None:
    """Return the steps from where the last `turns` messages begin; None where something was taken back since."""
    left, found = turns, []
    for event in reversed(tracker.events):
        if isinstance(event, _TAKES_BACK):
            return None
        if isinstance(event, _BEGINS):
            break
        if isinstance(event, _STEPS):
            found.append(event)
            if left == 0 and isinstance(event, ActionExecuted):
                break
            left -= left > 0 and isinstance(event, UserUttered)
    return found[::-1]


def _applied_end(tracker: DialogueStateTracker, turns: int, telling: Collection[str]) -> list[Event]:
    """Return the same without what was taken back, and the slots `telling` with the values they had before."""
    events = tracker.applied_events()
    start = start_of(events, turns)
    values = [event for event in slots_set(events[:start]) if event.key in telling] if telling else []
    steps = (event for event in events[start:] if isinstance(event, _STEPS) or _sets(event, telling))
    return [*values, *steps]


def _sets(event: Event, slots: Collection[str]) -> bool:
    return isinstance(event, SlotSet) and event.key in slots


def start_of(events: list[Event], turns: int) -> int:
    """Return where the action before the first of the customer's last `turns` messages is; 0 where there are fewer."""
    left = turns
    for place in range(len(events) - 1, -1, -1):
        if left == 0 and isinstance(events[place], ActionExecuted):
            return place
        if isinstance(events[place], UserUttered):
            left -= left > 0
    return 0


def slots_set(events: Iterable[Event]) -> list[SlotSet]:
    """Return the last setting of each slot among `events`."""
    return list({event.key: event for event in events if isinstance(event, SlotSet)}.values())
