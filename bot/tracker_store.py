"""Where Rasa keeps conversations: its own SQL store, without reading back what it has just written."""

import json
import logging
from collections import OrderedDict
from collections.abc import Iterator
from itertools import islice
from typing import Any

import sqlalchemy as sa
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.events import Event, SessionStarted
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.pool import StaticPool

from bot.engine.adjustments import adjust_rasa
from bot.policies.recent_turns import slots_set, start_of

REMEMBERED = 500
# Of a remembered conversation, so many messages of the customer are kept with all that followed them, once there are
# twice as many: a turn costs the same however long the conversation is.
KEPT_TURNS = 6
# On a tracker: how many of its events are in the database.
_STORED = "stored_events"
# On a tracker: the domain whose slots it has.
_DOMAIN = "made_for"

_logger = logging.getLogger(__name__)


class RememberingTrackerStore(SQLTrackerStore):
    """Rasa's SQL store that remembers the trackers of the latest conversations.

    The stock one reads and rebuilds every event of the session at each turn, counts them again to know what is new, and
    writes them one by one. A tracker is handed out once and taken back when it was saved, so that a turn that fails
    leaves nothing behind: the next one reads from the database. One with two sessions is not kept, since the stock
    store reads only the events of the latest; of a long one only the last turns and the slots are. One that was made
    before the model was exchanged is made anew of its events, with the slots that there are now. SQLite writes ahead,
    over one connection that stays open.

    There must be one Rasa process for a database; Rasa's own lock keeps a conversation's turns apart.

    Making one adjusts Rasa (`bot.engine`): whatever reads `endpoints.yml`, be it `rasa run`, `rasa shell` or
    `rasa interactive`, makes its store before it loads a model.
    """

    def __init__(self, *arguments: Any, remembered: int = REMEMBERED, **settings: Any) -> None:
        """Take Rasa's arguments; `remembered` is how many trackers are kept."""
        adjust_rasa()
        super().__init__(*arguments, **settings)
        self._remembered = int(remembered)
        self._trackers: OrderedDict[str, DialogueStateTracker] = OrderedDict()
        if self.engine.dialect.name == "sqlite":
            self._keep_open()

    def _keep_open(self) -> None:
        """Open the file once: a last connection that closes copies what was written ahead, at every turn."""
        self.engine.dispose()
        settings = {"poolclass": StaticPool, "connect_args": {"check_same_thread": False}}
        self.engine: Any = sa.create_engine(self.engine.url, **settings)
        self.sessionmaker: Any = sa.orm.session.sessionmaker(bind=self.engine)
        with self.engine.connect() as connection:  # stays with the file
            connection.exec_driver_sql("PRAGMA journal_mode=WAL")

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """Return the tracker of the latest session, or None for a new conversation."""
        remembered = self._trackers.pop(sender_id, None)
        if remembered is not None:
            return remembered if getattr(remembered, _DOMAIN, None) is self.domain else self._anew(remembered)
        read = await super().retrieve(sender_id)
        if read is not None:
            setattr(read, _STORED, len(read.events))
            setattr(read, _DOMAIN, self.domain)
        return read

    def _anew(self, tracker: DialogueStateTracker) -> DialogueStateTracker:
        """Return the conversation with the slots of the present domain; what is not stored yet goes with it."""
        made = DialogueStateTracker.from_events(tracker.sender_id, list(tracker.events), self.domain.slots)
        setattr(made, _STORED, getattr(tracker, _STORED, None))
        setattr(made, _DOMAIN, self.domain)
        return made

    async def create_tracker(self, sender_id: str, append_action_listen: bool = True) -> DialogueStateTracker:
        """Return the tracker of a conversation of which nothing is stored; Rasa asks for one after looking for it."""
        tracker = await super().create_tracker(sender_id, append_action_listen)
        setattr(tracker, _DOMAIN, self.domain)
        if not tracker.events:
            setattr(tracker, _STORED, 0)
        return tracker

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Store what is new in `tracker`, then remember it.

        Where the database cannot be written now, the turn is remembered, and written with the next one.
        """
        if not tracker.events:  # as Rasa saves a conversation before it has begun
            return
        try:
            await self.stream_events(tracker)
            self._write(tracker)
        except OperationalError:
            _logger.exception("A turn could not be stored; it is remembered, and stored with the next one.")
            self._remember(tracker)
            return
        _shorten(tracker)
        setattr(tracker, _STORED, len(tracker.events))
        if sum(isinstance(item, SessionStarted) for item in tracker.events) <= 1:
            self._remember(tracker)

    def _write(self, tracker: DialogueStateTracker) -> None:
        with self.session_scope() as session:
            rows = [self._row(tracker, event) for event in self._additional_events(session, tracker)]
            if rows:
                session.execute(sa.insert(self.SQLEvent.__table__), rows)
            session.commit()

    @staticmethod
    def _row(tracker: DialogueStateTracker, event: Event) -> dict[str, Any]:
        """Return what Rasa's store keeps of an event."""
        told = event.as_dict()
        return {
            "sender_id": tracker.sender_id,
            "type_name": event.type_name,
            "timestamp": told.get("timestamp"),
            "intent_name": told.get("parse_data", {}).get("intent", {}).get("name"),
            "action_name": told.get("name"),
            "data": json.dumps(told),
        }

    def _remember(self, tracker: DialogueStateTracker) -> None:
        self._trackers[tracker.sender_id] = tracker
        if len(self._trackers) > self._remembered:
            self._trackers.popitem(last=False)

    def _additional_events(self, session: Session, tracker: DialogueStateTracker) -> Iterator[Event]:
        """Return the events of `tracker` that are not stored; those of one that was not saved here are counted."""
        stored = getattr(tracker, _STORED, None)
        if stored is None:
            counted: Iterator[Event] = super()._additional_events(session, tracker)
            return counted
        return islice(tracker.events, stored, None)


def _shorten(tracker: DialogueStateTracker) -> None:
    """Forget the events of old turns, but for the values that they gave to slots."""
    events = list(tracker.events)
    if start_of(events, 2 * KEPT_TURNS) == 0:
        return
    start = start_of(events, KEPT_TURNS)
    tracker.events = tracker._create_events([*slots_set(events[:start]), *events[start:]])
