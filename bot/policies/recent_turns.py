"""The part of a conversation that a dialogue policy looks at."""

from __future__ import annotations

from collections.abc import Iterable

from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActionExecutionRejected,
    ActiveLoop,
    Event,
    LoopInterrupted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

_STEPS = (ActionExecuted, ActionExecutionRejected, ActiveLoop, LoopInterrupted, UserUttered)


def recent_turns(tracker: DialogueStateTracker, domain: Domain, turns: int) -> DialogueStateTracker:
    """Return a tracker of the last `turns` messages of the customer and what followed, as far as policies read it.

    Stock Rasa replays the whole conversation, with every slot and every bot message, for every policy and prediction:
    a turn costs more the longer the conversation is. What takes part in choosing an action is kept: messages, actions,
    loops, and slots that influence the conversation, with the values that they had where the part begins.
    """
    telling = {slot.name: slot for slot in domain.slots if slot.influence_conversation}
    events = tracker.applied_events()  # what was taken back is gone
    start = start_of(events, turns)
    recent = DialogueStateTracker(tracker.sender_id, telling.values(), is_rule_tracker=tracker.is_rule_tracker)
    values = [event for event in slots_set(events[:start]) if event.key in telling] if telling else []
    for event in (*values, *events[start:]):
        if isinstance(event, _STEPS) or (isinstance(event, SlotSet) and event.key in telling):
            recent.update(event)
    recent.followup_action = tracker.followup_action
    return recent


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
