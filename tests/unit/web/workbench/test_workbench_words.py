"""Both languages have the same words, with the same places in them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[4]
PAGES = sorted((ROOT / "web" / "wording").glob("workbench_*_en.yml"))
TOPICS = sorted((ROOT / "workbench" / "words" / "en").glob("*.yml"))
PLACE = re.compile(r"\{(\w*)[^}]*\}")


def words(file: Path) -> dict[str, str]:
    found: dict[str, str] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return found


def italian(file: Path) -> Path:
    if file.parent.name == "en":
        return file.parent.parent / "it" / file.name
    return file.with_name(file.name.replace("_en.yml", "_it.yml"))


@pytest.mark.parametrize("file", [*PAGES, *TOPICS], ids=lambda file: file.name)
def test_every_word_is_there_in_both_languages_with_the_same_places(file: Path) -> None:
    english, other = words(file), words(italian(file))
    assert english
    assert list(english) == list(other)
    for key, text in english.items():
        assert isinstance(text, str), f"{file.name}: {key} is no text"
        assert isinstance(other[key], str), f"{italian(file).name}: {key} is no text"
        assert text.strip()
        assert other[key].strip()
        assert set(PLACE.findall(text)) == set(PLACE.findall(other[key])), key


@pytest.mark.parametrize("file", [*PAGES, *TOPICS], ids=lambda file: file.name)
def test_no_key_hides_a_method_of_the_mapping_that_templates_read(file: Path) -> None:
    assert not set(words(file)) & set(dir({}))


def test_no_italian_file_is_without_its_english_one() -> None:
    pages = {file.name for file in (ROOT / "web" / "wording").glob("workbench_*_it.yml")}
    topics = {file.name for file in (ROOT / "workbench" / "words" / "it").glob("*.yml")}
    assert pages == {italian(file).name for file in PAGES}
    assert topics == {file.name for file in TOPICS}
