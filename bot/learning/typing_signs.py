"""How a text was typed: what neither its meaning nor its words show."""

import re

_MOST_MARKS = 3
# Shorter ones, like OK and USB, are written so by people who do not shout.
_WORD = re.compile(r"[^\W\d_]{4,}")


def typing_signs(text: str) -> tuple[float, ...]:
    """Return the share of words in capitals, and how many exclamation and question marks, three at most.

    Capitals and repeated marks are how people shout in writing (C. Hutto and E. Gilbert, "VADER", 2014, count both).
    """
    words = _WORD.findall(text)
    shouted = sum(word.isupper() for word in words) / max(1, len(words))
    return shouted, *(float(min(_MOST_MARKS, text.count(mark))) for mark in "!?")
