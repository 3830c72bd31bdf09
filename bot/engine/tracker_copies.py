"""Copies of a tracker."""

from collections import deque
from copy import copy

from rasa.shared.core.trackers import DialogueStateTracker


def copied(tracker: DialogueStateTracker) -> DialogueStateTracker:
    """Return a tracker with the same events and state, which further events change without changing `tracker`.

    Rasa replays every event for that, at each action. As in Rasa's copy the events themselves are shared, and no model
    is named, so that what is tried out on the copy is not marked as this model's.
    """
    twin = copy(tracker)
    twin.events = deque(tracker.events, tracker.events.maxlen)
    twin.slots = copy(tracker.slots)
    twin.slots.update({name: copy(slot) for name, slot in tracker.slots.items()})
    twin.active_loop = copy(tracker.active_loop)
    twin.model_id = twin.assistant_id = None
    return twin
