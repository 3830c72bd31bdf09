"""The moment of a call: named by its header, and only where the server was started for that."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import httpx
import pytest

from conversation_tests.moments import HEADER, PER_CALL
from learning.encoder import SentenceEncoder
from policy_kb.database import migrate
from tests.factories.databases import Sqlite, opened
from tests.factories.folders import write_company
from tests.factories.publishing import publish
from tests.integration.actions.action_server import ActionServer, running_action_server

QUESTION = "quanto costa la confezione regalo?"
BEFORE_THE_CHANGE, AFTER_IT = "2025-06-15T09:00", "2026-11-22T09:00"


@dataclass(frozen=True)
class Servers:
    """One whose calls name their moment, and one whose clock stands still, over the same knowledge base."""

    per_call: ActionServer
    still: ActionServer


@pytest.fixture(scope="module")
def servers(
    sqlite_server: Sqlite, encoder: SentenceEncoder, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Servers]:
    with sqlite_server.copy("clocks", migrate) as url, opened(url) as engine:
        publish(engine, encoder, [write_company(tmp_path_factory.mktemp("clocks") / "small_shop")])
        first, second = (tmp_path_factory.mktemp(name) for name in ("per_call", "still"))
        with (
            running_action_server(url, first, CHIARO_NOW=PER_CALL) as per_call,
            running_action_server(url, second, CHIARO_NOW=AFTER_IT) as still,
        ):
            yield Servers(per_call, still)


def _asked(server: ActionServer, moment: str | None) -> httpx.Response:
    return server.call_at({} if moment is None else {HEADER: moment}, "action_answer_policy", QUESTION)


def _version(answer: httpx.Response) -> int:
    version: int = answer.json()["responses"][0]["custom"]["version"]
    return version


def test_each_call_is_answered_as_of_the_moment_that_it_names(servers: Servers) -> None:
    moments = [BEFORE_THE_CHANGE, AFTER_IT, BEFORE_THE_CHANGE, "2025-06-15T11:00+02:00"]
    assert [_version(_asked(servers.per_call, moment)) for moment in moments] == [1, 2, 1, 1]


@pytest.mark.parametrize("moment", [None, "", "tomorrow", "2026-13-01"])
def test_a_call_without_a_moment_fails_and_the_server_goes_on(servers: Servers, moment: str | None) -> None:
    assert _asked(servers.per_call, moment).status_code == 500
    assert _version(_asked(servers.per_call, AFTER_IT)) == 2


@pytest.mark.parametrize("moment", [BEFORE_THE_CHANGE, "tomorrow", ""])
def test_a_server_that_was_not_started_for_it_looks_at_no_moment_of_a_call(servers: Servers, moment: str) -> None:
    assert _version(_asked(servers.still, moment)) == 2
