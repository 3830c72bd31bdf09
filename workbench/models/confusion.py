"""Which intents are taken for which, as a picture."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from xml.etree import ElementTree

CELL = 18
LABELS = 150
_ROOM = 4


def confusion_picture(pairs: Sequence[dict[str, Any]], title: str) -> str:
    """An SVG: a row an intent that was meant, a column one that was said; the darker, the larger the row's share."""
    names = sorted({name for pair in pairs for name in (pair["meant"], pair["said"])})
    places = {name: number for number, name in enumerate(names)}
    totals = {name: sum(pair["count"] for pair in pairs if pair["meant"] == name) for name in names}
    side = LABELS + CELL * len(names)
    about = {"viewBox": f"0 0 {side} {side}", "role": "img", "aria-label": title, "class": "confusion"}
    picture = ElementTree.Element("svg", {"xmlns": "http://www.w3.org/2000/svg", **about})
    for name, place in places.items():
        _label(picture, name, LABELS - _ROOM, LABELS + CELL * place + CELL - 5, "end")
        upright = _label(picture, name, 0, 0, "start")
        upright.set("transform", f"translate({LABELS + CELL * place + CELL - 5} {LABELS - _ROOM}) rotate(-90)")
    for pair in pairs:
        _cell(picture, pair, places, pair["count"] / totals[pair["meant"]])
    return ElementTree.tostring(picture, encoding="unicode")


def _label(picture: ElementTree.Element, text: str, x: int, y: int, anchor: str) -> ElementTree.Element:
    label = ElementTree.SubElement(picture, "text", {"x": str(x), "y": str(y), "text-anchor": anchor})
    label.text = text
    return label


def _cell(picture: ElementTree.Element, pair: dict[str, Any], places: dict[str, int], share: float) -> None:
    where = {"x": LABELS + CELL * places[pair["said"]] + 1, "y": LABELS + CELL * places[pair["meant"]] + 1}
    kind = "right" if pair["said"] == pair["meant"] else "wrong"
    about = {"width": str(CELL - 2), "height": str(CELL - 2), "fill-opacity": f"{0.15 + 0.85 * share:.2f}"}
    box = {**{name: str(value) for name, value in where.items()}, **about, "class": kind}
    cell = ElementTree.SubElement(picture, "rect", box)
    ElementTree.SubElement(cell, "title").text = f"{pair['meant']} → {pair['said']}: {pair['count']}"
