"""Policies and kept replies, put together for `web/console/parts.py`."""

from __future__ import annotations

import os

from fastapi import APIRouter

from policy_kb.answer.wording import read_register
from web.accounts.guard import Guard
from web.console.canned.filling import Filling
from web.console.canned.replies import KeptReplies
from web.console.cases import Cases
from web.console.inserting import Inserting
from web.console.knowledge import Knowledge
from web.console.page import ConsolePage
from web.console.policies.reading import Reading
from web.console.policies.searching import PolicySearching
from web.console.routes.policies import PolicyPages
from web.console.routes.replies import ReplyRoutes
from web.inbox.database import Database
from web.inbox.inbox import Clock


class LibraryParts:
    """Makes what these pages share. Raises UnknownRegister where `CHIARO_REGISTER` names none."""

    def __init__(self, page: ConsolePage, database: Database, knowledge: Knowledge, cases: Cases, clock: Clock) -> None:
        self._page = page
        self.reading = Reading(knowledge)
        self._searching = PolicySearching(knowledge)
        self._replies = KeptReplies(database, clock, read_register(os.environ))
        names = {language: words.variables for language, words in page.words.items()}
        self._filling = Filling(database, knowledge, cases, page.shell.company.name, names, clock)
        self.inserting = Inserting(self.reading, self._replies, self._filling)

    def routers(self, guard: Guard) -> list[APIRouter]:
        """The pages."""
        page = self._page
        return [
            PolicyPages(guard, page, self._searching, self.reading, self._replies, self._filling).router(),
            ReplyRoutes(guard, page, self._replies).router(),
        ]
