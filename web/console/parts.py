"""The parts of the console, put together for `web/app.py`."""

from __future__ import annotations

from fastapi import APIRouter, Depends, FastAPI

from web.accounts.records import Role
from web.console.addresses import has_nameable_parts
from web.console.cases import Cases
from web.console.colleagues import Colleagues
from web.console.heard import Heard
from web.console.knowledge import Knowledge
from web.console.library import LibraryParts
from web.console.listing import QueueList
from web.console.offering import Offering
from web.console.page import PATH, ConsolePage
from web.console.routes.acts import ActRoutes
from web.console.routes.conversation import ConversationPages
from web.console.routes.queue import QueueRoutes
from web.console.routes.stream import StreamRoute
from web.console.routes.suggestions import SuggestionRoutes
from web.console.store.record import Record
from web.console.suggesting import Suggesting
from web.console.telemetry.parts import telemetry_router
from web.console.used import Used
from web.console.view import Viewing
from web.console.words import read_console_words
from web.inbox.bells import Bells
from web.inbox.database import Database
from web.inbox.inbox import Inbox
from web.inbox.persons import Persons
from web.rasa import Rasa
from web.staff.parts import StaffParts
from web.staff.shell import Area

AREA = Area(PATH, "console", frozenset({Role.REPRESENTATIVE}))


class ConsoleParts:
    """Makes what the console's pages share."""

    def __init__(
        self,
        staff: StaffParts,
        inbox: Inbox,
        database: Database,
        bells: Bells,
        rasa: Rasa,
        knowledge: Knowledge,
        tracker_url: str,
    ) -> None:
        self._staff, self._inbox, self._database, self._bells = staff, inbox, database, bells
        self.page = ConsolePage(staff.shell, read_console_words())
        self.persons = Persons(database, bells, inbox.clock)
        self.colleagues = Colleagues(staff.people)
        self.cases = Cases(knowledge)
        self.record = Record(tracker_url)
        heard = Heard(rasa, self.record)
        self.queue = QueueList(database, knowledge)
        self.viewing = Viewing(database, knowledge, self.cases, heard, inbox.clock)
        self.suggesting = Suggesting(inbox, database, knowledge, heard)
        self.offering = Offering(self.page, inbox, self.suggesting, self.queue)
        self.used = Used(database, knowledge, inbox.clock)
        self.library = LibraryParts(self.page, database, knowledge, self.cases, inbox.clock)

    def install(self, app: FastAPI) -> None:
        """Add the pages to `app`."""
        for router in self.routers():
            app.include_router(router, include_in_schema=False, dependencies=[Depends(has_nameable_parts)])

    def routers(self) -> list[APIRouter]:
        """The pages, and what is sent to them later."""
        guard, page, people = self._staff.guard, self.page, self.colleagues
        inbox, database, clock = self._inbox, self._database, self._inbox.clock
        used, library = self.used, self.library
        pages = ConversationPages(
            guard,
            page,
            self.queue,
            self.viewing,
            self.persons,
            people,
            self.record,
            self.offering,
            used,
            library.inserting,
        )
        acts = ActRoutes(guard, page, inbox, self.persons, people, database, self.cases, used, library.reading)
        stream = StreamRoute(
            guard, page, self.queue, self.viewing, people, self.offering, inbox, database, self._bells, clock
        )
        return [
            QueueRoutes(guard, page, self.queue).router(),
            stream.router(),
            pages.router(),
            acts.router(),
            SuggestionRoutes(guard, page, used).router(),
            *library.routers(guard),
            telemetry_router(self._staff, page, database, self.queue),
        ]
