"""Which language a message is read as, and when that is certain."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.language import shared_reader

ITALIAN = [
    "ho un problema con il mio order, il tracking dice delivered",
    "nn mi e arrivato niente",
    "perche nn posso fare il reso??",
    "DOVE E' IL MIO ORDINE",
    "posso pagare con la gift card",
    "buonasera, vorrei un'informazione",
    "c'e' qualcuno?",
    "il customer care non mi risponde da giorni",
    "no grazie",
    "fate il price match?",
]
ENGLISH = [
    "Where's my refund??",
    "the tecnico never came",
    "i didnt get the parcel",
    "can u tell me when it ships",
    "I bought a divano last week and want to return it",
    "WHEN DO I GET MY MONEY BACK",
    "no thanks",
    "hi there",
    "do you deliver to Reggio Calabria",
]
TOO_SHORT = [
    "ok",
    "no",
    "42",
    "",
    "   ",
    "😀",
    "AB-12345",
    "?",
    "ciao",
    "refund",
    "thanks",
    "mario.rossi@posta.it",
]


@pytest.mark.parametrize("text", ITALIAN)
def test_italian_is_told_also_with_typing_errors_and_loan_words(text: str) -> None:
    reading = shared_reader().read(text)
    assert (reading.language, reading.certain) == ("it", True)


@pytest.mark.parametrize("text", ENGLISH)
def test_english_is_told_also_with_typing_errors_and_loan_words(text: str) -> None:
    reading = shared_reader().read(text)
    assert (reading.language, reading.certain) == ("en", True)


@pytest.mark.parametrize("text", TOO_SHORT)
def test_a_text_that_is_too_short_is_never_certain(text: str) -> None:
    assert not shared_reader().read(text).certain


@pytest.mark.parametrize(("text", "language"), [("ciao", "it"), ("grazie", "it"), ("hello", "en"), ("yes", "en")])
def test_a_single_telling_word_still_gives_a_guess(text: str, language: str) -> None:
    assert shared_reader().read(text).language == language


def test_letters_outside_both_languages_tell_nothing_certain() -> None:
    assert not shared_reader().read("你好").certain


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    assert shared_reader().read(text).language in {"it", "en", None}
