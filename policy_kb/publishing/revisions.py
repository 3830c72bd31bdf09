"""Decides which revisions of a file are new, and puts them after the published ones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from policy_kb import tables
from policy_kb.files.document import Document
from policy_kb.files.schema.article import Article
from policy_kb.files.schema.revision import Revision
from policy_kb.publishing.content_hash import content_hash, source_of, told_version


@dataclass(frozen=True)
class NewRevision:
    """A revision of a file that is to be published as `version` from `in_force_from`.

    `in_place`: its file changed the text of the last published one instead of adding a revision.
    """

    revision: Revision
    version: int
    in_force_from: date
    in_place: bool = False


def new_revisions(
    article: Article, published: list[tables.Revision], document: Document, today: date
) -> list[NewRevision]:
    """The revisions of `article` that `published` (oldest first) lacks, oldest first.

    A file whose newest revision was published with another text gives a further revision, in force from its own day
    or, where that is not to come, from today. A file that tells an older published revision otherwise, or lacks the
    newest, is a complaint in `document`.
    """
    if not published:
        return [NewRevision(item, item.version, item.in_force_from) for item in reversed(article.revisions)]
    last = published[-1]
    fresh, in_place = _later_than(article, last)
    for index, revision in enumerate(article.revisions[len(fresh) :], start=len(fresh)):
        if not any(_says(revision, row) for row in published):
            document.complain(("revisions", index), "published_changed", version=revision.version)
    if not in_place:
        return _added(fresh, last, document)
    if fresh[0].version < told_version(last):
        document.complain(("revisions", 0, "version"), "version_taken", version=told_version(last))
    first_day = max(fresh[0].in_force_from, today)
    return [NewRevision(fresh[0], last.version + 1, first_day, in_place=True)]


def _later_than(article: Article, last: tables.Revision) -> tuple[list[Revision], bool]:
    """The revisions of the file that come after the `last` published one, newest first, and whether in place of it."""
    if content_hash(article, article.revisions[0]) == last.content_hash:
        return [], False
    for index, revision in enumerate(article.revisions[1:], start=1):
        if _says(revision, last):
            return article.revisions[:index], False
    later = [revision for revision in article.revisions if revision.version > told_version(last)]
    return later or article.revisions[:1], not later


def _says(revision: Revision, row: tables.Revision) -> bool:
    """Whether `row` says what `revision` says; the title, which is the article's, may have changed since."""
    version = {"version": revision.version}
    return source_of(revision) == {**row.source, **version}


def _added(fresh: list[Revision], last: tables.Revision, document: Document) -> list[NewRevision]:
    added: list[NewRevision] = []
    version = last.version
    for index, revision in reversed(list(enumerate(fresh))):
        if revision.in_force_from < last.in_force_from:
            document.complain(("revisions", index, "in_force_from"), "version_taken", version=last.version)
        version = max(version + 1, revision.version)
        added.append(NewRevision(revision, version, revision.in_force_from))
    return added


def arrange_ends(published: list[tables.Revision], fresh: list[tables.Revision], withdrawn: bool) -> None:
    """Ends each revision on the day on which a later one begins, so that no two are in force on one day.

    `withdrawn`: the last published one was replaced before its first day, and so never comes into force.
    """
    if withdrawn:
        published[-1].in_force_until = published[-1].in_force_from
    live = [row for row in [*published, *fresh] if row.in_force_until != row.in_force_from]
    for index, row in enumerate(live[:-1]):
        row.in_force_until = max(row.in_force_from, min(later.in_force_from for later in live[index + 1 :]))
