"""Reads whole revisions for answers, and remembers them for as long as nothing is published."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from threading import Lock
from zoneinfo import ZoneInfo

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from policy_kb.errors import UnknownArticle
from policy_kb.search.known_facts import MostlyFor
from policy_kb.store.articles import (
    decided_by_order,
    find_article,
    revision_in_force,
    titles_in_force,
    who_mostly_asks,
)
from policy_kb.store.companies import shared_resource, the_company
from policy_kb.store.generations import current_generation
from policy_kb.store.glossary import all_terms
from policy_kb.tables import Article, Company, CompanyResource, GlossaryTerm, Revision


@dataclass(frozen=True)
class Shelf:
    """What was read in one generation on one day."""

    generation: int
    day: date
    company: Company
    titles: dict[str, Revision]
    revisions: dict[str, Revision]
    older: dict[tuple[str, date], Revision]
    decided_by_order: frozenset[str]
    mostly_for: dict[str, MostlyFor]
    articles: dict[str, Article]
    terms: tuple[GlossaryTerm, ...]
    contacts: tuple[CompanyResource, ...]


# The shared resources that an assistant without an answer points to, where the company has them.
CONTACTS = ("customer-line", "contact-form")


class Library:
    """Revisions in force, by policy id. Safe for several threads; `clock` gives the present moment, with a zone."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._clock = clock
        self._lock = Lock()
        self._shelf: Shelf | None = None

    def now(self) -> datetime:
        """The present moment in the company's time. Raises NotReady where no company was loaded."""
        return self._clock().astimezone(ZoneInfo(self.shelf().company.time_zone))

    def shelf(self) -> Shelf:
        """The present shelf. Raises NotReady where nothing was published yet."""
        with self._engine.connect() as connection:
            generation = current_generation(connection)
            with self._lock:
                day = self._day()
                if self._shelf is None or (self._shelf.generation, self._shelf.day) != (generation, day):
                    with Session(connection, expire_on_commit=False) as db_session:
                        self._shelf = _read_shelf(db_session, generation, self._clock())
                return self._shelf

    def revision(self, policy_id: str) -> Revision:
        """The whole revision in force now. Raises UnknownArticle."""
        shelf = self.shelf()
        if policy_id not in shelf.revisions:
            with Session(self._engine) as db_session:
                shelf.revisions[policy_id] = revision_in_force(db_session, policy_id, shelf.day)
        return shelf.revisions[policy_id]

    def revision_for(self, policy_id: str, ordered_on: date | None) -> tuple[Revision, bool]:
        """The whole revision that holds for a customer, and whether it is an older one than that in force now.

        Where the terms of the day of the order hold, that is the revision in force on `ordered_on`; an order from
        before the first revision falls under that in force now. Raises UnknownArticle.
        """
        shelf, present = self.shelf(), self.revision(policy_id)
        if ordered_on is None or policy_id not in shelf.decided_by_order or ordered_on >= present.in_force_from:
            return present, False
        key = (policy_id, ordered_on)
        if key not in shelf.older:
            shelf.older[key] = self._revision_on(policy_id, ordered_on) or present
        return shelf.older[key], shelf.older[key].version != present.version

    def _revision_on(self, policy_id: str, day: date) -> Revision | None:
        with Session(self._engine) as db_session:
            try:
                return revision_in_force(db_session, policy_id, day)
            except UnknownArticle:
                return None

    def article(self, policy_id: str) -> Article:
        """The article with its policy file. Raises UnknownArticle."""
        shelf = self.shelf()
        if policy_id not in shelf.articles:
            with Session(self._engine) as db_session:
                shelf.articles[policy_id] = find_article(db_session, policy_id)
        return shelf.articles[policy_id]

    def _day(self) -> date | None:
        if self._shelf is None:
            return None
        return self._clock().astimezone(ZoneInfo(self._shelf.company.time_zone)).date()


def _read_shelf(db_session: Session, generation: int, moment: datetime) -> Shelf:
    company = the_company(db_session)
    day = moment.astimezone(ZoneInfo(company.time_zone)).date()
    contacts = (shared_resource(db_session, resource_id) for resource_id in CONTACTS)
    return Shelf(
        generation=generation,
        day=day,
        company=company,
        titles={row.policy_id: row for row in titles_in_force(db_session, day)},
        revisions={},
        older={},
        articles={},
        decided_by_order=decided_by_order(db_session),
        mostly_for={
            policy_id: MostlyFor(tuple(groups) if groups else None, tuple(states) if states else None)
            for policy_id, (groups, states) in who_mostly_asks(db_session).items()
        },
        terms=tuple(all_terms(db_session)),
        contacts=tuple(contact for contact in contacts if contact is not None),
    )
