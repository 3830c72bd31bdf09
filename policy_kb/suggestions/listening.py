"""What meets the customer: calming words with what happens next, the reason, the text itself, a question."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from policy_kb.answer.eligibility import Fact, eligibility
from policy_kb.answer.sources import clause_source, evidence_source
from policy_kb.answer.wording import say
from policy_kb.suggestions.choosing import fitting_clauses
from policy_kb.suggestions.draft import Piece, first_fitting
from policy_kb.suggestions.explaining import step_pieces
from policy_kb.suggestions.openings import undecided
from policy_kb.suggestions.parts import next_decider
from policy_kb.suggestions.scene import Scene
from policy_kb.suggestions.suggestion import Reason, Suggestion

# Keeps the words of understanding of these suggestions apart from those of the others.
PLACE = 2
MOST_QUOTED = 2


def de_escalation(scene: Scene) -> Suggestion | None:
    """Hears the mood, says in short what holds, and who can do more; for customers who are not calm."""
    opening = scene.opening(PLACE)
    if not opening:
        return None
    short = scene.unsaid("simpler", scene.text("simpler"), "suggestion.in_short")
    more = next_decider(scene) or step_pieces(scene, fitting_clauses(scene))
    pieces = first_fitting([[*opening, *short, *more]]) if short or more else ()
    return scene.suggestion("de_escalation", pieces, "calming", why=[Reason("level", scene.request.level)])


def reason(scene: Scene) -> Suggestion | None:
    """Why the rule exists, with the evidence as its sources."""
    why = scene.text("why")
    if not why or scene.said.has(why):
        return None
    body = Piece("why", say(scene.language, "reason.lead", why=why))
    evidence = [evidence_source(item, scene.language) for item in scene.context.revision.evidence]
    pieces = first_fitting([[*scene.opening(PLACE), body], [body]])
    return scene.suggestion("reason", pieces, "why", [scene.own_source(), *evidence])


def quote(scene: Scene) -> Suggestion | None:
    """Where it is written, word for word."""
    clauses = (fitting_clauses(scene).clauses or tuple(scene.context.revision.clauses))[:MOST_QUOTED]
    items = [
        Piece(f"clause:{c.number}", say(scene.language, "quote.item", clause=text, number=c.number))
        for c in clauses
        if not scene.said.has(text := c.text.in_language(scene.language))
    ]
    heading = [*scene.opening(PLACE), Piece("quote", say(scene.language, "quote.lead"))]
    pieces = first_fitting([*heading, *items[:count]] for count in range(len(items), 0, -1))
    sources = [
        clause_source(scene.context.company, scene.context.revision, clause, scene.language)
        for clause in clauses
        if any(piece.part == f"clause:{clause.number}" for piece in pieces)
    ]
    return scene.suggestion("quote", pieces, "clause", sources)


def question(scene: Scene) -> Suggestion | None:
    """Asks for the one fact that decides what holds, or about most alternatives that fit; never for one twice."""
    for fact in _missing(scene):
        words = say(scene.language, f"suggestion.question.{fact}")
        if not scene.said.has(words):
            pieces = _with_opening(scene, [Piece(f"question:{fact}", words)])
            return scene.suggestion("question", pieces, fact, why=[Reason("missing_fact", fact)])
    return None


def _missing(scene: Scene) -> list[Fact]:
    """Those that decide what the cases say; where no case is told, those that decide about most alternatives."""
    facts = [fact for told in scene.cases for fact in told.missing] if scene.cases else _deciding(scene)
    return [fact for fact in dict.fromkeys(facts) if fact not in scene.request.asked]


def _deciding(scene: Scene) -> list[Fact]:
    verdicts = [eligibility(item, scene.context.facts) for item in undecided(scene)]
    return [fact for fact, _ in Counter(fact for verdict in verdicts for fact in verdict.missing).most_common()]


def _with_opening(scene: Scene, pieces: Sequence[Piece]) -> Sequence[Piece]:
    return [*scene.opening(PLACE), *pieces]
