"""pip's settings, said to uv."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ops.pip_settings import parse, translate, uv_variables


def test_settings_are_read_from_files_and_variables() -> None:
    listing = "global.index-url='https://own.example/simple'\nglobal.timeout='60'\n:env:.cert='/a b.pem'\n"
    assert parse(listing) == {"index-url": "https://own.example/simple", "timeout": "60", "cert": "/a b.pem"}


def test_a_variable_beats_a_file() -> None:
    assert parse(":env:.index-url='b'\nglobal.index-url='a'") == {"index-url": "b"}


def test_settings_of_other_commands_are_passed_over() -> None:
    assert parse("download.index-url='a'") == {}


@given(st.text())
def test_any_listing_can_be_read(listing: str) -> None:
    assert all(name and isinstance(value, str) for name, value in parse(listing).items() if name)


def test_an_index_of_ones_own_reaches_uv() -> None:
    settings = {"index-url": "https://own.example/simple", "trusted-host": "own.example", "cert": "/c.pem"}
    found = {name: value for name, value in translate(settings).items() if value}
    assert found == {
        "UV_DEFAULT_INDEX": "https://own.example/simple",
        "UV_INSECURE_HOST": "own.example",
        "SSL_CERT_FILE": "/c.pem",
    }


def test_more_indexes_are_all_asked(tmp_path: Path) -> None:
    found = translate({"extra-index-url": f"https://a.example/simple\nhttps://b.example file://{tmp_path}"})
    assert found["UV_INDEX"] == "https://a.example/simple https://b.example"
    assert found["UV_INDEX_STRATEGY"] == "unsafe-best-match"


def test_folders_of_files_are_used_where_they_are_there(tmp_path: Path) -> None:
    links = f"{tmp_path} file://{tmp_path} /nowhere/at/all https://a.example/files"
    assert translate({"find-links": links})["UV_FIND_LINKS"] == f"{tmp_path},file://{tmp_path},https://a.example/files"


def test_what_is_said_to_uv_already_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_INDEX_URL", "https://own.example/simple")
    python = Path(sys.executable)
    chosen = {"UV_DEFAULT_INDEX": "https://chosen.example"}
    assert "UV_DEFAULT_INDEX" not in uv_variables(python, chosen)


def test_a_python_without_pip_has_no_settings(tmp_path: Path) -> None:
    python = tmp_path / "python"
    python.write_text("#!/bin/sh\nexit 1\n")
    python.chmod(0o755)
    assert uv_variables(python, {}) == {}
