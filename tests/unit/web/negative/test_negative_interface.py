"""Schemathesis reads the interface's own description and asks what it allows, and what it does not: never a 5xx."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
import requests
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, Phase, given, seed
from hypothesis import settings as hypothesis_settings

from tests.unit.web.negative.asking import Interface
from tests.unit.web.talking import Talk
from web.routes.events import LONGEST_WAIT

schemathesis = pytest.importorskip("schemathesis", reason="schemathesis is not installed (make setup)")

# Each route in each way. Together with both databases about ten seconds.
TRIES = 20
MODES = {"as described": schemathesis.GenerationMode.POSITIVE, "otherwise": schemathesis.GenerationMode.NEGATIVE}


@pytest.fixture(params=MODES.values(), ids=MODES)
def operations(request: pytest.FixtureRequest, interface: Interface) -> list[Any]:
    """Every method of every path that is described."""
    schema = schemathesis.openapi.from_dict(interface.document)
    schema.config.generation.update(modes=[request.param])
    found = [result.ok() for result in schema.get_all_operations()]
    assert len(found) >= 6
    return found


@pytest.mark.usefixtures("rasa")
@pytest.mark.parametrize("named", [True, False], ids=["with a token", "without"])
def test_nothing_that_schemathesis_thinks_of_makes_the_server_fail(
    client: TestClient, operations: list[Any], named: bool
) -> None:
    asked = 0
    for operation in operations:
        mode = operation.schema.config.generation.modes[0]
        # A route that takes nothing has nothing to be got wrong.
        if mode is MODES["as described"] or operation.body or operation.query or operation.headers:
            _ask(client, operation, mode, named)
            asked += 1
    assert asked >= 4


def _ask(client: TestClient, operation: Any, mode: Any, named: bool) -> None:

    @seed(20261126)
    @hypothesis_settings(
        max_examples=TRIES,
        deadline=None,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: Any) -> None:
        headers = Talk(client).headers if named else {}
        answer = _sent(client, case, headers)
        assert answer.status_code < 500, (case.as_curl_command(), answer.text)
        assert answer.is_success or answer.headers["content-type"] == "application/problem+json"

    ask()


def _sent(client: TestClient, case: Any, headers: dict[str, str]) -> httpx.Response:
    if _waits(case.query.get("wait")):
        case.query["wait"] = 0.01
    request = requests.Request(**case.as_transport_kwargs(base_url="http://testserver")).prepare()
    # The client has its own length of a body; a customer's token wins over one that was thought of.
    given = {name: value for name, value in request.headers.items() if name.lower() != "content-length"}
    body = request.body.encode() if isinstance(request.body, str) else request.body
    return client.request(str(request.method), str(request.url), content=body, headers=given | headers)


def _waits(value: Any) -> bool:
    return isinstance(value, int | float) and 0 < value <= LONGEST_WAIT
