"""The tasks that a process runs beside its requests: worker, news, and places in the queue."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import structlog

from web.closing import told_at_the_end
from web.errors import InboxUnavailableError
from web.inbox.bells import Bells
from web.inbox.database import Database
from web.inbox.news import News
from web.inbox.places import Places
from web.inbox.worker import Worker

AGAIN_SECONDS = 1.0


@asynccontextmanager
async def running(database: Database, bells: Bells, worker: Worker, news: News, places: Places) -> AsyncIterator[None]:
    """Bring the tables up to date and work until the block ends; a database that is away is waited for."""
    log = structlog.get_logger("web.inbox")
    try:
        await database.prepare()
    except InboxUnavailableError as error:
        log.warning("inbox unavailable", error=str(error))
    tasks = [asyncio.create_task(always(part.run)) for part in (worker, news, places)]
    loop = asyncio.get_running_loop()
    try:
        with told_at_the_end(lambda: loop.call_soon_threadsafe(bells.close)):
            yield
    finally:
        bells.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        database.close()


async def always(run: Callable[[], Awaitable[None]]) -> None:
    """Run until cancelled: a mistake in one message must not stop all others from being answered."""
    while True:
        try:
            await run()
        except Exception:
            structlog.get_logger("web.inbox").exception("begun anew after a mistake")
        await asyncio.sleep(AGAIN_SECONDS)
