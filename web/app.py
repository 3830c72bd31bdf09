"""The composition root: every part of the web process is made and joined here."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

import httpx
from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from fastapi.templating import Jinja2Templates

from web.company import Company
from web.conversation_token import ConversationTokens
from web.conversations import Conversations
from web.findings import LatestFindings, read_from
from web.headers import SecurityHeaders
from web.language import WrittenLanguage
from web.no_answer import CONTACTS, NoAnswer
from web.problems import Problems
from web.rasa import Rasa
from web.readiness import Readiness
from web.request_log import RequestLog
from web.routes.chat import ChatRoute
from web.routes.findings import FindingsRoute
from web.routes.health import HealthRoutes
from web.routes.page import PageRoute
from web.settings import Settings
from web.turn import TakeTurn
from web.wording import read_wording

HERE = Path(__file__).parent


def create_app(settings: Settings) -> FastAPI:
    """Build the app.

    Raises:
        SettingsError: the company's file cannot be used.
    """
    client = _client(settings)
    wording = read_wording()
    company = Company.read(settings.company_file, CONTACTS)
    no_answer = NoAnswer(wording, company)
    rasa = Rasa(client, str(settings.rasa_url), settings.deadline_seconds)
    conversations = Conversations(settings.max_conversations, settings.max_waiting)
    turn = TakeTurn(conversations, rasa, no_answer, WrittenLanguage())
    tokens = ConversationTokens(settings.secret, settings.conversation_seconds)
    templates = Jinja2Templates(HERE / "templates")
    app = _bare_app(client)
    Problems(wording).install(app)
    app.include_router(ChatRoute(settings, tokens, turn).router())
    app.include_router(HealthRoutes(Readiness(client, settings)).router())
    findings = LatestFindings(partial(read_from, settings.database_url), settings.readiness_seconds)
    app.include_router(FindingsRoute(templates, wording, company, findings).router())
    app.include_router(PageRoute(settings, templates, wording, company, no_answer).router())
    app.mount("/static", StaticFiles(directory=HERE / "static"))
    app.add_middleware(SecurityHeaders)
    app.add_middleware(RequestLog)
    return app


def _client(settings: Settings) -> httpx.AsyncClient:
    # `trust_env` off: the other processes are on this machine, whatever proxy the environment names.
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=20)
    return httpx.AsyncClient(timeout=settings.deadline_seconds, limits=limits, trust_env=False)


def _bare_app(client: httpx.AsyncClient) -> FastAPI:
    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        async with client:
            yield

    # Without FastAPI's documentation pages: they fetch their scripts from other hosts.
    pages: dict[str, Any] = {"docs_url": None, "redoc_url": None, "openapi_url": "/api/openapi.json"}
    return FastAPI(title="Chiaro", lifespan=lifespan, **pages)
