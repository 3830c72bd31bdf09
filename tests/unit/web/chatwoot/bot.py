"""The web process with the adapter, as a real server; only Rasa's side of the wire is played."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import httpx
import uvicorn
from fastapi import FastAPI

from tests.unit.web.chatwoot.double import SECRET, TOKEN, Chatwoot
from tests.unit.web.playing import CALM, RASA, message
from web.breaker import Breaker
from web.chatwoot.outbox import Pace
from web.chatwoot.parts import ChatwootParts
from web.chatwoot.route import PATH
from web.chatwoot.settings import ChatwootSettings
from web.company import Company
from web.console.knowledge import Knowledge
from web.inbox.bells import Bells
from web.inbox.database import Database
from web.inbox.inbox import Inbox
from web.inbox.news import News
from web.inbox.places import Places
from web.inbox.running import running
from web.inbox.worker import Worker
from web.language import WrittenLanguage
from web.metrics import Metrics
from web.no_answer import CONTACTS, NoAnswer
from web.problems import Problems
from web.rasa import Rasa
from web.settings import Settings
from web.turn import TakeTurn
from web.wording import read_wording

PATIENCE = 15.0
QUICK = Pace(look=0.03, lease=2.0, receipt=0.4, first=0.05, longest=0.2)
HANDED = CALM | {"handoff": "requested"}


class PlayedRasa:
    """Says back what it hears, until a test sets other `answers` for a text."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.answers: dict[str, list[dict[str, Any]]] = {}

    def transport(self) -> httpx.MockTransport:
        return httpx.MockTransport(self._answer)

    def _answer(self, request: httpx.Request) -> httpx.Response:
        if request.method != "POST":
            return httpx.Response(200, json={"slots": {}})
        said = json.loads(request.content)["message"]
        self.heard.append(said)
        return httpx.Response(200, json=self.answers.get(said, [message(f"Hai scritto: {said}")]))


def make_app(url: str, chatwoot: Chatwoot, rasa: PlayedRasa, pace: Pace = QUICK, patience: float = 0.5) -> FastAPI:
    """The parts of the process that the adapter needs."""
    settings = Settings(secret="s" * 40, database_url=url)
    database, bells, breaker = Database(url, 20), Bells(), Breaker()
    inbox, metrics, wording = Inbox(database, bells, settings.max_waiting), Metrics(breaker, bells), read_wording()
    no_answer = NoAnswer(wording, Company.read(settings.company_file, CONTACTS))
    turn = TakeTurn(
        Rasa(httpx.AsyncClient(transport=rasa.transport()), RASA, 5), breaker, no_answer, WrittenLanguage(), 0
    )
    worker = Worker(inbox, bells, turn, breaker, metrics, 4, 15)
    line = ChatwootSettings.model_validate({"url": chatwoot.address, "token": TOKEN, "secret": SECRET})
    parts = ChatwootParts(line, settings, inbox, database, bells, metrics, Knowledge(url), pace, patience)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        async with running(database, bells, worker, News(database, bells), Places(database, bells)), parts.running():
            yield

    app = FastAPI(lifespan=lifespan)
    Problems(wording).install(app)
    parts.install(app)
    return app


@contextmanager
def serving_bot(app: FastAPI, chatwoot: Chatwoot) -> Iterator[None]:
    """Serve the app until the block ends; Chatwoot's webhooks go there."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_config=None, timeout_graceful_shutdown=1))
        thread = threading.Thread(target=lambda: asyncio.run(server.serve([listening])))
        thread.start()
        until(lambda: server.started)
        chatwoot.webhooks = f"http://127.0.0.1:{listening.getsockname()[1]}{PATH}"
        try:
            yield
        finally:
            server.should_exit = True
            thread.join()


def until(happened: Callable[[], Any], seconds: float = PATIENCE) -> None:
    """Wait until something is so."""
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.01)
