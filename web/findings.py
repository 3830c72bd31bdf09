"""What customers say about the rules, read from the knowledge base at most once a minute."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from policy_kb.database import open_engine, require_current
from policy_kb.errors import KnowledgeBaseError, NotReady
from policy_kb.findings.model import Findings
from policy_kb.findings.reading import read_findings
from policy_kb.store.companies import the_company
from web.errors import WebError

KEPT_SECONDS = 60.0
# A failure is kept too, so that a database in trouble is not asked by everybody at once.
FAILURE_KEPT_SECONDS = 5.0


class FindingsUnavailable(WebError):
    """The knowledge base is missing, locked, of another layout, or does not answer in time."""


class LatestFindings:
    """Keeps what `read` returned for a minute; everybody who asks meanwhile waits for the same reading.

    `read` is called in a thread; `seconds` is how long it is waited for, `clock` counts seconds.
    """

    def __init__(
        self, read: Callable[[], Findings], seconds: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._read = read
        self._seconds = seconds
        self._clock = clock
        self._lock = asyncio.Lock()
        self._kept: Findings | None = None
        self._until = clock()
        self._log = structlog.get_logger("web.findings")

    async def get(self) -> Findings:
        """The findings, at most a minute old. Raises FindingsUnavailable."""
        async with self._lock:
            if self._clock() >= self._until:
                self._kept = await self._fresh()
                self._until = self._clock() + (KEPT_SECONDS if self._kept else FAILURE_KEPT_SECONDS)
        if self._kept is None:
            raise FindingsUnavailable
        return self._kept

    async def _fresh(self) -> Findings | None:
        try:
            async with asyncio.timeout(self._seconds):
                return await asyncio.to_thread(self._read)
        except (KnowledgeBaseError, SQLAlchemyError, TimeoutError) as error:
            self._log.warning("findings unavailable", error=type(error).__name__)
            return None


def read_from(database_url: str) -> Findings:
    """The findings of today in the company's time zone, over a connection of their own.

    Raises KnowledgeBaseError or SQLAlchemyError; never makes a database.
    """
    _require_file(database_url)
    engine = open_engine(database_url)
    try:
        require_current(engine)
        with Session(engine) as db_session:
            today = datetime.now(ZoneInfo(the_company(db_session).time_zone)).date()
            return read_findings(db_session, today)
    finally:
        engine.dispose()


def _require_file(database_url: str) -> None:
    address = make_url(database_url)
    if address.get_backend_name() == "sqlite" and not Path(address.database or "").is_file():
        raise NotReady("the database's file is missing")
