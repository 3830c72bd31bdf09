"""Conversations of a set age are removed by the same means."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.unit.web.privacy.asking import EVERY_TABLE, found, run
from tests.unit.web.privacy.conftest import Forgetter
from tests.unit.web.privacy.leaving import (
    ANNA,
    ANNA_1,
    ANNA_2,
    NOBODY_S,
    Leaving,
)


def days_ago(days: float) -> datetime:
    return datetime.now(UTC) - timedelta(days=days)


@pytest.mark.usefixtures("rasa")
def test_old_conversations_are_removed_and_newer_ones_stay(leaving: Leaving) -> None:
    leaving.conversation(ANNA_1, ANNA, days_ago(91))
    leaving.conversation(ANNA_2, ANNA, days_ago(89))
    leaving.conversation(NOBODY_S, None, days_ago(400))
    result = run("retain", "--days", "90")

    assert result.exit_code == 0, result.output
    assert "2 conversation(s) without anything new for 90 day(s)." in result.output
    assert found(leaving, ANNA_1, NOBODY_S) == []
    assert found(leaving, ANNA_2) == EVERY_TABLE


@pytest.mark.usefixtures("no_rasa")
def test_a_conversation_that_goes_on_anywhere_is_not_old(leaving: Leaving) -> None:
    leaving.conversation(ANNA_1, ANNA, days_ago(300))
    leaving.rasa(ANNA_1, ANNA, days_ago(1))

    assert "0 conversation(s)" in run("retain", "--days", "90").output
    assert found(leaving, ANNA_1) == EVERY_TABLE


@pytest.mark.usefixtures("no_rasa")
def test_a_conversation_with_an_open_ticket_stays(leaving: Leaving) -> None:
    leaving.conversation(ANNA_1, ANNA, days_ago(300), ticket="open")
    result = run("retain", "--days", "90")

    assert "1 more are as old and stay" in result.output
    assert found(leaving, ANNA_1) == EVERY_TABLE


def test_a_dry_run_removes_nothing(leaving: Leaving, rasa: Forgetter) -> None:
    leaving.conversation(ANNA_1, ANNA, days_ago(300))
    result = run("retain", "--days", "90", "--dry-run")

    assert "1 conversation(s)" in result.output
    assert "Nothing was removed" in result.output
    assert found(leaving, ANNA_1) == EVERY_TABLE
    assert rasa.asked == []


@pytest.mark.parametrize("days", ["0", "-1", "many", "1000000000"])
def test_a_senseless_age_is_refused(days: str) -> None:
    assert run("retain", "--days", days).exit_code == 2
