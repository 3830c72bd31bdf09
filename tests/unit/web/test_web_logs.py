"""No line of the log holds a personal number or address, wherever in an event it stands."""

from __future__ import annotations

import json
import logging
import sys
from typing import Any

import pytest

from web.logs import log_formatter, mask_event

CARD = "4111 1111 1111 1111"
MAIL = "anna@example.it"


@pytest.mark.parametrize(
    "values",
    [
        {"detail": f"card {CARD} and {MAIL}"},
        {"nested": {"list": [f"x {CARD}", {"deep": MAIL}]}},
        {"several": (CARD, MAIL)},
        {MAIL: CARD},
        {"object": ValueError(f"{CARD} {MAIL}")},
        {"number": 4111111111111111},
        {"bytes": f"{CARD} {MAIL}".encode()},
    ],
)
def test_every_string_of_an_event_is_masked(values: dict[str, Any]) -> None:
    line = json.dumps(mask_event(None, "info", {"event": f"from {MAIL}", **values}))

    assert MAIL not in line
    assert CARD not in line
    assert "4111111111111111" not in line


def test_what_is_not_personal_stays_as_it_is() -> None:
    event = {"event": "request", "route": "/api/chat", "status": 200, "milliseconds": 12, "ok": True, "none": None}

    assert mask_event(None, "info", dict(event)) == event


def test_an_exception_is_masked_also_in_records_of_libraries() -> None:
    try:
        raise RuntimeError(f"duplicate key {MAIL}")
    except RuntimeError:
        record = logging.LogRecord("library", logging.ERROR, __file__, 1, "failed for %s", (CARD,), sys.exc_info())

    line = log_formatter().format(record)

    assert "RuntimeError" in line
    assert MAIL not in line
    assert CARD not in line


def test_the_time_of_a_record_is_kept() -> None:
    line = json.loads(log_formatter().format(logging.LogRecord("library", logging.INFO, __file__, 1, "x", (), None)))

    assert "[" not in line["timestamp"]


def test_endless_and_deep_values_are_written_all_the_same() -> None:
    deep: list[Any] = [CARD]
    for _ in range(200):
        deep = [deep]

    line = json.dumps(mask_event(None, "info", {"event": "x" * 1_000_000, "deep": deep, "big": 10**5000}))

    assert len(line) < 50_000
    assert CARD not in line
