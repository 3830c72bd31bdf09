"""The third band: the states of a handoff, and what leads from one to the next."""

from __future__ import annotations

from conversation_tests.picture.panel import EDGE
from conversation_tests.picture.shapes import LINE, WIDTH, arrow, box, line_of_text, lines_of_text, path, wrapped
from conversation_tests.picture.words import picture_words

STATE = 156
_STATE_HEIGHT = 34
_ROW = 126
_HEIGHT = 302


def draw_handoff(top: float) -> tuple[list[str], float]:
    """States from left to right, with an arc above for the short way to a person and one below for the way back."""
    states, moves = picture_words()["states"], picture_words()["moves"]
    between = (WIDTH - 2 * EDGE - 56 - STATE * len(states)) / (len(states) - 1)
    lefts = [EDGE + 28 + number * (STATE + between) for number in range(len(states))]
    row = top + _ROW
    parts = [box(EDGE, top, WIDTH - 2 * EDGE, _HEIGHT, "panel", 10)]
    for left, (name, note) in zip(lefts, states.items(), strict=True):
        parts += _draw_state(left, row, name, note)
    for left, move in zip(lefts[1:], ("offer", "accept", "take"), strict=True):
        parts += _draw_step(left - between, left, row, moves[move])
    parts += [*_draw_short_way(lefts, row, moves["ask"]), *_draw_way_back(lefts, row, moves["back"])]
    return parts, top + _HEIGHT


def _draw_state(left: float, row: float, name: str, note: str) -> list[str]:
    middle, lines = left + STATE / 2, _note_lines(note)
    return [
        box(left, row, STATE, _STATE_HEIGHT, "awaited"),
        *lines_of_text(middle, row + _STATE_HEIGHT / 2, [name], "awaited-words", "middle"),
        *lines_of_text(middle, row + _STATE_HEIGHT + 20 + LINE * (len(lines) - 1) / 2, lines, "soft", "middle"),
    ]


def _draw_step(left: float, right: float, row: float, said: str) -> list[str]:
    """An arrow from one state to the next, with what leads there around it."""
    middle, lines = row + _STATE_HEIGHT / 2, wrapped(said, right - left - 16)
    words = lines_of_text((left + right) / 2, middle - 10 - LINE * (len(lines) / 2), lines, anchor="middle")
    return [arrow(left, right, middle), *words]


def _draw_short_way(lefts: list[float], row: float, said: str) -> list[str]:
    first, asked, above = lefts[0] + STATE / 2, lefts[2] + STATE / 2, row - 92
    return [
        path(f"M{first:g} {row:g}V{above + 12:g}q0 -12 12 -12H{asked - 12:g}q12 0 12 12V{row:g}"),
        line_of_text((first + asked) / 2, above - 8, said, anchor="middle"),
    ]


def _draw_way_back(lefts: list[float], row: float, said: str) -> list[str]:
    notes = list(picture_words()["states"].values())
    first, last, below = lefts[0] + STATE / 2, lefts[-1] + STATE / 2, row + _STATE_HEIGHT + 102
    start, end = (row + _STATE_HEIGHT + 14 + LINE * len(_note_lines(note)) for note in (notes[-1], notes[0]))
    return [
        path(f"M{last:g} {start:g}V{below - 12:g}q0 12 -12 12H{first + 12:g}q-12 0 -12 -12V{end:g}"),
        line_of_text((first + last) / 2, below + 20, said, "name", "middle"),
    ]


def _note_lines(note: str) -> list[str]:
    return wrapped(note, STATE + 24)
