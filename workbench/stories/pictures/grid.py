"""Policies by kinds and languages as a picture that shows the holes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from xml.sax.saxutils import escape, quoteattr

from workbench.stories.covered import NO_POLICY, Grid

State = Literal["none", "hole", "once", "often"]
_LEFT, _RIGHT, _TOP, _ROW, _HALF, _COLUMN = 200, 64, 104, 22, 22, 54
_OFTEN = 3
CELL_PLACES = ("policy", "kind", "said", "tests")
_STYLE = Path(__file__).with_name("grid.css")


@dataclass(frozen=True)
class GridWords:
    """What the picture says; `cell` has places {policy}, {kind}, {said} (the language), {tests}."""

    title: str
    description: str
    no_policy: str
    cell: str
    kinds: Mapping[str, str]


def state_of(grid: Grid, policy: str, kind: str, language: str) -> State:
    """How a cell is drawn: it cannot be, no test has it, one or two have it, three or more have it."""
    tests = grid.tests(policy, kind, language)
    if tests:
        return "often" if tests >= _OFTEN else "once"
    return "hole" if grid.is_possible(policy, kind) else "none"


def as_svg(grid: Grid, words: GridWords, *, alone: bool) -> str:
    """The picture. Where it stands `alone` it has its own colours, else those that the page gives its classes."""
    width = _LEFT + len(grid.kinds) * _COLUMN + _RIGHT
    height = _TOP + len(grid.policies) * _ROW + 8
    head = (
        f'<svg class="grid" role="img" aria-label={quoteattr(words.title)} viewBox="0 0 {width} {height}"'
        f' width="{width}" height="{height}" xmlns="http://www.w3.org/2000/svg">'
    )
    style = f"<style>{_STYLE.read_text(encoding='utf-8')}</style>" if alone else ""
    about = f"<title>{escape(words.title)}</title><desc>{escape(words.description)}</desc>"
    return "".join([head, about, style, *_columns(grid, words), *_rows(grid, words), "</svg>"])


def _columns(grid: Grid, words: GridWords) -> Iterator[str]:
    for place, kind in enumerate(grid.kinds):
        left = _LEFT + place * _COLUMN
        turned = f'transform="translate({left + _HALF} {_TOP - 22}) rotate(-40)"'
        yield f'<text class="grid-kind" {turned}>{escape(words.kinds.get(kind, kind))}</text>'
        for half, language in enumerate(grid.languages):
            middle = left + half * _HALF + _HALF // 2
            yield f'<text class="grid-language" x="{middle}" y="{_TOP - 6}">{escape(language)}</text>'


def _rows(grid: Grid, words: GridWords) -> Iterator[str]:
    for place, policy in enumerate(grid.policies):
        top = _TOP + place * _ROW
        name = words.no_policy if policy == NO_POLICY else policy
        yield f'<text class="grid-policy" x="{_LEFT - 8}" y="{top + 15}">{escape(name)}</text>'
        for column, kind in enumerate(grid.kinds):
            for half, language in enumerate(grid.languages):
                left = _LEFT + column * _COLUMN + half * _HALF
                yield from _cell(grid, words, (name, policy), (kind, language), (left, top))


def _cell(
    grid: Grid, words: GridWords, policy: tuple[str, str], said: tuple[str, str], place: tuple[int, int]
) -> Iterator[str]:
    (name, policy_id), (kind, language), (left, top) = policy, said, place
    state = state_of(grid, policy_id, kind, language)
    if state == "none":
        return
    tests = grid.tests(policy_id, kind, language)
    told = words.cell.format(policy=name, kind=words.kinds.get(kind, kind), said=language, tests=tests)
    box = f'x="{left + 1}" y="{top + 1}" width="{_HALF - 2}" height="{_ROW - 2}" rx="3"'
    yield f'<g><title>{escape(told)}</title><rect class="grid-{state}" {box}/>'
    # A number, so that the colour is not all that tells.
    yield f'<text class="grid-number" x="{left + _HALF // 2}" y="{top + 15}">{tests or "–"}</text></g>'
