"""The head of the picture: which dialogue policy has the word, and what any reply may bring."""

from __future__ import annotations

from collections.abc import Iterable

from conversation_tests.picture.panel import EDGE
from conversation_tests.picture.shapes import LINE, WIDTH, arrow, box, line_of_text, lines_of_text, wrapped
from conversation_tests.picture.words import picture_words, word

_BETWEEN = 30
_HEIGHT = 98


def draw_choosing(policies: Iterable[str], top: float) -> tuple[list[str], float]:
    """A box for each dialogue policy in the order in which they count, then what follows without them.

    Raises:
        MissingWord: nothing is said of a dialogue policy.
    """
    order = list(picture_words()["choosing"])
    told = {policy: word("choosing", policy) for policy in policies}
    boxes = [told[policy] for policy in sorted(told, key=order.index)]
    boxes.append(picture_words()["fallback"])
    width = (WIDTH - 2 * EDGE - _BETWEEN * (len(boxes) - 1)) / len(boxes)
    parts: list[str] = []
    for number, said in enumerate(boxes):
        left = EDGE + number * (width + _BETWEEN)
        parts += _draw_box(said, left, top, width)
        if number:
            parts.append(arrow(left - _BETWEEN, left, top + _HEIGHT / 2))
    return parts, top + _HEIGHT


def _draw_box(said: dict[str, str], left: float, top: float, width: float) -> list[str]:
    lines = wrapped(said["text"], width - 24)
    return [
        box(left, top, width, _HEIGHT, "panel", 10),
        line_of_text(left + 12, top + 23, said["title"], "panel-title"),
        *lines_of_text(left + 12, top + 42 + LINE * (len(lines) - 1) / 2, lines, "soft"),
    ]


def draw_beside(top: float) -> tuple[list[str], float]:
    """What any reply may bring, in two columns."""
    said = picture_words()["beside"]
    parts = [line_of_text(EDGE + 16, top + 14, said["lead"], "head-words")]
    for number, item in enumerate(said["items"]):
        left = EDGE + 16 + (number % 2) * (WIDTH / 2 - EDGE)
        parts.append(line_of_text(left, top + 36 + LINE * (number // 2), item))
    return parts, top + 30 + LINE * ((len(said["items"]) + 1) // 2)
