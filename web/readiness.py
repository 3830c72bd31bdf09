"""Whether the parts that an answer needs can be reached."""

from __future__ import annotations

import asyncio
from pathlib import Path

import httpx
from sqlalchemy import create_engine, inspect
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from web.settings import ROOT, Settings

OK = "ok"
UNREACHABLE = "unreachable"
NOT_READY = "not ready"
# The inbox is in the same database, so that a table of its own proves nothing.
_TABLE = "article"


class Readiness:
    """Asks Rasa, the action server and the knowledge base, all three at once."""

    def __init__(self, client: httpx.AsyncClient, settings: Settings) -> None:
        self._client = client
        self._seconds = settings.readiness_seconds
        self._rasa = str(settings.rasa_url).rstrip("/")
        self._actions = str(settings.actions_url).rstrip("/")
        self._database = settings.database_url

    async def check(self) -> dict[str, str]:
        """The state of each part: `ok`, `not ready` (it answers, but with a failure) or `unreachable`."""
        rasa, actions, knowledge_base = await asyncio.gather(
            self._ask_rasa(), self._ask(self._actions + "/health"), self._look_into_database()
        )
        return {"rasa": rasa, "actions": actions, "knowledge_base": knowledge_base}

    async def _ask_rasa(self) -> str:
        # Rasa has /status only with its HTTP interface switched on, and answers 409 there without a model.
        status = await self._status(self._rasa + "/status")
        return await self._ask(self._rasa + "/") if status == httpx.codes.NOT_FOUND else _word(status)

    async def _ask(self, address: str) -> str:
        return _word(await self._status(address))

    async def _status(self, address: str) -> int | None:
        try:
            async with asyncio.timeout(self._seconds):
                return (await self._client.get(address)).status_code
        except (TimeoutError, httpx.HTTPError):
            return None

    async def _look_into_database(self) -> str:
        try:
            async with asyncio.timeout(self._seconds):
                return await asyncio.to_thread(database_state, self._database)
        except TimeoutError:
            return UNREACHABLE


def database_state(address: str) -> str:
    """`ok` where the database at `address` can be read and has the knowledge base; never makes a file."""
    url = make_url(address)
    if url.get_backend_name() == "sqlite" and url.database:
        path = Path(url.database) if Path(url.database).is_absolute() else ROOT / url.database
        if not path.is_file():
            return UNREACHABLE
        url = url.set(database=str(path))
    elif url.get_backend_name() == "postgresql":
        url = url.set(drivername="postgresql+psycopg")
    try:
        engine = create_engine(url)
        with engine.connect() as connection:
            return OK if inspect(connection).has_table(_TABLE) else NOT_READY
    except (SQLAlchemyError, ImportError):
        return UNREACHABLE


def _word(status: int | None) -> str:
    if status is None:
        return UNREACHABLE
    return OK if status == httpx.codes.OK else NOT_READY
