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
    """The data that the model which answers was trained with; None where there is none, or nothing lies beside it.

    That is the model in force; where nobody ever promoted one, the newest, which is run then.
    """
    registry = Registry(root)
    name = _model_of(registry)
    file = data_file(registry.folder, name) if name is not None else None
    return file if file is not None and file.is_file() and not file.is_symlink() else None


def _model_of(registry: Registry) -> str | None:
    in_force = registry.in_force()
    if in_force is None:
        return next(iter(registry.names()), None)
    try:
        registry.file(in_force.name)
    except (NotThere, UnsafePath):  # what is recorded is no model of ours, or gone: another one is run then
        return None
    return in_force.name


def learnt_intents(data: Path) -> Intents:
    """By plain text the intents of each line in packed data; BadFile as `packed_lines`."""
    found: dict[str, set[str]] = defaultdict(set)
    for file in packed_lines(data):
        for example in file.examples:
            found[example.text].add(example.intent)
    return {text: frozenset(intents) for text, intents in found.items()}
