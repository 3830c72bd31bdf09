"""Which tests are run: those of files and folders, by a word, and by name."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable
from dataclasses import replace
from pathlib import Path

from conversation_tests.catalogue import Catalogue
from conversation_tests.reading import Found, read_paths
from workbench.errors import NotThere, UnsafePath

FOLDER = "tests/conversations"


def find_tests(root: Path, paths: Iterable[str], catalogue: Catalogue) -> Found:
    """All tests of the files and folders, or of all of them where none is named; files as they stand below `root`.

    Raises:
        UnsafePath: a path leads out of the tests' folder.
        NotThere: a path is not there, or none of them has a test.
    """
    places = [_place(root, path) for path in paths] or [root / FOLDER]
    found = read_paths(places, catalogue)
    if not found.stories and not found.bad:
        raise NotThere("stories.no-tests", places=", ".join(_shown(root, place) for place in places))
    stories = [replace(story, file=_shown(root, Path(story.file))) for story in found.stories]
    for bad in found.bad:
        bad.file = _shown(root, Path(bad.file))
    return Found(stories, found.bad)


def with_word(found: Found, word: str) -> Found:
    """Those that have the word in their name or file; NotThere where none has."""
    wanted = word.casefold()
    stories = [story for story in found.stories if wanted in f"{story.name} {story.file}".casefold()]
    if not stories:
        raise NotThere("stories.no-match", word=word)
    return Found(stories, found.bad)


def named(found: Found, keys: Collection[tuple[str, str]]) -> Found:
    """Those with one of the keys (file, sentence), and what is wrong with others of these files."""
    files = {file for file, _ in keys}
    stories = [story for story in found.stories if (story.file, story.name) in keys]
    return Found(stories, [bad for bad in found.bad if bad.file in files])


def _place(root: Path, path: str) -> Path:
    """The file or folder that a person means, seen from where they are or from the project."""
    if "\0" in path:
        raise UnsafePath("stories.outside", path=path.replace("\0", "?"), folder=FOLDER)
    candidates = [Path(path)] if Path(path).is_absolute() else [Path.cwd() / path, root / path]
    below = (root / FOLDER).resolve()
    places = [Path(os.path.normpath(candidate)) for candidate in candidates]
    inside = [place for place in places if place.resolve() == below or below in place.resolve().parents]
    if not inside:
        raise UnsafePath("stories.outside", path=path, folder=FOLDER)
    there = [place for place in inside if place.exists()]
    if not there:
        raise NotThere("stories.not-there", path=path)
    return there[0]


def _shown(root: Path, place: Path) -> str:
    try:
        return place.resolve().relative_to(root.resolve()).as_posix()
    except ValueError:
        return str(place)
