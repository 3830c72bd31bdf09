"""The answer: what the rule means, and the next step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from policy_kb.answer.sources import clause_source
from policy_kb.answer.wording import entry
from policy_kb.language.stems import stems
from policy_kb.language.told_facts import facts_in
from policy_kb.suggestions.draft import Piece, first_fitting, parts_of
from policy_kb.suggestions.parts import PARTS
from policy_kb.suggestions.scene import Scene
from policy_kb.suggestions.settings import words_of_here
from policy_kb.suggestions.suggestion import Suggestion
from policy_kb.tables import Clause

# A clause of whose words the text beside it has this share says nothing new.
SAME_WORDS = 0.6
# Of the clauses that fit the question best, so many may be quoted; all but the first only if they share a word with it.
CLAUSES_LOOKED_AT = 2


def answer(scene: Scene) -> Suggestion | None:
    """The part asked for, else the plain meaning with the clause that fits, and the next step; none if all was said."""
    asked = first_fitting([*lead(scene), *pieces] for pieces in PARTS[scene.part](scene)) if scene.part in PARTS else ()
    pieces = asked or first_fitting(_explanations(scene))
    if not pieces:
        return None
    quoted = [clause for clause in scene.context.clauses if f"clause:{clause.number}" in parts_of(pieces)]
    sources = [clause_source(scene.context.company, scene.context.revision, c, scene.language) for c in quoted]
    return scene.suggestion("answer", pieces, scene.part if asked else "explanation", sources)


def lead(scene: Scene) -> list[Piece]:
    """Words that hear the mood or, for a calm customer, words to begin with; then whose terms hold."""
    phrases: list[str] = entry(scene.language, "suggestion.lead")
    unsaid = [Piece("lead", phrase) for phrase in phrases if not scene.said.has(phrase)]
    return [*(scene.opening(0) or (unsaid[:1] if scene.request.level == "calm" else [])), *scene.older_terms()]


def next_step(scene: Scene) -> list[Piece]:
    """The first step that was not told yet, of those that do not send the customer where they are."""
    left = [text for text in scene.texts("step") if not scene.said.has(text)]
    elsewhere = [text for text in left if not any(word in text.casefold() for word in words_of_here())]
    return scene.unsaid("step", (elsewhere or left or [""])[0], "suggestion.step", on_new_line=True)


def _explanations(scene: Scene) -> Iterator[Sequence[Piece]]:
    """Ways to explain, the fullest first; each says something that was not said."""
    begin, end = lead(scene), next_step(scene)
    summary, meaning, simpler = (scene.unsaid(name, scene.text(name)) for name in ("summary", "meaning", "simpler"))
    for body in (summary, simpler):
        if body:
            yield [*begin, *body, *_clause(scene, body), *end]
    for body in (summary, meaning, simpler, _clause(scene, [])):
        if body:
            yield [*begin, *body, *end]
            yield [*begin, *body]


def _clause(scene: Scene, beside: Sequence[Piece]) -> list[Piece]:
    """The clause that fits the question, where it is for this customer and adds to what stands `beside` it."""
    told = set(stems(" ".join(piece.text for piece in beside), scene.language))
    asked = set(stems(scene.request.text, scene.language))
    for place, clause in enumerate(scene.context.clauses[:CLAUSES_LOOKED_AT]):
        text = clause.text.in_language(scene.language)
        own = set(stems(text, scene.language))
        says_more = len(own & told) < SAME_WORDS * len(own)
        fits = place == 0 or own & asked
        if says_more and fits and not scene.said.has(text) and _is_for(scene, clause):
            return scene.unsaid(f"clause:{clause.number}", text, "suggestion.clause")
    return []


def _is_for(scene: Scene, clause: Clause) -> bool:
    """False where the clause speaks of customers of another group than this one."""
    group = facts_in(clause.text.in_language(scene.language)).get("customer_group")
    return group is None or scene.context.facts.customer_group in (None, group)
