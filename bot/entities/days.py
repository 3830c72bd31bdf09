"""Days, named by date, by weekday, or from today, in either language."""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta

from bot.entities.finding import Finding
from bot.entities.vocabulary import Vocabulary

_ISO = re.compile(r"\b(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})\b")
_NUMERIC = re.compile(
    r"(?<![\d/.-])(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})(?:[/.-](?P<year>\d{4}|\d{2}))?(?![\d/]|[.,]\d|\s?€)"
)
_CENTURY = 2000
_WEEK = 7
# A day named without a year lies at most this far ahead; else it was last year's.
_FAR = 180


class DayReader:
    """Finds days; the value is the ISO date, reckoned from `today`.

    Numeric dates are read day first, as in Italy and Britain.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Compile the patterns of a language."""
        self._words = vocabulary
        month, weekday = _any_of(vocabulary.months), _any_of(vocabulary.weekdays)
        count, unit = _any_of(vocabulary.counts), _any_of(vocabulary.units)
        ago, ahead = _any_of(vocabulary.ago), _any_of(vocabulary.ahead)
        last, coming = _any_of(vocabulary.last), _any_of(vocabulary.next)
        self._named = _pattern(
            rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th|°|º)?(?:\s+of|\s+di)?\s+(?P<name>{month})\.?(?:,?\s+(?P<year>\d{{4}}))?"
        )
        self._month_first = _pattern(
            rf"(?P<name>{month})\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?!\d|\s*[:%])(?:,?\s+(?P<year>\d{{4}}))?"
        )
        self._ago = _pattern(rf"(?P<count>\d{{1,3}}|{count})\s+(?P<unit>{unit})\s+(?:{ago})")
        self._ahead = _pattern(rf"(?:{ahead})\s+(?P<count>\d{{1,3}}|{count})\s+(?P<unit>{unit})")
        self._weekday = _pattern(
            rf"(?:(?P<last>{last})\s+|(?P<next>{coming})\s+)?(?P<name>{weekday})(?:\s+(?P<past>{last})|\s+(?P<coming>{coming}))?"
        )
        self._relative = _pattern(rf"(?P<name>{_any_of(vocabulary.relative)})")

    def read(self, text: str, today: date) -> Iterator[Finding]:
        """Yield every day that `text` names; what is no day of the calendar is left out."""
        for pattern in (_ISO, _NUMERIC, self._named, self._month_first):
            yield from _found(text, pattern, lambda match: self._dated(match, today))
        yield from _found(text, self._ago, lambda match: today - self._span(match))
        yield from _found(text, self._ahead, lambda match: today + self._span(match))
        yield from _found(text, self._relative, lambda match: today + timedelta(self._words.relative[_key(match)]))
        yield from _found(text, self._weekday, lambda match: self._week_day(match, today))

    def _dated(self, match: "re.Match[str]", today: date) -> date | None:
        parts = match.groupdict()
        month = self._words.months[_key(match)] if parts.get("name") else int(parts["month"])
        try:
            if parts.get("year"):
                year = int(parts["year"])
                return date(year if year > _CENTURY else _CENTURY + year, month, int(parts["day"]))
            day = date(today.year, month, int(parts["day"]))
            return day.replace(year=day.year - 1) if day > today + timedelta(_FAR) else day
        except ValueError:
            return None

    def _span(self, match: "re.Match[str]") -> timedelta:
        count = match.group("count").lower()
        number = int(count) if count.isdigit() else self._words.counts[count]
        return timedelta(number * self._words.units[match.group("unit").lower()])

    def _week_day(self, match: "re.Match[str]", today: date) -> date:
        """The weekday meant: the next one, unless it is said to be past; today's name means today."""
        ahead = (self._words.weekdays[_key(match)] - today.weekday()) % _WEEK
        if match.group("last") or match.group("past"):
            return today - timedelta((_WEEK - ahead) % _WEEK or _WEEK)
        if match.group("next") or match.group("coming"):
            return today + timedelta(ahead or _WEEK)
        return today + timedelta(ahead)


def _found(
    text: str, pattern: "re.Pattern[str]", read: Callable[["re.Match[str]"], "date | None"]
) -> Iterator[Finding]:
    for match in pattern.finditer(text):
        day = read(match)
        if day is not None:
            yield Finding("date", match.start(), match.end(), day.isoformat())


def _any_of(words: Iterable[str]) -> str:
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words, key=len, reverse=True))


def _pattern(expression: str) -> "re.Pattern[str]":
    return re.compile(rf"(?<!\w){expression}(?!\w)", re.IGNORECASE)


def _key(match: "re.Match[str]") -> str:
    return " ".join(match.group("name").lower().split())
