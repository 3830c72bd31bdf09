"""Which intents the model in force has learnt each line as."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

from ops.trained_data import data_file
from workbench.errors import NotThere, UnsafePath
from workbench.findings.packed import packed_lines
from workbench.models.registry import Registry

Intents = Mapping[str, frozenset[str]]


def data_in_force(root: Path) -> Path | None:
    """The data that the model in force was trained with; None where no model is, or nothing lies beside it."""
    registry = Registry(root)
    in_force = registry.in_force()
    try:
        if in_force is None or not registry.file(in_force.name).is_file():
            return None
    except (NotThere, UnsafePath):  # what is recorded is no model of ours, or gone: another one is run then
        return None
    file = data_file(registry.folder, in_force.name)
    return file if file.is_file() and not file.is_symlink() else None


def learnt_intents(data: Path) -> Intents:
    """By plain text the intents of each line in packed data; BadFile as `packed_lines`."""
    found: dict[str, set[str]] = defaultdict(set)
    for file in packed_lines(data):
        for example in file.examples:
            found[example.text].add(example.intent)
    return {text: frozenset(intents) for text, intents in found.items()}
