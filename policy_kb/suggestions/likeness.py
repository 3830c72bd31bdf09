"""Whether a text says anything that the text beside it does not."""

from __future__ import annotations

from policy_kb.bilingual import Language
from policy_kb.language.stems import stems

# A text of whose words the text beside it has this share says nothing new.
SAME_WORDS = 0.6


def says_more(text: str, beside: str, language: Language, same: float = SAME_WORDS) -> bool:
    """Whether `text` says more than what stands `beside` it, which has less than a share of `same` of its words."""
    told, own = set(stems(beside, language)), set(stems(text, language))
    return len(own & told) < same * len(own)
