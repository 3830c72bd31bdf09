"""The table of what was measured under load."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rich.table import Table

from benchmarks.load.others import MEASURES

Row = tuple[str, str, str, str]


def table_of(found: dict[str, Any]) -> Table:
    """One row a figure; of the parts that were measured."""
    table = Table(
        "figure",
        "ours, or in the flood",
        "stock, or in calm",
        "ratio (lowest, highest round)",
        title="The web chat under load",
    )
    for part, rows in (("throughput", _throughput), ("flood", _flood), ("readers", _readers)):
        if part in found:
            table.add_section()
            for row in rows(found[part]):
                table.add_row(*row)
    return table


def _throughput(found: dict[str, Any]) -> Iterator[Row]:
    for name, value in found.items():
        if isinstance(value, dict) and "ratio" in value:
            yield name, f"{value['ours']:.2f}", f"{value['stock']:.2f}", _ratio(value)
    yield (
        f"unanswered, of {found['turns']} turns",
        str(found["unanswered"]["ours"]),
        str(found["unanswered"]["stock"]),
        "",
    )


def _flood(found: dict[str, Any]) -> Iterator[Row]:
    for name in MEASURES:
        value = found[name]
        yield f"seconds to the reply, {name}", f"{value['flood']:.3f}", f"{value['calm']:.3f}", _ratio(value)
        yield "  calm rounds to all calm rounds", "", "", ", ".join(f"{one:.2f}" for one in value["noise"])
    for title, name in (
        ("replies", "replies"),
        ("without a reply", "without_a_reply"),
        ("web's core, share", "web_cpu"),
    ):
        yield title, str(found[name]["flood"]), str(found[name]["calm"]), ""
    for code, count in found["flood_answers"].items():
        yield f"the flood was answered: {code}", str(count), "", ""


def _readers(found: dict[str, Any]) -> Iterator[Row]:
    for name, value in found.items():
        if isinstance(value, dict):
            yield f"{name}: median, p95", f"{value.get('median', 0):.2f}, {value.get('p95', 0):.2f}", "", ""
        else:
            yield name, str(value), "", ""


def _ratio(value: dict[str, Any]) -> str:
    low, high = value["ratio_of_rounds"]
    return f"{value['ratio']:.2f} ({low:.2f}, {high:.2f})"
