"""A path from outside leads to a plain file below its folder, or nowhere."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.unit.workbench.project.folders import LINES, TEXT, project_in, sentences, snapshot
from workbench.errors import BadFile, NotThere, UnsafePath, WorkbenchError
from workbench.project import Change, Project
from workbench.project import journal as journal_module

HOSTILE = {
    "out of the project": "../secret.yml",
    "out from within": "data/nlu/../../../secret.yml",
    "back to the same place": "data/nlu/it/../it/lines.yml",
    "absolute": "/etc/passwd",
    "a drive": "C:/secret.yml",
    "with backslashes": "data\\nlu\\it\\lines.yml",
    "out with backslashes": "data/nlu/..\\..\\secret.yml",
    "percent escapes": "data/nlu/%2e%2e/%2e%2e/secret.yml",
    "a NUL": "data/nlu/it/a\0.yml",
    "a line feed": "data/nlu/it/a\n.yml",
    "an escape sequence": "data/nlu/it/\x1b[31ma.yml",
    "a sign that turns the direction": "data/nlu/it/a\u202elmy.yml",
    "an invisible sign": "data/nlu/it/a\u200b.yml",
    "half of a character": "data/nlu/it/a\ud800.yml",
    "a foreign space": "data/nlu/it/a\u00a0b.yml",
    "letters taken apart": "data/nlu/it/" + unicodedata.normalize("NFD", "è") + ".yml",
    "over 120 characters": "data/nlu/it/" + "a" * 117 + ".yml",
    "over 240 bytes": "data/nlu/it/" + "😀" * 70 + ".yml",
    "a long way": "data/nlu/" + "a/" * 300 + "b.yml",
    "reserved": "data/nlu/it/NUL.yml",
    "reserved folder": "data/nlu/com1/lines.yml",
    "a dash first": "data/nlu/it/-rf.yml",
    "hidden": "data/nlu/it/.hidden.yml",
    "a dot": "data/nlu/./it/lines.yml",
    "a dot last": "data/nlu/it/lines.yml.",
    "a space first": "data/nlu/it/ lines.yml",
    "nothing between": "data/nlu//it/lines.yml",
    "a slash last": "data/nlu/it/",
    "a star": "data/nlu/it/*.yml",
    "a stream": "data/nlu/it/lines.yml:hidden",
    "nothing": "",
    "home": "~/secret.yml",
    "another folder": "tests/conversations/a.yml",
    "a folder that begins alike": "data/nlu2/lines.yml",
}


@pytest.mark.parametrize("path", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_path_is_refused_with_a_sentence_and_nothing_is_touched(path: str, tmp_path: Path) -> None:
    project = project_in(tmp_path / "project", **{"data/nlu2/lines.yml": TEXT, "tests/conversations/a.yml": TEXT})
    (tmp_path / "secret.yml").write_text("secret: 1\n")
    before = snapshot(tmp_path)
    for attempt in (project.path, project.read):
        with pytest.raises(UnsafePath) as caught:
            attempt(path, "data/nlu")
        sentences(caught)
    if not path.startswith(("tests/", "data/nlu2")):
        with pytest.raises(UnsafePath) as caught:
            project.write([Change(LINES, TEXT, "new: 1\n"), Change(path, None, "new: 1\n")])
        sentences(caught)
    assert snapshot(tmp_path) == before


@pytest.mark.parametrize(
    "path", ["web/app.py", "web/wording/it.yml", "data/nlu/it/run.sh", "endpoints.yml", "var/a.yml"]
)
def test_a_file_that_trainers_do_not_write_is_not_written(path: str, tmp_path: Path) -> None:
    project = project_in(tmp_path)
    with pytest.raises(UnsafePath) as caught:
        project.write([Change(path, None, "new: 1\n")])
    assert path in sentences(caught)[0]
    assert not (tmp_path / path).exists()


@given(st.text(max_size=40))
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_text_at_all_leads_out_of_the_folder(tmp_path: Path, text: str) -> None:
    project = Project(tmp_path)
    for path in (text, f"data/nlu/{text}"):
        try:
            found = project.path(path, "data/nlu")
        except WorkbenchError:
            continue
        assert found.is_relative_to(tmp_path / "data" / "nlu")
        assert Path(os.path.normpath(found)) == found


def test_usual_names_are_accepted(tmp_path: Path) -> None:
    project = project_in(tmp_path)
    for path in (LINES, "data/nlu/it/perché no.yml", "data/nlu/new folder/a-b_c.2.yml", "data/nlu"):
        assert project.path(path, "data/nlu") == tmp_path / path
    assert project.path("domain.yml", "") == tmp_path / "domain.yml"


def test_a_link_is_not_followed_wherever_it_stands_on_the_way(tmp_path: Path) -> None:
    project = project_in(tmp_path / "project")
    outside = tmp_path / "outside" / "it"
    outside.mkdir(parents=True)
    (outside / "lines.yml").write_text(TEXT)
    root = project.root
    (root / "data" / "nlu" / "it" / "link.yml").symlink_to(outside / "lines.yml")
    (root / "data" / "nlu" / "it" / "broken.yml").symlink_to(outside / "new.yml")
    (root / "data" / "nlu" / "linked").symlink_to(outside)
    (root / "data" / "out").symlink_to(tmp_path / "outside")
    before = snapshot(tmp_path)
    for path in ("nlu/it/link.yml", "nlu/it/broken.yml", "nlu/linked/lines.yml", "out/it/lines.yml", "out/it/new.yml"):
        for attempt in (project.path, project.read):
            with pytest.raises(UnsafePath) as caught:
                attempt(f"data/{path}", "data")
            sentences(caught)
        for text in (TEXT, None):
            with pytest.raises(UnsafePath):
                project.write([Change(LINES, TEXT, "a: 1\n"), Change(f"data/{path}", text, "new: 1\n")])
    with pytest.raises(UnsafePath):
        project.names("data/nlu/linked")
    assert snapshot(tmp_path) == before


def test_a_folder_that_becomes_a_link_after_the_check_is_not_entered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = project_in(tmp_path / "project")
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "lines.yml").write_text(TEXT)
    folder = project.root / "data" / "nlu" / "it"
    apply = journal_module.apply

    def swap_and_apply(root: Path, changes: list[Change]) -> None:
        folder.rename(tmp_path / "aside")
        folder.symlink_to(outside)
        apply(root, changes)

    monkeypatch.setattr(journal_module, "apply", swap_and_apply)
    with pytest.raises(UnsafePath):
        project.write([Change(LINES, TEXT, "new: 1\n")])
    assert snapshot(outside) == {"lines.yml": TEXT.encode()}
    assert snapshot(tmp_path / "aside") == {"lines.yml": TEXT.encode()}


def test_a_project_may_itself_lie_behind_a_link(tmp_path: Path) -> None:
    project_in(tmp_path / "project")
    (tmp_path / "current").symlink_to(tmp_path / "project")
    project = Project(tmp_path / "current")
    project.write([Change(LINES, TEXT, "new: 1\n")])
    assert project.read(LINES, "data").text == "new: 1\n"


def test_a_name_that_differs_by_capitals_only_is_no_new_file(tmp_path: Path) -> None:
    project = project_in(tmp_path)
    for path in ("data/nlu/it/Lines.yml", "data/NLU/it/other.yml"):
        with pytest.raises(UnsafePath) as caught:
            project.write([Change("data/nlu/en/a.yml", None, "a: 1\n"), Change(path, None, "a: 1\n")])
        sentences(caught)
    assert [name for name, content in snapshot(tmp_path).items() if content != "folder"] == [LINES]


def test_what_is_no_file_is_not_read(tmp_path: Path) -> None:
    project = project_in(tmp_path)
    os.mkfifo(tmp_path / "data" / "pipe.yml")
    for path in ("data/nlu", "data/pipe.yml", f"{LINES}/inner.yml"):
        with pytest.raises(BadFile) as caught:
            project.read(path, "data")
        sentences(caught)
    with pytest.raises(NotThere) as missing:
        project.read("data/none/a.yml", "data")
    sentences(missing)
