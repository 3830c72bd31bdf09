"""Schemathesis reads the interface's own description and asks what it allows, and what it does not: never a 5xx."""

from __future__ import annotations

from typing import Any

import pytest
import requests
from hypothesis import HealthCheck, Phase, given, seed
from hypothesis import settings as hypothesis_settings

from tests.unit.web.desk_api.program import PATH, DeskConsole, Program

schemathesis = pytest.importorskip("schemathesis", reason="schemathesis is not installed (make setup)")

TRIES = 12
MODES = {"as described": schemathesis.GenerationMode.POSITIVE, "otherwise": schemathesis.GenerationMode.NEGATIVE}


@pytest.mark.parametrize("mode", MODES.values(), ids=MODES)
def test_nothing_that_schemathesis_thinks_of_makes_the_server_fail(quick: DeskConsole, mode: Any) -> None:
    quick.begin("a", "Quanto costa la confezione regalo?")
    program = quick.program(quick.representative())
    assert program.ask("/a/suggestions")["suggestions"]
    schema = schemathesis.openapi.from_dict(quick.document)
    schema.config.generation.update(modes=[mode])
    operations = [result.ok() for result in schema.get_all_operations()]
    assert len(operations) == 9
    for operation in operations:
        _ask(program, operation, mode)


def _ask(program: Program, operation: Any, mode: Any) -> None:

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
        # Where everything is named as it could be, the rest is looked into.
        case.path_parameters |= {"conversation_id": "a", "suggestion_id": "1"}
        case.query.pop("as", None)
        request = requests.Request(**case.as_transport_kwargs(base_url="http://testserver")).prepare()
        kind = {"content-type": str(request.headers.get("content-type", ""))}
        body = request.body.encode() if isinstance(request.body, str) else request.body
        answer = program.client.request(
            str(request.method), str(request.url), content=body, headers=kind | program.headers
        )
        assert answer.status_code < 500, (case.as_curl_command(), answer.text)
        assert answer.is_success or answer.headers["content-type"] == "application/problem+json"
        assert str(answer.status_code) in program._responses(str(request.method), operation.path)

    assert operation.path.startswith(PATH)
    ask()
