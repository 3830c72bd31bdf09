"""Tells whether two revisions say the same."""

from __future__ import annotations

import hashlib
import json

from policy_kb.files.schema.article import Article
from policy_kb.files.schema.revision import Revision


def content_hash(article: Article, revision: Revision) -> str:
    """SHA-256 of everything a revision says, its article's title too; its version number does not count."""
    content = revision.model_dump(mode="json", by_alias=True, exclude={"version"})
    content["title"] = article.title.model_dump()
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
