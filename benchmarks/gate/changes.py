"""Ten changes that make a model worse, and ten that do not."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import yaml

from benchmarks.gate.project import Small

_NOBODY = "# An idle remark.\n"
# Of the small project these lie outside the folders whose content names a model.
_BESIDE = "# {what} have changed\n"


@dataclass(frozen=True)
class Change:
    """What is done to a project, and whether the gate must block what comes of it."""

    name: str
    harmful: bool
    make: Callable[[Small], None]


def mislabelled(small: Small) -> None:
    """Half of the lines of an intent stand under another one."""
    _moved(small, "ask_reason", "ask_source", every=2)


def merged(small: Small) -> None:
    """All lines of an intent stand under another one."""
    _moved(small, "ask_alternatives", "ask_resources", every=1)


def _moved(small: Small, intent: str, target: str, every: int) -> None:
    for language in ("it", "en"):
        taken: list[str] = []

        def take(lines: list[str], taken: list[str] = taken) -> list[str]:
            taken += lines[::every]
            return [line for number, line in enumerate(lines) if number % every]

        small.change_lines(take, (intent,), language)
        small.add_lines(language, target, taken)


def without_scope(small: Small) -> None:
    """What the company has nothing to do with is no longer taught."""
    small.change_lines(lambda _: [], ("out_of_scope",))


def flipped_rule(small: Small) -> None:
    """Two rules have each other's action, and so have the stories."""
    swapped = {"action_give_steps": "action_give_reason", "action_give_reason": "action_give_steps"}
    for folder in ("rules", "stories"):
        for file in (small.root / "data" / folder).glob("*.yml"):
            text = file.read_text(encoding="utf-8")
            file.write_text(re.sub("|".join(swapped), lambda found: swapped[found[0]], text), encoding="utf-8")


def one_language_less(small: Small) -> None:
    """An intent has no Italian lines any more."""
    small.change_lines(lambda _: [], ("vent",), "it")


def overconfident(small: Small) -> None:
    """A component makes confidences larger than they should be."""
    _with_component(small, "BoastingComponent", -1)


def flipped_feelings(small: Small) -> None:
    """Half of the angry lines are called calm, and the other way round."""
    for file in (small.root / "frustration").rglob("*.yml"):
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
        calm, angry = content.get("calm", []), content.get("angry", [])
        swapped = {"calm": calm[1::2] + angry[::2], "angry": angry[1::2] + calm[::2]}
        small.write_yaml(file, {**content, **{level: lines for level, lines in swapped.items() if lines}})
    small.append("config.yml", _BESIDE.format(what="feelings"))


def slow(small: Small) -> None:
    """A component takes its time."""
    _with_component(small, "SlowComponent", 1)


def _with_component(small: Small, name: str, place: int) -> None:
    config = yaml.safe_load((small.root / "config.yml").read_text(encoding="utf-8"))
    config["pipeline"].insert(place, {"name": f"benchmarks.gate.bad_components.{name}"})
    small.write_yaml(small.root / "config.yml", config)


def wordless(small: Small) -> None:
    """A greeting has no Italian words."""
    file = small.root / "data" / "responses" / "greetings.yml"
    content = yaml.safe_load(file.read_text(encoding="utf-8"))
    words = content["responses"]["utter_greet"]
    content["responses"]["utter_greet"] = [one for one in words if one["condition"][0]["value"] != "it"]
    small.write_yaml(file, content)


def unawaited(small: Small) -> None:
    """A yes to the offer of a person is no longer taken for one."""
    content = yaml.safe_load((small.root / "awaited.yml").read_text(encoding="utf-8"))
    del content["awaited"]["handoff_offer"]
    small.write_yaml(small.root / "awaited.yml", content)
    small.append("config.yml", _BESIDE.format(what="awaited words"))


def good_lines(small: Small) -> None:
    """A few new lines, well said."""
    small.add_lines(
        "it", "ask_reason", ["e la ragione di una regola del genere quale sarebbe", "spiegatemi il perché, se c'è"]
    )
    small.add_lines(
        "en", "ask_steps", ["so what do I have to do, one thing after the other?", "walk me through it please"]
    )


def comments(small: Small) -> None:
    """Comments in the files."""
    for file in (*small.nlu_files(), small.root / "domain.yml", small.root / "config.yml"):
        file.write_text(_NOBODY + file.read_text(encoding="utf-8"), encoding="utf-8")


def other_order(small: Small) -> None:
    """The files have other names, so that lines come in another order."""
    for number, file in enumerate(reversed(small.nlu_files())):
        file.rename(file.with_name(f"{number:03}_{file.name}"))


def synonym(small: Small) -> None:
    """A synonym."""
    small.append("data/nlu/it/yes_no.yml", "- synonym: divano\n  examples: |\n    - sofà\n    - canapé\n")


def again(small: Small) -> None:
    """The same, trained again with another seed for whatever is drawn."""
    small.append("config.yml", "# trained again\n")


def typos(small: Small) -> None:
    """Lines as people type in a hurry."""
    small.add_lines(
        "it", "request_human", ["vorei parlare cn una persona", "mi pasate un operatroe", "operatore perfavore"]
    )
    small.add_lines("en", "thank", ["thnaks a lot", "thx so mcuh", "tahnk you"])


def another_wording(small: Small) -> None:
    """A further wording of an answer."""
    end = "condition: [{type: slot, name: language, value: en}]\n\n  utter_goodbye:"
    more = '    - text: "Hello! How can I help?"\n      condition: [{type: slot, name: language, value: en}]\n'
    begin = "condition: [{type: slot, name: language, value: en}]\n"
    small.replace("data/responses/greetings.yml", end, f"{begin}{more}\n  utter_goodbye:")


def renamed_rule(small: Small) -> None:
    """A rule has another name."""
    small.replace("data/rules/going_deeper.yml", "rule: A word is explained", "rule: A word of ours is explained")


def twice(small: Small) -> None:
    """Some lines stand there twice."""
    small.change_lines(lambda lines: [*lines, *lines[:3]], ("greet", "thank"))


def fewer(small: Small) -> None:
    """A handful of lines were taken out of a large intent."""
    small.change_lines(lambda lines: lines[:-1], ("ask_policy",))


HARMFUL = (
    mislabelled,
    merged,
    without_scope,
    flipped_rule,
    one_language_less,
    overconfident,
    flipped_feelings,
    slow,
    wordless,
    unawaited,
)
HARMLESS = (
    good_lines,
    comments,
    other_order,
    synonym,
    again,
    typos,
    another_wording,
    renamed_rule,
    twice,
    fewer,
)
CHANGES = tuple(Change(make.__name__.replace("_", " "), make in HARMFUL, make) for make in (*HARMFUL, *HARMLESS))
