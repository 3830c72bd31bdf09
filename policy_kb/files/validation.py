"""Holds a document against its schema and turns what pydantic says into complaints."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from policy_kb.bilingual import LANGUAGES
from policy_kb.files.document import Document, Location

SchemaT = TypeVar("SchemaT", bound=BaseModel)
# Names that pydantic puts into a location for the forms of an entry; no such key stands in a file.
_BRANCHES = {"LawEvidence", "OtherEvidence", "SharedResource", "Resource", "AskedCase", "Text", "[key]"}


def validate(document: Document, schema: type[SchemaT]) -> SchemaT | None:
    """The document as `schema`, or None with the complaints added to the document."""
    if document.complaints:
        return None
    try:
        return schema.model_validate(document.data)
    except ValidationError as error:
        for detail in error.errors(include_url=False):
            _complain(document, detail)
        return None


def _complain(document: Document, detail: Any) -> None:
    location: Location = tuple(part for part in detail["loc"] if part not in _BRANCHES)
    fault = detail["type"]
    if fault == "missing" and location and location[-1] in LANGUAGES:
        fault = "missing_translation"
    facts = {key: value for key, value in detail.get("ctx", {}).items() if isinstance(key, str)}
    document.complain(location, fault, **{**facts, "message": detail["msg"]})
