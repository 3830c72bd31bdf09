"""A Chatwoot and a bot, both real servers, over a database of the test's own, on each kind of database."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.factories.databases import Postgresql, Sqlite
from tests.factories.inboxes import fill_inbox
from tests.unit.web.chatwoot.bot import PlayedRasa, make_app, serving_bot
from tests.unit.web.chatwoot.double import Chatwoot, serving


@pytest.fixture
def url(server: Sqlite | Postgresql) -> Iterator[str]:
    with server.copy("inbox", fill_inbox) as url:
        yield url


@pytest.fixture
def rasa() -> PlayedRasa:
    return PlayedRasa()


@pytest.fixture
def chatwoot() -> Iterator[Chatwoot]:
    chatwoot = Chatwoot()
    with serving(chatwoot):
        yield chatwoot


@pytest.fixture
def bot(url: str, chatwoot: Chatwoot, rasa: PlayedRasa) -> Iterator[None]:
    """The bot, running."""
    with serving_bot(make_app(url, chatwoot, rasa), chatwoot):
        yield
