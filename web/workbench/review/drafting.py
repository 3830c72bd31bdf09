"""Drafts of example questions, as the owners of policies decide about them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from sqlalchemy import Connection

from web.accounts.audit import Actor, AuditTrail
from web.accounts.records import Role, Staff
from web.accounts.store import accounts
from web.errors import WebError
from web.inbox.database import Database
from web.workbench.review.deciding import DecidedMeanwhile, change_of
from web.workbench.review.policy_lines import PolicyFiles
from web.workbench.review.records import Draft
from web.workbench.review.store import counts, drafts
from workbench.errors import NotThere
from workbench.project import Project

MOST_SHOWN = 100
MOST_RECENT = 10


class OwnDraft(WebError):
    """Nobody approves what they wrote themselves, unless there is no other policy owner."""


@dataclass(frozen=True)
class AllDrafts:
    """What waits for an owner, what is approved and not answered from yet, and what was decided lately."""

    waiting: list[Draft]
    unpublished: list[Draft]
    decided: list[Draft]


@dataclass(frozen=True)
class Drafting:
    """Lists, approves and refuses; `folder` is the company's in the project, None where it lies elsewhere.

    All raise InboxUnavailableError.
    """

    database: Database
    trail: AuditTrail
    project: Project
    clock: Callable[[], float]
    folder: str | None

    async def all(self) -> AllDrafts:
        """What there is."""

        def read(connection: Connection) -> AllDrafts:
            decided = drafts.in_state(connection, "approved", MOST_RECENT) + drafts.in_state(
                connection, "refused", MOST_RECENT
            )
            unpublished = drafts.unpublished(connection)
            open_ids = {draft.id for draft in unpublished}
            decided = [draft for draft in decided if draft.id not in open_ids]
            newest = sorted(decided, key=lambda draft: -(draft.decided_at or 0.0))[:MOST_RECENT]
            return AllDrafts(drafts.in_state(connection, "draft", MOST_SHOWN), unpublished, newest)

        return await self.database.read(read)

    async def approve(self, staff: Staff, draft_id: int) -> Draft:
        """Write a draft's questions into the policy's file; the draft as it was.

        Raises:
            DecidedMeanwhile: it is not there, or somebody has decided about it.
            OwnDraft: its author may not approve it.
            WorkbenchError: the policy's file cannot be added to, or has changed this moment.
        """
        draft = await self._waiting(draft_id)
        change = self._files().with_questions(draft.policy_id, draft.language, draft.lines)

        def work(connection: Connection) -> Draft:
            counts.alone(connection)
            found = _still_waiting(connection, draft_id)
            if found.made_by == staff.id and _has_other_owner(connection, staff):
                raise OwnDraft
            self._keep(connection, staff, found, "approved", asdict(change))
            self.project.write([change])
            return found

        return await self.database.write(work)

    async def refuse(self, staff: Staff, draft_id: int) -> Draft:
        """Refuse a draft; one that is approved and not published yet is taken out of the policy's file again.

        Raises:
            DecidedMeanwhile: it is not there, refused, or published.
            FileChanged: the policy's file has changed since it was approved.
        """

        def work(connection: Connection) -> Draft:
            counts.alone(connection)
            found = drafts.find(connection, draft_id)
            if found is None or found.state == "refused" or found.published_at is not None:
                raise DecidedMeanwhile(_names(found))
            self._keep(connection, staff, found, "refused", None)
            if found.change is not None:
                self.project.write([change_of(found.change).reverse()])
            return found

        return await self.database.write(work)

    async def _waiting(self, draft_id: int) -> Draft:
        return await self.database.read(lambda connection: _still_waiting(connection, draft_id))

    def _files(self) -> PolicyFiles:
        if self.folder is None:
            raise NotThere("review.no-folder")
        return PolicyFiles(self.project, self.folder)

    def _keep(
        self, connection: Connection, staff: Staff, found: Draft, state: str, change: dict[str, str | None] | None
    ) -> None:
        now = self.clock()
        decided = {"state": state, "decided_at": now, "decided_by": staff.id, "decided_name": staff.name}
        drafts.keep(connection, found.id, change=change, **decided)
        details = {"draft": found.id, "questions": len(found.lines)}
        act = "draft_approved" if state == "approved" else "draft_refused"
        self.trail.note(connection, Actor.of(staff), act, found.policy_id, details)


def folder_in(project: Path, company_file: Path) -> str | None:
    """The company's folder from the project's on; None where it does not lie in it."""
    try:
        return company_file.resolve().parent.relative_to(project.resolve()).as_posix()
    except ValueError:
        return None


def _still_waiting(connection: Connection, draft_id: int) -> Draft:
    found = drafts.find(connection, draft_id)
    if found is None or found.state != "draft":
        raise DecidedMeanwhile(_names(found))
    return found


def _names(found: Draft | None) -> list[str]:
    return [found.decided_name] if found is not None and found.decided_name else []


def _has_other_owner(connection: Connection, staff: Staff) -> bool:
    others = (account for account in accounts.everybody(connection) if account.id != staff.id)
    return any(Role.POLICY_OWNER in account.roles and not account.disabled for account in others)
