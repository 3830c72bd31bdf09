"""What `web` sends when a customer's data is erased makes Rasa's process forget the conversation."""

import asyncio
from pathlib import Path

from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event, SessionStarted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.tests.conftest import ROOT
from bot.tracker_store import RememberingTrackerStore

DOMAIN = Domain.from_file(str(ROOT / "domain.yml"))
# As in web/privacy/rasa_memory.py.
FORGET = [{"event": "restart"}, {"event": "session_started"}, {"event": "session_started"}]


def forget(store: RememberingTrackerStore, sender: str) -> None:
    """Do what Rasa's `POST /conversations/…/tracker/events` does."""

    async def work() -> None:
        tracker = await store.retrieve(sender) or DialogueStateTracker(sender, DOMAIN.slots)
        for parameters in FORGET:
            event = Event.from_parameters(parameters)
            assert event is not None
            tracker.update(event, DOMAIN)
        await store.save(tracker)

    asyncio.new_event_loop().run_until_complete(work())


def test_a_conversation_that_rasa_was_told_to_forget_is_not_in_its_memory(tmp_path: Path) -> None:
    store = RememberingTrackerStore(domain=DOMAIN, dialect="sqlite", db=str(tmp_path / "tracker.db"))
    for sender in ("erased", "other"):
        tracker = DialogueStateTracker(sender, DOMAIN.slots)
        for event in (SessionStarted(), UserUttered("ciao")):
            tracker.update(event)
        asyncio.new_event_loop().run_until_complete(store.save(tracker))
    assert set(store._trackers) == {"erased", "other"}

    forget(store, "erased")
    forget(store, "never seen")

    assert set(store._trackers) == {"other"}
