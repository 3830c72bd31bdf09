"""A panel: what leads to an action, line by line, the action, and the kinds of its messages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from conversation_tests.picture.shapes import (
    CHIP,
    LINE,
    WIDTH,
    arrow,
    box,
    chip,
    chip_width,
    lines_of_text,
    wrapped,
)
from conversation_tests.picture.words import word

EDGE = 24
# Left edge and width of each column: what is said, what chooses, the action, its kinds of messages.
SAID, CHOICE, ACTION, KINDS = (40, 150), (216, 420), (664, 208), (900, 260)
# What is awaited is asked, not said: the words for an answer have the room of both columns.
ANSWER = (SAID[0], CHOICE[0] + CHOICE[1] - SAID[0])
_HEAD = 36
_GAP = 5
_FOOT = 10
_TEXT_EDGE = 10


@dataclass(frozen=True)
class Lead:
    """What leads to an action: intents, and the words for what chooses it. An answer needs no certain intent."""

    intents: tuple[str, ...]
    text: str
    action: str

    @property
    def column(self) -> tuple[int, int]:
        """Where the words stand."""
        return CHOICE if self.intents else ANSWER

    @property
    def lines(self) -> list[str]:
        """The words as they stand in their column."""
        return wrapped(self.text, self.column[1] - 2 * _TEXT_EDGE)

    @property
    def height(self) -> float:
        """What the line takes, without the gap after it."""
        return max(len(self.lines) * LINE + 6, len(self.intents) * (CHIP + 2))


@dataclass(frozen=True)
class Panel:
    """A heading and leads; what is `awaited` stands before the heading in a box of its own."""

    heading: str
    leads: tuple[Lead, ...]
    awaited: str | None = None


def draw_panel(panel: Panel, top: float) -> tuple[list[str], float]:
    """The panel below `top`, and where it ends."""
    parts, place = [], top + _HEAD
    for action, leads in groupby(panel.leads, key=lambda lead: lead.action):
        drawn, place = _draw_block(action, list(leads), place)
        parts += drawn
    height = place - _GAP + _FOOT - top
    frame = box(EDGE, top, WIDTH - 2 * EDGE, height, "panel", 10)
    return [frame, *_draw_heading(panel, top + _HEAD / 2), *parts], top + height


def _draw_heading(panel: Panel, middle: float) -> list[str]:
    left: float = SAID[0]
    parts: list[str] = []
    if panel.awaited is not None:
        parts = chip(left, middle, SAID[1], panel.awaited, "awaited")
        left = CHOICE[0]
    return [*parts, *lines_of_text(left, middle, [panel.heading], "panel-title")]


def _draw_block(action: str, leads: list[Lead], top: float) -> tuple[list[str], float]:
    """Leads to one action, which stands beside all of them."""
    chips = _rows_of_kinds(word("kinds", action))
    least = len(chips) * (CHIP + 4)
    tallest = sum(lead.height + _GAP for lead in leads) - _GAP
    height, place = max(tallest, least), top + max(0, least - tallest) / 2
    parts = [box(ACTION[0], top, ACTION[1], height, "action")]
    middle = top + height / 2
    parts += lines_of_text(ACTION[0] + ACTION[1] / 2, middle, [action], "action-words", "middle")
    parts.append(arrow(sum(ACTION), KINDS[0], middle))
    parts += _draw_kinds(chips, middle)
    for lead in leads:
        parts += _draw_lead(lead, place)
        place += lead.height + _GAP
    return parts, top + height + _GAP


def _draw_lead(lead: Lead, top: float) -> Iterator[str]:
    middle = top + lead.height / 2
    first = middle - (CHIP + 4) * (len(lead.intents) - 1) / 2
    for number, intent in enumerate(lead.intents):
        height = first + number * (CHIP + 4)
        yield from chip(SAID[0], height, SAID[1], intent, "intent")
        yield arrow(sum(SAID), CHOICE[0], height)
    yield box(lead.column[0], top, lead.column[1], lead.height, "choice", 5)
    yield from lines_of_text(lead.column[0] + _TEXT_EDGE, middle, lead.lines)
    yield arrow(sum(CHOICE), ACTION[0], middle)


def _rows_of_kinds(kinds: list[str]) -> list[list[str]]:
    rows: list[list[str]] = [[]]
    for kind in kinds:
        if sum(chip_width(other) + 6 for other in [*rows[-1], kind]) - 6 > KINDS[1]:
            rows.append([])
        rows[-1].append(kind)
    return rows


def _draw_kinds(rows: list[list[str]], middle: float) -> Iterator[str]:
    place = middle - (CHIP + 4) * (len(rows) - 1) / 2
    for row in rows:
        left: float = KINDS[0] + 4
        for kind in row:
            yield from chip(left, place, chip_width(kind), kind, "kind")
            left += chip_width(kind) + 6
        place += CHIP + 4
