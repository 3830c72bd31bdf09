"""The single parts of a revision that an answer may be about: each a series of ways to tell it, the fullest first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from policy_kb.answer.resources import is_valid, resource_in_words, resource_keys
from policy_kb.answer.wording import say, say_date
from policy_kb.suggestions.draft import Piece
from policy_kb.suggestions.openings import decider, role_of, time_of
from policy_kb.suggestions.scene import Scene

MOST_STEPS = 4
MOST_RESOURCES = 2
Ways = Iterator[Sequence[Piece]]


def _steps(scene: Scene) -> Ways:
    texts = scene.texts("step")
    if all(scene.said.has(text) for text in texts):
        return
    heading = Piece("steps", say(scene.language, "steps.lead"), on_new_line=True)
    for count in range(min(len(texts), MOST_STEPS), 0, -1):
        numbered = [Piece("step", f"{index}. {text}", True) for index, text in enumerate(texts[:count], start=1)]
        yield [heading, *numbered]


def _simpler(scene: Scene) -> Ways:
    pieces = scene.unsaid("simpler", scene.text("simpler"), "suggestion.in_short")
    if pieces:
        yield pieces


def _change(scene: Scene) -> Ways:
    since = say_date(scene.language, scene.context.revision.in_force_from)
    if not scene.text("change_then"):
        yield scene.unsaid("change", say(scene.language, "change.none", date=since))
        return
    told = {name: scene.text(f"change_{name}") for name in ("then", "now", "better")}
    if not scene.said.has(told["now"]):
        yield [Piece("change", say(scene.language, "change.body", date=since, **told), on_new_line=True)]
        yield [Piece("change_now", told["now"]), Piece("change_better", told["better"])]


def _transition(scene: Scene) -> Ways:
    days = scene.context.revision.transition
    if days is None:
        return
    until = say_date(scene.language, days.old_rule_until)
    if scene.context.now.date() > days.old_rule_until:
        yield scene.unsaid("transition", say(scene.language, "transition.over", until=until))
    else:
        yield scene.unsaid("transition", scene.text("transition"))


def _resources(scene: Scene) -> Ways:
    now = scene.context.now
    valid = [row.present for row in scene.context.revision.resources if is_valid(row.present, now)]
    lines = [resource_in_words(resource_keys(found, scene.language, now), scene.language) for found in valid]
    unsaid = [line for line in lines if not scene.said.has(line)]
    for count in range(min(len(unsaid), MOST_RESOURCES), 0, -1):
        yield [Piece("resources", say(scene.language, "suggestion.help", help="; ".join(unsaid[:count])))]


def _escalation(scene: Scene) -> Ways:
    yield next_decider(scene, "suggestion.decider")


def next_decider(scene: Scene, key: str = "suggestion.next_decider") -> list[Piece]:
    """Who decides next and within which time; none where nobody does, or it was said."""
    step = decider(scene)
    if step is None:
        return []
    return scene.unsaid("escalation", say(scene.language, key, role=role_of(scene, step), within=time_of(scene, step)))


PARTS: Mapping[str, Callable[[Scene], Ways]] = {
    "steps": _steps,
    "simpler": _simpler,
    "change": _change,
    "transition": _transition,
    "resources": _resources,
    "escalation": _escalation,
}
