"""Reads values that came from outside: what is of another type than expected counts as not said."""

from __future__ import annotations

import math
from typing import Any


def text(value: object) -> str:
    """`value` if it is a text, else an empty one."""
    return value if isinstance(value, str) else ""


def texts(value: object) -> tuple[str, ...]:
    """The texts of a list; empty where `value` is none."""
    return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list | tuple) else ()


def mapping(value: object) -> dict[str, Any]:
    """`value` if it is a mapping, else an empty one."""
    return value if isinstance(value, dict) else {}


def number(value: object, least: float, most: float) -> float:
    """`value` between `least` and `most`; `least` where it is no number."""
    if isinstance(value, bool) or not isinstance(value, int | float) or math.isnan(value):
        return least
    return float(min(max(value, least), most))
