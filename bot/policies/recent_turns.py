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
from rasa.shared.core.slots import Slot
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
    start = _start(events, turns)
    recent = DialogueStateTracker(tracker.sender_id, telling.values(), is_rule_tracker=tracker.is_rule_tracker)
    for event in (*_values(events[:start], telling), *events[start:]):
        if isinstance(event, _STEPS) or (isinstance(event, SlotSet) and event.key in telling):
            recent.update(event)
    recent.followup_action = tracker.followup_action
    return recent


def _start(events: list[Event], turns: int) -> int:
    """Return where the action before the first of the last `turns` messages is."""
    left = turns
    for place in range(len(events) - 1, -1, -1):
        if left == 0 and isinstance(events[place], ActionExecuted):
            return place
        if isinstance(events[place], UserUttered):
            left -= left > 0
    return 0


def _values(events: Iterable[Event], telling: dict[str, Slot]) -> list[SlotSet]:
    if not telling:
        return []
    return list({event.key: event for event in events if isinstance(event, SlotSet) and event.key in telling}.values())
