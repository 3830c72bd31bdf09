"""The answer: what the rule means in short, the clauses that fit, and the next step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from policy_kb.answer.cases import Told
from policy_kb.answer.sources import clause_source
from policy_kb.answer.wording import entry, say
from policy_kb.language.stems import fold
from policy_kb.suggestions.choosing import Fitting, fitting_clauses, next_steps
from policy_kb.suggestions.draft import Piece, first_fitting, parts_of
from policy_kb.suggestions.likeness import says_more
from policy_kb.suggestions.nearness import near
from policy_kb.suggestions.parts import PARTS, next_decider
from policy_kb.suggestions.request import HEATED
from policy_kb.suggestions.scene import Scene
from policy_kb.suggestions.settings import settings
from policy_kb.suggestions.suggestion import Suggestion
from policy_kb.tables import Clause


def answer(scene: Scene) -> Suggestion | None:
    """The part asked for, else the rule in short with the clauses that fit, and the next step; none if all was said."""
    asked = _asked_for(scene)
    pieces = asked or first_fitting(_told(scene)) or first_fitting(_explanations(scene))
    if not pieces:
        return None
    quoted = _grounds(scene, parts_of(pieces))
    sources = [clause_source(scene.context.company, scene.context.revision, c, scene.language) for c in quoted]
    return scene.suggestion("answer", pieces, scene.part if asked else "explanation", sources)


def _grounds(scene: Scene, parts: Sequence[str]) -> list[Clause]:
    """The clauses that are quoted, or that the cases rest on which are told, in the order of the policy."""
    named = {part.removeprefix("clause:") for part in parts if part.startswith("clause:")}
    for case in scene.context.revision.cases:
        named.update(case.clauses if f"case:{case.slug}" in parts else ())
    return [clause for clause in scene.context.revision.clauses if clause.number in named]


def lead(scene: Scene) -> list[Piece]:
    """Words that hear the mood or, for a calm customer, words to begin with; then whose terms hold."""
    return [*(scene.opening(0) or _calm_words(scene)), *scene.older_terms()]


def step_pieces(scene: Scene, fitting: Fitting) -> list[Piece]:
    """What happens next: the step to take and the one after it, then, for a heated customer, who decides next."""
    pieces: list[Piece] = []
    for step in next_steps(scene, fitting):
        text, begins = step.in_language(scene.language), not pieces
        key = "step_then" if not begins else "step_again" if scene.says(step) else "step"
        pieces.append(Piece("step", say(scene.language, f"suggestion.{key}", text=text), on_new_line=begins))
    return [*pieces, *_decider(scene)]


def _asked_for(scene: Scene) -> tuple[Piece, ...]:
    """The single part that the customer asks for, after the clause that answers; empty where they ask for none, or it
    was said."""
    if scene.part not in PARTS:
        return ()
    near = _case_answers(scene, scene.cases)[:1] or _near_clause(scene, fitting_clauses(scene))
    ways = [pieces for pieces in PARTS[scene.part](scene) if pieces]
    return first_fitting([*lead(scene), *begin, *pieces] for begin in (near, []) for pieces in ways)


def _near_clause(scene: Scene, fitting: Fitting) -> list[Piece]:
    return _clauses(scene, fitting)[:1] if fitting.nearness >= settings().near_clause else []


def _calm_words(scene: Scene) -> list[Piece]:
    phrases: list[str] = entry(scene.language, "suggestion.lead")
    unsaid = [Piece("lead", phrase) for phrase in phrases if not scene.said.has(phrase)]
    return unsaid[:1] if scene.request.level == "calm" else []


def _told(scene: Scene) -> Iterator[Sequence[Piece]]:
    """Ways to tell the cases that are asked about, the fullest first: what happens next is left out last but one."""
    cases = scene.cases
    answers, begin = _case_answers(scene, cases), [*scene.opening(0), *scene.older_terms()]
    if not answers:
        return
    for count in range(len(cases), 0, -1):
        told, following = answers[:count], _following(scene, cases[:count])[:1]
        heated = [] if _names_a_decider(scene, [*told, *following]) else _decider(scene)
        yield [*begin, *told, *following, *heated]
        yield [*begin, *told, *following]
        yield [*begin, *told]


def _decider(scene: Scene) -> list[Piece]:
    return next_decider(scene) if scene.request.level in HEATED else []


def _names_a_decider(scene: Scene, pieces: Sequence[Piece]) -> bool:
    """Whether the case itself says who decides; a second name beside it would confuse."""
    told = fold(" ".join(piece.text for piece in pieces))
    roles = (step.role.in_language(scene.language) for step in scene.composer.deciders(scene.policy_id)[1:])
    return any(fold(role) in told for role in roles)


def _case_answers(scene: Scene, cases: Sequence[Told]) -> list[Piece]:
    """What each case says, the second as another question's answer where there is one; what was said is confirmed."""
    pieces: list[Piece] = []
    more = "suggestion.clause_other" if scene.questions else "suggestion.clause_more"
    for told in cases:
        text = told.answer.in_language(scene.language)
        key = "suggestion.clause_again" if scene.says(told.answer) else more if pieces else ""
        words = say(scene.language, key, text=text) if key else text
        if not scene.said.has(words):
            pieces.append(Piece(f"case:{told.case.slug}", words, on_new_line=bool(pieces)))
    return pieces


def _following(scene: Scene, cases: Sequence[Told]) -> list[Piece]:
    """What happens next in each case, as far as it was not said; a reply tells the first."""
    return [piece for told in cases for piece in scene.unsaid("next", told.next.in_language(scene.language), "", True)]


def _explanations(scene: Scene) -> Iterator[Sequence[Piece]]:
    """Ways to explain, the fullest first; each says something that was not said, or confirms what was.

    Words to begin with are left out first, then the rule in short, the step after the next, and the second clause or,
    where that answers a question of its own, the next step.
    """
    fitting = fitting_clauses(scene)
    bare, end = [*scene.opening(0), *scene.older_terms()], step_pieces(scene, fitting)
    short, clauses = _short(scene, fitting), _clauses(scene, fitting)
    begin = bare if any(scene.says(clause.text) for clause in fitting.clauses) else lead(scene)
    new = _new(_clauses(scene, fitting, after=short), short, scene)
    if new:
        yield [*begin, *short, *new, *end]
        yield [*bare, *short, *new, *end]
    for body in _shorter(clauses, end, fitting):
        yield [*bare, *body]
    for name in ("simpler", "summary", "meaning"):
        told = scene.unsaid(name, scene.text(name))
        if told:
            yield [*begin, *told, *end]
            yield [*bare, *told]


def _shorter(clauses: list[Piece], end: list[Piece], fitting: Fitting) -> Iterator[list[Piece]]:
    """The clauses with less and less of what happens next, then fewer of them."""
    if not clauses:
        return
    for count in range(len(end), 0, -1):
        yield [*clauses, *end[:count]]
    less = [[*clauses[:1], *end[:1]], clauses]
    yield from less[::-1] if fitting.for_each else less
    yield clauses[:1]


def _short(scene: Scene, fitting: Fitting) -> list[Piece]:
    """The shortest form of the rule that was not said, where it is near to what is asked."""
    found = (scene.unsaid(name, scene.text(name)) for name in ("simpler", "summary"))
    pieces = next((pieces for pieces in found if pieces), [])
    if not pieces or not scene.asked or fitting.for_each:
        return [] if fitting.for_each else pieces
    text = scene.context.revision.text(pieces[0].part)
    nearness = near(scene.composer, scene.asked, [text] if text else [], scene.language)
    return pieces if max(nearness.tolist(), default=0.0) >= settings().near_short else []


def _clauses(scene: Scene, fitting: Fitting, after: Sequence[Piece] = ()) -> list[Piece]:
    """The clauses that fit, each worded by what it answers; `after` is what stands before them."""
    more = "suggestion.clause_other" if fitting.for_each else "suggestion.clause_more"
    pieces: list[Piece] = []
    for clause in fitting.clauses:
        text = clause.text.in_language(scene.language)
        key = more if pieces else "suggestion.clause" if after or fitting.for_each else ""
        key = "suggestion.clause_again" if scene.says(clause.text) else key
        pieces.append(Piece(f"clause:{clause.number}", say(scene.language, key, text=text) if key else text))
    return pieces


def _new(pieces: Sequence[Piece], beside: Sequence[Piece], scene: Scene) -> list[Piece]:
    """Those that say more than what stands `beside` them."""
    told = " ".join(piece.text for piece in beside)
    return [piece for piece in pieces if says_more(piece.text, told, scene.language)]
