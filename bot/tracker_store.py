"""Where Rasa keeps conversations: its own SQL store, without reading back what it has just written."""

from collections import OrderedDict
from typing import Any

from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.events import SessionStarted
from rasa.shared.core.trackers import DialogueStateTracker

REMEMBERED = 500


class RememberingTrackerStore(SQLTrackerStore):
    """Rasa's SQL store that remembers the trackers of the latest conversations.

    The stock one reads and rebuilds every event of the session at each turn. A tracker is handed out once and taken
    back when it was saved, so that a turn that fails leaves nothing behind: the next one reads from the database. One
    with two sessions is not kept, since the stock store would count its events otherwise. SQLite writes ahead.

    There must be one Rasa process for a database; Rasa's own lock keeps a conversation's turns apart.
    """

    def __init__(self, *arguments: Any, remembered: int = REMEMBERED, **settings: Any) -> None:
        """Take Rasa's arguments; `remembered` is how many trackers are kept."""
        super().__init__(*arguments, **settings)
        self._remembered = int(remembered)
        self._trackers: OrderedDict[str, DialogueStateTracker] = OrderedDict()
        if self.engine.dialect.name == "sqlite":
            with self.engine.connect() as connection:  # stays with the file
                connection.exec_driver_sql("PRAGMA journal_mode=WAL")

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """Return the tracker of the latest session, or None for a new conversation."""
        remembered = self._trackers.pop(sender_id, None)
        return remembered or await super().retrieve(sender_id)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Store what is new in `tracker`, then remember it."""
        await super().save(tracker)
        if sum(isinstance(item, SessionStarted) for item in tracker.events) > 1:
            return
        self._trackers[tracker.sender_id] = tracker
        if len(self._trackers) > self._remembered:
            self._trackers.popitem(last=False)
