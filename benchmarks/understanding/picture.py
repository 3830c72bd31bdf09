"""A confusion matrix as a picture: one square a pair of intents, darker the more often they are confused."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

_SIDE = 8
_MARGIN = 12


def draw_confusions(truth: list[str], said: list[str], path: Path, title: str) -> None:
    """Writes an SVG; rows are what was meant, columns what was understood, in alphabetical order."""
    intents = sorted(set(truth))
    places = {intent: index for index, intent in enumerate(intents)}
    totals = Counter(truth)
    squares = []
    for (meant, understood), count in sorted(Counter(zip(truth, said, strict=True)).items()):
        if understood not in places:
            continue
        colour = "#1b6e4f" if meant == understood else "#b3261e"
        x, y = (_MARGIN + _SIDE * places[intent] for intent in (understood, meant))
        told = f"<title>{meant} → {understood}: {count}</title>"
        share = count / totals[meant]
        squares.append(
            f'<rect x="{x}" y="{y}" width="{_SIDE}" height="{_SIDE}" fill="{colour}" fill-opacity="{share:.2f}">'
            f"{told}</rect>"
        )
    side = 2 * _MARGIN + _SIDE * len(intents)
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{side}" height="{side}" role="img"><title>{title}</title>'
    path.write_text("\n".join([head, *squares, "</svg>"]), encoding="utf-8")
