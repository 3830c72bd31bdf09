"""Small things with files."""

from __future__ import annotations

import fcntl
import io
import tempfile
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ops.console import Console
from ops.errors import MachineError
from ops.files import digest_of, only_one, rotate, tail, write_whole


def test_the_last_lines_are_shown_whatever_the_bytes(tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.write_bytes(b"one\ntwo\n\xff\xfe\n")
    assert tail(log, 2) == ["two", "\ufffd\ufffd"]
    assert tail(log, 9, since=4) == ["two", "\ufffd\ufffd"]
    assert tail(tmp_path / "none") == []


def test_of_a_progress_bar_only_its_last_state_is_shown_and_no_colour(tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.write_text("Epochs: 1%\rEpochs: 100%\r\n\x1b[91mbroken\x1b[0m\n", newline="")
    assert tail(log) == ["Epochs: 100%", "broken"]


def test_a_long_log_is_put_aside_and_a_short_one_kept(tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.write_text("12345")
    rotate(log, limit=5)
    assert log.read_text() == "12345"
    rotate(log, limit=4)
    assert not log.exists()
    assert (tmp_path / "log.1").read_text() == "12345"


def test_a_file_is_written_whole(tmp_path: Path) -> None:
    write_whole(tmp_path / "new" / "stamp", "text")
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["stamp"]
    assert (tmp_path / "new" / "stamp").read_text() == "text"


@given(st.dictionaries(st.sampled_from("abcd"), st.binary(max_size=5), min_size=1))
def test_a_digest_tells_names_and_contents_apart(contents: dict[str, bytes]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name, content in contents.items():
            (root / name).write_bytes(content)
        files = [root / name for name in contents]
        before = digest_of(files, root)
        assert digest_of(reversed(files), root) == before
        files[0].write_bytes(contents[files[0].name] + b"!")
        assert digest_of(files, root) != before


def test_a_second_call_says_that_it_waits_and_goes_on_when_the_first_has_ended(
    tmp_path: Path, console: Console, said: io.StringIO
) -> None:
    entered = threading.Event()

    def second() -> None:
        with only_one(tmp_path / "lock", console):
            entered.set()

    with (tmp_path / "lock").open("w") as first:
        fcntl.flock(first, fcntl.LOCK_EX)
        thread = threading.Thread(target=second)
        thread.start()
        while "waiting for it" not in said.getvalue():
            assert thread.is_alive()
        assert not entered.is_set()
        fcntl.flock(first, fcntl.LOCK_UN)
        thread.join()
    assert entered.is_set()


def test_a_place_that_cannot_be_written_is_one_sentence(tmp_path: Path, console: Console) -> None:
    (tmp_path / "file").write_text("")
    with (
        pytest.raises(MachineError, match="cannot be written"),
        only_one(tmp_path / "file" / "lock", console),
    ):
        pass
