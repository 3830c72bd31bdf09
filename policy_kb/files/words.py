"""Turns a kind of fault into the words of `mends.yml`."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources
from typing import Any

import yaml


@lru_cache(maxsize=1)
def _mends() -> dict[str, tuple[str, str]]:
    source = resources.files("policy_kb.files").joinpath("mends.yml").read_text(encoding="utf-8")
    return {kind: (problem, mend) for kind, (problem, mend) in yaml.safe_load(source).items()}


def words_of(fault: str, facts: dict[str, Any]) -> tuple[str, str]:
    """The problem and the mend of `fault` in words; an unknown fault uses `other`."""
    problem, mend = _mends().get(fault, _mends()["other"])
    known = {"message": fault, **facts}
    return problem.format(**known), mend.format(**known)
