"""A comparison on the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from workbench.wording import Language, say

_MOST = 40
_LONGEST = 160


def print_comparison(console: Console, result: Mapping[str, Any], language: Language) -> None:
    """The table, what answers changed, and the gate's verdict with its reasons and places."""

    def word(key: str, **values: object) -> str:
        return say(language, f"models.{key}", **values)

    table = Table(
        word("measure"), f"{word('in-force')}\n{result['in_force']}", f"{word('candidate')}\n{result['candidate']}"
    )
    for title, before, now in _rows(result, word):
        table.add_row(title, before, now)
    console.print(table)
    recent = result["recent"]
    if recent["messages"]:
        console.print(word("recent-changed", changed=len(recent["changed"]), messages=recent["messages"]))
    _print_answers(console, result.get("answers") or [], word)
    _print_verdict(console, result, language)


def _rows(result: Mapping[str, Any], word: Any) -> Iterator[tuple[str, str, str]]:
    sides = ("in_force", "candidate")
    for group in result["intents"]:
        if not group["intent"]:
            title = word("row-language", lang=group["language"]) if group["language"] else word("row-intents")
            yield (title, *(_share(group[side]) for side in sides))
    yield (word("row-calibration"), *(f"{result['calibration'][side]['error']:.3f}" for side in sides))
    yield (word("row-scope"), *(_number(result["scope"][side]["auroc"]) for side in sides))
    yield (word("row-frustration"), *(f"{result['frustration'][side]['kappa']:.3f}" for side in sides))
    yield (word("row-calm"), *(_share(result["frustration"][side]["calm_as_heated"]) for side in sides))
    if "tests" in result:
        yield (word("row-tests"), *(_tests(result["tests"][side]) for side in sides))
    yield (word("row-cost"), *(f"{result['cost'][side]:.1f}" for side in sides))


def _share(one: Mapping[str, Any]) -> str:
    return f"{one['share']:.1%} ({one['low']:.1%}–{one['high']:.1%})"


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _tests(counts: Mapping[str, int]) -> str:
    return f"{counts['passed']} / {counts['passed'] + counts['failed']}"


def _print_answers(console: Console, answers: list[Mapping[str, Any]], word: Any) -> None:
    if answers:
        console.print(word("answers-changed", count=len(answers)))
    for one in answers[:_MOST]:
        place = f"{one['file']}:{one['line']}: " if one["file"] else ""
        sides = (", ".join(one[side]["actions"]) + _policies(one[side]) for side in ("was", "now"))
        console.print(
            f"  {place}“{_short(one['text'])}”: {' → '.join(sides)}", markup=False, highlight=False, soft_wrap=True
        )


def _policies(side: Mapping[str, Any]) -> str:
    told = [" ".join(part for part in answer if part) for answer in side["answers"]]
    return f" ({'; '.join(told)})" if any(told) else ""


def _print_verdict(console: Console, result: Mapping[str, Any], language: Language) -> None:
    gate = result["gate"]
    key, style = ("gate-passed", "green") if gate["passed"] else ("gate-blocked", "red")
    console.print(f"[{style}]{escape(say(language, f'models.{key}', candidate=result['candidate']))}[/]")
    for reason in gate["reasons"]:
        console.print(
            f"  ✗ {say(language, 'models.' + reason['key'], **reason['values'])}", markup=False, soft_wrap=True
        )
        for place in reason["places"]:
            console.print(f"      {_place(place)}", markup=False, highlight=False, soft_wrap=True)


def _place(place: Mapping[str, Any]) -> str:
    if "bin" in place:
        one = place["bin"]
        return f"{one['low']:.1f}–{one['high']:.1f}: {one['confidence']:.2f} / {one['right']:.2f} ({one['count']})"
    where = ":".join(str(place[part]) for part in ("file", "line") if place.get(part) is not None)
    what = place.get("story") or place.get("text") or place.get("intent") or ""
    sides = f" ({place['meant']}: {place['was']} → {place['now']})" if "was" in place else ""
    return f"{where}: {_short(what)}{sides}"


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
