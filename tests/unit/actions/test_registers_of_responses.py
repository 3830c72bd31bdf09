"""Small talk in Italian: whatever addresses the customer is there once with tu and once with Lei."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.factories.addressing import tu_in

FOLDER = Path(__file__).parents[3] / "data" / "responses"
RESPONSES: dict[str, list[dict[str, Any]]] = {
    name: variants
    for file in sorted(FOLDER.glob("*.yml"))
    for name, variants in yaml.safe_load(file.read_text(encoding="utf-8"))["responses"].items()
}


def _texts(name: str, register: str | None) -> list[str]:
    wanted = {"language": "it"} | ({"register": register} if register else {})
    return [item["text"] for item in RESPONSES[name] if _conditions(item) == wanted]


def _conditions(variant: dict[str, Any]) -> dict[str, str]:
    return {condition["name"]: condition["value"] for condition in variant["condition"]}


@pytest.mark.parametrize("name", RESPONSES)
def test_what_is_said_with_tu_has_a_twin_with_lei(name: str) -> None:
    familiar, polite = _texts(name, "tu"), _texts(name, "lei")
    assert len(familiar) == len(polite)
    assert len({*familiar, *polite}) == len(familiar) + len(polite)
    assert familiar + _texts(name, None), "nothing to say in Italian"


@pytest.mark.parametrize("name", RESPONSES)
def test_only_what_is_said_with_tu_has_words_of_tu(name: str) -> None:
    assert all(tu_in(text) for text in _texts(name, "tu"))
    assert [text for text in _texts(name, "lei") + _texts(name, None) if tu_in(text)] == []


@pytest.mark.parametrize("name", RESPONSES)
def test_english_knows_no_register(name: str) -> None:
    assert {"language": "en"} in [_conditions(item) for item in RESPONSES[name]]
    for item in RESPONSES[name]:
        conditions = _conditions(item)
        assert conditions["language"] == "it" or set(conditions) == {"language"}
        assert conditions.get("register", "tu") in ("tu", "lei")
