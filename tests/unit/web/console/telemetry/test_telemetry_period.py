"""Days and weeks of the company, also where clocks are changed and where the address says nonsense."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.console.telemetry.period import LONGEST_DAYS, USUAL_DAYS, Period

ROME = ZoneInfo("Europe/Rome")
NOW = datetime(2026, 11, 26, 12, tzinfo=UTC).timestamp()
TODAY = date(2026, 11, 26)


def test_without_an_address_the_last_twelve_weeks_are_meant() -> None:
    period = Period.of("", "", NOW, ROME)
    assert (period.first, period.last) == (TODAY - timedelta(days=USUAL_DAYS - 1), TODAY)


@pytest.mark.parametrize("bad", ["x", "2026-13-01", "20261101", "2026-W01-1", "0", "９９９９-01-01", "\x00", "a" * 10])
def test_what_is_no_day_is_as_if_it_were_not_there(bad: str) -> None:
    assert Period.of(bad, bad, NOW, ROME) == Period.of("", "", NOW, ROME)


def test_both_days_belong_to_it_in_the_companys_time() -> None:
    period = Period.of("2026-11-01", "2026-11-02", NOW, ROME)
    assert datetime.fromtimestamp(period.start, ROME).isoformat() == "2026-11-01T00:00:00+01:00"
    assert datetime.fromtimestamp(period.end, ROME).isoformat() == "2026-11-03T00:00:00+01:00"


def test_days_the_wrong_way_round_are_turned() -> None:
    assert Period.of("2026-11-20", "2026-11-02", NOW, ROME) == Period.of("2026-11-02", "2026-11-20", NOW, ROME)


def test_a_week_in_which_clocks_change_is_an_hour_longer() -> None:
    weeks = Period.of("2026-10-19", "2026-11-01", NOW, ROME).weeks()
    assert [week.first for week in weeks] == [date(2026, 10, 19), date(2026, 10, 26)]
    lengths = [(week.end - week.start) / 3600 for week in weeks]
    assert lengths == [169, 168]


def test_the_first_and_the_last_week_are_cut() -> None:
    weeks = Period.of("2026-11-05", "2026-11-24", NOW, ROME).weeks()
    assert [week.first for week in weeks] == [date(2026, 11, day) for day in (5, 9, 16, 23)]


@given(st.dates() | st.just(""), st.dates() | st.just(""))
def test_any_days_make_a_period_whose_weeks_cover_it_without_gaps(first: date | str, last: date | str) -> None:
    period = Period.of(str(first), str(last), NOW, ROME)
    assert period.first <= period.last <= TODAY
    assert (period.last - period.first).days < LONGEST_DAYS
    weeks = period.weeks()
    assert [weeks[0].start, *(week.end for week in weeks)] == [*(week.start for week in weeks), period.end]
    assert weeks[0].start == period.start
