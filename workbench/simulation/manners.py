"""How scripted customers say what they want; every one says the same thing for the same seed."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from policy_kb.bilingual import Language

CUSTOMERS = ("calm", "typos", "confused", "angry", "switching")
_FILE = Path(__file__).with_name("manners.yml")
_SHORTEST = 4  # letters of a word that a slip leaves recognisable


@lru_cache(maxsize=1)
def manners() -> Mapping[str, Any]:
    """What `manners.yml` says."""
    found: Mapping[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return found


@dataclass(frozen=True)
class Saying:
    """What a customer wants to say in a turn: the text, its language, its intent, and the policy that was answered."""

    text: str
    language: Language
    intent: str
    policy_id: str | None


Manner = Callable[[Saying, random.Random], str]


def calmly(saying: Saying, _: random.Random) -> str:
    """As it is written."""
    return saying.text


def around(customer: str) -> Manner:
    """What a confused or angry customer says around it; whoever says next to nothing says nothing else either."""

    def say(saying: Saying, chance: random.Random) -> str:
        if not any(letter.isalpha() for letter in saying.text):
            return saying.text
        frame: str = chance.choice(manners()[customer][saying.language])
        return frame.format(said=saying.text)

    return say


def slipping(rate: float) -> Manner:
    """With slips of the finger in a share `rate` (0 to 1) of the words, and without accents."""

    def say(saying: Saying, chance: random.Random) -> str:
        plain = saying.text.translate(str.maketrans(manners()["plain"]))
        return " ".join(_slipped(word, chance) if chance.random() < rate else word for word in plain.split(" "))

    return say


def _slipped(word: str, chance: random.Random) -> str:
    if len(word) < _SHORTEST or not word.isalpha():
        return word
    place = chance.randrange(1, len(word))
    slip = chance.choice((_dropped, _doubled, _swapped, _beside))
    return slip(word, place, chance)


def _dropped(word: str, place: int, _: random.Random) -> str:
    return word[:place] + word[place + 1 :]


def _doubled(word: str, place: int, _: random.Random) -> str:
    return word[:place] + word[place] + word[place:]


def _swapped(word: str, place: int, _: random.Random) -> str:
    return word[: place - 1] + word[place] + word[place - 1] + word[place + 1 :]


def _beside(word: str, place: int, chance: random.Random) -> str:
    near: str = manners()["neighbours"].get(word[place].lower(), word[place])
    return word[:place] + chance.choice(near) + word[place + 1 :]
