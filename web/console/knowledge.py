"""The knowledge base as the console asks it: in threads, beside the event loop, put together at the first question."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Lock
from typing import TypeVar

import structlog
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from learning.encoder import SentenceEncoder, UniversalSentenceEncoder
from policy_kb.answer.composer import Composer
from policy_kb.answer.facts import CustomerFacts
from policy_kb.answer.library import Library
from policy_kb.database import open_engine
from policy_kb.errors import KnowledgeBaseError
from policy_kb.facts.database import DatabaseFacts
from policy_kb.search.engine import PolicySearch
from policy_kb.suggestions.engine import get_ready, suggest
from policy_kb.suggestions.request import SuggestionRequest
from policy_kb.suggestions.suggestion import Suggestions
from web.errors import WebError
from web.language import Language

_THREADS = 2
Found = TypeVar("Found")


class KnowledgeUnavailableError(WebError):
    """The knowledge base is missing, locked, or does not answer."""


class Books:
    """What is asked in the threads: library, search and composer over one engine."""

    def __init__(self, engine: Engine, encoder: SentenceEncoder, clock: Callable[[], datetime]) -> None:
        self.engine = engine
        self.library = Library(engine, clock)
        self.composer = Composer(self.library, PolicySearch(engine, encoder))
        self.facts = DatabaseFacts(engine)


class Knowledge:
    """Asks the knowledge base at `url`; all calls raise KnowledgeUnavailableError where it does not answer."""

    def __init__(
        self,
        url: str,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        encoder: Callable[[], SentenceEncoder] = UniversalSentenceEncoder,
    ) -> None:
        self._url, self._clock, self._encoder = url, clock, encoder
        self._threads = ThreadPoolExecutor(_THREADS, "knowledge")
        self._lock = Lock()
        self._log = structlog.get_logger("web.console")
        self._books: Books | None = None
        self._prepared: Future[None] | None = None

    async def ask(self, question: Callable[[Books], Found]) -> Found:
        """Ask in a thread."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._answer, question)

    async def read(self, question: Callable[[Session], Found]) -> Found:
        """Read the tables of the knowledge base."""

        def within(books: Books) -> Found:
            with Session(books.engine) as db_session:
                return question(db_session)

        return await self.ask(within)

    async def write(self, act: Callable[[Session], Found]) -> Found:
        """Change what conversations left in the knowledge base, in one transaction."""

        def within(books: Books) -> Found:
            with Session(books.engine) as db_session, db_session.begin():
                return act(db_session)

        return await self.ask(within)

    async def get_ready(self, text: str, before: Sequence[str], language: Language) -> None:
        """Do what suggestions for a message need in any case, while it is still being found out what it means."""
        await self.ask(lambda books: get_ready(SuggestionRequest(text, language, before=tuple(before)), books.composer))

    async def suggest(self, request: SuggestionRequest) -> Suggestions:
        """Suggested replies to a customer's message."""
        return await self.ask(lambda books: suggest(request, books.composer))

    async def facts(self, told: object, customer_id: str | None) -> CustomerFacts:
        """What was told (a conversation's slot `facts`), and over it what the company knows of a verified customer."""
        known = CustomerFacts.from_mapping(told if isinstance(told, dict) else None).as_mapping()
        if customer_id is not None:
            found = await self.ask(lambda books: books.facts.facts_of(customer_id, None))
            known |= found.as_mapping()
        return CustomerFacts.from_mapping(known)

    async def titles(self, language: Language) -> dict[str, str]:
        """The policies in force, by id, with their titles."""
        return await self.ask(
            lambda books: {
                key: revision.title.in_language(language) for key, revision in books.library.shelf().titles.items()
            }
        )

    def close(self) -> None:
        """Let go of threads and connections."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        if self._books is not None:
            self._books.engine.dispose()

    def _answer(self, question: Callable[[Books], Found]) -> Found:
        try:
            return question(self._open())
        except (KnowledgeBaseError, SQLAlchemyError) as error:
            raise KnowledgeUnavailableError(type(error).__name__) from error

    def _open(self) -> Books:
        with self._lock:
            if self._books is None:
                self._books = Books(open_engine(self._url), self._encoder(), self._clock)
                self._prepared = self._threads.submit(self._prepare, self._books)
            return self._books

    def _prepare(self, books: Books) -> None:
        """Get ready for suggestions, so that no representative waits for it. What fails here, a question will say."""
        try:
            books.composer.prepare()
        except (KnowledgeBaseError, SQLAlchemyError) as error:
            self._log.info("suggestions not prepared", error=type(error).__name__)
