"""Cuts a message into the sentences that may each ask something."""

import re

_END = re.compile(r"(?<=[.!?…;])\s+|\n+")
_LEAST_WORDS = 2
# A long story is read as one; its sentences cost more than they tell.
MOST_SENTENCES = 4


def sentences(text: str) -> list[str]:
    """Return the sentences of two words or more; none of a text with more than four."""
    parts = [part.strip() for part in _END.split(text)]
    found = [part for part in parts if len(part.split()) >= _LEAST_WORDS]
    return found if len(found) <= MOST_SENTENCES else []
