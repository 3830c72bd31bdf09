"""Counts what tests come by, from what they came to when they were run last."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, get_args

import yaml

from conversation_tests.catalogue import RASA_INTENTS, Catalogue
from conversation_tests.expectation import Expectation
from conversation_tests.story import Story
from workbench.stories.covered import KINDS, NO_POLICY, OTHER_KINDS, SORTS, Coverage, Grid
from workbench.stories.played import Played
from workbench.stories.touched.reach import walk_of
from workbench.stories.touched.tests import Step, has_walked

LANGUAGES = ("it", "en")
# The parts of a policy's content that kinds of messages are made of.
_PARTS = {
    "explanation": "meaning",
    "steps": "steps",
    "reason": "why",
    "change": "change",
    "alternatives": "alternatives",
    "transition": "transition",
    "resources": "resources",
}
# A company's content is large; both loaders make plain values only.
_LOADER: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# What no customer's message is understood as.
_UNSAID = RASA_INTENTS - {"nlu_fallback"}


def cover(
    root: Path,
    stories: Iterable[Story],
    results: Mapping[tuple[str, str], Played],
    model: str,
    catalogue: Catalogue,
) -> Coverage:
    """What `stories` come by, as far as `results` know them as their files are now."""
    current, missing = [], []
    for story in stories:
        result = results.get((story.file, story.name))
        if result is not None and result.digest == digest_of_file(root / story.file):
            current.append(result)
        else:
            missing.append((story.file, story.name))
    return Coverage(model, len(current), tuple(missing), _touched(root, current, catalogue), _grid(root, current))


def digest_of_file(file: Path) -> str:
    """What a test's file is recognised by."""
    return hashlib.sha256(file.read_bytes()).hexdigest()[:12]


def _touched(root: Path, results: list[Played], catalogue: Catalogue) -> dict[str, dict[str, int]]:
    walks = _walks(root)
    there = {
        "intents": catalogue.intents - _UNSAID,
        "rules": frozenset(rule.name for rule in catalogue.rules),
        "actions": catalogue.actions,
        "responses": catalogue.responses,
        "dialogue_policies": catalogue.dialogue_policies,
        "company_policies": catalogue.company_policies,
        "kinds": frozenset(KINDS),
        "languages": frozenset(LANGUAGES),
        "handoffs": frozenset(get_args(Expectation.model_fields["handoff"].annotation)),
        "levels": frozenset(get_args(Expectation.model_fields["level"].annotation)),
    }
    counted = {sort: _count(names, results, sort) for sort, names in there.items()}
    counted["stories"] = {
        name: sum(has_walked(result.uses.path, walk) for result in results) for name, walk in sorted(walks.items())
    }
    return {sort: counted[sort] for sort in SORTS}


def _count(there: Iterable[str], results: list[Played], sort: str) -> dict[str, int]:
    counted = Counter(name for result in results for name in getattr(result.uses, sort))
    return {name: counted[name] for name in sorted(there)}


def _walks(root: Path) -> dict[str, tuple[Step, ...]]:
    files = sorted((root / "data" / "stories").rglob("*.yml"))
    contents = [yaml.safe_load(file.read_text(encoding="utf-8")) or {} for file in files]
    return {str(story["story"]): walk_of(story) for content in contents for story in content.get("stories") or []}


def _grid(root: Path, results: list[Played]) -> Grid:
    cells: dict[str, dict[str, dict[str, int]]] = {}
    for policy, kind, language in (cell for result in results for cell in result.uses.cells):
        counted = cells.setdefault(policy, {}).setdefault(kind, {})
        counted[language] = counted.get(language, 0) + 1
    possible = _possible(root)
    policies = sorted({*possible, *cells} - {NO_POLICY})
    return Grid((NO_POLICY, *policies), KINDS, LANGUAGES, cells, possible)


def _possible(root: Path) -> dict[str, tuple[str, ...]]:
    possible: dict[str, tuple[str, ...]] = {NO_POLICY: OTHER_KINDS}
    for file in sorted((root / "policy_kb" / "content").glob("*/policies/*.yml")):
        content = yaml.load(file.read_text(encoding="utf-8"), _LOADER) or {}
        possible[file.stem] = tuple(kind for kind, part in _PARTS.items() if _has(content, part))
    return possible


def _has(content: Mapping[str, Any], part: str) -> bool:
    revisions = content.get("revisions") or []
    return any(revision.get(part) for revision in revisions if isinstance(revision, dict))
