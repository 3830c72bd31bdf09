"""Which model fits."""

from __future__ import annotations

from pathlib import Path

import pytest

from ops.errors import MachineError
from ops.fingerprint import fingerprint, model_name
from ops.paths import Paths


@pytest.fixture
def checkout(paths: Paths) -> Path:
    """What a model is made of."""
    for name in (
        "config.yml",
        "domain.yml",
        "bot/requirements.lock",
        "data/nlu/a.yml",
        "bot/components/a.py",
    ):
        (paths.root / name).parent.mkdir(parents=True, exist_ok=True)
        (paths.root / name).write_text(name)
    return paths.root


@pytest.mark.parametrize(
    "name",
    [
        "config.yml",
        "domain.yml",
        "bot/requirements.lock",
        "data/nlu/a.yml",
        "data/new.yml",
        "bot/components/a.py",
        "bot/resources/words.yml",
        "learning/encoder.py",
    ],
)
def test_a_change_of_what_a_model_is_made_of_wants_another_model(checkout: Path, name: str) -> None:
    before = fingerprint(checkout)
    (checkout / name).parent.mkdir(exist_ok=True)
    (checkout / name).write_text("changed")
    assert fingerprint(checkout) != before


@pytest.mark.parametrize(
    "name",
    [
        "bot/.venv/lib/a.py",
        "bot/tests/test_a.py",
        "bot/components/__pycache__/a.pyc",
        "bot/pyproject.toml",
        "endpoints.yml",
        "data/.nlu.yml.swp",
    ],
)
def test_a_change_of_anything_else_does_not(checkout: Path, name: str) -> None:
    before = fingerprint(checkout)
    (checkout / name).parent.mkdir(parents=True, exist_ok=True)
    (checkout / name).write_text("changed")
    assert fingerprint(checkout) == before


def test_a_file_that_only_moved_wants_another_model(checkout: Path) -> None:
    before = fingerprint(checkout)
    (checkout / "data/nlu/a.yml").rename(checkout / "data/nlu/b.yml")
    assert fingerprint(checkout) != before


def test_the_same_in_another_place_has_the_same_fingerprint(checkout: Path, tmp_path: Path) -> None:
    before = fingerprint(checkout)
    assert fingerprint(checkout.rename(tmp_path / "elsewhere")) == before


def test_a_model_is_named_after_twelve_digits(checkout: Path) -> None:
    assert model_name(checkout) == f"chiaro-{fingerprint(checkout)[:12]}"


def test_a_file_that_is_missing_is_one_sentence(checkout: Path) -> None:
    (checkout / "domain.yml").unlink()
    with pytest.raises(MachineError, match=r"domain\.yml is missing"):
        fingerprint(checkout)
