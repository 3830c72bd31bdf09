"""The composer: turns a question, or a wish about a policy, into the messages of an answer."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np

from learning.encoder import Vectors
from learning.least_squares import Floats
from policy_kb.answer import parts
from policy_kb.answer.alternatives import alternatives, one_alternative
from policy_kb.answer.cases import told_to
from policy_kb.answer.context import AnswerContext
from policy_kb.answer.desk import Desk
from policy_kb.answer.escalation import escalation
from policy_kb.answer.facts import CustomerFacts
from policy_kb.answer.grace import transition_with_offers
from policy_kb.answer.library import Library
from policy_kb.answer.message import Message, Option
from policy_kb.answer.resources import resource_in_words
from policy_kb.answer.terms import explained
from policy_kb.answer.wording import entry, say
from policy_kb.bilingual import Language
from policy_kb.errors import UnknownArticle
from policy_kb.language.stems import stems
from policy_kb.language.term_finder import find_term
from policy_kb.search.clauses import is_covered
from policy_kb.search.engine import PolicySearch
from policy_kb.search.fusion import asked
from policy_kb.search.known_facts import with_facts
from policy_kb.search.result import Candidate, SearchResult
from policy_kb.tables import EscalationStep, Revision, Standard

PartName = Literal[
    "explanation", "simpler", "steps", "reason", "quote", "change", "alternatives", "resources", "transition"
]
_PARTS: dict[PartName, Callable[[AnswerContext], Message]] = {
    "explanation": parts.explanation,
    "simpler": parts.simpler,
    "steps": parts.steps,
    "reason": parts.reason,
    "quote": parts.quote,
    "change": parts.change,
    "alternatives": alternatives,
    "resources": parts.resources,
    "transition": transition_with_offers,
}

NOTHING_KNOWN = CustomerFacts()
# From this probability on a case is told to customers without a person between: of 170 situations of blind hands it was
# the right one for 19 in 20 of those.
SURE_CASE = 0.85
# From this one on its clauses are quoted: by then they fit more often than the nearest ones.
LIKELY_CASE = 0.4
# With fewer words of its own a question asks for no case, but for the rule.
LEAST_WORDS_OF_A_CASE = 2


@dataclass(frozen=True)
class Wish:
    """What a customer asks of one policy: in which language, in which words, knowing what about them."""

    policy_id: str
    language: Language
    question: str = ""
    facts: CustomerFacts = field(default_factory=CustomerFacts)
    # The facts that were asked for before; None where none is to be asked for now.
    asked: tuple[str, ...] | None = None


class Composer:
    """Answers from the revisions in force. Raises NotReady without a knowledge base, UnknownArticle for a policy
    that is not there."""

    def __init__(self, library: Library, search: PolicySearch) -> None:
        self._library = library
        self._search = search
        self.desk = Desk(library)

    def find(self, question: str, language: Language, facts: CustomerFacts = NOTHING_KNOWN) -> SearchResult:
        """Which policy `question` is about, asked by a customer of whom `facts` are known."""
        shelf = self._library.shelf()
        return with_facts(self._search.search(question, language, shelf.day), facts, shelf.mostly_for)

    def vectors(self, asked: Sequence[str], texts: tuple[str, ...]) -> tuple[Vectors, Vectors] | None:
        """The sentence vectors of what is asked and of texts of the rules; None without an encoder."""
        return self._search.vectors(asked, texts)

    def get_ready(self, texts: Sequence[str]) -> None:
        """Make the sentence vectors of texts that will be read in a moment."""
        self._search.get_ready(texts)

    def cases(self, revision: Revision, asked: Sequence[str]) -> Floats | None:
        """Log-probabilities that each of `asked` is about each case of `revision`; None where that cannot be told."""
        if not revision.cases:
            return None
        return self._search.cases(revision, self._library.article(revision.policy_id).questions, asked)

    def prepare(self) -> None:
        """Reads every policy in force and gets ready to tell its cases, so that no later question waits for that.

        Raises NotReady without a knowledge base.
        """
        for policy_id in self._library.shelf().titles:
            self.cases(self.context(Wish(policy_id, "en", policy_id)).revision, [policy_id])

    def answer(self, wish: Wish) -> list[Message]:
        """The plain meaning with its source, and the steps."""
        context = self._with_case(wish)
        # Both would point to the same help: once is enough.
        return [parts.explanation(context), replace(parts.steps(context), resources=())]

    def part(self, name: PartName, wish: Wish) -> Message:
        """One part of the answer."""
        return _PARTS[name](self._with_case(wish) if name == "explanation" else self.context(wish))

    def detail(self, wish: Wish) -> Message | None:
        """The clause that fits the question; None where none does."""
        context = self._with_case(wish)
        return parts.detail(context) if context.clauses else None

    def covers(self, wish: Wish) -> bool:
        """Whether a clause of the policy has most of the question's own words; False where it is not in force."""
        if not self.knows(wish.policy_id):
            return False
        clauses = self.context(wish).clauses
        return bool(clauses) and is_covered(wish.question, clauses[0], wish.language)

    def has_transition(self, wish: Wish) -> bool:
        """Whether the revision came with a transition, be it over or not."""
        return self.context(wish).revision.transition is not None

    def has_change(self, wish: Wish) -> bool:
        """Whether the revision says what was before it."""
        return self.context(wish).revision.text("change_then") is not None

    def alternative(self, wish: Wish, slug: str) -> Message:
        """The alternative that the customer chose; all of them where that one is not open to them."""
        context = self.context(wish)
        return one_alternative(context, slug) or alternatives(context)

    def escalation(self, wish: Wish) -> Message:
        """Who decides next, from the policy file."""
        return escalation(self.context(wish), self._library.article(wish.policy_id))

    def clarification(self, result: SearchResult, language: Language, lead: str = "clarification.lead") -> Message:
        """Asks which of 2 to 4 policies is meant, with a button each; `lead` is the key of the words before them."""
        options = tuple(self._option(candidate, language) for candidate in asked(result))
        lines = [f"{index}. {option.title}" for index, option in enumerate(options, start=1)]
        text = "\n".join([say(language, lead), *lines])
        return Message("clarification", language, text, options=options)

    def nearest_title(self, text: str, policy_ids: Sequence[str], language: Language) -> str | None:
        """The policy of which `text` has most of the title's words, or whose title has most of the text's; None where
        none has, or where two have as many."""
        asked = set(stems(text, language))
        titles = self._library.shelf().titles
        shared = {key: _likeness(asked, set(stems(titles[key].title.in_language(language), language)))
                  for key in policy_ids if key in titles}  # fmt: skip
        best = max(shared.values(), default=0.0)
        nearest = [key for key, value in shared.items() if value == best]
        return nearest[0] if best >= 0.5 and len(nearest) == 1 else None

    def no_answer(self, language: Language, contacts: bool = True) -> Message:
        """Says that no policy governs it, what the assistant can do, and where a person is unless that is told."""
        shown = self.desk.contacts(language) if contacts else ()
        lines = [
            say(language, "no_answer.lead", company=self._library.shelf().company.name),
            say(language, "no_answer.can_do"),
        ]
        if shown:
            ways = "; ".join(resource_in_words(keys, language) for keys in shown)
            lines.append(say(language, "no_answer.contact", contact=ways))
        return Message("no_answer", language, " ".join(lines), resources=shown)

    def no_topic(self, language: Language) -> Message:
        """Asks what it is about, for a follow-up without anything before it."""
        return Message("no_answer", language, say(language, "no_answer.no_topic"))

    def withdrawn(self, language: Language) -> Message:
        """Says that the rule that was spoken of holds no longer."""
        return Message("no_answer", language, say(language, "no_answer.withdrawn"))

    def term(self, text: str, language: Language) -> Message | None:
        """The explanation of a word of the glossary that `text` names; None where it names none."""
        shelf = self._library.shelf()
        term = find_term(text, shelf.terms, language)
        return explained(term, shelf.company, language) if term else None

    def uses(self, wish: Wish, text: str) -> bool:
        """Whether the policy is in force and one of its clauses has the word of the glossary that `text` names."""
        if not self.knows(wish.policy_id):
            return False
        term = find_term(text, self._library.shelf().terms, wish.language)
        words = (clause.text.in_language(wish.language) for clause in self.context(wish).revision.clauses)
        return term is not None and any(find_term(clause, [term], wish.language) for clause in words)

    def feedback(self, language: Language, kind: Literal["helped", "not_helped", "objection"]) -> Message:
        """Thanks for what a customer says about an answer or a rule."""
        return Message("feedback", language, say(language, f"feedback.{kind}"))

    def noted(self, language: Language) -> Message:
        """Thanks for a fact."""
        return Message("feedback", language, say(language, "fact_noted"))

    def acknowledgement(self, language: Language, level: str, used: Sequence[str]) -> Message | None:
        """A sentence that hears the customer's mood, never one of `used`; None for a calm customer."""
        if level == "calm":
            return None
        phrases: list[str] = entry(language, f"acknowledgement.{level}")
        unused = [phrase for phrase in phrases if phrase not in used]
        if not unused:
            return None
        return Message("acknowledgement", language, unused[0], phrase=unused[0])

    def knows(self, policy_id: object) -> bool:
        """Whether this policy has a revision in force."""
        return policy_id in self._library.shelf().titles

    def deciders(self, policy_id: str) -> list[EscalationStep]:
        """Who decides about a case, the representative first. Raises UnknownArticle."""
        return self._library.article(policy_id).policy_file.escalation

    def standards(self, policy_id: str) -> list[Standard]:
        """The time standards that the company has set itself for a policy. Raises UnknownArticle."""
        return self._library.article(policy_id).policy_file.standards

    def in_force(self, policy_id: str) -> Revision:
        """The revision in force of a policy, with its title and days only. Raises UnknownArticle."""
        if not self.knows(policy_id):
            raise UnknownArticle(policy_id)
        return self._library.shelf().titles[policy_id]

    def context(self, wish: Wish) -> AnswerContext:
        """What an answer to `wish` is made from. Raises UnknownArticle."""
        revision, older = self._library.revision_for(wish.policy_id, wish.facts.ordered_on)
        return AnswerContext(
            company=self._library.shelf().company,
            revision=revision,
            language=wish.language,
            now=self._library.now(),
            clauses=tuple(self._search.clauses(wish.question, revision.clauses, wish.language)),
            facts=wish.facts,
            asked=wish.asked,
            older=older,
        )

    def _with_case(self, wish: Wish) -> AnswerContext:
        """The context with the clauses of the case that the question likely asks for; beyond doubt, with its answer."""
        context = self.context(wish)
        asks = len(stems(wish.question, wish.language)) >= LEAST_WORDS_OF_A_CASE
        said = self.cases(context.revision, [wish.question]) if asks else None
        if said is None or np.exp(said[0].max()) < LIKELY_CASE:
            return context
        case = context.revision.cases[int(said[0].argmax())]
        grounds = tuple(one for number in case.clauses for one in context.revision.clauses if one.number == number)
        is_sure = np.exp(said[0].max()) >= SURE_CASE
        return replace(context, clauses=grounds, told=told_to(case, wish.facts) if is_sure else None)

    def _option(self, candidate: Candidate, language: Language) -> Option:
        title = self.in_force(candidate.policy_id).title.in_language(language)
        payload = "/choose_policy" + json.dumps({"policy_id": candidate.policy_id})
        return Option(title, payload, candidate.policy_id)


def _likeness(left: set[str], right: set[str]) -> float:
    """The share of the shorter one's words that the other has too."""
    return len(left & right) / min(len(left), len(right)) if left and right else 0.0
