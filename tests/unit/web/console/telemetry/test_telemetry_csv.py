"""The file: every cell comes back as it was, and none is a formula."""

from __future__ import annotations

import csv
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.console.telemetry.csv_file import lines, neutral

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"))


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1",
        '=HYPERLINK("https://evil.example","x")',
        "+39 02 1234",
        "-2+3+cmd|' /C calc'!A0",
        "@SUM(1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "\uff1d1+1",
        "\uff20x",
        "=",
    ],
)
def test_a_cell_that_a_spreadsheet_would_calculate_is_text(cell: str) -> None:
    assert neutral(cell) == "'" + cell


@pytest.mark.parametrize("cell", ["", "ciao", "2027-01-15", "0.8", "a=1", "'=1", "1-1", "<b>", 'say "x"'])
def test_other_cells_stay_as_they_are(cell: str) -> None:
    assert neutral(cell) == cell


@given(st.lists(st.lists(TEXTS, min_size=1, max_size=4), max_size=5))
def test_any_cells_come_back_from_a_reader_of_such_files(rows: list[list[str]]) -> None:
    back = list(csv.reader(StringIO(lines(rows), newline="")))
    assert back == [[neutral(cell) for cell in row] for row in rows]
    assert all(cell[:1] not in set("=+-@\t\r\n") for row in back for cell in row)


def test_lines_end_as_the_form_demands_and_quotes_are_doubled() -> None:
    assert lines([['say "ciao"', "a,b"], [None, 3]]) == '"say ""ciao""","a,b"\r\n,3\r\n'
