"""A test's past as a row of marks: for a terminal, or as SVG."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from workbench.stories.history import Mark, Past

# Each differs by its form, not by its colour alone.
_BLOCKS: dict[Mark, str] = {"passed": "▂", "failed": "█", "both": "▆", "not_run": "·"}
_WIDTH, _GAP, _HEIGHT = 6, 2, 16
# Top and height of each bar: failures stand up, what passed lies low.
_BARS: dict[Mark, tuple[int, int]] = {"passed": (12, 4), "failed": (0, 16), "both": (5, 11), "not_run": (14, 1)}
_MOST = 30


def as_blocks(past: Sequence[Past]) -> str:
    """The last 30 runs, one character each, the newest at the right."""
    return "".join(_BLOCKS[one.mark] for one in past[-_MOST:])


def as_svg(past: Sequence[Past], label: str) -> str:
    """The last 30 runs as bars, the newest at the right; `label` says in words what they show.

    Each bar has the class `past-<mark>`, whose colours are the page's.
    """
    shown = past[-_MOST:]
    width = max(1, len(shown) * (_WIDTH + _GAP) - _GAP)
    bars = "".join(_bar(place, one) for place, one in enumerate(shown))
    head = f'<svg class="past" role="img" aria-label={quoteattr(label)} width="{width}" height="{_HEIGHT}"'
    return f'{head} viewBox="0 0 {width} {_HEIGHT}" xmlns="http://www.w3.org/2000/svg">{bars}</svg>'


def _bar(place: int, one: Past) -> str:
    top, height = _BARS[one.mark]
    left = place * (_WIDTH + _GAP)
    title = f"<title>{escape(f'{one.at} {one.model}')}</title>"
    place_of = f'x="{left}" y="{top}" width="{_WIDTH}" height="{height}"'
    return f'<rect class="past-{one.mark.replace("_", "-")}" {place_of}>{title}</rect>'
