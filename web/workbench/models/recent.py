"""The recent messages of customers, for a comparison: without personal data, each text once."""

from __future__ import annotations

import json
import os
from pathlib import Path

from sqlalchemy import Connection, select

from web.inbox.tables import chat_message
from web.masking import mask

MOST = 200
_READ = 1000


def recent_messages(connection: Connection) -> list[dict[str, str]]:
    """What was typed last and answered, masked, the newest first."""
    typed, language = chat_message.c.typed, chat_message.c.page_language
    newest = select(typed, language).where(typed.is_not(None), chat_message.c.outcome == "answered")
    rows = connection.execute(newest.order_by(chat_message.c.accepted_at.desc()).limit(_READ)).all()
    found: dict[str, str] = {}
    for text, page_language in rows:
        found.setdefault(mask(text), page_language)
    return [{"text": text, "language": tongue} for text, tongue in list(found.items())[:MOST]]


def write_messages(file: Path, messages: list[dict[str, str]]) -> None:
    """Write them as JSON lines that only this account can read."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.unlink(missing_ok=True)
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        stream.writelines(json.dumps(message, ensure_ascii=False) + "\n" for message in messages)
