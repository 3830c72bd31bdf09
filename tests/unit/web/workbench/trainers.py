"""A trainer for tests that need no account, and one who is signed in."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.unit.web.accounts.desk import NOW, Desk, add_account
from web.accounts.records import Role, Staff
from web.app import create_app
from web.settings import Settings

TRAINER = Staff(
    id="t" * 16,
    login="tina",
    name="Tina",
    roles=frozenset({Role.TRAINER}),
    language="en",
    csrf="c",
    must_change_password=False,
)


@contextmanager
def signed_in_trainer(folder: Path, project: Path, empty_inbox: Path) -> Iterator[Desk]:
    """A trainer who reads English, signed in; the app keeps its databases in `folder` and runs until the block ends."""
    shutil.copy(empty_inbox, folder / "kb.db")
    url = f"sqlite:///{folder / 'kb.db'}"
    settings = Settings(
        secret="s" * 40,
        rasa_url="http://rasa.test:5005",
        database_url=url,
        database_seconds=30,
        tracker_url=f"sqlite:///{folder / 'tracker.db'}",
        project=project,
    )
    desk = Desk(create_app(settings))
    desk.sit_down(url, add_account(url, "tina", Role.TRAINER), NOW)
    with desk.client:
        yield desk
