"""What people see."""

from __future__ import annotations

import io

import pytest

from ops.console import CLEAR_LINE, Console


class Terminal(io.StringIO):
    """A terminal that can show everything."""

    encoding = "UTF-8"

    def isatty(self) -> bool:
        return True


class Old(io.StringIO):
    """A file for plain letters only."""

    encoding = "ascii"

    def write(self, text: str) -> int:
        return super().write(text.encode("ascii").decode("ascii"))


def test_a_step_ends_with_its_mark_and_time() -> None:
    stream = Old()
    with Console(stream, clock=iter([0.0, 75.0]).__next__).step("Installing"):
        pass
    assert stream.getvalue() == "+ Installing (1 min 15 s)\n"


def test_a_step_that_fails_ends_with_a_cross() -> None:
    stream = Terminal()
    with pytest.raises(ValueError, match="broken"), Console(stream).step("Installing"):
        raise ValueError("broken")
    assert stream.getvalue().splitlines()[-1].startswith(CLEAR_LINE.lstrip("\r"))
    assert "✗ Installing" in stream.getvalue()


def test_a_terminal_sees_one_moving_line() -> None:
    stream = Terminal()
    with Console(stream).step("Installing"):
        pass
    assert stream.getvalue().count("\n") == 1
    assert stream.getvalue().startswith(CLEAR_LINE)


def test_what_is_no_terminal_gets_no_control_signs() -> None:
    stream = io.StringIO()
    with Console(stream).step("Installing"):
        pass
    assert "\x1b" not in stream.getvalue()
    assert "\r" not in stream.getvalue()


def test_signs_that_a_stream_cannot_show_do_not_break_it() -> None:
    stream = Old()
    Console(stream).lines(["è “così”"])
    assert stream.getvalue() == "    ? ?cos??\n"
