"""Which policies are meant by what a representative typed, in either language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from policy_kb.bilingual import Bilingual
from policy_kb.language.stems import fold
from policy_kb.search.result import SearchResult
from policy_kb.tables import Revision
from web.console.knowledge import Books, Knowledge
from web.language import LANGUAGES, Language, WrittenLanguage

LONGEST_SEARCH = 200
MOST_FOUND = 6
# Less than that is no more than the rest that every policy is left with.
LEAST_PROBABILITY = 0.02


@dataclass(frozen=True)
class Hit:
    """A policy in force that may be meant; `probability` is None where only its title was looked at."""

    policy_id: str
    title: Bilingual
    probability: float | None


@dataclass(frozen=True)
class PoliciesFound:
    """The policies, the likeliest first; `is_governed` is False where probably none governs what was typed."""

    hits: tuple[Hit, ...] = ()
    is_governed: bool = True


@dataclass(frozen=True)
class PolicySearching:
    """Searches the policies in force. Raises KnowledgeUnavailableError."""

    knowledge: Knowledge

    async def find(self, words: str) -> PoliciesFound:
        """What `words` are about: policies with the words in their title first; all by title where nothing is asked."""
        return await self.knowledge.ask(lambda books: _find(books, words))


def _find(books: Books, words: str) -> PoliciesFound:
    titles = books.library.shelf().titles
    if not words:
        return PoliciesFound(tuple(Hit(key, row.title, None) for key, row in titles.items()))
    result = _likeliest([books.composer.find(words, language) for language in _languages(words)])
    probabilities = {candidate.policy_id: candidate.probability for candidate in result.candidates}
    named = [key for key, row in titles.items() if _is_named(words, key, row)]
    likely = [key for key, value in probabilities.items() if value >= LEAST_PROBABILITY and key in titles]
    # The order is that of the probabilities; a title that has the words is never left out.
    found = sorted(dict.fromkeys([*named, *likely]), key=lambda key: -probabilities.get(key, 0.0))
    shown = found[: max(MOST_FOUND, len(named))]
    hits = tuple(Hit(key, titles[key].title, probabilities.get(key, 0.0)) for key in shown)
    return PoliciesFound(hits, bool(named) or result.decision != "do_not_know")


def _languages(words: str) -> Sequence[Language]:
    """The language of a text that is long enough to tell, else both."""
    said = WrittenLanguage().of(words)
    return LANGUAGES if said is None else (said,)


def _likeliest(results: Sequence[SearchResult]) -> SearchResult:
    return max(
        results, key=lambda result: (result.in_scope, max((c.probability for c in result.candidates), default=0))
    )


def _is_named(words: str, policy_id: str, revision: Revision) -> bool:
    asked = fold(words)
    return asked == policy_id or any(asked in fold(text) for text in (revision.title.it, revision.title.en))
