"""Reading a file: what is no YAML, no text, or hostile becomes a complaint on its line, never an exception."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from policy_kb.files.document import read_document
from tests.factories.articles import make_article
from tests.unit.policy_kb.files.reading import complaints_of_text

BOMB = "a: &a [x, x, x]\nb: &b [*a, *a, *a]\nc: &c [*b, *b, *b]\n"
# text, line, problem
UNREADABLE: dict[str, tuple[str | bytes, int, str]] = {
    "an open bracket": ("a: 1\nb: [1, 2\nc: 3\n", 3, "is not valid YAML"),
    "a bad indentation": ("a:\n  b: 1\n c: 2\n", 3, "is not valid YAML"),
    "a tab": ("a:\n\tb: 1\n", 2, "is not valid YAML"),
    "a text with a colon": ("a: b\nwhy: note: this\n", 2, "is not valid YAML"),
    "two documents": ("a: 1\n---\nb: 2\n", 2, "is not valid YAML"),
    "Latin-1": ("a: 1\nb: perché\n".encode("latin-1"), 2, "is not UTF-8 text"),
    "UTF-16": ("a: 1\n".encode("utf-16"), 1, "is not UTF-8 text"),
    "a NUL": ("a: 1\nb: x\x00y\n", 2, "holds a control character"),
    "a bell": ("a: 1\nb: è\n\nc: \x07\n", 4, "holds a control character"),
    "a key twice": ("a: 1\nb: 2\na: 3\n", 3, "stands twice"),
    "an alias": ("a: &x [1]\nb:\n  - 2\n  - *x\n", 4, "uses a YAML alias"),
    "an alias bomb": (BOMB, 2, "uses a YAML alias"),
    "a thousand brackets": ("a: 1\nb: " + "[" * 1000 + "\n", 2, "is nested too deeply"),
    "half a million brackets": ("[" * 500_000, 1, "is nested too deeply"),
    "half a million maps": ("{a: " * 120_000, 1, "is nested too deeply"),
    "a day that does not exist": ("a: 1\nday: 2026-02-30\n", 2, "holds 2026-02-30, which does not exist"),
    "a Python object": ("a: 1\nb: !!python/object/apply:os.system ['true']\n", 2, "is not valid YAML"),
    "a number of a million digits": ("a: 1\nb: " + "9" * 900_000 + "\n", 2, "which does not exist"),
    "more than a megabyte": ("# " + "x" * 1_000_000, 0, "is larger than 1 MB"),
    "a half surrogate": ('a: 1\nb: "\\ud83d"\n', 2, "is not valid YAML"),
    "nothing": ("", 0, "is not a mapping"),
    "a comment alone": ("# later\n", 0, "is not a mapping"),
    "a list": ("# a list\n\n- 1\n- 2\n", 3, "is not a mapping"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_an_unreadable_file_is_one_complaint_on_its_line(name: str, tmp_path: Path) -> None:
    text, line, problem = UNREADABLE[name]
    path, complaints = complaints_of_text(text, tmp_path)
    assert [(c.file, c.line) for c in complaints] == [(str(path), line)]
    assert problem in complaints[0].problem
    assert "\n" not in str(complaints[0])


def test_a_missing_file_is_a_complaint(tmp_path: Path) -> None:
    complaint = read_document(tmp_path / "none.yml").complaints[0]
    assert (complaint.line, complaint.field) == (0, "(file)")
    assert "No such file" in complaint.problem


def test_a_folder_named_like_a_file_is_a_complaint(tmp_path: Path) -> None:
    (tmp_path / "x.yml").mkdir()
    assert "Is a directory" in read_document(tmp_path / "x.yml").complaints[0].problem


def test_the_slower_reader_of_pyyaml_says_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("policy_kb.files.document._LOADER", yaml.SafeLoader)
    for name in ("a NUL", "a bell", "an alias bomb", "a thousand brackets", "a key twice", "an open bracket"):
        text, line, problem = UNREADABLE[name]
        (tmp_path / name).mkdir()
        _, complaints = complaints_of_text(text, tmp_path / name)
        assert [c.line for c in complaints] == [line], name
        assert problem in complaints[0].problem


@pytest.mark.parametrize("escape", ["\\0", "\\x07", "\\x85", "\\u202e"])
def test_a_control_character_written_as_an_escape_is_refused_too(escape: str, tmp_path: Path) -> None:
    text = yaml.safe_dump(make_article(owner={"it": "uno", "en": "MARK"})).replace("MARK", f'"x{escape}y"')
    _, complaints = complaints_of_text(text, tmp_path)
    assert [(c.field, c.problem) for c in complaints] == [("owner.en", "holds a control character")]


def test_a_control_character_in_an_address_is_refused(tmp_path: Path) -> None:
    article = make_article()
    article["policy"]["mission"]["url"] = "MARK"
    text = yaml.safe_dump(article).replace("MARK", '"https://x.example/\\0"')
    _, complaints = complaints_of_text(text, tmp_path)
    assert [c.field for c in complaints] == ["policy.mission.url"]


@pytest.mark.parametrize("change", [lambda raw: b"\xef\xbb\xbf" + raw, lambda raw: raw.replace(b"\n", b"\r\n")])
def test_a_file_saved_on_windows_is_read_like_any_other(change, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    _, complaints = complaints_of_text(change(yaml.safe_dump(make_article()).encode()), tmp_path)
    assert complaints == []


@given(st.one_of(st.binary(max_size=200), st.text(max_size=200).map(str.encode), st.text("&*[]{}:-?!|>'\"# \n\tab0")))
def test_any_bytes_are_either_read_or_complained_of(raw: bytes | str) -> None:
    with tempfile.NamedTemporaryFile(suffix=".yml") as file:
        file.write(raw if isinstance(raw, bytes) else raw.encode())
        file.flush()
        document = read_document(Path(file.name))
    assert document.data is None or not document.complaints
    assert all(complaint.line >= 0 and "\n" not in complaint.problem for complaint in document.complaints)
