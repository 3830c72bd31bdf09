"""What the sections of the workbench share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from fastapi import APIRouter

from web.accounts.forms import Forms
from web.accounts.guard import Guard
from web.console.knowledge import Knowledge
from web.console.store.record import Record
from web.inbox.bells import Bells
from web.inbox.database import Database
from web.inbox.inbox import Inbox
from web.rasa import Rasa
from web.settings import Settings
from web.workbench.jobs.jobs import Jobs
from web.workbench.jobs.routes import JobKind
from web.workbench.page import WorkbenchPage
from workbench.project.project import Project


@dataclass(frozen=True)
class Bench:
    """What every section of the workbench may use."""

    settings: Settings
    guard: Guard
    forms: Forms
    page: WorkbenchPage
    jobs: Jobs
    project: Project
    database: Database
    inbox: Inbox
    bells: Bells
    rasa: Rasa
    knowledge: Knowledge
    record: Record


class Beside(Protocol):
    """What is done beside the requests."""

    async def run(self) -> None:
        """Work until cancelled."""


@dataclass(frozen=True)
class Section:
    """A section: its pages, the kinds of jobs that it starts, and what it does beside the requests."""

    routers: Callable[[Bench], list[APIRouter]]
    jobs: Mapping[str, JobKind]
    beside: Callable[[Bench], Beside] | None = None
