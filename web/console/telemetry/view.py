"""What the templates show of the numbers: pictures, with a table of the same below each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from web.console.telemetry.asked import Asked
from web.console.telemetry.drawing import Picture, bars, columns
from web.console.telemetry.page import LIST, Saying, link
from web.console.telemetry.records import DIMENSIONS, Changed, Dimension, Numbers, Tally


@dataclass(frozen=True)
class Row:
    """A row of the table: what it is called, its numbers, and where its suggestions are listed."""

    label: str
    tally: Tally
    href: str
    changed: Changed | None = None


@dataclass(frozen=True)
class Shown:
    """A picture with its table; `about` says in a sentence what is to be seen."""

    name: str
    picture: Picture
    rows: Sequence[Row]
    about: str
    is_over_time: bool = False


def shown(numbers: Numbers, asked: Asked, say: Saying) -> list[Shown]:
    """The pictures in the order of the page."""
    return [_weeks(numbers, asked, say), *(_groups(name, numbers, asked, say) for name in DIMENSIONS)]


def _groups(name: Dimension, numbers: Numbers, asked: Asked, say: Saying) -> Shown:
    rows = [
        Row(
            say.code(name, group.key),
            group.tally,
            link(LIST, asked, **{name: group.key}),
            numbers.changed_by_policy.get(group.key) if name == "policy" else None,
        )
        for group in numbers.groups[name]
    ]
    return Shown(name, bars([(row.label, row.tally) for row in rows]), rows, _about(name, rows, say))


def _weeks(numbers: Numbers, asked: Asked, say: Saying) -> Shown:
    rows = [
        Row(say.day(one.week.first), one.tally, link(LIST, asked, **_days(asked.within(one.week))))
        for one in numbers.weeks
    ]
    return Shown("week", columns([(row.label, row.tally) for row in rows]), rows, _about("week", rows, say), True)


def _days(asked: Asked) -> dict[str, str]:
    return {"from": asked.period.first.isoformat(), "to": asked.period.last.isoformat()}


def _about(name: str, rows: Sequence[Row], say: Saying) -> str:
    if not rows:
        return ""
    tally = rows[0].tally
    return say.words.pictures[name].some.format(
        number=say.number(len(rows)),
        first=rows[0].label,
        share=say.percent(tally.share),
        taken=say.number(tally.taken),
        shown=say.number(tally.shown),
    )
