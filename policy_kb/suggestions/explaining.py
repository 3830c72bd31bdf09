"""The answer: what the rule means in short, the clauses that fit, and the next step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from policy_kb.answer.sources import clause_source
from policy_kb.answer.wording import entry
from policy_kb.language.stems import stems
from policy_kb.suggestions.choosing import Fitting, fitting_clauses, next_step
from policy_kb.suggestions.draft import Piece, first_fitting, parts_of
from policy_kb.suggestions.parts import PARTS
from policy_kb.suggestions.scene import Scene
from policy_kb.suggestions.suggestion import Suggestion

# A text of whose words the text beside it has this share says nothing new.
SAME_WORDS = 0.6


def answer(scene: Scene) -> Suggestion | None:
    """The part asked for, else the rule in short with the clauses that fit, and the next step; none if all was said."""
    asked = _asked_for(scene)
    pieces = asked or first_fitting(_explanations(scene))
    if not pieces:
        return None
    quoted = [clause for clause in scene.context.revision.clauses if f"clause:{clause.number}" in parts_of(pieces)]
    sources = [clause_source(scene.context.company, scene.context.revision, c, scene.language) for c in quoted]
    return scene.suggestion("answer", pieces, scene.part if asked else "explanation", sources)


def lead(scene: Scene) -> list[Piece]:
    """Words that hear the mood or, for a calm customer, words to begin with; then whose terms hold."""
    return [*(scene.opening(0) or _calm_words(scene)), *scene.older_terms()]


def step_pieces(scene: Scene, fitting: Fitting) -> list[Piece]:
    """The step to take next, in words; none where none fits."""
    return scene.unsaid("step", next_step(scene, fitting), "suggestion.step", on_new_line=True)


def _asked_for(scene: Scene) -> tuple[Piece, ...]:
    """The single part that the customer asks for; empty where they ask for none, or it was said."""
    if scene.part not in PARTS:
        return ()
    return first_fitting([*lead(scene), *pieces] for pieces in PARTS[scene.part](scene) if pieces)


def _calm_words(scene: Scene) -> list[Piece]:
    phrases: list[str] = entry(scene.language, "suggestion.lead")
    unsaid = [Piece("lead", phrase) for phrase in phrases if not scene.said.has(phrase)]
    return unsaid[:1] if scene.request.level == "calm" else []


def _explanations(scene: Scene) -> Iterator[Sequence[Piece]]:
    """Ways to explain, the fullest first; each says something that was not said.

    Words to begin with are left out first, then the rule in short, the step, and the second clause.
    """
    fitting = fitting_clauses(scene)
    begin, bare, end = lead(scene), [*scene.opening(0), *scene.older_terms()], step_pieces(scene, fitting)
    short, clauses = _short(scene), _clauses(scene, fitting)
    new = _new(clauses, short, scene)
    if new:
        yield [*begin, *short, *new, *end]
        yield [*bare, *short, *new, *end]
        yield [*bare, *clauses, *end]
        yield [*bare, *clauses]
        yield [*bare, *clauses[:1]]
    for name in ("simpler", "summary", "meaning"):
        body = scene.unsaid(name, scene.text(name))
        if body:
            yield [*begin, *body, *end]
            yield [*bare, *body]


def _short(scene: Scene) -> list[Piece]:
    """The shortest form of the rule that was not said."""
    found = (scene.unsaid(name, scene.text(name)) for name in ("simpler", "summary"))
    return next((pieces for pieces in found if pieces), [])


def _clauses(scene: Scene, fitting: Fitting) -> list[Piece]:
    """The clauses that fit, each worded by what it answers."""
    more = "suggestion.clause_other" if fitting.for_each else "suggestion.clause_more"
    pieces: list[Piece] = []
    for clause, key in zip(fitting.clauses, ("suggestion.clause", more), strict=False):
        pieces += scene.unsaid(f"clause:{clause.number}", clause.text.in_language(scene.language), key)
    return pieces


def _new(pieces: Sequence[Piece], beside: Sequence[Piece], scene: Scene) -> list[Piece]:
    """Those that say more than what stands `beside` them."""
    told = set(stems(" ".join(piece.text for piece in beside), scene.language))
    own = [set(stems(piece.text, scene.language)) for piece in pieces]
    return [piece for piece, words in zip(pieces, own, strict=True) if len(words & told) < SAME_WORDS * len(words)]
