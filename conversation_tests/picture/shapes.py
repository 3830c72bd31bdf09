"""Pieces of SVG: boxes, words, arrows. Lengths are in pixels of a page 1200 wide."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from html import escape
from pathlib import Path

WIDTH = 1200
LINE = 18
CHIP = 22
# What a character takes in the widest of the usual fonts, so that words fit their box in the others too.
CHARACTER = 7.4
_STYLE_FILE = Path(__file__).with_name("style.css")


def wrapped(text: str, width: float) -> list[str]:
    """The lines of `text` that fit `width`."""
    return textwrap.wrap(text, int(width / CHARACTER), break_long_words=False)


def box(left: float, top: float, width: float, height: float, style: str, corner: float = 7) -> str:
    """A rectangle with round corners."""
    place = f'x="{left:g}" y="{top:g}" width="{width:g}" height="{height:g}"'
    return f'<rect class="{style}" {place} rx="{corner:g}"/>'


def line_of_text(left: float, base: float, text: str, style: str = "", anchor: str = "start") -> str:
    """One line; `base` is where its letters stand."""
    kind = f' class="{style}"' if style else ""
    aligned = "" if anchor == "start" else f' text-anchor="{anchor}"'
    return f'<text{kind} x="{left:g}" y="{base:g}"{aligned}>{escape(text, quote=False)}</text>'


def lines_of_text(left: float, middle: float, lines: list[str], style: str = "", anchor: str = "start") -> list[str]:
    """Lines around the height `middle`."""
    first = middle - LINE * (len(lines) - 1) / 2 + 4.5
    return [line_of_text(left, first + LINE * number, text, style, anchor) for number, text in enumerate(lines)]


def chip(left: float, middle: float, width: float, text: str, style: str) -> list[str]:
    """A word in a box of its own."""
    shape = box(left, middle - CHIP / 2, width, CHIP, style, CHIP / 2)
    return [shape, *lines_of_text(left + width / 2, middle, [text], f"{style}-words", "middle")]


def chip_width(text: str) -> float:
    """How wide a chip must be for `text`."""
    return len(text) * CHARACTER + 14


def path(drawn: str, style: str = "way") -> str:
    """A line, with an arrow's head where the style has one."""
    return f'<path class="{style}" d="{drawn}"/>'


def arrow(left: float, right: float, middle: float) -> str:
    """An arrow to the right."""
    return path(f"M{left:g} {middle:g}H{right:g}")


def page(height: float, title: str, description: str, parts: Iterable[str]) -> str:
    """The whole picture, with its words for those who do not see it."""
    style = " ".join(_STYLE_FILE.read_text(encoding="utf-8").split())
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:g}" role="img"'
        ' aria-labelledby="title description">'
    )
    return "\n".join(
        [
            head,
            f'<title id="title">{escape(title)}</title>',
            f'<desc id="description">{escape(description)}</desc>',
            f"<style>{style}</style>",
            '<defs><marker id="head" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" '
            'orient="auto-start-reverse"><path class="head" d="M0 0 10 5 0 10z"/></marker></defs>',
            box(1, 1, WIDTH - 2, height - 2, "ground", 14),
            *parts,
            "</svg>",
            "",
        ]
    )
