"""The replies that an empty list begins with, from `web/wording/canned.yml`."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict

from policy_kb.answer.wording import Register
from web.console.canned.pair import PairTexts, checked
from web.wording import FOLDER
from web.yaml_files import read_yaml


class _Sample(BaseModel):
    """`it_lei`: the Italian text for who says *lei* to customers, where it differs."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    it: str
    it_lei: str | None = None
    en: str


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    by: str
    replies: list[_Sample]


@dataclass(frozen=True)
class Samples:
    """Their texts, and whose name stands beside them."""

    by: str
    texts: tuple[PairTexts, ...]


def read_samples(register: Register) -> Samples:
    """Read the file, which belongs to this package."""
    file = _File.model_validate(read_yaml(FOLDER / "canned.yml"))
    return Samples(file.by, tuple(checked(_in_register(sample, register)) for sample in file.replies))


def _in_register(sample: _Sample, register: Register) -> PairTexts:
    formal = sample.it_lei if register == "lei" else None
    return PairTexts(sample.title, formal or sample.it, sample.en)
