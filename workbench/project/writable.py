"""Which files trainers may change, and to what."""

from __future__ import annotations

from workbench.errors import BadFile, UnsafePath
from workbench.project.changes import Change
from workbench.project.names import names_of, shown
from workbench.project.reading import refuse_big

# Trainers correct data, tests and wording. Nothing else is written, so that no mistake of ours changes a program.
WRITTEN_BELOW = ("data", "tests/conversations", "policy_kb/content", "policy_kb/wording", "bot/resources", "actions")
WRITTEN_FILES = ("domain.yml", "config.yml", "config/accepted_findings.yml")
WRITTEN_SUFFIXES = (".yml", ".yaml")


def refuse_unwritable(change: Change) -> None:
    """Raise UnsafePath or BadFile where a change leads to another file, or to a text that no file may have."""
    names_of(change.path)
    below = tuple(f"{folder}/" for folder in WRITTEN_BELOW)
    is_ours = change.path in WRITTEN_FILES or change.path.startswith(below)
    if not (is_ours and change.path.endswith(WRITTEN_SUFFIXES)):
        raise UnsafePath("files.path-not-written", file=shown(change.path))
    text = change.after or ""
    refuse_big(len(text), change.path)  # at least so many bytes
    try:
        refuse_big(len(text.encode("utf-8")), change.path)
    except UnicodeEncodeError as error:
        line = text.count("\n", 0, error.start) + 1
        raise BadFile("files.not-utf8", file=shown(change.path), line=line) from error
