"""Tells whether two revisions say the same."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from policy_kb import tables
from policy_kb.files.schema.article import Article
from policy_kb.files.schema.revision import Revision


def content_hash(article: Article, revision: Revision) -> str:
    """SHA-256 of everything a revision says, its article's title too; its version number does not count."""
    # A revision without cases says what it said before there were any.
    left_out = {"version"} if revision.cases else {"version", "cases"}
    content = revision.model_dump(mode="json", by_alias=True, exclude=left_out)
    content["title"] = article.title.model_dump()
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def source_of(revision: Revision) -> dict[str, Any]:
    """A revision as its file tells it, as JSON: what is kept of the file."""
    left_out = None if revision.cases else {"cases"}
    return revision.model_dump(mode="json", by_alias=True, exclude_none=True, exclude=left_out)


def told_version(row: tables.Revision) -> int:
    """The version that the file gave a published revision; lower than `row.version` after a change in place."""
    return int(row.source.get("version", row.version))
