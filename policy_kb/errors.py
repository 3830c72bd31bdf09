"""What can go wrong in the knowledge base, as a small tree of errors.

The core raises these; the edge (command line, actions, web) turns them into words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from policy_kb.files.complaint import Complaint


class KnowledgeBaseError(Exception):
    """The root: everything the knowledge base raises on purpose."""


class ContentRefused(KnowledgeBaseError):
    """Content files that break a rule; nothing of the call was loaded."""

    def __init__(self, complaints: list[Complaint]) -> None:
        super().__init__(f"{len(complaints)} complaint(s)")
        self.complaints = complaints


class UnknownArticle(KnowledgeBaseError):
    """No article has this `policy_id`, or none of its revisions is in force on the day asked about."""

    def __init__(self, policy_id: str) -> None:
        super().__init__(policy_id)
        self.policy_id = policy_id


class UnknownVersion(UnknownArticle):
    """The article has no revision with this version number."""

    def __init__(self, policy_id: str, version: int) -> None:
        super().__init__(policy_id)
        self.version = version


class RevisionIsImmutable(KnowledgeBaseError):
    """Somebody tried to change a published revision instead of publishing a new one."""


class BadAddress(KnowledgeBaseError):
    """`CHIARO_DATABASE_URL` is not the address of a SQLite file or of a PostgreSQL database."""


class NotReady(KnowledgeBaseError):
    """The database holds no knowledge base yet, or one of an older layout."""
