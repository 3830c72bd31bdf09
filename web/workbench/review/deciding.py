"""Decisions of trainers: together with the files that they change, or not at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection

from web.accounts.audit import Actor, AuditTrail
from web.accounts.records import Staff
from web.errors import WebError
from web.inbox.database import Database
from web.workbench.review.correcting import Correction, Plan
from web.workbench.review.records import Act, Chosen, Decision, Item
from web.workbench.review.store import counts, decisions, drafts, items
from workbench.project import Change, Project

ACTS: dict[Act, str] = {"accept": "review_accepted", "dismiss": "review_dismissed", "correct": "review_corrected"}


class DecidedMeanwhile(WebError):
    """Somebody else decided something of it since it was shown; `by` are their names, none where items are gone."""

    def __init__(self, by: Sequence[str] = ()) -> None:
        super().__init__("decided meanwhile")
        self.by = tuple(by)


class NotUndone(WebError):
    """A decision cannot be undone; `why` is a key of the page's words."""

    def __init__(self, why: str, by: str = "") -> None:
        super().__init__(why)
        self.why, self.by = why, by


@dataclass(frozen=True)
class Deciding:
    """Decides and undoes. All raise InboxUnavailableError."""

    database: Database
    trail: AuditTrail
    project: Project
    clock: Callable[[], float]

    async def texts(self, chosen: Chosen, most: int) -> tuple[list[str], Item]:
        """What the chosen customers wrote, each once, the newest first, and the newest item.

        Raises:
            DecidedMeanwhile: one of them is not open any more.
        """

        def read(connection: Connection) -> tuple[list[str], Item]:
            ids = _open(connection, chosen)
            texts = items.texts_of(connection, ids, 10 * most)
            return list(dict.fromkeys(texts))[:most], items.find(connection, [max(ids)])[max(ids)]

        return await self.database.read(read)

    async def decide(
        self,
        staff: Staff,
        chosen: Chosen,
        act: Act,
        correction: Correction | None = None,
        plan: Plan | None = None,
    ) -> int:
        """Decide about the chosen items, and write what the plan says; the decision's id.

        Raises:
            DecidedMeanwhile: one of them is not open any more.
            WorkbenchError: a file has changed since the plan was made, or cannot be written.
        """
        now, changes = self.clock(), plan.changes if plan else ()

        def work(connection: Connection) -> int:
            counts.alone(connection)
            ids = _open(connection, chosen)
            values = {
                "at": now,
                "account_id": staff.id,
                "name": staff.name,
                "act": act,
                "group_id": chosen.group_id,
                "size": len(ids),
                "details": _details(correction, changes),
                "changes": [asdict(change) for change in changes],
            }
            decision_id = decisions.add(connection, values, ids)
            if correction and plan and plan.questions:
                drafts.add(connection, _draft(decision_id, staff, correction, plan, now))
            self._note(connection, staff, ACTS[act], chosen.group_id, {"items": len(ids)} | _told(correction))
            # Last of all: what fails before leaves the files alone, and what fails here undoes all before.
            self.project.write(changes)
            return decision_id

        return await self.database.write(work)

    async def undo(self, staff: Staff, decision_id: int) -> Decision:
        """Undo one of the latest decisions: its items are open again, its files as they were; the decision.

        Raises:
            NotUndone: it is not there, undone already, too old, or its questions are approved.
            FileChanged: a file has changed since.
        """
        now = self.clock()

        def work(connection: Connection) -> Decision:
            counts.alone(connection)
            found = decisions.find(connection, decision_id)
            if found is None or not decisions.can_be_undone(connection, found):
                raise NotUndone("undo_late")
            for draft in drafts.of_decision(connection, decision_id):
                if draft.state == "approved":
                    raise NotUndone("undo_approved", draft.decided_name or "")
            drafts.remove(connection, decision_id)
            number = decisions.undo(connection, found, now)
            self._note(connection, staff, "review_undone", found.group_id, {"items": number, "was": found.act})
            self.project.write([change_of(kept).reverse() for kept in found.changes])
            return found

        return await self.database.write(work)

    def _note(self, connection: Connection, staff: Staff, what: str, group_id: int, details: dict[str, Any]) -> None:
        self.trail.note(connection, Actor.of(staff), what, str(group_id), details)


def change_of(kept: Mapping[str, str | None]) -> Change:
    """A change as it was kept with a decision or a draft."""
    return Change(kept["path"] or "", kept["before"], kept["after"])


def _open(connection: Connection, chosen: Chosen) -> list[int]:
    """The ids of what was chosen, all of them open and as they were seen."""
    if chosen.is_all:
        ids = items.open_ones(connection, chosen.group_id, chosen.seen)
        if not ids or len(ids) != chosen.count:
            raise DecidedMeanwhile(_deciders(connection, chosen.group_id))
        return ids
    found = items.find(connection, [item_id for item_id, _ in chosen.items])
    there = [found.get(item_id) for item_id, _ in chosen.items]
    other = [item for item in there if item is not None and item.state != "open"]
    if other:
        raise DecidedMeanwhile(sorted({item.decided_by or "" for item in other}))
    versions = {item.id: item.version for item in there if item is not None and item.group_id == chosen.group_id}
    if versions != dict(chosen.items):
        raise DecidedMeanwhile
    return sorted(versions)


def _deciders(connection: Connection, group_id: int) -> list[str]:
    latest = decisions.of_group(connection, group_id)
    return [latest.name] if latest else []


def _details(correction: Correction | None, changes: Sequence[Change]) -> dict[str, Any]:
    if correction is None:
        return {}
    named = {name: getattr(correction, name) for name in ("intent", "policy_id", "level", "language")}
    return {name: value for name, value in named.items() if value} | {"files": [change.path for change in changes]}


def _told(correction: Correction | None) -> dict[str, str]:
    """What the audit log keeps: not what customers said."""
    named = (
        {"intent": correction.intent, "policy": correction.policy_id, "level": correction.level} if correction else {}
    )
    return {name: value for name, value in named.items() if value}


def _draft(decision_id: int, staff: Staff, correction: Correction, plan: Plan, now: float) -> dict[str, Any]:
    return {
        "decision_id": decision_id,
        "policy_id": correction.policy_id,
        "language": correction.language,
        "lines": list(plan.questions),
        "made_at": now,
        "made_by": staff.id,
        "made_name": staff.name,
    }
