"""Every word of the workbench's pages, read from `web/wording/workbench_<section>_<language>.yml`."""

from __future__ import annotations

from functools import lru_cache

from web.language import Language
from web.wording import FOLDER
from web.yaml_files import read_yaml

Words = dict[str, str]


@lru_cache(maxsize=32)
def read_words(section: str, language: Language) -> Words:
    """The words of one section (`base` for what all share) by key; texts may have places such as `{name}`."""
    path = FOLDER / f"workbench_{section}_{language}.yml"
    found: Words = read_yaml(path)
    return found
