"""Where everything of a picture stands: bars for groups, columns for weeks. Lengths are units of the `viewBox`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from web.console.telemetry.records import Tally

WIDTH = 480
# Bars: a line of words, below it the bar with its numbers at the right.
MOST_BARS = 15
ROW, BAR, TRACK, TOP = 46, 14, 320, 4
LONGEST_LABEL = 50
# Columns.
HEIGHT, LEFT, BASE = 180, 44, 150
_MOST_LABELS = 6
_SCALES = (0.1, 0.25, 0.5, 1.0)


@dataclass(frozen=True)
class Tick:
    """A mark of the scale."""

    at: float
    share: float


@dataclass(frozen=True)
class Bar:
    """A share of a group or of a week: `accepted` and `edited` are lengths, `low` and `high` places of what is likely.

    For a bar `at` is its top, for a column its left edge.
    """

    number: int
    at: float
    label: str
    tally: Tally
    accepted: float
    edited: float
    low: float
    high: float


@dataclass(frozen=True)
class Picture:
    """A whole picture; `thick` is the thickness of its bars, `left_out` how many groups have none."""

    width: int
    height: int
    thick: float
    bars: list[Bar]
    ticks: list[Tick]
    left_out: int = 0


def bars(groups: Sequence[tuple[str, Tally]]) -> Picture:
    """A bar for each group (label, tally), at most MOST_BARS."""
    shown = groups[:MOST_BARS]
    most = _scale([tally for _, tally in shown])
    drawn = [
        Bar(
            number,
            TOP + number * ROW,
            label if len(label) <= LONGEST_LABEL else label[: LONGEST_LABEL - 1] + "…",
            tally,
            *(round(share / most * TRACK, 1) for share in _shares(tally, most)),
        )
        for number, (label, tally) in enumerate(shown)
    ]
    return Picture(WIDTH, TOP + ROW * len(shown) + 20, BAR, drawn, _ticks(most, TRACK), len(groups) - len(shown))


def columns(weeks: Sequence[tuple[str, Tally]]) -> Picture:
    """A column for each week (label, tally), oldest first; only some are labelled where there are many."""
    most = _scale([tally for _, tally in weeks])
    step = (WIDTH - LEFT) / max(len(weeks), 1)
    every = -(-len(weeks) // _MOST_LABELS)
    drawn = [
        Bar(
            number,
            round(LEFT + number * step + step * 0.15, 1),
            label if number % every == 0 else "",
            tally,
            *(round(share / most * (BASE - TOP), 1) for share in _shares(tally, most)),
        )
        for number, (label, tally) in enumerate(weeks)
    ]
    return Picture(WIDTH, HEIGHT, round(min(step * 0.7, 40), 1), drawn, _ticks(most, BASE - TOP))


def _shares(tally: Tally, most: float) -> tuple[float, float, float, float]:
    low, high = tally.likely
    return tally.part(tally.accepted), tally.part(tally.edited), min(low, most), min(high, most)


def _scale(tallies: Sequence[Tally]) -> float:
    """How far the scale goes: as far as what is likely of the groups that are not few, and every share itself."""
    ends = [tally.share if tally.is_few else tally.likely[1] for tally in tallies]
    highest = max(ends, default=0.0)
    return next((scale for scale in _SCALES if scale >= highest), 1.0)


def _ticks(most: float, length: float) -> list[Tick]:
    return [Tick(round(length * part, 1), most * part) for part in (0.0, 0.5, 1.0)]
