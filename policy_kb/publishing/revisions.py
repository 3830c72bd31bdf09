"""Decides which revisions of a file are new, and puts them after the published ones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from policy_kb import tables
from policy_kb.files.document import Document
from policy_kb.files.faults import complain
from policy_kb.files.schema.article import Article
from policy_kb.files.schema.revision import Revision
from policy_kb.publishing.content_hash import content_hash


@dataclass(frozen=True)
class NewRevision:
    """A revision of a file that is to be published as `version` from `in_force_from`."""

    revision: Revision
    version: int
    in_force_from: date


def new_revisions(
    article: Article, published: list[tables.Revision], document: Document, today: date
) -> list[NewRevision]:
    """The revisions of `article` that `published` lacks, oldest first.

    A file whose newest revision was published with another text gives a further revision, in force from its own day
    or, where that is taken or past, from today. An older published revision that the file tells otherwise is a
    complaint in `document`.
    """
    versions = {row.version for row in published}
    told = {row.content_hash for row in published}
    last = published[-1] if published else None
    if last and content_hash(article, article.revisions[0]) == last.content_hash:
        return []
    fresh = []
    for index, revision in reversed(list(enumerate(article.revisions))):
        if last is None or (revision.version not in versions and revision.version > last.version):
            fresh.append(NewRevision(revision, revision.version, revision.in_force_from))
        elif index == 0:
            fresh.append(NewRevision(revision, last.version + 1, _first_day(revision, last, today)))
        elif content_hash(article, revision) not in told:
            complain(document, ("revisions", index), "published_changed", version=revision.version)
    _check_follows(fresh, last, document)
    return fresh


def _first_day(revision: Revision, last: tables.Revision, today: date) -> date:
    return max(revision.in_force_from, last.in_force_from, today)


def _check_follows(fresh: list[NewRevision], last: tables.Revision | None, document: Document) -> None:
    if fresh and last and fresh[0].in_force_from < last.in_force_from:
        complain(document, ("revisions", 0, "in_force_from"), "version_taken", version=last.version)


def close_predecessors(published: list[tables.Revision], fresh: list[tables.Revision]) -> None:
    """Ends each revision on the day on which the next one begins."""
    chain = [*published, *fresh]
    for earlier, later in pairwise(chain):
        if earlier.in_force_until is None or earlier.in_force_until > later.in_force_from:
            earlier.in_force_until = later.in_force_from
