"""Mends find their lines again, or refuse."""

from __future__ import annotations

import pytest

from workbench.errors import FileChanged
from workbench.findings.edits import Edit, changes_of, edits_of, exchange
from workbench.project.changes import Change

TEXT = "a\nb\nc\nd\n"


def applied(edit: Edit, text: str) -> str | None:
    (change,) = changes_of([edit], {edit.path: text}.get)
    return change.after


@pytest.mark.parametrize(
    ("line", "count", "new", "after"),
    [
        (2, 1, ["B"], "a\nB\nc\nd\n"),
        (1, 1, ["A"], "A\nb\nc\nd\n"),
        (4, 1, ["D"], "a\nb\nc\nD\n"),
        (3, 0, ["new"], "a\nb\nnew\nc\nd\n"),
        (2, 2, [], "a\nd\n"),
    ],
)
def test_lines_are_exchanged(line: int, count: int, new: list[str], after: str) -> None:
    assert applied(exchange(TEXT, "f", line, count, new), TEXT) == after


def test_lines_are_found_again_where_others_came_before_them() -> None:
    assert applied(exchange(TEXT, "f", 2, 1, ["B"]), "x\ny\n" + TEXT) == "x\ny\na\nB\nc\nd\n"


def test_of_lines_that_stand_there_several_times_the_nearest_are_taken() -> None:
    text = "a\nb\nc\n" * 3
    assert applied(exchange(text, "f", 5, 1, ["B"]), text) == "a\nb\nc\na\nB\nc\na\nb\nc\n"


def test_lines_that_are_gone_are_refused() -> None:
    with pytest.raises(FileChanged):
        applied(exchange(TEXT, "f", 2, 1, ["B"]), "a\nother\nc\nd\n")


def test_carriage_returns_and_a_missing_end_stay() -> None:
    text = "a\r\nb\r\nc"
    assert applied(exchange(text, "f", 2, 1, ["B"]), text) == "a\r\nB\r\nc"


def test_a_file_of_which_nothing_is_left_is_removed() -> None:
    assert applied(Edit("f", 1, tuple(TEXT.split("\n")), ()), TEXT) is None


def test_a_change_of_whole_files_becomes_edits_and_again_the_change() -> None:
    change = Change("f", TEXT, "a\nx\nc\nd\ne\n")
    assert changes_of(edits_of([change]), {"f": TEXT}.get) == (change,)


def test_a_new_file_is_an_edit_too() -> None:
    change = Change("f", None, "a\nb\n")
    assert changes_of(edits_of([change]), {}.get) == (change,)


def test_a_new_file_that_somebody_made_meanwhile_is_refused() -> None:
    with pytest.raises(FileChanged):
        changes_of(edits_of([Change("f", None, "a\n")]), {"f": "b\n"}.get)
