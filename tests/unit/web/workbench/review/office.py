"""A project, a web process's app over it, and conversations in which something goes wrong."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from sqlalchemy import select

from learning.encoder import SentenceEncoder, written
from tests.factories.companies import make_company
from tests.factories.folders import write_company
from tests.factories.revisions import make_resource
from tests.factories.texts import pair
from tests.unit.web.accounts.desk import Clock, Desk, add_account, connected
from tests.unit.web.console.played import say, state
from web.accounts.records import Account, Role
from web.app import create_app
from web.console.store.record import Record
from web.inbox.database import Database
from web.inbox.records import Answer, Conversation
from web.inbox.store import answering, claiming, conversations
from web.settings import Settings
from web.workbench.review.collector import Collector
from web.workbench.review.records import Item
from web.workbench.review.store import items
from web.workbench.review.tables import review_item

REVIEW = "/staff/workbench/review"
SHOP = "policy_kb/content/small_shop"
DOMAIN = """\
version: "3.1"
intents: [ask_policy, greet, object_to_rule, out_of_scope, take_over]
entities: [order_number, shop, policy_id]
"""
NLU = """\
version: "3.1"  # written by hand

nlu:
- intent: ask_policy
  # what customers ask
  examples: |
    - fate i pacchetti regalo
    - quanto dura la prova del divano

- intent: greet
  examples: |
    - ciao
"""
MOODS = "calm:\n  - va bene così  # quiet\nangry:\n  - 'siete dei ladri'\n"
PARSED: dict[str, Any] = {"language": "it", "frustration": {"level": "calm", "score": 0.1}}


def make_project(root: Path) -> Path:
    """A small project with a company of three policies."""
    for path, text in {
        "domain.yml": DOMAIN,
        "data/nlu/it/questions.yml": NLU,
        "data/nlu/en/questions.yml": NLU.replace("fate i pacchetti regalo", "do you wrap presents").replace(
            "ciao", "hi"
        ),
        "bot/resources/frustration/it/people.yml": MOODS,
    }.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    company = make_company()
    company["resources"]["contact-form"] = make_resource("form", title=pair("Scrivici", "Write to us"))
    write_company(root / SHOP, company=company)
    return root


class Tracker:
    """Rasa's store, in which tests write what Rasa understood."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with sqlite3.connect(path) as connection:
            columns = "id integer primary key, sender_id text, type_name text, action_name text, data text"
            connection.execute(f"create table events ({columns})")

    def heard(
        self, conversation_id: str, number: int | None, intents: Sequence[tuple[str, float]], **more: Any
    ) -> None:
        """A message, with what was understood of it; more likely intents first."""
        ranking = [{"name": name, "confidence": confidence} for name, confidence in intents]
        parsed = PARSED | {"intent_ranking": ranking} | more
        event = {"event": "user", "metadata": {"message": number}, "parse_data": parsed}
        with sqlite3.connect(self.path) as connection:
            row = (conversation_id, "user", json.dumps(event))
            connection.execute("insert into events (sender_id, type_name, data) values (?, ?, ?)", row)


class Office:
    """The pages for trainers over the database at `url` and a project below `folder`."""

    def __init__(self, url: str, folder: Path, encoder: SentenceEncoder) -> None:
        self.url, self.encoder, self.clock = url, encoder, Clock()
        self.root = make_project(folder / "project")
        self.tracker = Tracker(folder / "tracker.db")
        tracker_url = f"sqlite:///{self.tracker.path}"
        self.settings = Settings(
            secret="s" * 40,
            database_url=url,
            tracker_url=tracker_url,
            project=self.root,
            company_file=self.root / SHOP / "company.yml",
            rasa_url="http://rasa.test",
            database_seconds=60,
        )
        self.app: FastAPI = create_app(self.settings)
        self.database = Database(url, 60)
        self.record = Record(tracker_url)
        self.collector = self.new_collector()
        self._asked = 0

    def close(self) -> None:
        self.database.close()
        self.record.close()

    def new_collector(self) -> Collector:
        """That of another process."""
        return Collector(self.database, self.record, self.clock, lambda: self.encoder)

    def do(self, act: Callable[..., Any], *args: Any, **named: Any) -> Any:
        """Do it in one transaction."""
        with connected(self.url) as connection:
            return act(connection, *args, **named)

    def begin(self, conversation_id: str, customer_id: str | None = None) -> str:
        """A conversation, which may be there."""
        begun = Conversation(conversation_id, language="it", customer_id=customer_id, started_at=self.clock.now)
        self.do(conversations.begin, begun)
        return conversation_id

    def ask(
        self,
        text: str,
        conversation_id: str = "a" * 32,
        kind: str | None = "no_answer",
        intents: Sequence[tuple[str, float]] | None = (("ask_policy", 0.9),),
        about: str | None = None,
        handoff: str = "none",
        language: str = "it",
        **heard: Any,
    ) -> int:
        """A customer asks and is answered; the message's number. `intents` None: Rasa keeps nothing of it."""
        self._asked += 1
        self.clock.now += 1
        self.begin(conversation_id)
        number = self.do(say, conversation_id, text, self.clock.now, f"m-{self._asked}")
        if intents is not None:
            vector = written(self.encoder.encode([text])[0])
            self.tracker.heard(
                conversation_id, number, intents, **{"sentence_vector": vector, "language": language} | heard
            )
        custom = {"kind": kind, "conversation": state(handoff=handoff), "language": language}
        custom |= {"policy_id": about} if about else {}
        self.do(_reply, custom, self.clock.now, handoff)
        return int(number)

    def collect(self, collector: Collector | None = None) -> None:
        """Look at all that is due."""

        async def all_of_it() -> None:
            while await (collector or self.collector).collect():
                pass

        asyncio.run(all_of_it())

    def items(self) -> list[Item]:
        """All items, oldest first."""
        return self.do(lambda connection: items.exported(connection, 0, 10_000, None, None, None))

    def kinds(self) -> dict[str, tuple[str, ...]]:
        """What went wrong, by text."""
        return {item.text: item.kinds for item in self.items()}

    def rows(self, table: Any) -> list[Any]:
        """All rows of a table."""
        return self.do(lambda connection: connection.execute(select(table)).all())

    def group_of(self, text: str) -> int:
        """The group of the item with this text."""
        query = select(review_item.c.group_id).where(review_item.c.text == text)
        return int(self.do(lambda connection: connection.execute(query).scalars().first()))

    def sit(self, login: str = "tina", *roles: Role, **changes: Any) -> tuple[Desk, Account]:
        """The browser of somebody new, a trainer unless it says otherwise, and the account."""
        account = add_account(self.url, login, *(roles or (Role.TRAINER,)), **changes)
        return Desk(self.app).sit_down(self.url, account), account

    def file(self, path: str) -> str:
        """What a file of the project says."""
        return (self.root / path).read_bytes().decode("utf-8")


def _reply(connection: Any, custom: dict[str, Any], at: float, handoff: str) -> None:
    held = claiming.claim(connection, "worker", at, at + 15)
    assert held is not None
    given = Answer([{"text": "Risposta.", "custom": custom}], [], None, state(handoff=handoff))
    assert answering.answer(connection, held, given, at)
