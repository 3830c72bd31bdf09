"""Example questions."""

from __future__ import annotations

from tests.factories.texts import Content

_IT = (
    "come funziona {}", "quanto costa {}", "dove trovo {}", "mi spiegate {}?", "{}: si può?", "vorrei {} domani",
    "chi si occupa di {}", "{} anche in agosto?", "ho bisogno di {}", "{} è gratis?", "regole per {}",
    "quando vale {}", "{} per un'azienda", "non capisco {}", "mi serve {} subito",
)  # fmt: skip
_EN = (
    "how does {} work", "what does {} cost", "where is {}", "can you explain {}?", "{}: possible?",
    "I would like {} tomorrow", "who deals with {}", "{} in August too?", "I need {}", "is {} free?", "rules on {}",
    "when does {} apply", "{} for a company", "I do not follow {}", "need {} right now",
)  # fmt: skip


def make_questions(it: str = "la cosa", en: str = "the thing") -> Content:
    """Fifteen questions a language about a topic named in both."""
    return {"it": [form.format(it) for form in _IT], "en": [form.format(en) for form in _EN]}
