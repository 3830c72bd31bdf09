"""How typed text is brought into one form."""

from hypothesis import given
from hypothesis import strategies as st

from learning.text import flatten, is_shouted, tidy


def test_accents_apostrophes_and_capitals_make_no_difference() -> None:
    assert flatten("PERCHÉ") == flatten("perché") == flatten("perche")
    assert flatten("l’ordine") == flatten("l'ordine")


def test_numbers_and_addresses_become_place_holders() -> None:
    assert flatten("ordine 12345 a mario@posta.it, www.sito.it/x") == "ordine 0 a mailaddress, webaddress"


def test_drawn_out_letters_are_shortened() -> None:
    assert flatten("nooooo!!!!!") == "noo!!"


def test_an_abbreviation_is_no_shouting() -> None:
    assert not is_shouted("IVA")
    assert not is_shouted("Ho un TV OLED da cambiare")
    assert is_shouted("VOGLIO I MIEI SOLDI")


def test_line_breaks_and_odd_spaces_become_single_spaces() -> None:
    assert tidy(" ciao\n\n a\u00a0tutti\t ") == "ciao a tutti"


@given(st.text())
def test_tidying_twice_changes_nothing_more(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)


@given(st.text(alphabet=st.characters(blacklist_categories=[])))
def test_any_text_can_be_written_to_disk_afterwards(text: str) -> None:
    assert flatten(text).encode("utf-8") is not None
