"""From which day to which the numbers are, and the weeks between."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

USUAL_DAYS = 7 * 12
LONGEST_DAYS = 7 * 105
_EARLIEST = date(2020, 1, 1)
_DAY, _WEEK = timedelta(days=1), timedelta(days=7)


@dataclass(frozen=True)
class Week:
    """A calendar week from Monday on, or what of it lies in a period; `start` and `end` are seconds since 1970."""

    first: date
    start: float
    end: float


@dataclass(frozen=True)
class Period:
    """Days of the company's time zone, both ends within."""

    first: date
    last: date
    zone: ZoneInfo

    @classmethod
    def of(cls, first: str, last: str, now: float, zone: ZoneInfo) -> Period:
        """From days as forms send them; what is wrong or missing is as usual, and nothing is longer than two years."""
        today = datetime.fromtimestamp(now, zone).date()
        end = max(min(_day(last) or today, today), _EARLIEST)
        start = _day(first) or end - timedelta(days=USUAL_DAYS - 1)
        start, end = min(start, end), max(start, end)
        end = min(max(end, _EARLIEST), today)
        return cls(min(max(start, _EARLIEST, end - timedelta(days=LONGEST_DAYS - 1)), end), end, zone)

    @property
    def start(self) -> float:
        """The first moment, in seconds since 1970."""
        return self._moment(self.first)

    @property
    def end(self) -> float:
        """The first moment after it."""
        return self._moment(self.last + _DAY)

    def ending(self, weeks: int) -> date:
        """The first day of so many weeks that end with this period."""
        return self.last - timedelta(days=7 * weeks - 1)

    @staticmethod
    def week_end(day: date) -> date:
        """The Sunday of the week of `day`."""
        return day + timedelta(days=6 - day.weekday())

    def weeks(self) -> list[Week]:
        """Its weeks, oldest first; the first and the last may be cut."""
        found: list[Week] = []
        monday = self.first - timedelta(days=self.first.weekday())
        while monday <= self.last:
            start, end = max(self.start, self._moment(monday)), min(self.end, self._moment(monday + _WEEK))
            found.append(Week(max(monday, self.first), start, end))
            monday += _WEEK
        return found

    def _moment(self, day: date) -> float:
        return datetime.combine(day, time(), self.zone).astimezone(UTC).timestamp()


def _day(asked: str) -> date | None:
    try:
        day = date.fromisoformat(asked)
    except ValueError:
        return None
    return day if day.isoformat() == asked else None  # other forms of a day mean something else to a reader
