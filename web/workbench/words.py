"""Every word of the workbench's pages, read from `web/wording/workbench_<section>_<language>.yml`."""

from __future__ import annotations

from functools import lru_cache

import yaml

from web.language import Language
from web.wording import FOLDER

Words = dict[str, str]


@lru_cache(maxsize=32)
def read_words(section: str, language: Language) -> Words:
    """The words of one section (`base` for what all share) by key; texts may have places such as `{name}`."""
    path = FOLDER / f"workbench_{section}_{language}.yml"
    found: Words = yaml.safe_load(path.read_text(encoding="utf-8"))
    return found
