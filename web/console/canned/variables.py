"""The variables of kept replies, and the gaps that stay where a value is not known."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal, get_args

Variable = Literal["customer_name", "representative", "company", "policy_title", "ticket"]
VARIABLES: tuple[Variable, ...] = get_args(Variable)
_PLACE = re.compile(r"\{([^{}]*)\}")
_BRACE = re.compile(r"[{}]")
# As in web/static/js/console/gaps.js.
_GAP = re.compile(r"\[…[^\[\]]*\]")


def unknown_variables(text: str) -> list[str]:
    """The names in braces that are no variables, in order."""
    return [name for name in _PLACE.findall(text) if name not in VARIABLES]


def has_stray_brace(text: str) -> bool:
    """Whether a brace belongs to no pair."""
    return _BRACE.search(_PLACE.sub("", text)) is not None


def filled(text: str, known: Mapping[Variable, str], names: Mapping[str, str]) -> str:
    """`text` with its variables' values; where one is not known, a gap `[… name]` with its name for people.

    Values are put in as they are: what looks like a variable in one of them is none.
    """

    def value(match: re.Match[str]) -> str:
        name = match[1]
        found = next((value for key, value in known.items() if key == name and value), None)
        return f"[… {names.get(name, name)}]" if found is None else found

    return _PLACE.sub(value, text)


def has_gap(text: str) -> bool:
    """Whether a gap was left unfilled."""
    return _GAP.search(text) is not None
