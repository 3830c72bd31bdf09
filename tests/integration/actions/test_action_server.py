"""The action server as Rasa calls it: a real process over a published SQLite file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import httpx
import pytest
import yaml

from learning.encoder import SentenceEncoder
from policy_kb.database import migrate
from tests.factories.databases import Sqlite, opened
from tests.factories.folders import write_article, write_company
from tests.factories.publishing import Published, publish
from tests.factories.revisions import make_revision
from tests.factories.small_company import sofa_trial
from tests.factories.texts import pair
from tests.integration.actions.action_server import ROOT, ActionServer, running_action_server

QUESTION = "posso provare il divano a casa?"


@dataclass(frozen=True)
class Served:
    """A server that was started before anything was published, its first answer, and what was published then."""

    server: ActionServer
    before: httpx.Response
    published: Published


@pytest.fixture(scope="module")
def served(
    sqlite_server: Sqlite, encoder: SentenceEncoder, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    folder = write_company(tmp_path_factory.mktemp("served") / "small_shop")
    with (
        sqlite_server.copy("served", migrate) as url,
        opened(url) as engine,
        running_action_server(url, tmp_path_factory.mktemp("server")) as server,
    ):
        before = server.call("action_answer_policy", QUESTION)
        publish(engine, encoder, [folder])
        yield Served(server, before, Published(engine, folder, encoder))


@pytest.fixture(scope="module")
def server(served: Served) -> ActionServer:
    return served.server


def _slots(answer: httpx.Response) -> dict[str, Any]:
    return {event["name"]: event["value"] for event in answer.json()["events"]}


def test_a_question_about_a_policy_is_answered_over_http(server: ActionServer) -> None:
    answer = server.call("action_answer_policy", QUESTION)
    assert answer.status_code == 200
    said = answer.json()["responses"]
    assert [message["custom"]["kind"] for message in said] == ["explanation", "steps"]
    assert {message["custom"]["policy_id"] for message in said} == {"sofa-trial"}
    assert said[0]["text"].startswith("Prova del divano a casa.")
    assert said[0]["custom"]["conversation"] == {
        "frustration": {"score": 0.05, "level": "calm", "trend": "steady"},
        "handoff": "none",
    }


def test_a_turn_sets_the_slots_that_the_next_one_reads(server: ActionServer) -> None:
    slots = _slots(server.call("action_answer_policy", QUESTION))
    assert (slots["language"], slots["policy_id"], slots["revision"]) == ("it", "sofa-trial", 1)
    said = server.call("action_give_reason", "ma perché?", "ask_reason", **slots).json()["responses"]
    assert [message["custom"]["kind"] for message in said] == ["reason"]


def test_the_server_knows_every_action_of_the_domain(server: ActionServer) -> None:
    listed = {item["name"] for item in httpx.get(f"{server.address}/actions", trust_env=False).json()}
    domain = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
    assert listed == set(domain["actions"])


def test_an_unknown_action_is_refused_and_the_server_goes_on(server: ActionServer) -> None:
    assert server.call("action_no_such_thing", QUESTION).status_code == 404
    assert server.call("action_answer_policy", QUESTION).status_code == 200


def test_without_a_knowledge_base_a_turn_fails_and_the_server_lives_to_answer_later(served: Served) -> None:
    assert served.before.status_code >= 400
    assert served.server.call("action_answer_policy", QUESTION).status_code == 200


def test_a_revision_published_now_is_answered_from_without_a_restart(served: Served) -> None:
    assert "amache" not in served.server.call("action_answer_policy", QUESTION).text
    article = sofa_trial()
    meaning = pair("Ora puoi provare anche le amache.", "Now you can try hammocks too.")
    revision = make_revision(2, date(2026, 1, 1), meaning=meaning)
    write_article(served.published.folder, article | {"revisions": [revision, *article["revisions"]]})
    served.published.again(date(2026, 1, 1))
    said = served.server.call("action_answer_policy", QUESTION).json()["responses"]
    assert "Ora puoi provare anche le amache." in said[0]["text"]
    assert said[0]["custom"]["version"] == 2
