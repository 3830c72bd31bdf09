"""Corrections leave every line, comment and order that they do not mean as it was, byte for byte."""

from __future__ import annotations

import shutil
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.unit.workbench.nlu.correcting import Corrector, project_of
from tests.unit.workbench.nlu.odd_files import odd_files, taught
from workbench.nlu import NluFiles
from workbench.project import Project

ROOT = Path(__file__).parents[4]
CORRECTIONS = 200
MANY = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


def test_two_hundred_corrections_of_the_shipped_lines_touch_nothing_else(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "data" / "nlu", tmp_path / "data" / "nlu")
    domain = (ROOT / "domain.yml").read_text("utf-8")
    (tmp_path / "domain.yml").write_text(domain, "utf-8")
    before = texts(tmp_path)
    corrector = Corrector(Project(tmp_path), Random(7))
    for _ in range(CORRECTIONS):
        corrector.correct()
    assert corrector.refused < CORRECTIONS / 10
    assert NluFiles.read(corrector.project).examples == corrector.files.examples
    while corrector.done:
        corrector.project.write([change.reverse() for change in reversed(corrector.done.pop())])
    assert texts(tmp_path) == before


@given(texts_of=st.lists(odd_files(), min_size=1, max_size=4), seed=st.integers(0, 2**32))
@MANY
def test_corrections_of_files_in_any_form_touch_nothing_else(
    tmp_path_factory: pytest.TempPathFactory, texts_of: list[str], seed: int
) -> None:
    folder = tmp_path_factory.mktemp("odd")
    paths = ["data/nlu/it/a.yml", "data/nlu/en/b.yaml", "data/nlu/it/trainers_greet.yml", "data/nlu/en/c.yml"]
    corrector = Corrector(project_of(folder, dict(zip(paths, texts_of, strict=False))), Random(seed))
    before = texts(folder)
    for _ in range(8):
        corrector.correct()
    assert NluFiles.read(corrector.project).examples == corrector.files.examples
    while corrector.done:
        corrector.project.write([change.reverse() for change in reversed(corrector.done.pop())])
    assert texts(folder) == before
    shutil.rmtree(folder)


@given(text=odd_files())
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_files_in_any_form_are_read_as_another_reader_reads_them(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    folder = tmp_path_factory.mktemp("read")
    examples = NluFiles.read(project_of(folder, {"data/nlu/it/a.yml": text})).examples
    assert [(example.intent, example.annotated) for example in examples] == taught(text)
    source = text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    for example in examples:
        word = example.annotated.split(" ")[0]
        assert word in source[example.line - 1] or not word.isalnum() or not word.isascii()
    shutil.rmtree(folder)


def texts(folder: Path) -> dict[str, bytes]:
    """All files of training lines, byte for byte."""
    return {file.name + file.parent.name: file.read_bytes() for file in (folder / "data").rglob("*") if file.is_file()}
