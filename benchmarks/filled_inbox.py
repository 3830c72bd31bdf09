"""An inbox full of generated conversations, in the shares in which a company has them."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, insert

from policy_kb.suggestions.request import LEVELS
from web.inbox.database import migrate, open_inbox, transaction
from web.inbox.store import queueing
from web.inbox.tables import chat_conversation, chat_event, chat_message

# Of fifty conversations: `mine` are the signed-in representative's, `others` their colleagues'.
SHARES = {"waiting": 4, "mine": 2, "others": 4, "bot": 10, "closed": 30}
# What is said once in every so many conversations: a search that finds little.
RARE, RARE_EVERY = "AB-73551", 50
COLLEAGUES = 30
MESSAGE_S = 90.0
AT_ONCE = 500
NAMES = ("Ada Neri", "Bruno Sala", "Carla Fontana", "Dario Riva", "Elena Costa", None, None, None)
TRENDS = ("steady", "rising", "falling")
_QUEUES = [name for name, share in SHARES.items() for _ in range(share)]
Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Told:
    """What conversations are made of: texts and policies, how many messages each, whose account `mine` are."""

    texts: Sequence[str]
    policies: Sequence[str]
    messages: int
    account_id: str


def fill(url: str, count: int, told: Told) -> None:
    """Write so many conversations into the database at `url`, which has none yet."""
    engine, chance, now = open_inbox(url), random.Random(1), time.time()
    migrate(engine)
    for start in range(0, count, AT_ONCE):
        numbers = range(start, min(start + AT_ONCE, count))
        with transaction(engine) as connection:
            _write(connection, [_conversation(number, told, chance, now) for number in numbers])
    if engine.dialect.name == "postgresql":  # as the server does by itself after a while
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("vacuum analyze")
    engine.dispose()


def _write(connection: Connection, made: list[tuple[dict[str, Any], Rows, Rows]]) -> None:
    connection.execute(insert(chat_conversation), [row for row, _, _ in made])
    connection.execute(insert(chat_message), [row for _, rows, _ in made for row in rows])
    connection.execute(insert(chat_event), [row for _, _, rows in made for row in rows])
    for row, _, _ in made:
        queueing.order(connection, row["conversation_id"])


def _conversation(number: int, told: Told, chance: random.Random, now: float) -> tuple[dict[str, Any], Rows, Rows]:
    """A conversation with its messages and events; those that are open are the newest."""
    name = _QUEUES[number % len(_QUEUES)]
    ago = chance.uniform(0, 1800 if name == "waiting" else 8 * 3600 if name != "closed" else 90 * 86400)
    texts = [chance.choice(told.texts) for _ in range(told.messages)]
    if number % RARE_EVERY == RARE_EVERY - 1:
        texts[0] += f" {RARE}"
    conversation_id, began = f"{chance.getrandbits(128):032x}", now - ago - told.messages * MESSAGE_S
    times = [began + place * MESSAGE_S for place in range(told.messages)]
    messages = [_message(conversation_id, place, *item) for place, item in enumerate(zip(texts, times, strict=True))]
    events = [row for item in messages for row in _events(item, chance.choice(told.texts))]
    standing = _standing(name, told, chance, now - ago)
    return _row(conversation_id, times, texts, chance) | standing, messages, events


def _row(conversation_id: str, times: list[float], texts: list[str], chance: random.Random) -> dict[str, Any]:
    name, level, score = chance.choice(NAMES), chance.choice(LEVELS), chance.random()
    mood = {"level": level, "trend": chance.choice(TRENDS), "score": round(score, 2)}
    return {
        "conversation_id": conversation_id,
        "customer_id": None if name is None else f"c-{chance.randrange(100_000)}",
        "customer_name": name,
        "language": chance.choice(("it", "en")),
        "offered": [{"payload": "/affirm", "title": "Sì"}, {"payload": "/deny", "title": "No"}],
        "state": {"frustration": mood, "handoff": "none", "turn": len(texts)},
        "told": {"handoff": "none", "language": "it", "verified": name is not None},
        "last_event": 2 * len(texts),
        "started_at": times[0],
        "touched_at": times[-1],
        "said_at": times[-1],
        "preview": texts[-1][: queueing.LONGEST_PREVIEW],
        "score": score,
    }


def _standing(name: str, told: Told, chance: random.Random, last: float) -> dict[str, Any]:
    """How it stands in the queue."""
    holder = {"mine": (told.account_id, "Giulia"), "others": (f"rep-{chance.randrange(COLLEAGUES)}", "Marco")}
    held_by, held_name = holder.get(name, (None, None))
    return {
        "queue": "held" if held_by else name,
        "held_by": held_by,
        "held_name": held_name,
        "wanted_at": last if held_by or name == "waiting" else None,
        "unread": chance.randrange(4) if name in ("waiting", "mine", "others") else 0,
        "policy_id": chance.choice([*told.policies, None]),
        "closed_at": last if name == "closed" else None,
        "close_reason": "solved" if name == "closed" else None,
    }


def _message(conversation_id: str, place: int, text: str, at: float) -> dict[str, Any]:
    return {
        "conversation_id": conversation_id,
        "number": 2 * place + 1,
        "client_id": f"m-{place}",
        "typed": text,
        "shown": text,
        "page_language": "it",
        "outcome": "answered",
        "accepted_at": at,
        "answer_by": at + 120,
        "closed_at": at + 1,
        "claims": 1,
    }


def _events(message: dict[str, Any], answer: str) -> Rows:
    number, shared = message["number"], {"conversation_id": message["conversation_id"]}
    accepted = {"id": message["client_id"], "text": message["shown"]}
    reply = {"in_reply_to": message["client_id"], "messages": [{"text": answer}]}
    at = message["accepted_at"]
    return [
        {**shared, "number": number, "kind": "accepted", "at": at, "data": accepted, "answers": None},
        {**shared, "number": number + 1, "kind": "reply", "at": at + 1, "data": reply, "answers": number},
    ]
