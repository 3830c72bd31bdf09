"""Slots that nothing sets, and slots that nothing looks at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from workbench.findings.finding import Finding
from workbench.findings.marked import Marked
from workbench.findings.sources import Sources


def check(sources: Sources) -> Iterator[Finding]:
    """Yield slots of the domain by what the programs, the rules and the responses name."""
    code = sources.code
    looked_at = set(code.read_slots) | set(_in_conditions(sources))
    for name, line in sources.domain_names("slots").items():
        settings = sources.domain["slots"][name]
        if name not in code.set_slots and not _set_by_rasa(settings):
            reader = code.read_slots.get(name)
            others = () if reader is None else (reader,)
            yield Finding("slot_never_set", "serious", "domain.yml", line, {"name": name}, others=others)
        if name not in looked_at and settings["influence_conversation"].text.lower() == "false":
            yield Finding("slot_never_read", "look", "domain.yml", line, {"name": name})


def _set_by_rasa(settings: Marked) -> bool:
    """Whether a mapping of the slot fills it from messages, or it begins with a value."""
    kinds = {mapping["type"].text for mapping in settings["mappings"].items}
    return bool(kinds - {"custom"}) or bool(settings["initial_value"].text)


def _in_conditions(sources: Sources) -> Iterator[str]:
    """The slots that conditions of responses and rules look at."""
    for _, _, variants in sources.responses.values():
        for variant in variants:
            yield from (condition["name"].text for condition in variant["condition"].items)
    for script in (*sources.rules, *sources.stories):
        steps: Iterable[Marked] = (*script.whole["condition"].items, *script.whole["steps"].items)
        for step in steps:
            yield from (name for name, _ in step["slot_was_set"].names())
