"""Files are read as they are, and written whole or not at all."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.unit.workbench.project.folders import LINES, TEXT, project_in, sentences, snapshot
from workbench.errors import BadFile, FileChanged, WorkbenchError
from workbench.project import Change, Project
from workbench.project.journal import is_unfinished
from workbench.project.lock import locked

ROOT = Path(__file__).parents[4]
SECOND, GONE, NEW = "data/nlu/en/second.yml", "data/rules/gone.yml", "data/nlu/fresh/new.yml"
SEVERAL = [
    Change(LINES, TEXT, "first: 2\n"),
    Change(SECOND, "second: 1\r\n", "second: 2"),
    Change(GONE, "gone: 1\n", None),
    Change(NEW, None, "new: 1\n"),
]
# Ends the process at the n-th call that touches the disk, as a power cut would.
DYING = """
import json, os, sys
from pathlib import Path
from workbench.project import Change, Project
left = int(sys.argv[2])
def counted(real):
    def call(*args, **kwargs):
        global left
        left -= 1
        if left < 0:
            os._exit(9)
        return real(*args, **kwargs)
    return call
for name in ("open", "fsync", "rename", "replace", "unlink", "write", "mkdir"):
    setattr(os, name, counted(getattr(os, name)))
Project(Path(sys.argv[1])).write([Change(*entry) for entry in json.loads(sys.argv[3])])
"""


def several(folder: Path) -> Project:
    return project_in(folder, **{change.path: change.before for change in SEVERAL if change.before is not None})


def texts(project: Project) -> dict[str, str]:
    """All files with their texts, the parts of an interrupted writing left aside."""
    found = snapshot(project.root)
    return {
        name: content.decode() for name, content in found.items() if isinstance(content, bytes) and "/." not in name
    }


OLD = {change.path: change.before for change in SEVERAL if change.before is not None}
AFTER = {change.path: change.after for change in SEVERAL if change.after is not None}


@given(st.text(st.characters(codec="utf-8"), max_size=60))
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_comes_back_byte_for_byte(tmp_path: Path, text: str) -> None:
    project = project_in(tmp_path)
    project.write([Change(LINES, TEXT, text)])
    assert (tmp_path / LINES).read_bytes() == text.encode()
    assert project.read(LINES, "data/nlu").text == text


def test_line_ends_and_a_missing_last_one_stay_as_they_are(tmp_path: Path) -> None:
    text = "\ufeffa: 1\r\nb: 2\rc: 3\n\n\nd: 4"
    project = project_in(tmp_path, **{SECOND: text})
    found = project.read(SECOND, "data")
    assert (found.path, found.text) == (SECOND, text)
    assert len(found.digest) == 64


def test_a_file_keeps_its_rights(tmp_path: Path) -> None:
    project = project_in(tmp_path)
    (tmp_path / LINES).chmod(0o640)
    project.write([Change(LINES, TEXT, "new: 1\n")])
    assert (tmp_path / LINES).stat().st_mode & 0o777 == 0o640


def test_a_file_over_one_megabyte_or_not_in_utf_8_is_refused(tmp_path: Path) -> None:
    project = project_in(tmp_path, **{SECOND: "a" * 1_000_001})
    (tmp_path / "data" / "latin.yml").write_bytes("a: 1\nb: perché\n".encode("latin-1"))
    with pytest.raises(BadFile) as caught:
        project.read(SECOND, "data")
    assert "1 MB" in sentences(caught)[1]
    with pytest.raises(BadFile) as caught:
        project.read("data/latin.yml", "data")
    assert "line 2" in sentences(caught)[1]


@pytest.mark.parametrize("text", ["a" * 50_000_000, "è" * 600_000, "a: \ud800\n"], ids=["50 MB", "bytes", "half"])
def test_a_text_that_is_too_big_or_cannot_be_encoded_is_not_written(text: str, tmp_path: Path) -> None:
    project = several(tmp_path)
    before = snapshot(tmp_path)
    with pytest.raises(BadFile) as caught:
        project.write([*SEVERAL, Change("data/big.yml", None, text)])
    sentences(caught)
    assert snapshot(tmp_path) == before


def test_several_files_are_changed_made_and_removed_together(tmp_path: Path) -> None:
    project = several(tmp_path)
    project.write(SEVERAL)
    assert texts(project) == AFTER
    project.write([change.reverse() for change in reversed(SEVERAL)])
    assert texts(project) == OLD
    assert not is_unfinished(tmp_path)


def test_changes_of_one_file_that_follow_each_other_are_one(tmp_path: Path) -> None:
    project = project_in(tmp_path)
    project.write([Change(LINES, TEXT, "a: 1\n"), Change(LINES, "a: 1\n", "a: 2\n")])
    assert texts(project) == {LINES: "a: 2\n"}
    with pytest.raises(FileChanged):
        project.write([Change(LINES, "a: 2\n", "a: 3\n"), Change(LINES, "a: 2\n", "a: 4\n")])
    assert texts(project) == {LINES: "a: 2\n"}


@pytest.mark.parametrize(
    "change",
    [Change(LINES, "other: 1\n", "new: 1\n"), Change(LINES, None, "new: 1\n"), Change(NEW, "was: 1\n", "new: 1\n")],
    ids=["another text", "there already", "gone"],
)
def test_where_a_file_is_another_than_expected_nothing_is_written(change: Change, tmp_path: Path) -> None:
    project = several(tmp_path)
    with pytest.raises(FileChanged) as caught:
        project.write([SEVERAL[1], change])
    sentences(caught)
    assert texts(project) == OLD


def test_of_two_who_write_at_once_one_is_told_that_the_file_is_another(tmp_path: Path) -> None:
    project = project_in(tmp_path)
    barrier = threading.Barrier(8)
    refused: list[int] = []

    def write(number: int) -> None:
        barrier.wait()
        try:
            project.write([Change(LINES, TEXT, f"by: {number}\n")])
        except FileChanged:
            refused.append(number)

    writers = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    (winner,) = set(range(8)) - set(refused)
    assert texts(project) == {LINES: f"by: {winner}\n"}


def test_who_waits_too_long_for_another_writer_is_told_so(tmp_path: Path) -> None:
    project_in(tmp_path)
    with locked(tmp_path), pytest.raises(WorkbenchError) as caught, locked(tmp_path, patience=0):
        pass
    sentences(caught)


def test_where_the_disk_refuses_all_files_stay_old(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = several(tmp_path)
    rename = os.rename

    def refuse(source: str, target: str, **handles: int) -> None:
        if target == "second.yml":
            raise OSError(28, "No space left on device")
        rename(source, target, **handles)

    monkeypatch.setattr(os, "rename", refuse)
    with pytest.raises(BadFile) as caught:
        project.write(SEVERAL)
    sentences(caught)
    monkeypatch.undo()
    assert texts(project) == OLD
    assert not is_unfinished(tmp_path)
    assert not list(tmp_path.rglob(".*.part"))


def test_a_process_that_ends_anywhere_leaves_all_files_old_or_all_new(tmp_path: Path) -> None:
    seen = set()
    for calls in range(200):
        project = several(tmp_path / str(calls))
        if not die_after(calls, project):
            break
        project.read("data/nlu/it/lines.yml", "data")
        found = texts(project)
        assert found in (OLD, AFTER), calls
        assert not is_unfinished(project.root)
        seen.add(found == AFTER)
        project.write([Change(path, text, "later: 1\n") for path, text in found.items()])
        assert set(texts(project).values()) == {"later: 1\n"}
    assert seen == {True, False}
    assert texts(project) == AFTER


def die_after(calls: int, project: Project) -> bool:
    """Write in a process that ends after so many calls; false where it came to its end before."""
    entries = json.dumps([[change.path, change.before, change.after] for change in SEVERAL])
    done = subprocess.run([sys.executable, "-c", DYING, str(project.root), str(calls), entries], cwd=ROOT, check=False)
    assert done.returncode in (0, 9)
    return done.returncode == 9


def test_what_somebody_changed_after_an_interruption_is_left_alone(tmp_path: Path) -> None:
    project = several(tmp_path)
    (tmp_path / "var/workbench/files").mkdir(parents=True)
    note = tmp_path / "var/workbench/files/unfinished.json"
    note.write_text(json.dumps([[change.path, change.before, change.after] for change in SEVERAL]))
    (tmp_path / SECOND).write_text("by hand: 1\n")
    assert project.read(LINES, "data").text == "first: 2\n"
    assert texts(project) == AFTER | {SECOND: "by hand: 1\n"}


@pytest.mark.parametrize(
    "note",
    ["", "{", "[[1, 2]]", '[["../../secret.yml", null, "a"]]', "[[1, 2, 3]]", '[["web/app.py", null, "a"]]', "7"],
)
def test_a_note_that_nobody_of_us_wrote_leads_nowhere(note: str, tmp_path: Path) -> None:
    project = several(tmp_path / "inner" / "project")
    (project.root / "var/workbench/files").mkdir(parents=True)
    (project.root / "var/workbench/files/unfinished.json").write_text(note)
    before = snapshot(tmp_path)
    with pytest.raises(WorkbenchError) as caught:
        project.read(LINES, "data")
    sentences(caught)
    assert snapshot(tmp_path) == before


def test_a_diff_is_as_git_shows_it(tmp_path: Path) -> None:
    project = project_in(tmp_path)
    shown = project.diff(Change(LINES, "a\u2028b\nc", "a\u2028b\nc\nd\n"))
    assert shown == (
        f"--- a/{LINES}\n+++ b/{LINES}\n@@ -1,2 +1,3 @@\n a\u2028b\n-c\n\\ No newline at end of file\n+c\n+d\n"
    )
    assert project.diff(Change(NEW, None, "a\n")) == f"--- /dev/null\n+++ b/{NEW}\n@@ -0,0 +1 @@\n+a\n"
    assert project.diff(Change(NEW, "a\n", None)).startswith(f"--- a/{NEW}\n+++ /dev/null\n")
