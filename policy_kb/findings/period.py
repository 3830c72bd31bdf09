"""The twelve months that are counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class Period:
    """Whole days in the company's time zone, the first and the last included."""

    first: date
    last: date
    zone: ZoneInfo

    @classmethod
    def of_twelve_months(cls, last: date, time_zone: str) -> Period:
        """From the same day of the year before (28 February where there is none) to `last`."""
        leap_day = (last.month, last.day) == (2, 29)
        return cls(last.replace(year=last.year - 1, day=28 if leap_day else last.day), last, ZoneInfo(time_zone))

    @property
    def start(self) -> datetime:
        """The first moment, as the tables keep moments: UTC without a zone."""
        return start_of_day(self.first, self.zone)

    @property
    def end(self) -> datetime:
        """The first moment after it, as the tables keep moments."""
        return start_of_day(self.last + timedelta(days=1), self.zone)


def start_of_day(day: date, zone: ZoneInfo) -> datetime:
    """Midnight of `day` in `zone`, as UTC without a zone."""
    return datetime.combine(day, time(), zone).astimezone(UTC).replace(tzinfo=None)
