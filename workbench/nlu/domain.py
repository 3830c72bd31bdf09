"""Which intents and entities there are, by `domain.yml`."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.errors import BadFile, NotThere
from workbench.project.project import Project
from workbench.project.safe_yaml import load_yaml

FILE = "domain.yml"


@dataclass(frozen=True)
class Domain:
    """The names that training lines may use; None where there is no domain file to say so."""

    intents: frozenset[str] | None
    entities: frozenset[str] | None


def read_domain(project: Project) -> Domain:
    """The names `domain.yml` lists; BadFile where it is not written as Rasa asks."""
    try:
        text = project.read(FILE, "").text
    except NotThere:
        return Domain(None, None)
    content = load_yaml(text, FILE) or {}
    if not isinstance(content, dict):
        raise BadFile("files.domain-form", file=FILE)
    return Domain(_names(content.get("intents")), _names(content.get("entities")))


def _names(listed: object) -> frozenset[str]:
    """Names stand alone, or as the one key of a mapping with how they are used."""
    if not isinstance(listed, list | None):
        raise BadFile("files.domain-form", file=FILE)
    return frozenset(str(next(iter(item), "")) if isinstance(item, dict) else str(item) for item in listed or ())
