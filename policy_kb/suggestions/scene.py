"""What every kind of suggestion about one policy is made from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from policy_kb.answer.cases import Told
from policy_kb.answer.composer import Composer
from policy_kb.answer.context import AnswerContext
from policy_kb.answer.message import Source
from policy_kb.answer.sources import revision_source
from policy_kb.answer.wording import entry, say, say_date
from policy_kb.bilingual import Bilingual, Language
from policy_kb.language.stems import fold
from policy_kb.suggestions.asking import several_questions
from policy_kb.suggestions.cases import told_cases
from policy_kb.suggestions.draft import Piece, joined, parts_of
from policy_kb.suggestions.request import SuggestionRequest
from policy_kb.suggestions.said import Said
from policy_kb.suggestions.settings import settings, words_of_regret
from policy_kb.suggestions.suggestion import Kind, Reason, Suggestion


@dataclass(frozen=True)
class Scene:
    """One policy as it holds for this customer, the request, what was said.

    `part` is what an answer gives; `asked` what its clauses and steps must touch, empty where nothing is asked.
    """

    request: SuggestionRequest
    composer: Composer
    context: AnswerContext
    said: Said
    confidence: float
    why: tuple[Reason, ...]
    part: str = "explanation"
    asked: str = ""

    @property
    def language(self) -> Language:
        """The customer's."""
        return self.context.language

    @property
    def policy_id(self) -> str:
        """The policy's."""
        return self.context.revision.policy_id

    @cached_property
    def questions(self) -> tuple[str, ...]:
        """The questions of what is asked, where there is more than one."""
        return tuple(several_questions(self.asked, self.language))

    @cached_property
    def cases(self) -> tuple[Told, ...]:
        """The cases that are asked about (see `told_cases`), which several suggestions go by."""
        return told_cases(self)

    def text(self, name: str) -> str:
        """The part called `name` in the customer's language; empty where the revision has none."""
        found = self.context.revision.text(name)
        return found.in_language(self.language) if found else ""

    def texts(self, name: str) -> list[str]:
        """The same for a part that stands several times."""
        return [text.in_language(self.language) for text in self.context.revision.texts(name)]

    def unsaid(self, part: str, text: str, key: str = "", on_new_line: bool = False) -> list[Piece]:
        """A piece of one part, worded by `key` of the wording; none where it is empty or was said already."""
        if not text or self.said.has(text):
            return []
        return [Piece(part, say(self.language, key, text=text) if key else text, on_new_line)]

    def says(self, text: Bilingual) -> bool:
        """Whether the customer was told `text` already."""
        return self.said.has(text.in_language(self.language))

    def opening(self, place: int) -> list[Piece]:
        """Words that hear the customer's mood, never said before; `place` keeps suggestions apart. None when calm."""
        if self.request.level == "calm":
            return []
        phrases: list[str] = entry(self.language, f"acknowledgement.{self.request.level}")
        regret = words_of_regret()
        if self.said.count(regret) >= settings().sorry_enough:
            shown: list[str] = entry(self.language, "suggestion.acting")
            phrases = [*(phrase for phrase in phrases if not any(word in fold(phrase) for word in regret)), *shown]
        left = [phrase for phrase in phrases if not self.said.has(phrase)]
        return [Piece("acknowledgement", left[place % len(left)])] if left else []

    def older_terms(self) -> list[Piece]:
        """That the terms of the day of the order hold, where those are older ones."""
        ordered_on = self.context.facts.ordered_on
        if not self.context.older or ordered_on is None:
            return []
        version = self.context.revision.version
        words = say(self.language, "older_terms", ordered=say_date(self.language, ordered_on), version=version)
        return [] if self.said.has(words) else [Piece("older_terms", words)]

    def own_source(self) -> Source:
        """The revision as a whole."""
        return revision_source(self.context.company, self.context.revision, self.language)

    def suggestion(
        self,
        kind: Kind,
        pieces: Sequence[Piece],
        mark: str,
        sources: Sequence[Source] = (),
        why: Sequence[Reason] = (),
    ) -> Suggestion | None:
        """A suggestion of these pieces; None where it would say nothing, or what was said. `mark` is its main part."""
        text, revision = joined(pieces), self.context.revision
        if not text or self.said.has(text):
            return None
        return Suggestion(
            key=f"{revision.policy_id}:{kind}:{mark}:{revision.version}:{self.language}",
            kind=kind,
            policy_id=revision.policy_id,
            version=revision.version,
            language=self.language,
            text=text,
            sources=tuple(sources) or (self.own_source(),),
            confidence=self.confidence,
            why=(*self.why, *self._terms(), *why),
            parts=parts_of(pieces),
        )

    def _terms(self) -> tuple[Reason, ...]:
        ordered_on = self.context.facts.ordered_on
        if not self.context.older or ordered_on is None:
            return ()
        return (Reason("terms_of_order_day", ordered_on.isoformat()),)
