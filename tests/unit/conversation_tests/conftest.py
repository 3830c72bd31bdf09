"""A small catalogue, and a place to write stories to."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from conversation_tests.catalogue import Catalogue
from conversation_tests.reading import Found, read_paths
from tests.unit.conversation_tests.making import make_catalogue

Reader = Callable[[str], Found]


@pytest.fixture
def catalogue() -> Catalogue:
    return make_catalogue()


@pytest.fixture
def read(tmp_path: Path, catalogue: Catalogue) -> Reader:
    """Reads one file of the given text."""

    def read_text(text: str) -> Found:
        file = tmp_path / "test_story.yml"
        file.write_text(text, encoding="utf-8")
        return read_paths([file], catalogue)

    return read_text
