"""The page addresses Italian customers as the chat does."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from fastapi.testclient import TestClient

from tests.factories.addressing import tu_in
from tests.factories.leaves import leaves, places
from web.app import create_app
from web.errors import SettingsError
from web.settings import Settings
from web.wording import FOLDER, read_wording

# What a button does is not said to anybody: formal pages name it like this too.
BUTTONS = {"page.send", "page.retry", "findings.retry"}


def _file(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))
    return loaded


def _said(register: str) -> dict[str, str]:
    wording = read_wording({"CHIARO_REGISTER": register})["it"]
    return {key: text for key, text in leaves(wording.model_dump(mode="json")) if key not in BUTTONS}


TU, LEI = _said("tu"), _said("lei")


def test_the_overlay_has_only_what_differs() -> None:
    italian = dict(leaves(_file("it.yml")))
    for key, text in leaves(_file("it_lei.yml")):
        assert text != italian[key], key


def test_the_page_says_the_same_in_both_registers_with_the_same_facts() -> None:
    assert {key: places(text) for key, text in LEI.items()} == {key: places(text) for key, text in TU.items()}


def test_no_sentence_of_the_page_with_lei_addresses_with_tu() -> None:
    assert {key: tu_in(text) for key, text in LEI.items() if tu_in(text)} == {}


def test_every_text_of_the_page_that_has_another_with_lei_addresses_with_tu() -> None:
    assert {key for key, text in TU.items() if LEI[key] != text and not tu_in(text)} == set()


def test_english_and_the_default_stay_as_they_are() -> None:
    plain, polite = read_wording({}), read_wording({"CHIARO_REGISTER": "lei"})
    assert plain == read_wording({"CHIARO_REGISTER": "tu"})
    assert plain["en"] == polite["en"]


def test_the_page_greets_with_lei(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHIARO_REGISTER", "lei")
    with TestClient(create_app(settings)) as client:
        page = client.get("/?lang=it").text
    assert "Che cosa posso chiarirle?" in page
    assert "Ciao!" not in page


def test_a_wrong_register_is_a_wrong_setting(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHIARO_REGISTER", "voi")
    with pytest.raises(SettingsError, match=r"^CHIARO_REGISTER is 'voi'\. Set tu or lei\.$"):
        create_app(settings)
