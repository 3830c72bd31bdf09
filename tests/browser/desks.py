"""Representatives at the console and customers in the chat, each in a browser window of their own."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from playwright.sync_api import Page, expect
from sqlalchemy.orm import Session

from learning.encoder import UniversalSentenceEncoder
from policy_kb.database import migrate
from policy_kb.tables import Ticket
from tests.factories.databases import opened
from tests.factories.folders import write_company
from tests.factories.inboxes import fill_inbox
from tests.factories.publishing import publish
from tests.integration.web.web_servers import Servers, running_servers
from tests.unit.web.accounts.desk import add_account, begin_session
from web.accounts.cookie import COOKIE
from web.accounts.records import Role

OpenPage = Callable[..., Page]
GIFTS = {"it": "Quanto costa la confezione regalo?", "en": "What is the price of gift wrapping?"}
SOFAS = {"it": "Posso provare il divano a casa?", "en": "How long is the sofa trial at home?"}
PERSON = {"it": "Voglio una persona", "en": "Where is a persona?"}  # how the played Rasa is asked for one
CONSOLE = "/staff/console"


@contextmanager
def console_servers(folder: Path, encoder: UniversalSentenceEncoder) -> Iterator[Servers]:
    """The web process over a small published company, beside a Rasa that is played."""
    company = write_company(folder / "small_shop")
    with opened(f"sqlite:///{folder / 'kb.db'}") as engine:
        migrate(engine)
        publish(engine, encoder, [company], date.today())
        fill_inbox(engine)
    with running_servers(folder, CHIARO_DEADLINE_SECONDS="10") as servers:
        yield servers


@dataclass(frozen=True)
class Desks:
    """Opens windows of representatives and of customers."""

    servers: Servers
    open_page: OpenPage

    @property
    def database(self) -> str:
        return f"sqlite:///{self.servers.log.parent / 'kb.db'}"

    def representative(self, name: str, language: str = "it", path: str = CONSOLE, **options: object) -> Page:
        """A new representative, signed in."""
        return self.staff(name, language, path, Role.REPRESENTATIVE, **options)

    def staff(self, name: str, language: str, path: str, *roles: Role, **options: object) -> Page:
        """Somebody new with these roles, signed in."""
        login = f"{name[:5].lower()}.{time.monotonic_ns()}"
        letters = "".join(letter for letter in login if letter.isalnum() or letter == ".")
        account = add_account(self.database, letters, *roles, name=name, language=language)
        token, _ = begin_session(self.database, account, time.time())
        page = self.open_page(
            "about:blank", **({"locale": language, "viewport": {"width": 1400, "height": 900}} | options)
        )
        page.context.add_cookies([{"name": COOKIE, "value": token, "url": self.servers.web}])
        page.goto(self.servers.web + path)
        return page

    def customer(self, *said: str, language: str = "it", **options: object) -> Page:
        """A customer in the chat who has said this, and was answered."""
        page = self.open_page(f"/?lang={language}", locale=language, **options)
        for text in said:
            write(page, text)
            expect(page.locator(".mine").last).to_have_attribute("data-stage", "answered")
        return page

    def ask_of_a_person(self, conversation_id: str, text: str, **changes: object) -> None:
        """A request of a customer, open since now."""
        values = {"kind": "exception", "policy_id": "gift-wrapping", "language": "it", "details": {}}
        made = {"conversation_id": conversation_id, "text": text, "created_at": datetime.now(UTC)}
        with opened(self.database) as engine, Session(engine) as db_session, db_session.begin():
            db_session.add(Ticket(**(values | made | changes)))


def write(page: Page, text: str) -> None:
    """A customer writes."""
    page.get_by_role("textbox").fill(text)
    page.get_by_role("textbox").press("Enter")
    expect(page.locator(".mine .bubble").last).to_contain_text(text[:30])


def row_of(page: Page, words: str) -> str:
    """The address of the conversation in the list whose latest words these are."""
    row = page.locator(".row", has_text=words).first
    expect(row).to_be_visible()
    return str(row.get_attribute("href"))


def offers(page: Page, about: str) -> None:
    """Wait for suggestions to the message with these words."""
    expect(page.locator("#suggestions .for")).to_contain_text(about[:60])
    expect(page.locator("#suggestions .offer").first).to_be_visible()


def take(page: Page) -> None:
    """Take over the conversation that is open, and wait for the page that lets one write."""
    # The stream may show the reply's box before the page that is asked for comes, with its scripts: what is sent in
    # between is kept as a draft.
    with page.expect_navigation(wait_until="load"):
        page.locator("#take").click()
    expect(page.locator("#text")).to_be_visible()
