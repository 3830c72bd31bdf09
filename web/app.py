"""The composition root: every part of the web process is made and joined here."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import httpx
from fastapi import APIRouter, FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.staticfiles import StaticFiles
from fastapi.templating import Jinja2Templates

from web.admission import Admission, peer_address
from web.breaker import Breaker
from web.chatwoot.parts import ChatwootParts
from web.company import Company
from web.console.knowledge import Knowledge
from web.console.parts import AREA as CONSOLE
from web.console.parts import ConsoleParts
from web.console.telemetry.parts import AREA as TELEMETRY
from web.conversation_access import ConversationAccess
from web.conversation_token import ConversationTokens
from web.desk_api.parts import install_desk_api
from web.findings import LatestFindings, read_from
from web.headers import SecurityHeaders
from web.inbox.bells import Bells
from web.inbox.database import Database
from web.inbox.inbox import Inbox
from web.inbox.news import News
from web.inbox.places import Places
from web.inbox.running import running
from web.inbox.worker import Worker
from web.language import Language, WrittenLanguage
from web.metrics import Metrics
from web.no_answer import CONTACTS, NoAnswer
from web.openapi import describe
from web.origins import OriginGuard, Origins, share_with
from web.privacy.on_request import EraseEverywhere
from web.problems import Problems
from web.protection import Protection
from web.rasa import Rasa
from web.readiness import Readiness
from web.request_log import RequestLog
from web.routes.chat import ChatRoute
from web.routes.conversations import ConversationRoutes
from web.routes.events import EventsRoute
from web.routes.findings import FindingsRoute
from web.routes.health import HealthRoutes
from web.routes.messages import MessageRoute
from web.routes.metrics import MetricsRoute
from web.routes.page import PageRoute
from web.routes.transcript import TranscriptRoute
from web.routes.widget import WidgetRoute
from web.settings import Settings
from web.staff.parts import StaffParts
from web.turn import TakeTurn
from web.wording import Wording, read_wording
from web.workbench.parts import AREAS as WORKBENCH
from web.workbench.parts import WorkbenchParts

HERE = Path(__file__).parent


@dataclass(frozen=True)
class _Parts:
    """What the routes share."""

    settings: Settings
    protection: Protection
    wording: dict[Language, Wording]
    company: Company
    client: httpx.AsyncClient
    database: Database
    bells: Bells
    places: Places
    breaker: Breaker
    knowledge: Knowledge

    @classmethod
    def of(cls, settings: Settings, protection: Protection) -> _Parts:
        wording = read_wording()
        company = Company.read(settings.company_file, CONTACTS)
        database = Database(settings.database_url, settings.database_seconds)
        bells, knowledge = Bells(), Knowledge(settings.database_url)
        client, places = _client(settings), Places(database, bells)
        return cls(settings, protection, wording, company, client, database, bells, places, Breaker(), knowledge)


def create_app(settings: Settings, protection: Protection | None = None) -> FastAPI:
    """Build the app.

    Raises:
        SettingsError: the company's file, the database's address or the file of identity keys cannot be used.
    """
    parts = _Parts.of(settings, protection or Protection())
    no_answer = NoAnswer(parts.wording, parts.company)
    metrics = Metrics(parts.breaker, parts.bells)
    inbox = Inbox(parts.database, parts.bells, settings.max_waiting)
    chatwoot = _chatwoot(parts, inbox, metrics)
    staff = _staff(parts)
    workbench = _workbench(parts, staff, inbox)
    app = _bare_app(parts, _worker(parts, inbox, no_answer, metrics), chatwoot, workbench)
    problems = Problems(parts.wording)
    problems.install(app)
    for router in _api(parts, inbox, no_answer, metrics):
        app.include_router(router)
    for router in _pages(parts, no_answer):
        app.include_router(router, include_in_schema=False)
    staff.install(app, problems, parts.wording)
    console = _console(parts, staff, inbox)
    console.install(app)
    workbench.install(app)
    install_desk_api(app, settings, staff, console, inbox, parts.database)
    if chatwoot is not None:
        chatwoot.install(app)
    app.mount("/static", StaticFiles(directory=HERE / "static"))
    share_with(app, parts.protection.api_origins)
    app.add_middleware(OriginGuard, origins=Origins(parts.protection.api_origins), problems=problems)
    app.add_middleware(SecurityHeaders, embed_origins=parts.protection.embed_origins)
    app.add_middleware(RequestLog)
    return app


def _client(settings: Settings) -> httpx.AsyncClient:
    # `trust_env` off: the other processes are on this machine, whatever proxy the environment names.
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=20)
    return httpx.AsyncClient(timeout=settings.deadline_seconds, limits=limits, trust_env=False)


def _worker(parts: _Parts, inbox: Inbox, no_answer: NoAnswer, metrics: Metrics) -> Worker:
    settings, rasa = parts.settings, _rasa(parts)
    turn = TakeTurn(rasa, parts.breaker, no_answer, WrittenLanguage(), settings.retry_seconds)
    at_once, lease = settings.turns_at_once, settings.lease_seconds
    return Worker(inbox, parts.bells, turn, parts.breaker, metrics, at_once, lease)


def _rasa(parts: _Parts) -> Rasa:
    return Rasa(parts.client, str(parts.settings.rasa_url), parts.settings.deadline_seconds)


def _api(parts: _Parts, inbox: Inbox, no_answer: NoAnswer, metrics: Metrics) -> list[APIRouter]:
    settings, bells = parts.settings, parts.bells
    tokens = ConversationTokens(settings.secret, settings.conversation_seconds)
    access = ConversationAccess(tokens, inbox, settings.conversation_seconds)
    admission = Admission(parts.protection.rate_limits(), peer_address)
    identities = parts.protection.identity_verifier()
    places = settings.database_url, settings.tracker_url, str(settings.rasa_url), settings.project
    erase = EraseEverywhere(*places, then=inbox.erase)
    named = parts.company.name
    notice = {code: words.conversation["notice"].format(company=named) for code, words in parts.wording.items()}
    return [
        ConversationRoutes(settings, access, inbox, admission, identities, notice, erase).router(),
        MessageRoute(settings, access, inbox, admission, metrics).router(),
        EventsRoute(access, inbox, bells, parts.places).router(),
        TranscriptRoute(access, inbox, parts.wording, parts.company).router(),
        ChatRoute(settings, access, inbox, bells, admission, no_answer, metrics).router(),
        MetricsRoute(metrics, inbox, settings.metrics_for == "all").router(),
    ]


def _pages(parts: _Parts, no_answer: NoAnswer) -> list[APIRouter]:
    settings, wording, company = parts.settings, parts.wording, parts.company
    templates = Jinja2Templates(HERE / "templates")
    page = PageRoute(settings, templates, wording, company, no_answer)
    findings = LatestFindings(partial(read_from, settings.database_url), settings.readiness_seconds)
    return [
        HealthRoutes(Readiness(parts.client, settings)).router(),
        FindingsRoute(templates, wording, company, findings).router(),
        page.router(),
        WidgetRoute.read(page).router(),
    ]


def _staff(parts: _Parts) -> StaffParts:
    templates = Jinja2Templates(HERE / "templates")
    return StaffParts(parts.settings, parts.database, templates, parts.company, (CONSOLE, *WORKBENCH, TELEMETRY))


def _console(parts: _Parts, staff: StaffParts, inbox: Inbox) -> ConsoleParts:
    knowledge, rasa = parts.knowledge, _rasa(parts)
    return ConsoleParts(staff, inbox, parts.database, parts.bells, rasa, knowledge, parts.settings.tracker_url)


def _workbench(parts: _Parts, staff: StaffParts, inbox: Inbox) -> WorkbenchParts:
    settings, bells, rasa = parts.settings, parts.bells, _rasa(parts)
    return WorkbenchParts(settings, staff, inbox, parts.database, bells, rasa, parts.knowledge)


def _chatwoot(parts: _Parts, inbox: Inbox, metrics: Metrics) -> ChatwootParts | None:
    settings = parts.settings
    if settings.chatwoot is None:
        return None
    return ChatwootParts(settings.chatwoot, settings, inbox, parts.database, parts.bells, metrics, parts.knowledge)


def _bare_app(parts: _Parts, worker: Worker, chatwoot: ChatwootParts | None, workbench: WorkbenchParts) -> FastAPI:
    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        news = News(parts.database, parts.bells)
        telling = chatwoot.running() if chatwoot else nullcontext()
        inbox = running(parts.database, parts.bells, worker, news, parts.places)
        async with parts.client, inbox, telling, workbench.running():
            yield
        parts.knowledge.close()

    # Without FastAPI's documentation pages: they fetch their scripts from other hosts.
    pages: dict[str, Any] = {"docs_url": None, "redoc_url": None, "openapi_url": "/api/openapi.json"}
    return _Described(title="Chiaro", lifespan=lifespan, **pages)


class _Described(FastAPI):
    """Adds to the OpenAPI document what no single route describes."""

    def openapi(self) -> dict[str, Any]:
        """The document, made once."""
        if self.openapi_schema is None:
            self.openapi_schema = describe(get_openapi(title=self.title, version=self.version, routes=self.routes))
        return self.openapi_schema
