"""How many training lines each intent has, of the files as they are and of those that a model was trained with."""

from __future__ import annotations

import tarfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from ops.trained_data import data_file

Counts = Counter[tuple[str, str]]
_LANGUAGE_PLACE = 2


def lines_of(models: Path, name: str) -> Counts | None:
    """Lines by intent and language of the data packed beside a model; None where none are, or they cannot be read."""
    try:
        with tarfile.open(data_file(models, name)) as archive:
            return _counted(_contents(archive))
    except (OSError, ValueError, tarfile.TarError, yaml.YAMLError):
        return None


def _contents(archive: tarfile.TarFile) -> Iterator[tuple[str, Any]]:
    for member in archive.getmembers():
        parts = Path(member.name).parts
        if member.isfile() and parts[:2] == ("data", "nlu") and member.name.endswith((".yml", ".yaml")):
            stream = archive.extractfile(member)
            language = parts[_LANGUAGE_PLACE] if len(parts) > _LANGUAGE_PLACE + 1 else ""
            if stream is not None:
                yield language, yaml.load(stream.read(), Loader=_loader())


def _counted(contents: Iterator[tuple[str, Any]]) -> Counts:
    counts: Counts = Counter()
    for language, content in contents:
        for block in (content or {}).get("nlu") or []:
            if isinstance(block, dict) and isinstance(block.get("examples"), str) and "intent" in block:
                lines = {line.strip() for line in block["examples"].splitlines() if line.strip().startswith("-")}
                counts[str(block["intent"]), language] += len(lines)
    return counts


def _loader() -> type[yaml.SafeLoader]:
    fast: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return fast


def changed_lines(before: Counts | None, after: Counts | None) -> list[dict[str, Any]]:
    """Every intent and language whose number of lines is another now; nothing where one side is not known."""
    if before is None or after is None:
        return []
    names = sorted(set(before) | set(after))
    rows = [(name, before[name], after[name]) for name in names if before[name] != after[name]]
    return [
        {"intent": intent, "language": language, "before": was, "after": now} for (intent, language), was, now in rows
    ]
