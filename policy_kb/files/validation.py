"""Holds a document against its schema and turns what pydantic says into complaints."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from policy_kb.bilingual import LANGUAGES
from policy_kb.files.document import Document, Location
from policy_kb.files.faults import complain

SchemaT = TypeVar("SchemaT", bound=BaseModel)
# Names that pydantic puts into a location for the branches of a union; no such key stands in a file.
_BRANCHES = {"LawEvidence", "OtherEvidence", "SharedResource", "Resource", "[key]"}


def validate(document: Document, schema: type[SchemaT]) -> SchemaT | None:
    """The document as `schema`, or None with the complaints added to the document."""
    if document.complaints:
        return None
    try:
        return schema.model_validate(document.data)
    except ValidationError as error:
        for detail in _of_the_nearest_branch(error.errors(include_url=False)):
            _complain(document, detail)
        return None


def _complain(document: Document, detail: Any) -> None:
    location: Location = tuple(part for part in detail["loc"] if part not in _BRANCHES)
    fault = detail["type"]
    if fault == "missing" and location and location[-1] in LANGUAGES:
        fault = "missing_translation"
    facts = {key: value for key, value in detail.get("ctx", {}).items() if isinstance(key, str)}
    complain(document, location, fault, **{**facts, "message": detail["msg"]})


def _of_the_nearest_branch(details: list[Any]) -> list[Any]:
    """Of a union's branches, keeps only the complaints of the one with the fewest (what was probably meant)."""
    by_place: dict[Location, dict[str, list[Any]]] = {}
    kept = []
    for detail in details:
        branch = next((part for part in detail["loc"] if part in _BRANCHES - {"[key]"}), None)
        if branch is None:
            kept.append(detail)
        else:
            place = tuple(detail["loc"][: detail["loc"].index(branch)])
            by_place.setdefault(place, {}).setdefault(branch, []).append(detail)
    for branches in by_place.values():
        kept.extend(min(branches.values(), key=_distance))
    return kept


def _distance(details: Iterable[Any]) -> tuple[int, int]:
    listed = list(details)
    return sum(detail["type"] == "extra_forbidden" for detail in listed), len(listed)
