"""What a customer was told already, so that nothing is suggested twice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from policy_kb.language.stems import fold


@dataclass(frozen=True)
class Said:
    """The texts said so far, compared without regard to case, accents and spaces."""

    texts: tuple[str, ...] = ()

    @classmethod
    def of(cls, texts: Iterable[str]) -> Said:
        """What these messages say."""
        return cls(tuple(_plain(text) for text in texts))

    def has(self, text: str) -> bool:
        """Whether one of the messages holds the whole of `text`."""
        wanted = _plain(text)
        return any(wanted in said for said in self.texts)

    def count(self, words: Sequence[str]) -> int:
        """How many of the messages hold one of these folded words."""
        return sum(any(word in said for word in words) for said in self.texts)


def _plain(text: str) -> str:
    return " ".join(fold(text).split())
