"""Conversations over the small company."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from actions.runtime import Runtime
from learning.encoder import SentenceEncoder
from policy_kb.database import migrate
from tests.factories.articles import make_article
from tests.factories.databases import Sqlite, opened
from tests.factories.folders import write_company
from tests.factories.publishing import Published, publish
from tests.factories.small_company import small_company
from tests.factories.small_company_questions import PARTS
from tests.factories.texts import pair
from tests.unit.actions.talking import Talk, make_runtime


@pytest.fixture(scope="session")
def runtime(shared_published: Published) -> Runtime:
    """The small company, only read, on each kind of database."""
    return make_runtime(shared_published)


@pytest.fixture
def talk(runtime: Runtime) -> Talk:
    """A new conversation."""
    return Talk(runtime)


@pytest.fixture(scope="session")
def doubtful_runtime(
    sqlite_server: Sqlite, encoder: SentenceEncoder, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Runtime]:
    """The small company with a fourth policy that customers ask about in the words of `spare-parts`."""
    twin = make_article("parts-by-post", title=pair("Pezzi per posta", "Parts by post"), questions=PARTS)
    folder = write_company(tmp_path_factory.mktemp("doubtful") / "small_shop", [*small_company(), twin])
    with sqlite_server.copy("doubtful", migrate) as url, opened(url) as engine:
        publish(engine, encoder, [folder])
        yield make_runtime(Published(engine, folder, encoder))


@pytest.fixture
def doubtful(doubtful_runtime: Runtime) -> Talk:
    """A new conversation in which a question about parts fits two policies."""
    return Talk(doubtful_runtime)


@pytest.fixture
def own_talk(published: Published) -> Callable[[], Talk]:
    """Conversations over a database of the test's own."""
    runtime = make_runtime(published)
    return lambda: Talk(runtime)
