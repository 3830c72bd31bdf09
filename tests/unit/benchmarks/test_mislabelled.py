"""The benchmark of mislabelled lines moves what it says, and counts a line as named only where it stands."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.costs import ROOT
from benchmarks.mislabelled import copied, mislabelled, stands_there
from workbench.findings.finding import Finding
from workbench.nlu.files import NluFiles
from workbench.project.project import Project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return copied(ROOT, tmp_path)


def test_so_many_lines_stand_under_another_intent_and_all_others_where_they_did(project: Project) -> None:
    nlu = NluFiles.read(project)
    changed, moved = mislabelled(nlu, seed=3, count=5)
    before, after = ({(line.text, line.intent, line.language) for line in one.examples} for one in (nlu, changed))
    assert {(text, intent) for text, intent, _ in before - after} == {(line.text, line.before) for line in moved}
    assert {(text, intent) for text, intent, _ in after - before} == {(line.text, line.intent) for line in moved}
    assert len(moved) == 5


def test_a_seed_draws_the_same_lines_again_and_another_seed_others(project: Project) -> None:
    nlu = NluFiles.read(project)
    first, again, other = (mislabelled(nlu, seed, 5)[1] for seed in (3, 3, 4))
    assert first == again != other


def test_a_finding_beside_its_line_is_not_counted(project: Project) -> None:
    line = next(one for one in NluFiles.read(project).examples if one.annotated == one.text)
    finding = Finding("line_mislabelled", "look", line.file, line.line, {"text": line.text})
    assert stands_there(project, finding)
    assert not stands_there(project, replace(finding, line=line.line + 1))
