"""Responses and words of answers that are missing in a language, or have other places to fill in one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import product

from workbench.findings.finding import Finding, Place
from workbench.findings.marked import Marked
from workbench.findings.sources import Sources
from workbench.wording import LANGUAGES, Language

# In which ways a customer is addressed, where the language tells them apart.
_REGISTERS = {"it": ("tu", "lei"), "en": ("",)}
_WORDING = "policy_kb/wording/{language}.yml"
_PLACE = re.compile(r"\{(\w*)\}")


def check(sources: Sources) -> Iterator[Finding]:
    """Yield what would be said in no language, in one only, or with a gap."""
    for name, (file, line, variants) in sources.responses.items():
        yield from _languages(name, file, line, variants)
    yield from _not_there(sources)
    yield from _wording(sources)


def _languages(name: str, file: str, line: int, variants: tuple[Marked, ...]) -> Iterator[Finding]:
    conditions = [_conditions(variant) for variant in variants if variant["text"].text.strip()]
    missing = [
        (language, register)
        for language in LANGUAGES
        for register in _REGISTERS[language]
        if not any(_fits(found, language, register) for found in conditions)
    ]
    places = tuple(Place(file, variant.line, variant["text"].text) for variant in variants[:2])
    for language in dict.fromkeys(language for language, _ in missing):
        registers = [register for missed, register in missing if missed == language]
        whole = len(registers) == len(_REGISTERS[language])
        kind = "response_without_language" if whole else "response_without_register"
        values = {"name": name, "language": language, "register": "" if whole else registers[0]}
        yield Finding(kind, "serious", file, line, values, name, places)


def _conditions(variant: Marked) -> Mapping[str, str]:
    return {condition["name"].text: condition["value"].text for condition in variant["condition"].items}


def _fits(conditions: Mapping[str, str], language: str, register: str) -> bool:
    """Whether a variant is said in the language; of a register, where it names one."""
    return conditions.get("language", language) == language and conditions.get("register", register) == register


def _not_there(sources: Sources) -> Iterator[Finding]:
    """Responses that a program, rule or story says and that do not exist."""
    said = {name: place for name, place in sources.code.responses.items() if name != "utter_action"}
    for rule in sources.rules:
        for reply in rule.replies:
            for intent, action in product(reply.intents, reply.actions):
                speaker = sources.code.actions.get(action.name)
                if speaker is not None and speaker.speaks_by_intent:
                    said.setdefault(f"utter_{intent.name}", rule.at(intent))
    for name, place in sorted(said.items()):
        if name not in sources.responses:
            yield Finding("response_not_there", "serious", place.file, place.line, {"name": name}, place.text)


def _wording(sources: Sources) -> Iterator[Finding]:
    """Words of answers: each key must be in both files, with the same places to fill."""
    files = {language: _WORDING.format(language=language) for language in LANGUAGES}
    words = {language: dict(_leaves(sources.yaml(file))) for language, file in files.items()}
    pairs: tuple[tuple[Language, Language], ...] = (("it", "en"), ("en", "it"))
    for language, other in pairs:
        for key, there in words[other].items():
            here = words[language].get(key)
            beside = (Place(files[other], there.line, " ".join(there.texts())),)
            values = {"name": key, "language": language}
            if here is None:
                line = _nearest(words[language], key)
                yield Finding("words_without_language", "serious", files[language], line, values, key, beside)
            elif language == "it" and _places(here) != _places(there):
                text = " ".join(here.texts())
                yield Finding("words_with_other_places", "serious", files[language], here.line, values, text, beside)


def _leaves(words: Marked, name: str = "") -> Iterator[tuple[str, Marked]]:
    for key, value in words.entries.items():
        path = f"{name}.{key}" if name else key
        if value.entries:
            yield from _leaves(value, path)
        elif value.texts():
            yield path, value


def _nearest(words: Mapping[str, Marked], key: str) -> int:
    """A line near to where the key belongs: that of its last neighbour, or 1."""
    parent = key.rpartition(".")[0]
    lines = [value.line for name, value in words.items() if parent and name.startswith(f"{parent}.")]
    return max(lines, default=1)


def _places(words: Marked) -> set[str]:
    return {place for text in words.texts() for place in _PLACE.findall(text)}
