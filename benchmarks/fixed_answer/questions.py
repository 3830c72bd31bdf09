"""What is asked: example questions of the content files, no text twice, since both sides may remember texts."""

from __future__ import annotations

import random
from datetime import date

from benchmarks.fixed_answer.turns import CONVERSATION
from policy_kb.files.collection import SAMPLE_COMPANY, read_collection


def example_questions(seed: int) -> list[str]:
    """The sample company's questions in an order drawn once: a conversation in Italian, one in English, and so on."""
    articles = read_collection([SAMPLE_COMPANY], date.today()).articles.values()
    italian = {text for article in articles for text in article.questions.texts("it")}
    english = {text for article in articles for text in article.questions.texts("en")} - italian
    chance = random.Random(seed)
    first, second = (chance.sample(sorted(texts), len(texts)) for texts in (italian, english))
    return in_runs(first, second, CONVERSATION)


def in_runs(first: list[str], second: list[str], run: int) -> list[str]:
    """Both lists in turn, `run` items of each at a time, as long as both have so many."""
    starts = range(0, min(len(first), len(second)) // run * run, run)
    return [text for start in starts for items in (first, second) for text in items[start : start + run]]
